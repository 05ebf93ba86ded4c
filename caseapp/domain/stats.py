"""The report's arithmetic, each formula as chapter 2 of the report prints it."""

from collections.abc import Sequence
from math import ceil


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile_90(values: Sequence[float]) -> float | None:
    """Nearest rank: the smallest value that at least 90 % do not exceed."""
    ordered = sorted(values)
    return ordered[ceil(0.9 * len(ordered)) - 1] if ordered else None


def balance_holds(
    opening: int, received: int, resolved: int, forwarded: int, otherwise_closed: int, closing: int
) -> bool:
    """opening + received = resolved + forwarded + otherwise closed + closing (table T5)."""
    return opening + received == resolved + forwarded + otherwise_closed + closing
