"""The house itself: rooms small enough to read, floors that hold, nothing of the machine it was built on."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.structure.source import PACKAGE, ROOT, files, functions, imported, modules, place, tree

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
READ_BY_PEOPLE = (".py", ".html", ".typ")
MIGRATIONS = ROOT / "migrations"
"""A migration is written once and read as a list of tables; it is never split afterwards."""
WORDS_OF_NO_SUBJECT = re.compile(r"util|helper|manager|common|misc")
WEB_LIBRARIES = {"flask", "flask_babel", "flask_wtf", "jinja2", "werkzeug", "wtforms"}
MACHINE_PATH = re.compile(r"(?<![\w.])(?:/(?:home|root|work|Users|mnt|workspace)/|[A-Z]:\\\\?Users)")
TEXT_KINDS = (
    ".py",
    ".html",
    ".typ",
    ".sql",
    ".toml",
    ".md",
    ".cfg",
    ".css",
    ".mako",
    ".yml",
    ".yaml",
    ".po",
    ".txt",
    ".jsonl",
)


def written_here() -> list[Path]:
    return [path for path in files(*READ_BY_PEOPLE) if MIGRATIONS not in path.parents]


def test_no_file_is_longer_than_a_reader_likes() -> None:
    long = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in written_here()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    code = [path for path in files(".py") if MIGRATIONS not in path.parents]
    lengths = {place(p, f): (f.end_lineno or f.lineno) - f.lineno + 1 for p in code for f in functions(p)}
    assert len(lengths) > 500
    assert {where: lines for where, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_module_is_named_after_no_subject() -> None:
    named = [path for path in files(".py") if WORDS_OF_NO_SUBJECT.search(path.stem)]
    assert [place(path) for path in named] == []


def test_no_import_stands_inside_a_function() -> None:
    inner = [
        place(path, node)
        for path in files(".py")
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def catches_everything(node: ast.AST) -> bool:
    """A handler that tidies up and raises the same again catches nothing."""
    if not isinstance(node, ast.ExceptHandler) or (isinstance(last := node.body[-1], ast.Raise) and last.exc is None):
        return False
    if node.type is None:
        return True
    named = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
    return bool(named & {"Exception", "BaseException"})


def test_nothing_catches_what_it_cannot_mend() -> None:
    caught = [place(path, n) for path in modules() for n in ast.walk(tree(path)) if catches_everything(n)]
    assert caught == []


def ends_a_transaction(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"commit", "rollback"}
    )


@pytest.mark.parametrize("floor", ["services", "queries", "models", "web"])
def test_no_room_ends_the_transaction_that_it_was_given(floor: str) -> None:
    ended = [place(p, n) for p in modules(PACKAGE / floor) for n in ast.walk(tree(p)) if ends_a_transaction(n)]
    assert ended == []


def writes_rows(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and (
        (isinstance(node.func, ast.Name) and node.func.id in {"insert", "update", "delete"})
        or (isinstance(node.func, ast.Attribute) and node.func.attr in {"add", "add_all", "delete", "merge", "flush"})
    )
    return called or (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"\b(INSERT INTO|UPDATE \"?\w+\"? SET|DELETE FROM)\b", node.value) is not None
    )


def test_a_query_only_reads() -> None:
    written = [place(p, n) for p in modules(PACKAGE / "queries") for n in ast.walk(tree(p)) if writes_rows(n)]
    assert written == []


def test_flask_lives_on_the_top_floor_alone() -> None:
    below = [path for path in modules() if PACKAGE / "web" not in path.parents]
    assert len(below) > 50
    found = [
        place(path, node)
        for path in [*below, *modules(ROOT / "classifier")]
        for node in ast.walk(tree(path))
        if {name.split(".")[0] for name in imported(node)} & WEB_LIBRARIES
    ]
    assert found == []


def test_every_floor_stands_in_the_contract_on_imports() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layered = next(contract for contract in contracts["contracts"] if contract["type"] == "layers")
    listed = {name.strip() for layer in layered["layers"] for name in layer.split("|")}
    packages = {f"caseapp.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    assert packages == listed


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    told = [
        f"{place(path)}:{number}"
        for path in files()
        if (path.suffix in TEXT_KINDS or path.suffix == "") and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]
    assert told == []


def test_every_borrowed_font_stands_beside_its_licence() -> None:
    fonts = list(files(".ttf", ".otf", ".woff", ".woff2"))
    assert fonts
    assert [place(font) for font in fonts if not list(font.parent.glob("LICENSE*"))] == []
