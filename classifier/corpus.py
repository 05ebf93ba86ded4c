"""The corpus: one file a voice, so that an evaluation can hold out whole voices."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classifier.taxonomy import taxonomy

CORPUS = Path(__file__).with_name("corpus")


class BadRow(ValueError):
    """A row that is not what a corpus holds; the message names file and line."""


@dataclass(frozen=True)
class Example:
    voice: str
    text: str
    themes: frozenset[str]
    service: str


def _rows(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as broken:
            raise BadRow(f"{path.name}, line {number}: not JSON") from broken
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise BadRow(f'{path.name}, line {number}: needs a "text"')
        yield number, row


def texts(path: Path) -> list[tuple[str, str]]:
    """(id, text) of each row; a row without an id is known by its line."""
    return [(str(row.get("id", number)), str(row["text"])) for number, row in _rows(path)]


def examples(path: Path) -> list[Example]:
    """Labelled rows of one file."""
    known = taxonomy()
    found = []
    for number, row in _rows(path):
        themes, service = row.get("themes"), row.get("service")
        if not isinstance(themes, list) or not set(themes) <= set(known.themes):
            raise BadRow(f'{path.name}, line {number}: "themes" must be a list of known codes')
        if service not in known.services:
            raise BadRow(f'{path.name}, line {number}: "service" must be a known code')
        found.append(Example(path.stem, str(row["text"]), frozenset(themes), str(service)))
    if not found:
        raise BadRow(f"{path.name}: holds no rows")
    return found


def corpus(folder: Path = CORPUS) -> list[Example]:
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise BadRow(f"{folder.name}: holds no .jsonl file")
    return [example for path in files for example in examples(path)]
