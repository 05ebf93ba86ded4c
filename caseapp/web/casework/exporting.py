"""A queue as a file: what the address's filter shows on all its pages, or what was selected on one."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from flask import abort, request
from werkzeug.wrappers import Response

from caseapp.domain.days import local_day
from caseapp.domain.policy import Permission
from caseapp.services.casework import exporting
from caseapp.services.casework.exporting import Chosen, Line
from caseapp.services.casework.spreadsheets import Row, Sheet
from caseapp.web.access import access
from caseapp.web.casework import files_out
from caseapp.web.casework.door import bp
from caseapp.web.casework.queue import chosen_filter
from caseapp.web.extensions import language, surroundings
from caseapp.web.forms import demand_token
from caseapp.web.wording import label
from caseapp.web.wording import overview as words
from caseapp.web.work import unit_of_work

FORMAT, TITLES, NUMBER = "format", "titles", "number"


@bp.route("/export", methods=["GET"])
@access(Permission.CASE_WORK)
def export() -> Response:
    """Of the filter in the address."""
    suffix = _suffix(request.args.get(FORMAT, "xlsx"))
    chosen, search = chosen_filter()
    with unit_of_work() as uow:
        ids = exporting.choose_filtered(uow, chosen, search, suffix, with_titles=request.args.get(TITLES) == "1")
    return _file(ids, suffix)


@bp.route("/export", methods=["POST"])
@access(Permission.CASE_WORK)
def export_selected() -> Response:
    """Of the cases whose numbers were ticked."""
    demand_token()
    suffix, numbers = _suffix(request.form.get(FORMAT, "xlsx")), request.form.getlist(NUMBER)
    with unit_of_work() as uow:
        ids = exporting.choose_selected(uow, numbers, suffix, with_titles=request.form.get(TITLES) == "1")
    return _file(ids, suffix)


def _suffix(asked: str) -> str:
    if asked not in files_out.FORMATS:
        abort(404)
    return asked


def _file(chosen: Chosen, suffix: str) -> Response:
    today = local_day(surroundings().clock())
    head = [str(column) for column in words.FACT_COLUMNS]
    if chosen.with_titles:
        head.append(str(words.TITLE))
    rows = _rows(exporting.lines(chosen, unit_of_work), chosen.with_titles, today)
    return files_out.download(suffix, "cases", today, [Sheet(str(words.CASES), head, rows)])


def _rows(lines: Iterator[Line], with_titles: bool, today: date) -> Iterator[Row]:
    said, mongolian = lru_cache(maxsize=None)(lambda member: str(label(member))), language() == "mn"
    for line in lines:
        row = _row(line, said, mongolian, today)
        yield [*row, line.title] if with_titles else row


def _row(line: Line, said: Callable[[object], str], mongolian: bool, today: date) -> list[str | int | date | None]:
    fact = line.fact
    is_open = fact.status.is_open
    return [
        fact.number,
        said(fact.path),
        said(fact.kind),
        said(fact.service),
        fact.unit_mn if mongolian else fact.unit_en,
        ", ".join(said(theme) for theme in fact.themes),
        said(fact.mode),
        said(fact.channel),
        said(fact.status),
        fact.received_day,
        (today - fact.received_day).days if is_open else None,
        fact.due_on,
        (fact.due_on - today).days if fact.due_on and is_open and not fact.paused_since else None,
        fact.extended_days or None,
        fact.assignee,
        said(fact.severity) if fact.severity else None,
        said(fact.completeness) if fact.completeness else None,
        fact.decided_day,
        said(fact.outcome) if fact.outcome else None,
        fact.closed_day,
        said(fact.cause) if fact.cause else None,
    ]
