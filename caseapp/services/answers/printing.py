"""Printed pages: typst templates of the project filled with data, never with source made of what people wrote.

A page that cannot be printed must hold up no referral and no report: what a font lacks is replaced before, and should
typst fail all the same, the page is made without what people wrote and says where that is found.
"""

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from caseapp.domain.days import official_date

_ROOT = Path(__file__).parents[3] / "templates" / "letters"
_FONTS = Path(__file__).parents[2] / "fonts"
LACKING = "□"
"""Stands for a sign that no font holds: PDF/A refuses a page with one."""
_LEFT_OUT = frozenset({"Cc", "Cf", "Mn", "Me"})
"""Control signs, signs that turn the direction of reading, and marks that merge with no letter before them."""
_LONG_WORD = re.compile(r"[^ \n]{200}")
_BREAK = "\u200b"
"""Takes no room, and lets a word of 100,000 signs be set in lines."""


def _held_signs() -> frozenset[str]:
    lines = (_FONTS / "signs.txt").read_text(encoding="ascii").splitlines()
    ranges = [line.split("-") for line in lines if not line.startswith("#")]
    return frozenset(chr(sign) for ends in ranges for sign in range(int(ends[0], 16), int(ends[-1], 16) + 1))


SIGNS = _held_signs()


class NotPrinted(RuntimeError):
    """Not even the page without free texts came out; what typst said may quote what a person wrote, and is dropped."""


def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Zs" or sign == "\t":
        return " "
    if sign in SIGNS or sign == "\n":
        return sign
    return "" if kind in _LEFT_OUT else LACKING


def printable(text: str) -> str:
    """The text in signs that the fonts hold, with places to break in words that are longer than a line."""
    lines = "\n".join(unicodedata.normalize("NFC", text).splitlines())
    return _LONG_WORD.sub(lambda word: word[0] + _BREAK, "".join(map(_sign, lines)))


def _all_printable(content: Any) -> Any:
    if isinstance(content, str):
        return printable(content)
    if isinstance(content, dict):
        return {name: _all_printable(value) for name, value in content.items()}
    return [_all_printable(value) for value in content] if isinstance(content, list | tuple) else content


def _is_panic(raised: BaseException) -> bool:
    """The Rust below typst has given up: a class that cannot be imported and stands outside of Exception."""
    return (type(raised).__module__, type(raised).__name__) == ("pyo3_runtime", "PanicException")


def _compiled(template: str, content: dict[str, Any], day: date) -> bytes | None:
    """The same content on the same day gives the same bytes; None when typst cannot make a page of it."""
    try:
        compiled = typst.compile(
            _ROOT / template,
            root=_ROOT,
            font_paths=[_FONTS],
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            pdf_standards=["a-2a"],
            timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
        )
    except typst.TypstError:
        return None
    except BaseException as raised:
        if _is_panic(raised):
            return None
        raise
    return bytes(compiled)


def _printed(template: str, content: dict[str, Any], without_texts: dict[str, Any], day: date) -> bytes:
    """The page; if it cannot be made, the same with those parts replaced."""
    whole = _all_printable(content)
    page = _compiled(template, whole, day) or _compiled(template, {**whole, **without_texts}, day)
    if page is None:
        raise NotPrinted(template)
    return page


def referral_letter(report: dict[str, Any], day: date) -> bytes:
    """The covering letter to the Agency (MNS 5140 order of parts)."""
    content = {**report, "date": official_date(day)}
    return _printed("referral.typ", content, {"unit": None, "grounds": None, "text": None, "messages": []}, day)


def forwarding_letter(content: dict[str, Any], day: date) -> bytes:
    """The covering letter to a competent body, dated on the day on which it was forwarded."""
    nothing: dict[str, Any] = {"letter": None, "text": None, "remedy": "", "petitioner": []}
    return _printed("forward.typ", {**content, "date": official_date(day)}, nothing, day)


def proof_of_filing(content: dict[str, Any], day: date) -> bytes:
    """The petitioner's own proof; what they wrote is on it only where `content["text"]` holds it."""
    return _printed("proof.typ", content, {"text": None}, day)


def analysis_report(content: dict[str, Any], day: date) -> bytes:
    """The quarter's analysis; `content` is the same object that page and CSV show."""
    return _printed("analysis.typ", content, {"sections": []}, day)


def poster(content: dict[str, Any], day: date) -> bytes:
    """A hall's poster; all its words are the house's own, but for the unit's name."""
    return _printed("poster.typ", content, {"unit": ""}, day)


def answer_letter(content: dict[str, Any], day: date) -> bytes:
    """The authority's answer (MNS 5140 order of parts); a draft says that it is one."""
    return _printed("answer.typ", content, {"body": None, "legal_ground": None, "subject": "", "addressee": ""}, day)
