"""The receipt's code: 31 random signs and a check sign that can be typed on a Latin or a Cyrillic keyboard."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

ALPHABET = "0123456789АВСЕНКМРТХ"
"""Ten digits and ten capital letters that look the same in both scripts (here: Cyrillic)."""

RANDOM_SIGNS = 31
"""20 to the power of 31 is a little over 2 to the power of 133."""

GROUP = 4
"""Signs of one group: people read and compare a code by groups."""

_SAME = str.maketrans("ABCEHKMPTX", "АВСЕНКМРТХ")
_TO_LATIN = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX")
_LOOK_ALIKE = str.maketrans(
    {
        taken: sign
        for sign, all_taken in {
            "0": "OОӨQD",
            "1": "IІL|!",
            "2": "Z",
            "3": "ЗЭ",
            "4": "Ч",
            "5": "SЅ",
            "6": "БЬG",
            "В": "V",
            "Н": "NИ",
            "Р": "R",
        }.items()
        for taken in all_taken
    }
)
"""What eyes, hands and ears make of a sign: no code holds these, and the check sign decides."""
_SHIFTED_DIGITS = str.maketrans('№-"₮:._,%?', "1234567890")
"""The row of digits on the Mongolian keyboard with its shift key the wrong way round."""
_SHIFTED = frozenset('№"₮%?')

_SEPARATORS = re.compile(r"[\s\-–—.,_:;/]+")
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
_PRIME = 37
"""The weights count modulo a prime above the length and the base, so that no slip or swap of neighbours hides."""


@dataclass(frozen=True)
class Place:
    """Where a sign stands, as people count: the third sign of the second group; both from 1."""

    group: int
    sign: int

    @classmethod
    def of(cls, position: int) -> "Place":
        """`position` counts the code's signs from 1."""
        group, sign = divmod(position - 1, GROUP)
        return cls(group + 1, sign + 1)


class ReceiptSlip(ValueError):
    """What was typed is no receipt: wrong length, a sign that receipts never hold, or a check that does not fit.

    `place` is where the wrong sign stands; `typed` is how many signs there were."""

    def __init__(self, kind: Literal["length", "sign", "check"], typed: int, place: Place | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.typed = typed
        self.place = place


@dataclass(frozen=True)
class Receipt:
    """`secret` is what keys are derived from; neither field shows in a repr."""

    code: str = field(repr=False)
    secret: bytes = field(repr=False)


def _sum(signs: str) -> int:
    return sum(weight * _VALUE[sign] for weight, sign in enumerate(signs, start=1)) % _PRIME


def _receipt(signs: str) -> Receipt:
    groups = " ".join(signs[i : i + GROUP] for i in range(0, len(signs), GROUP))
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


def receipt_of_seed(seed: bytes) -> Receipt:
    """The one receipt that follows from a seed, however often it is asked for."""
    for counter in range(256):
        receipt = receipt_of(hashlib.sha256(seed + bytes([counter])).digest())
        if receipt is not None:
            return receipt
    raise ValueError("a seed gives a receipt nearly always at once")


def new_receipt(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> Receipt:
    """A fresh one; codes whose check has no sign in the alphabet are drawn again."""
    while True:
        receipt = receipt_of(random_bytes(32))
        if receipt is not None:
            return receipt


def _unshifted(typed: str) -> str:
    """Whoever typed signs that only stand above digits, and not one digit, meant digits by all of that row."""
    meant = _SHIFTED.intersection(typed) and not any(sign in "0123456789" for sign in typed)
    return typed.translate(_SHIFTED_DIGITS) if meant else typed


def _signs(typed: str) -> str:
    """The signs as the alphabet writes them, one for each that was typed; what it does not know stays as it is."""
    bare = _SEPARATORS.sub("", _unshifted(typed))
    # A sign whose capital is two (ß) stays one, so that every place is the one that the person sees.
    capitals = "".join(sign.upper() if len(sign.upper()) == 1 else sign for sign in bare)
    return capitals.translate(_SAME).translate(_LOOK_ALIKE)


def parse_receipt(typed: str) -> Receipt:
    """The receipt that was typed: either script, either case, any grouping, look-alikes taken. Else ReceiptSlip."""
    signs = _signs(typed)
    for position, sign in enumerate(signs, start=1):
        if sign not in _VALUE:
            raise ReceiptSlip("sign", len(signs), Place.of(position))
    if len(signs) != RANDOM_SIGNS + 1:
        raise ReceiptSlip("length", len(signs))
    if not _fits(signs):
        raise ReceiptSlip("check", len(signs))
    return _receipt(signs)


def _fits(signs: str) -> bool:
    return _sum(signs[:RANDOM_SIGNS]) == _VALUE[signs[-1]]


def latin(code: str) -> str:
    """The same code as machines take it best: without spaces, its letters as their Latin look-alikes."""
    return code.replace(" ", "").translate(_TO_LATIN)


@dataclass(frozen=True)
class Near:
    """A receipt that what was typed differs from by one sign, or by a swap with the sign after it."""

    place: Place
    is_swap: bool
    receipt: Receipt = field(repr=False)


def near(typed: str) -> tuple[Near, ...]:
    """Every receipt that is one slip away from a code whose check does not fit; for any other code none."""
    try:
        parse_receipt(typed)
    except ReceiptSlip as slip:
        signs = _signs(typed) if slip.kind == "check" else ""
        return (*_one_sign_off(signs), *_swapped(signs))
    return ()


def _one_sign_off(signs: str) -> Iterator[Near]:
    """At each place at most one value makes the check fit, and it must be a sign's."""
    lacking = (_VALUE[signs[-1]] - _sum(signs[:RANDOM_SIGNS])) % _PRIME if signs else 0
    for position, sign in enumerate(signs, start=1):
        share = lacking * pow(position, -1, _PRIME) if position <= RANDOM_SIGNS else -lacking
        value = (_VALUE[sign] + share) % _PRIME
        if value < _BASE:
            right = signs[: position - 1] + ALPHABET[value] + signs[position:]
            yield Near(Place.of(position), False, _receipt(right))


def _swapped(signs: str) -> Iterator[Near]:
    for position in range(1, len(signs)):
        left, right = signs[position - 1], signs[position]
        swapped = signs[: position - 1] + right + left + signs[position + 1 :]
        if _fits(swapped):
            yield Near(Place.of(position), True, _receipt(swapped))
