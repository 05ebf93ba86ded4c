"""Plain texts: UTF-8, UTF-16 with its mark, or the Cyrillic code page of old Windows."""

import codecs
import re

from caseapp.evidence.copies import CannotClean, Copy, Obstacle

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Control signs that no text holds; tab, line ends, page break and escape may stand."""
_CYRILLIC = re.compile(r"[А-яЁёЄєЇї]")
_NOT_LATIN = re.compile(r"[^\x00-\x7f]")
_LEAST_SHARE = 0.8
"""Of the signs above ASCII, how many must be Cyrillic letters before bytes are read as code page 1251."""
_ONE_WORD_TWO_SCRIPTS = re.compile(r"[A-Za-z](?=[А-яЁё])|[А-яЁё](?=[A-Za-z])")
_OLD_MONGOLIAN = str.maketrans("ЄєЇї", "ӨөҮү")
"""Before Unicode, Mongolian fonts drew Ө and Ү in the places of two Ukrainian letters."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Control signs, signs that turn the direction of reading, and unseen ones that may mark whose copy a text was."""


def clean(_kind: str, content: bytes) -> Copy:
    """UTF-8 without control signs."""
    text = read_start(content, cut=False)
    if text is None:
        raise CannotClean(Obstacle.NOT_THIS_KIND)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return Copy(_UNSEEN.sub("", lines).encode("utf-8"))


def read_start(head: bytes, *, cut: bool) -> str | None:
    """The text of these bytes, or None; `cut` says that more follows, so that the last sign may be half."""
    if head.startswith(_UTF16_MARKS):
        return _plain(_decoded(head, "utf-16", cut))
    text = _decoded(head, "utf-8-sig", cut)
    return _plain(text if text is not None else _old_cyrillic(head))


def _decoded(head: bytes, encoding: str, cut: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head, final=not cut)
    except UnicodeDecodeError:
        return None


def _old_cyrillic(head: bytes) -> str | None:
    text = _decoded(head, "cp1251", cut=False)
    if text is None:
        return None
    letters = len(_CYRILLIC.findall(text))
    is_western = len(_ONE_WORD_TWO_SCRIPTS.findall(text)) > letters * (1 - _LEAST_SHARE)
    if is_western or letters < _LEAST_SHARE * len(_NOT_LATIN.findall(text)):
        return None
    return text.translate(_OLD_MONGOLIAN)


def _plain(text: str | None) -> str | None:
    return None if text is None or _BINARY.search(text) else text
