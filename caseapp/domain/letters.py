"""Letters that answer a case: what a template may name, how it is filled, whom a letter addresses, how it left.

No template holds code: names of a closed list alone are filled in, in one pass, and a passage between «{{#name}}» and
«{{/name}}» stands only where that name is known. No library is needed for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

GAP = "……"
"""What a letter's writer still has to write: in the delivered templates, and where a value was not known."""


class Placeholder(StrEnum):
    """What stands between double braces in a template. The petitioner's name is none of them: whoever writes an answer
    does not learn it, and the letter says «Эрхэм иргэн Та»."""

    NUMBER = "number"
    """The case's."""
    RECEIVED = "received"
    """The day, in the official form."""
    KIND = "kind"
    SERVICE = "service"
    UNIT = "unit"
    TODAY = "today"
    DUE = "due"
    """The day by which an answer is due; empty where there is no term."""
    EXTENSION = "extension"
    """The new day by which an answer is due, where a head extended the term; else empty."""
    EARLIER_NUMBER = "earlier_number"
    """Of the last answer to the case that this one repeats; empty where it repeats none."""
    EARLIER_DAY = "earlier_day"


class SentHow(StrEnum):
    """How an approved letter came to the petitioner, besides their own page."""

    POSTED = "posted"
    HANDED = "handed"
    TOLD = "told"


INDEX = re.compile(r"[0-9A-Za-zА-Яа-яЁёӨөҮү./-]{0,20}")
"""What may stand before the year and the count in a letter's number."""

_BRACES = re.compile(r"\{\{([^{}]*)\}\}")
_KNOWN = {placeholder.value for placeholder in Placeholder}
_LEFT = re.compile(r"\{\{|\}\}|[{}](?=\0)|(?<=\0)[{}]")
"""Two braces, or one that touches a mark (which stands as zeros here): what is filled there must not make a new one."""
_OWN_LINE = re.compile(r"^[ \t]*(\{\{\s*[#/][^{}]*\}\})[ \t]*(?:\n|\Z)", re.MULTILINE)
"""A mark that begins or ends a passage, alone on its line: the line goes with it."""


@dataclass(frozen=True)
class Flaw:
    """Where a template cannot be filled: `line` counts from 1, `name` is what stands there."""

    line: int
    name: str


@dataclass(frozen=True)
class _Mark:
    """`sign` is «#» where a passage begins, «/» where it ends, and empty for a name to be filled."""

    at: int
    sign: str
    name: str
    said: str


def _marks(template: str) -> Iterator[_Mark]:
    for found in _BRACES.finditer(template):
        said = found[1].strip()
        sign = said[:1] if said[:1] in {"#", "/"} else ""
        yield _Mark(found.start(), sign, said.removeprefix(sign).strip(), said)


def flaws(template: str) -> tuple[Flaw, ...]:
    """Names that are no placeholder, braces without their other half, passages that do not end or lie in another."""
    found = [(mark.at, mark.said) for mark in _marks(template) if mark.name not in _KNOWN]
    outside = _BRACES.sub(lambda m: "\0" * len(m[0]), template)
    found += [(m.start(), m[0]) for m in _LEFT.finditer(outside)]
    begun: _Mark | None = None
    for mark in _marks(template):
        if mark.sign == "#" and begun is None:
            begun = mark
        elif mark.sign == "/" and begun is not None and begun.name == mark.name:
            begun = None
        elif mark.sign:
            found.append((mark.at, mark.said))
    found += [(begun.at, begun.said)] if begun is not None else []
    return tuple(Flaw(template.count("\n", 0, at) + 1, name) for at, name in sorted(set(found)))


def passages(template: str) -> frozenset[Placeholder]:
    """The names on which a passage of the template depends."""
    return frozenset(Placeholder(mark.name) for mark in _marks(template) if mark.sign == "#" and mark.name in _KNOWN)


def fill(template: str, values: Mapping[Placeholder, str]) -> str:
    """What is not known of the case becomes a line of dots to be written over, a passage about it is left out; a filled
    value is never filled again. What no keeping would let through stays as it is written."""
    if flaws(template):
        return template
    shown, stands, left_out = "", True, False
    for number, piece in enumerate(_BRACES.split(_OWN_LINE.sub(r"\1", template))):
        said = piece.strip()
        if number % 2 and said[:1] in {"#", "/"}:
            left_out = said[0] == "/" and not stands
            stands = said[0] == "/" or bool(values.get(Placeholder(said[1:].strip())))
        elif number % 2 and stands:
            shown += values.get(Placeholder(said), "") or GAP
        elif stands:
            shown += piece.lstrip("\n") if left_out and (not shown or shown.endswith("\n\n")) else piece
            left_out = False
    return shown


def addressee(identity: Mapping[str, Any]) -> str:
    """«Д.БОЛД ТАНАА», or the organisation's name; empty when nobody is named."""
    family, given = (str(identity.get(name) or "").strip() for name in ("family_name", "given_name"))
    person = f"{family[0]}.{given}" if family and given else given or family
    named = str(identity.get("organisation") or "").strip() or person
    return f"{named} ТАНАА".upper() if named else ""
