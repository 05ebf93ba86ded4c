"""The catalogues as the tests of texts read them."""

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.structure.source import PACKAGE

LANGUAGES = ("mn", "en")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")


def folder(language: str) -> Path:
    return PACKAGE / "translations" / language / "LC_MESSAGES"


@cache
def catalogue(language: str) -> Catalog:
    with (folder(language) / "messages.po").open("rb") as lines:
        return read_po(lines, language)


def messages(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


def texts(words: str | tuple[str, ...] | list[str]) -> list[str]:
    """One text, or one for each number of things."""
    return [words] if isinstance(words, str) else list(words)


def mongolian_texts() -> list[str]:
    """What people read on Mongolian pages, without what is filled in."""
    return [PLACEHOLDER.sub(" ", text) for message in messages(catalogue("mn")) for text in texts(message.string)]
