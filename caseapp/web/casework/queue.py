"""The queue: the address bar holds the view, so that it can be kept and passed on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.numbers import is_case_number, normalise_case_number
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Kind, Mode, Service, Status, Theme
from caseapp.services import lists
from caseapp.services.casework import finding, marking, queues, views
from caseapp.services.casework.many import MOST
from caseapp.services.casework.queues import Filter, Sort
from caseapp.web.access import access
from caseapp.web.asking import row_number
from caseapp.web.casework.door import bp
from caseapp.web.forms import demand_token
from caseapp.web.work import unit_of_work

Member = TypeVar("Member", bound=StrEnum)
QUEUES = {
    "open": _l("Open cases"),
    "mine": _l("Mine"),
    "unassigned": _l("Unassigned"),
    "due": _l("Due in 3 working days"),
    "overdue": _l("Overdue"),
    "awaiting_citizen": _l("Awaiting the citizen"),
    "awaiting_unit": _l("Awaiting a unit"),
    "approve": _l("To approve"),
    "appeals": _l("Appeals"),
    "messages": _l("New messages"),
    "integrity": _l("Integrity"),
    "all": _l("All"),
}
SORTS = ((Sort.DUE, _l("Due day")), (Sort.RECEIVED, _l("Received, latest first")), (Sort.NUMBER, _l("Number")))


def _member(name: str, kind: type[Member]) -> Member | None:
    value = request.args.get(name, "")
    return kind(value) if value in {member.value for member in kind} else None


def _number(name: str) -> int | None:
    return row_number(request.args.get(name, ""))


def _after(sort: Sort) -> tuple[date | str, int] | None:
    value, _, number = request.args.get("after", "").rpartition(".")
    case_id = row_number(number)
    if case_id is None:
        return None
    if sort is Sort.NUMBER:
        return (value, case_id) if is_case_number(value) else None
    try:
        return date.fromisoformat(value), case_id
    except ValueError:
        return None


def chosen_filter() -> tuple[Filter, str]:
    """The filter and the words to search for; a case number among them is looked up exactly."""
    search = request.args.get("q", "")[:200]
    number = normalise_case_number(search)
    sort = _member("sort", Sort) or Sort.DUE
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
        sort=sort,
        after=_after(sort),
    )
    return chosen, "" if number else search


ASKED = frozenset(["queue", "status", "kind", "service", "unit", "theme", "mode", "assignee", "sort", "q", "after"])
"""What the address may hold: whatever else somebody wrote there goes no further."""
ACTS = (
    ("register", _l("Register")),
    ("mine", _l("Take on")),
    ("assign", _l("Assign")),
    ("triage", _l("Classify alike")),
    ("repeats", _l("Answer as repeats")),
)


@dataclass(frozen=True)
class PendingView:
    """A view that was to be saved and found no place yet."""

    name: str = ""
    shared: bool = False


def here() -> dict[str, Any]:
    """The address as it may stand in a link: the filter, the words and the place."""
    return {name: value for name, value in request.args.items() if name in ASKED and value}


@bp.route("/")
@access(Permission.CASE_READ)
def queue() -> str | Response:
    """A receipt that was typed among the words is sent on to where it stands in no address and on no page."""
    if finding.is_receipt(request.args.get("q", "")):
        flash(_l("A receipt number is looked for here, so that it stays out of addresses."))
        return redirect(url_for(".find"))
    return shown()


@bp.route("/passages", methods=["POST"])
@access(Permission.CASE_READ)
def passages() -> str:
    """The same list with where the words stand: every text is opened for it through the gate, and recorded."""
    demand_token()
    return shown(with_passages=True)


def shown(
    *, with_passages: bool = False, pending: PendingView | None = None, too_many: LazyString | None = None
) -> str:
    """The list of the filter in the address; `too_many` says why a view that is `pending` could not be saved."""
    chosen, search = chosen_filter()
    with unit_of_work() as uow:
        found = queues.list_cases(uow, chosen, search)
        units, people = lists.known_units(uow), lists.known_people(uow)
        kept_views = views.shown(uow)
        can_pick = uow.actor.may(Permission.CASE_WORK)
        marked = marking.passages(uow, found.rows, search) if with_passages else {}
    at, codes = here(), views.as_codes(chosen)
    return render_template(
        "casework/queue.html",
        desk=found,
        queues=[(name, QUEUES[name]) for name in found.counts],
        chosen=chosen,
        search=request.args.get("q", ""),
        kept={name: value for name, value in at.items() if name != "after"},
        here=at,
        units=units,
        people=people,
        sorts=SORTS,
        views=kept_views,
        codes=codes,
        address=urlencode(codes),
        acts=ACTS,
        can_pick=can_pick,
        is_part=found.more or chosen.after is not None,
        most=MOST,
        passages=marked,
        pending=pending or PendingView(),
        too_many=too_many,
        lists={"status": Status, "kind": Kind, "service": Service, "theme": Theme, "mode": Mode},
    )
