"""One report object in words: sections of labelled rows, which page, PDF and CSV print alike."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask import Response, abort
from flask_babel import gettext as _

from caseapp.domain.days import official_date
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Channel, Kind, Mode, Service, Theme
from caseapp.domain.withholding import NO_UNIT, OTHER_UNITS
from caseapp.services.answers import printing
from caseapp.services.quarterly.analysis import Edition
from caseapp.web.extensions import language
from caseapp.web.wording import label
from caseapp.web.wording.report import BALANCE, EDITIONS, INTEGRITY, OTHERS, UNKNOWN

Cell = int | float | str | None
"""A count, a share, nothing to say (an empty text), or a value that is withheld (None)."""
WITHHELD = "–"
LEAST_BASE = 20


@dataclass(frozen=True)
class Section:
    """A titled table; `share_of` is the whole that percentages are taken of, or None for none."""

    code: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    total: tuple[str, tuple[Cell, ...]] | None = None
    note: str = ""


def _list(code: str, title: str, printed: dict[str, Any], kind: type[StrEnum]) -> Section:
    rows = tuple(
        (str(label(kind(name))), (count, _share(count, printed["total"])))
        for name, count in zip(printed["labels"], printed["counts"], strict=True)
        if count != 0
    )
    total = (_("Total"), (printed["total"], _share(printed["total"], printed["total"])))
    return Section(code, title, ("", _("Cases"), "%"), rows, total)


def _share(part: int | None, whole: int | None) -> Cell:
    return None if part is None or not whole else round(100 * part / whole, 1)


def _themes(facts: dict[str, Any]) -> Section:
    pairs = zip(facts["themes"]["labels"], facts["themes"]["counts"], strict=True)
    rows = sorted(pairs, key=lambda pair: (-(pair[1] or 0), pair[0]))
    base = facts["theme_base"]
    return Section(
        "T9",
        _("Themes of red tape"),
        ("", _("Cases"), _("Share of cases with a theme, %")),
        tuple((str(label(Theme(code))), (count, _share(count, base))) for code, count in rows if count != 0),
        (_("Cases with at least one theme"), (base, _share(base, base))),
        _("One case may carry several themes, so the shares add up to more than 100 %."),
    )


def _theme_by_service(facts: dict[str, Any]) -> Section:
    table = facts["theme_by_service"]
    head = ("", *(str(label(Service(code))) for code in table["columns"]), _("Total"))
    rows = tuple(
        (str(label(Theme(code))), (*cells, total))
        for code, cells, total in zip(table["rows"], table["cells"], table["row_totals"], strict=True)
    )
    return Section("T10", _("Themes by service"), head, rows, (_("Total"), (*table["column_totals"], table["total"])))


def _before(facts: dict[str, Any]) -> Section:
    """Raw counts side by side; a percentage of fewer than 20 would mislead (indicator I12)."""
    now, before = facts["balance"]["received"], facts["received_before"]
    rows: list[tuple[str, tuple[Cell, ...]]] = [(_("Received in this quarter"), (now, ""))]
    for name, words in (("previous", _("in the quarter before")), ("last_year", _("in the same quarter of last year"))):
        rows.append((words, (before[name], _change(now, before[name]))))
    return Section("T1b", _("Compared with earlier quarters"), ("", _("Cases"), _("Change, %")), tuple(rows))


def _change(now: int | None, then: int | None) -> Cell:
    if now is None or then is None:
        return None
    return round(100 * (now - then) / then, 1) if then >= LEAST_BASE else ""


def _units(facts: dict[str, Any]) -> Section:
    names, printed = facts["unit_names"], facts["units"]
    column = 0 if language() == "mn" else 1
    joined = {OTHER_UNITS: str(OTHERS), NO_UNIT: str(UNKNOWN)}
    rows = tuple(
        (names[code][column] if code in names else joined[code], (count, _share(count, printed["total"])))
        for code, count in zip(printed["labels"], printed["counts"], strict=True)
    )
    total = (_("Total"), (printed["total"], _share(printed["total"], printed["total"])))
    return Section("T3", _("Units concerned"), ("", _("Cases"), "%"), rows, total)


def _timeliness(facts: dict[str, Any]) -> Section:
    found = facts["timeliness"]
    rows = (
        (_("Answered in the period (N)"), (found["decided"],)),
        (_("of these in time (n)"), (found["in_time"],)),
        (_("in time, % = n / N × 100"), (_rounded(found["in_time_percent"]),)),
        (_("of these with an extended time limit"), (found["extended"],)),
        (_("Median days from receipt to answer"), (_rounded(found["median_days"]),)),
        (_("90 of 100 were answered within (days)"), (_rounded(found["p90_days"]),)),
        (_("Open at the end"), (found["open_at_end"],)),
        (_("of these overdue"), (found["overdue_open"],)),
    )
    return Section("T6", _("Timeliness"), ("", ""), rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def sections(facts: dict[str, Any]) -> tuple[Section, ...]:
    """The whole report in the page's language."""
    balance = facts["balance"]
    return (
        Section("T5", _("Balance"), ("", _("Cases")), tuple((str(w), (balance[n],)) for n, w in BALANCE.items())),
        _list("T1", _("Kinds of cases received"), facts["kinds"], Kind),
        _before(facts),
        _list("T2", _("Channels"), facts["channels"], Channel),
        _list("T4", _("How people file"), facts["modes"], Mode),
        _units(facts),
        _list("T2b", _("Services"), facts["services"], Service),
        _timeliness(facts),
        _themes(facts),
        _theme_by_service(facts),
        Section(
            "T14",
            _("Corruption and conflicts of interest (whole authority)"),
            ("", _("Cases")),
            tuple((str(w), (facts["integrity"].get(n),)) for n, w in INTEGRITY.items()),
        ),
    )


