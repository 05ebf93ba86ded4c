"""One folded form for all the ways in which people type Mongolian: both scripts, slips, short forms, long vowels."""

import re
import unicodedata

MAX_SIGNS = 20_000
"""Longer texts are read up to here: a theme that shows only later is not worth a minute of work."""

_FOLD = str.maketrans({"ё": "е", "э": "е", "ү": "у", "ө": "о", "й": "и", "ъ": None, "ь": None})
_LOOKALIKES = str.maketrans("aeopcxyvhkmtїєѳθ", "аеорсхуункмтуооо")
"""Signs of other alphabets inside a Cyrillic word: keyboards without ү and ө, and old fonts."""
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
        "v": "в",
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
    "бга": "баига",
    "бдаг": "баидаг",
    "бдг": "баидаг",
    "бж": "баиж",
    "бн": "баина",
    "бна": "баина",
    "бсан": "баисан",
    "бсн": "баисан",
    "бх": "баих",
    "бхгу": "баихгуи",
    "бхгуи": "баихгуи",
    "гд": "гед",
    "гж": "геж",
    "гсен": "гесен",
    "гсн": "гесен",
    "гхде": "гехде",
    "хн": "хун",
    "шд": "шу де",
    "шде": "шу де",
    "ум": "юм",
    "ю": "юу",
}
"""Short forms and their full ones, both already folded."""
_WORD = re.compile(r"[^\W_]+")
_LATIN_WORD = re.compile(r"[a-zöüѳ]+")
_FINAL_Q = re.compile(r"(?<=\w)q$")
_V_AS_VOWEL = re.compile(r"(?<![aeiouyöü])v(?![aeiouyöü])")
_Y_AFTER_VOWEL = re.compile(r"(?<=[aeiou])y(?![aeou])")
_REPEATED = re.compile(r"(\w)\1+")
_REGISTER = re.compile(r"(?<!\w)[^\W\d_]{2}\d{8}(?!\d)")
_DIGITS = re.compile(r"\d+")


def _from_galig(word: str) -> str:
    """q ends a word as гүй; v between consonants is ү (hvn), else в (avsan)."""
    word = _Y_AFTER_VOWEL.sub("i", _V_AS_VOWEL.sub("u", _FINAL_Q.sub("gui", word)))
    for latin, cyrillic in _PAIRS:
        word = word.replace(latin, cyrillic)
    return word.translate(_SINGLES)


def _folded(word: str) -> str:
    word = _from_galig(word) if _LATIN_WORD.fullmatch(word) else word.translate(_LOOKALIKES)
    word = _REPEATED.sub(r"\1", word.translate(_FOLD))
    return _SHORT.get(word, word)


def normalise(text: str) -> str:
    """Folded words in order, divided by single spaces; a repeated letter counts once, any number is 0."""
    plain = unicodedata.normalize("NFC", text[:MAX_SIGNS]).casefold()
    plain = _DIGITS.sub(" 0 ", _REGISTER.sub(" 0 ", plain))
    return " ".join(_folded(word) for word in _WORD.findall(plain))


def spans(text: str) -> list[tuple[int, int]]:
    """Where each word of the text as it was written begins and ends."""
    return [found.span() for found in _WORD.finditer(text)]
