"""Case numbers: year, eight random digits, a check digit; they have no order and tell nothing."""

import re
import secrets
from collections.abc import Callable

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""Damm's quasigroup of order 10: finds every wrong digit and every swap of neighbours (H. M. Damm, 2004)."""

_SHAPE = re.compile(r"(\d{4})-(\d{4})-(\d{4})-(\d)", re.ASCII)


def _check(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def new_case_number(year: int, randbelow: Callable[[int], int]) -> str:
    """Like 2026-4839-2051-7; `randbelow` must be a cryptographic source."""
    digits = f"{randbelow(10**8):08d}"
    return f"{year}-{digits[:4]}-{digits[4:]}-{_check(str(year) + digits)}"


def is_case_number(text: str) -> bool:
    """True when the shape and the check digit are right."""
    match = _SHAPE.fullmatch(text)
    return match is not None and _check("".join(match.groups()[:3])) == match.group(4)


def _digits(typed: str) -> str:
    return re.sub(r"[\s\-–—.№#]", "", typed)


def looks_like_case_number(typed: str) -> bool:
    """True for what has a number's length and begins with a year, whether or not a digit of it is wrong."""
    return re.fullmatch(r"20\d{11}", _digits(typed), re.ASCII) is not None


def normalise_case_number(typed: str) -> str | None:
    """The number as it is stored, from what was typed with or without dashes and spaces; None if it is none."""
    digits = _digits(typed)
    if not re.fullmatch(r"\d{13}", digits, re.ASCII):
        return None
    number = f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{digits[12]}"
    return number if is_case_number(number) else None


def new_id() -> int:
    """Of a row: random, so that no row tells how many came before it."""
    return secrets.randbits(62)
