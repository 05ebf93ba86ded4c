"""Printed pages: typst templates of the project filled with data, never with source made of what people wrote."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from caseapp.domain.days import official_date

_ROOT = Path(__file__).parents[2] / "templates" / "letters"
_FONTS = Path(__file__).parents[1] / "fonts"


def _compile(template: str, content: dict[str, Any], day: date) -> bytes:
    """The same content on the same day gives the same bytes."""
    compiled = typst.compile(
        _ROOT / template,
        root=_ROOT,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2a"],
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )
    return bytes(compiled)


def referral_letter(report: dict[str, Any], day: date) -> bytes:
    """The covering letter to the Agency (MNS 5140 order of parts)."""
    return _compile("referral.typ", {**report, "date": official_date(day)}, day)


def analysis_report(content: dict[str, Any], day: date) -> bytes:
    """The quarter's analysis; `content` is the same object that page and CSV show."""
    return _compile("analysis.typ", content, day)
