"""One folded form for all the ways in which people type Mongolian: both scripts, slips, short forms, long vowels."""

import re
import unicodedata

MAX_SIGNS = 20_000
"""Longer texts are read up to here: a theme that shows only later is not worth a minute of work."""

_FOLD = str.maketrans("ёүөйъь", "еуои  ")
_PAIRS = (
    ("shch", "щ"),
    ("kh", "х"),
    ("ts", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("zh", "ж"),
    ("ya", "я"),
    ("yo", "е"),
    ("yu", "ю"),
    ("ye", "е"),
    ("ii", "ий"),
)
_SINGLES = str.maketrans(
    {
        "a": "а",
        "b": "б",
        "c": "ц",
        "d": "д",
        "e": "э",
        "f": "ф",
        "g": "г",
        "h": "х",
        "i": "и",
        "j": "ж",
        "k": "к",
        "l": "л",
        "m": "м",
        "n": "н",
        "o": "о",
        "p": "п",
        "q": "ч",
        "r": "р",
        "s": "с",
        "t": "т",
        "u": "у",
        "v": "у",
        "w": "в",
        "x": "х",
        "y": "у",
        "z": "з",
        "ö": "о",
        "ü": "у",
        "ө": "о",
    }
)
_SHORT = {
    "бна": "баина",
    "бн": "баина",
    "бгаа": "баигаа",
    "бга": "баигаа",
    "бсан": "баисан",
    "бх": "баих",
    "бхгуи": "баихгуи",
    "болон": "болон",
    "гж": "гэж",
    "гэд": "гээд",
    "шд": "шуудээ",
    "шдэ": "шуудээ",
    "шдээ": "шуудээ",
    "юу": "юу",
    "ба": "баина",
    "гхдээ": "гэхдээ",
    "хун": "хун",
}
_WORD = re.compile(r"[^\W_]+")
_LATIN_WORD = re.compile(r"[a-zöüѳv]+")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_DIGITS = re.compile(r"\d+")


def _from_galig(word: str) -> str:
    for latin, cyrillic in _PAIRS:
        word = word.replace(latin, cyrillic)
    return word.translate(_SINGLES)


def _folded(word: str) -> str:
    if _LATIN_WORD.fullmatch(word):
        word = _from_galig(word)
    word = word.translate(_FOLD).replace(" ", "").replace("э", "е")
    return _SHORT.get(word, word).replace("э", "е")


def normalise(text: str) -> str:
    """Folded words in order, divided by single spaces; numbers become 0."""
    plain = unicodedata.normalize("NFC", text[:MAX_SIGNS]).casefold()
    plain = _DIGITS.sub(" 0 ", _STRETCHED.sub(r"\1\1", plain))
    return " ".join(_folded(word) for word in _WORD.findall(plain))
