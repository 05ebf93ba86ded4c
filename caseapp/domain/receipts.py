"""The receipt's code: 31 random signs and a check sign that can be typed on a Latin or a Cyrillic keyboard."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

ALPHABET = "0123456789АВСЕНКМРТХ"
"""Ten digits and ten capital letters that look the same in both scripts (here: Cyrillic)."""

RANDOM_SIGNS = 31
"""20 to the power of 31 is a little over 2 to the power of 133."""

_LATIN = str.maketrans("ABCEHKMPTXO", "АВСЕНКМРТХ0")
_CYRILLIC = str.maketrans("О", "0")
_SEPARATORS = re.compile(r"[\s\-–—.,_:;/|]+")
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
_PRIME = 37
"""The weights count modulo a prime above the length and the base, so that no slip or swap of neighbours hides."""


class ReceiptSlip(ValueError):
    """What was typed is no receipt: wrong length, a sign that receipts never hold, or a check that does not fit."""

    def __init__(self, kind: Literal["length", "sign", "check"], position: int | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.position = position


@dataclass(frozen=True)
class Receipt:
    """`secret` is what keys are derived from; neither field shows in a repr."""

    code: str = field(repr=False)
    secret: bytes = field(repr=False)


def _sum(signs: str) -> int:
    return sum(weight * _VALUE[sign] for weight, sign in enumerate(signs, start=1)) % _PRIME


def _receipt(signs: str) -> Receipt:
    groups = " ".join(signs[i : i + 4] for i in range(0, len(signs), 4))
    return Receipt(groups, signs[:RANDOM_SIGNS].encode())


def receipt_of(entropy: bytes) -> Receipt | None:
    """The receipt of 32 uniformly random bytes, or None for those (not quite half) that give no check sign."""
    number = int.from_bytes(entropy, "big")
    signs = ""
    for _ in range(RANDOM_SIGNS):
        number, value = divmod(number, _BASE)
        signs += ALPHABET[value]
    check = _sum(signs)
    return _receipt(signs + ALPHABET[check]) if check < _BASE else None


def new_receipt(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> Receipt:
    """A fresh one; codes whose check has no sign in the alphabet are drawn again."""
    while True:
        receipt = receipt_of(random_bytes(32))
        if receipt is not None:
            return receipt


def parse_receipt(typed: str) -> Receipt:
    """The receipt that was typed: either script, either case, any grouping; O counts as zero. Else ReceiptSlip."""
    signs = _SEPARATORS.sub("", typed).upper().translate(_LATIN).translate(_CYRILLIC)
    for position, sign in enumerate(signs, start=1):
        if sign not in _VALUE:
            raise ReceiptSlip("sign", position)
    if len(signs) != RANDOM_SIGNS + 1:
        raise ReceiptSlip("length")
    if _sum(signs[:RANDOM_SIGNS]) != _VALUE[signs[-1]]:
        raise ReceiptSlip("check")
    return _receipt(signs)