def heading(edition: Edition) -> dict[str, str]:
    """Title, period, edition and proof lines."""
    facts, locale = edition.facts, language()
    first, last = (official_date(date.fromisoformat(facts[n]), locale) for n in ("first_day", "last_day"))
    proof = _("Digest of the figures: %(digest)s", digest=edition.digest)
    return {
        "title": _("Analysis of petitions, complaints and information"),
        "quarter": Quarter.parse(facts["quarter"]).label(locale),
        "period": f"{first} – {last}",
        "edition": str(EDITIONS[facts["edition"]]),
        "version": _("Version %(version)s", version=edition.version) if edition.version else _("Not approved yet"),
        "live": ""
        if edition.version
        else _("Not approved yet: cases that an officer is excluded from are added when the edition is approved."),
        "proof": proof,
        "ledger": _("Head of the ledger: %(head)s", head=edition.ledger_head or WITHHELD),
        "caution": _(
            "Raw counts do not measure quality: campaigns, seasons and easier channels change them. "
            "Percentages are printed with their n and N."
        ),
        "withheld": _(
            "Values withheld to protect people: %(count)s, shown as %(sign)s. Threshold: %(threshold)s.",
            count=facts["withheld"],
            sign=WITHHELD,
            threshold=facts["threshold"],
        )
        if facts["threshold"]
        else "",
    }


def shown(cell: Cell) -> str:
    if cell is None:
        return WITHHELD
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def as_csv(edition: Edition) -> bytes:
    """One line a value: table, row, column, value; withheld values are empty. UTF-8 with a mark, for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["table", "row", "column", "value"])
    for section in sections(edition.facts):
        for row in _csv_rows(section):
            writer.writerow([_harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_rows(section: Section) -> Iterator[tuple[str, ...]]:
    for name, cells in (*section.rows, *([section.total] if section.total else [])):
        for column, cell in zip(section.head[1:], cells, strict=True):
            yield section.code, name, column, "" if cell is None else shown(cell)


def _harmless(cell: str) -> str:
    """A spreadsheet takes these signs for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def as_json(edition: Edition) -> bytes:
    content = {"version": edition.version, "digest": edition.digest, "facts": edition.facts}
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).encode()


def as_pdf(edition: Edition) -> bytes:
    content = {
        "lang": language(),
        "words": {"continued": _("continued"), "page": _("Page")},
        "heading": heading(edition),
        "sections": [
            {
                "code": s.code,
                "title": s.title,
                "head": s.head,
                "rows": [[name, *map(shown, cells)] for name, cells in s.rows],
                "total": [s.total[0], *map(shown, s.total[1])] if s.total else [],
                "note": s.note,
            }
            for s in sections(edition.facts)
        ],
    }
    return printing.analysis_report(content, date.fromisoformat(edition.stamp))


FORMATS = {
    "pdf": (as_pdf, "application/pdf"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
}


@lru_cache(maxsize=32)
def _printed(edition: Edition, suffix: str, _language: str) -> bytes:
    """Once in a process: a stranger who asks for the same file again and again costs no typesetting."""
    return FORMATS[suffix][0](edition)


def download(edition: Edition, suffix: str) -> Response:
    """The edition as a file to keep."""
    if suffix not in FORMATS:
        abort(404)
    response = Response(_printed(edition, suffix, language()), content_type=FORMATS[suffix][1])
    name = f"{edition.facts['quarter']}-{edition.facts['edition']}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
