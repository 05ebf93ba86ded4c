"""Letters that answer a case: what a template may name, how it is filled, whom a letter addresses, how it left.

No template holds code: names of a closed list alone are filled in, in one pass, so that no library is needed for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


class SentHow(StrEnum):
    """How an approved letter came to the petitioner, besides their own page."""

    POSTED = "posted"
    HANDED = "handed"
    TOLD = "told"


INDEX = re.compile(r"[0-9A-Za-zА-Яа-яЁёӨөҮү./-]{0,20}")
"""What may stand before the year and the count in a letter's number."""

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_KNOWN = {placeholder.value for placeholder in Placeholder}
_LEFT = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class Flaw:
    """Where a template cannot be filled: `line` counts from 1, `name` is what stands there."""

    line: int
    name: str


def flaws(template: str) -> tuple[Flaw, ...]:
    """Names that are no placeholder, and braces without their other half."""
    found = [(m.start(), m[1].strip()) for m in _BRACES.finditer(template) if m[1].strip() not in _KNOWN]
    outside = _BRACES.sub(lambda m: " " * len(m[0]), template)
    found += [(m.start(), m[0]) for m in _LEFT.finditer(outside)]
    return tuple(Flaw(template.count("\n", 0, at) + 1, name) for at, name in sorted(found))


def fill(template: str, values: Mapping[Placeholder, str]) -> str:
    """What is not known of the case becomes a line of dots to be written over; a filled value is never filled again."""
    return _BRACES.sub(lambda m: values.get(Placeholder(m[1].strip()), "") or "……", template)


def addressee(identity: Mapping[str, Any]) -> str:
    """«Д.БОЛД ТАНАА», or the organisation's name; empty when nobody is named."""
    family, given = (str(identity.get(name) or "").strip() for name in ("family_name", "given_name"))
    person = f"{family[0]}.{given}" if family and given else given or family
    named = str(identity.get("organisation") or "").strip() or person
    return f"{named} ТАНАА".upper() if named else ""
