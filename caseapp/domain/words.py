"""Words as search compares them: folded, so that case, ё and the usual slips of ү and ө make no difference."""

import re
import unicodedata

MAX_WORDS = 4000
_WORD = re.compile(r"[^\W_]{2,}")
_FOLD = str.maketrans("ёүө", "еуо")
SHORT, LONG = 4, 6
"""Lengths of the beginnings that are searchable besides whole words."""


def folded_words(text: str) -> tuple[str, ...]:
    """Distinct words of two letters or more in order of first use, at most MAX_WORDS."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    return tuple(dict.fromkeys(_WORD.findall(folded)))[:MAX_WORDS]


def searchable_forms(word: str) -> tuple[str, ...]:
    """The word and its beginnings of 4 and 6 letters, marked so that a beginning never equals a whole word."""
    forms = [word]
    forms += [f"{length}:{word[:length]}" for length in (SHORT, LONG) if len(word) >= length]
    return tuple(forms)


def query_form(word: str) -> str:
    """What one typed word looks for: its beginning when it is long enough to have one, else the whole word."""
    if len(word) >= LONG:
        return f"{LONG}:{word[:LONG]}"
    return f"{SHORT}:{word[:SHORT]}" if len(word) >= SHORT else word
