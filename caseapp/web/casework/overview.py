"""The head's page, and its figures as a file."""

from collections.abc import Iterator

from flask import abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caseapp.domain.policy import Permission
from caseapp.services.casework import exporting, overview
from caseapp.services.casework.overview import Load, Overview
from caseapp.services.casework.spreadsheets import Row, Sheet
from caseapp.web.access import access
from caseapp.web.casework import files_out
from caseapp.web.casework.door import bp
from caseapp.web.extensions import language
from caseapp.web.wording import overview as words
from caseapp.web.work import unit_of_work


@bp.route("/overview")
@access(Permission.OVERVIEW_READ)
def head_page() -> str:
    with unit_of_work() as uow:
        found = overview.build(uow)
    return render_template("casework/overview.html", found=found, words=words, person=_person, unit=_unit)


@bp.route("/overview.<suffix>")
@access(Permission.OVERVIEW_READ)
def head_page_file(suffix: str) -> Response:
    if suffix not in files_out.FORMATS:
        abort(404)
    with unit_of_work() as uow:
        found = exporting.export_overview(uow, suffix)
    return files_out.download(suffix, "overview", found.today, _sheets(found))


def _person(found: Overview, of: int | None) -> str:
    return str(words.UNASSIGNED) if of is None else found.names.get(of, "")


def _unit(found: Overview, of: int | None) -> str:
    if of is None:
        return str(words.UNKNOWN_UNIT)
    mongolian, english = found.unit_names.get(of, ("", ""))
    return mongolian if language() == "mn" else english


def _sheets(found: Overview) -> list[Sheet]:
    loads = [str(column) for column in words.LOAD_COLUMNS]
    waiting = [_("Waits for"), _("Extended"), _("Cases"), _("Oldest, days")]
    return [
        Sheet(_("By person"), [_("Person"), *loads], [_load(_person(found, one.of), one) for one in found.people]),
        Sheet(_("By unit"), [_("Unit"), *loads], [_load(_unit(found, one.of), one) for one in found.units]),
        Sheet(_("Overdue, and why"), waiting, list(_waiting(found))),
        Sheet(
            _("Waiting for approval"),
            [_("Waits for"), _("Cases"), _("Oldest, days")],
            [[str(words.waits_for(one.status)), one.cases, one.oldest_age] for one in found.to_approve],
        ),
        Sheet(
            _("Week by week"),
            [_("First day"), _("Last day"), *map(str, words.WEEK_COLUMNS)],
            [[w.first, w.last, w.received, w.decided, w.open, w.overdue] for w in found.weeks],
        ),
        Sheet(
            _("Extensions and recusals"),
            [_("What"), _("Number")],
            [
                [_("Open with an extension"), found.extended_open],
                [_("Overdue in spite of an extension"), found.extended_overdue],
                [_("Decided in these weeks after an extension"), found.extended_decided],
                [_("Recusals"), found.recusals],
                [_("Recusals in these weeks"), found.recusals_new],
            ],
        ),
    ]


def _load(name: str, one: Load) -> Row:
    return [name, one.open, one.overdue, one.due_soon, one.median_age, one.oldest_age]


def _waiting(found: Overview) -> Iterator[Row]:
    for one in found.overdue:
        yield [str(words.waits_for(one.status)), _("yes") if one.extended else "", one.cases, one.oldest_age]
