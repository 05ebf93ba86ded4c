"""The queue: the address bar holds the view, so that it can be kept and passed on."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from caseapp.domain.numbers import normalise_case_number
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Kind, Mode, Service, Status, Theme
from caseapp.services import desk, lists
from caseapp.services.desk import Filter
from caseapp.web.access import access
from caseapp.web.asking import row_number
from caseapp.web.casework.door import bp
from caseapp.web.work import unit_of_work

Member = TypeVar("Member", bound=StrEnum)
QUEUES = (
    ("open", _l("Open cases")),
    ("mine", _l("Mine")),
    ("unassigned", _l("Unassigned")),
    ("due", _l("Due in 3 working days")),
    ("overdue", _l("Overdue")),
    ("awaiting", _l("Awaiting others")),
    ("approve", _l("To approve")),
    ("appeals", _l("Appeals")),
    ("messages", _l("New messages")),
    ("integrity", _l("Integrity")),
    ("all", _l("All")),
)
SHOWN_TO = {"appeals": Permission.APPEAL_DECIDE}
"""Queues that are some people's alone to work on; the rest is everybody's."""


def _member(name: str, kind: type[Member]) -> Member | None:
    value = request.args.get(name, "")
    return kind(value) if value in {member.value for member in kind} else None


def _number(name: str) -> int | None:
    return row_number(request.args.get(name, ""))


def _after() -> tuple[date, int] | None:
    day, _, number = request.args.get("after", "").partition(".")
    case_id = row_number(number)
    try:
        return None if case_id is None else (date.fromisoformat(day), case_id)
    except ValueError:
        return None


def chosen_filter() -> tuple[Filter, str]:
    """The filter and the words to search for; a case number among them is looked up exactly."""
    search = request.args.get("q", "")[:200]
    number = normalise_case_number(search)
    chosen = Filter(
        queue=request.args.get("queue", "open") if number is None else "all",
        status=_member("status", Status),
        kind=_member("kind", Kind),
        service=_member("service", Service),
        unit_id=_number("unit"),
        theme=_member("theme", Theme),
        mode=_member("mode", Mode),
        assignee_id=_number("assignee"),
        number=number,
        after=_after(),
    )
    return chosen, "" if number else search


@bp.route("/")
@access(Permission.CASE_READ)
def queue() -> str:
    chosen, search = chosen_filter()
    with unit_of_work() as uow:
        found = desk.list_cases(uow, chosen, search)
        units, people = lists.units(uow), lists.people(uow)
        hidden = {name for name, needed in SHOWN_TO.items() if not uow.actor.may(needed)}
    kept = {name: value for name, value in request.args.items() if name not in {"after", "lang"} and value}
    return render_template(
        "casework/queue.html",
        desk=found,
        queues=[(name, words) for name, words in QUEUES if name not in hidden],
        chosen=chosen,
        search=request.args.get("q", ""),
        kept=kept,
        units=units,
        people=people,
        lists={"status": Status, "kind": Kind, "service": Service, "theme": Theme, "mode": Mode},
    )
