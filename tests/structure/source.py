"""The project's own source as these tests read it: files, and their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "caseapp"
TEMPLATES = ROOT / "templates"
MADE_HERE = {".venv", "var", "build", "dist", "node_modules", "__pycache__"}
"""Folders that hold what installing, running or building left; no part of the source."""


def files(*suffixes: str, under: Path = ROOT) -> Iterator[Path]:
    """All source files of these kinds, or of every kind, without hidden folders."""
    for path in sorted(under.iterdir()):
        if path.is_dir():
            if path.name not in MADE_HERE and not path.name.startswith(".") and path.suffix != ".egg-info":
                yield from files(*suffixes, under=path)
        elif not suffixes or path.suffix in suffixes:
            yield path


def modules(under: Path = PACKAGE) -> list[Path]:
    return list(files(".py", under=under))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """What a failure names: the file, and the line."""
    named = path.relative_to(ROOT).as_posix()
    return named if node is None else f"{named}:{getattr(node, 'lineno', 0)}"


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names; none for anything else."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
