"""What a list of cases is asked for, and what that asks of each case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    case,
    func,
    literal_column,
    or_,
    true,
)
from sqlalchemy.orm import Session

from caseapp.domain.vocab import OPEN_STATUSES, Kind, Mode, Service, Status, Theme
from caseapp.models.case import Case
from caseapp.queries import narrowing
from caseapp.queries.narrowing import Sought
from caseapp.queries.spelled import is_one_of, spelled

QUEUES = (
    "open",
    "mine",
    "unassigned",
    "due",
    "overdue",
    "awaiting_citizen",
    "awaiting_unit",
    "approve",
    "appeals",
    "messages",
    "integrity",
    "all",
)
TO_APPROVE = (
    Status.ANSWER_PROPOSED,
    Status.RETURN_PROPOSED,
    Status.REFERRAL_PROPOSED,
    Status.NO_REFERRAL_PROPOSED,
)


class Sort(StrEnum):
    DUE = "due"
    RECEIVED = "received"
    NUMBER = "number"


@dataclass(frozen=True)
class Filter:
    """What the address bar holds, and from `tokens` on what the service makes of it for this person and this day."""

    queue: str = "open"
    status: Status | None = None
    kind: Kind | None = None
    service: Service | None = None
    unit_id: int | None = None
    theme: Theme | None = None
    mode: Mode | None = None
    assignee_id: int | None = None
    number: str | None = None
    sort: Sort = Sort.DUE
    after: tuple[date | str, int] | None = None
    tokens: tuple[Sought, ...] | None = field(default=None, repr=False)
    """The hashed words of a search, one set a team; a case answers to any of them."""
    receipt: bytes | None = field(default=None, repr=False)
    due_soon: date | None = None
    approvable: tuple[Status, ...] = TO_APPROVE
    """What this person may approve at all, when somebody else has proposed it."""
    approves_appeals: bool = True
    approves_repeats: bool = True


def unread_clause() -> ColumnElement[bool]:
    """The citizen wrote after staff last read."""
    return and_(
        Case.citizen_wrote_at.is_not(None),
        or_(Case.staff_read_at.is_(None), Case.staff_read_at < Case.citizen_wrote_at),
    )


Actor = int | BindParameter[int] | None


def _to_approve(chosen: Filter, actor: Actor) -> ColumnElement[bool]:
    """What another has proposed; of an appeal against an answer and of a repeat the database asks more."""
    ordinary = Case.path == literal_column("'ordinary'")
    asked = func.actor_may_decide(Case.id, chosen.approves_appeals, chosen.approves_repeats)
    more = and_(ordinary, or_(Case.appealed_at.is_not(None), Case.is_repeat))
    return and_(
        is_one_of(*chosen.approvable),
        Case.proposed_by_id != actor,
        case((more, asked), else_=true()),
    )


def _is_open(more: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    clause = is_one_of(*sorted(OPEN_STATUSES))
    return clause if more is None else and_(clause, more)


def queue_clause(chosen: Filter, actor: Actor, today: date) -> ColumnElement[bool]:
    """Each queue as a condition; an unknown one is the open queue."""
    day, soon, runs = spelled(today), spelled(chosen.due_soon or today), Case.paused_since.is_(None)
    clauses: dict[str, Callable[[], ColumnElement[bool]]] = {
        "mine": lambda: _is_open(Case.assignee_id == actor),
        "unassigned": lambda: _is_open(Case.assignee_id.is_(None)),
        "due": lambda: _is_open(and_(runs, Case.due_on >= day, Case.due_on <= soon)),
        "overdue": lambda: _is_open(and_(runs, Case.due_on < day)),
        "awaiting_citizen": lambda: is_one_of(Status.AWAITING_CITIZEN),
        "awaiting_unit": lambda: is_one_of(Status.AWAITING_UNIT),
        "approve": lambda: _to_approve(chosen, actor),
        "appeals": lambda: _is_open(Case.appealed_at.is_not(None)),
        "messages": unread_clause,
        "integrity": lambda: _is_open(Case.path == literal_column("'integrity'")),
        "all": lambda: Case.id.is_not(None),
    }
    return clauses.get(chosen.queue, _is_open)()


def conditions(session: Session, chosen: Filter, actor_id: int | None, today: date) -> list[ColumnElement[bool]]:
    equal = {
        Case.status: chosen.status,
        Case.kind: chosen.kind,
        Case.service: chosen.service,
        Case.unit_id: chosen.unit_id,
        Case.mode: chosen.mode,
        Case.assignee_id: chosen.assignee_id,
        Case.number: chosen.number,
        Case.receipt_lookup: chosen.receipt,
    }
    asked = [column == value for column, value in equal.items() if value is not None]
    others = narrowing.clauses(session, chosen.theme, chosen.tokens)
    return [queue_clause(chosen, actor_id, today), *asked, *others]
