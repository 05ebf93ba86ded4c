"""The desk's queues: which rows somebody sees, with their titles opened through the gate, and how many each holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from caseapp.domain import workflow
from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action, Path, Status
from caseapp.queries import queue
from caseapp.queries.filtering import QUEUES, Filter, Sort
from caseapp.queries.queue import PAGE, Row
from caseapp.services import gate, ledger
from caseapp.services.casework import finding
from caseapp.services.law import terms
from caseapp.services.uow import UnitOfWork

__all__ = ["PAGE", "Desk", "Filter", "Row", "Sort", "find_person", "list_cases", "ready", "shown_to", "these"]
DUE_SOON_WORKING_DAYS = 3
APPROVES: Mapping[Status, Permission] = {
    Status.ANSWER_PROPOSED: Permission.ANSWER_APPROVE,
    Status.RETURN_PROPOSED: Permission.CASE_REFER,
    Status.REFERRAL_PROPOSED: Permission.REFERRAL_APPROVE,
    Status.NO_REFERRAL_PROPOSED: Permission.REFERRAL_APPROVE,
}


@dataclass(frozen=True)
class Desk:
    """One page of a queue; `next_after` is the key that the following page starts behind.

    `counts` holds the queues that are this person's to see, in their order."""

    rows: tuple[Row, ...]
    more: bool
    next_after: str
    counts: dict[str, int]
    today: date


def shown_to(uow: UnitOfWork) -> tuple[str, ...]:
    """The queues of this person: appeals are the heads', integrity is of those who are designated for it."""
    hidden = set()
    if not uow.actor.may(Permission.APPEAL_DECIDE):
        hidden.add("appeals")
    if not uow.actor.clears(Path.INTEGRITY):
        hidden.add("integrity")
    return tuple(name for name in QUEUES if name not in hidden)


def ready(uow: UnitOfWork, chosen: Filter, search: str = "") -> Filter:
    """The filter with what today and this person add to it, the words as hashes."""
    soon = terms.calendar(uow).add_working_days(uow.today, DUE_SOON_WORKING_DAYS)
    return replace(
        chosen,
        due_soon=soon,
        approvable=tuple(status for status, needed in APPROVES.items() if uow.actor.may(needed)),
        approves_appeals=uow.actor.may(Permission.APPEAL_DECIDE),
        approves_repeats=uow.actor.may(Permission.REPEAT_APPROVE),
        tokens=finding.query_tokens(uow, search) if search.strip() else chosen.tokens,
    )


def list_cases(uow: UnitOfWork, chosen: Filter, search: str = "") -> Desk:
    if not uow.actor.may(Permission.CASE_READ):
        raise Refused("queue")
    chosen = ready(uow, chosen, search)
    rows, more = _rows(uow, chosen)
    last = queue.key_of(rows[-1], chosen.sort) if more and rows else ""
    counts = queue.counts(uow.session, chosen, uow.actor.user_id, uow.today, shown_to(uow))
    return Desk(rows, more, last, counts, uow.today)


def _rows(uow: UnitOfWork, chosen: Filter) -> tuple[tuple[Row, ...], bool]:
    rows, more = queue.page(uow.session, chosen, uow.actor.user_id, uow.today)
    return _opened(uow, rows), more


def _opened(uow: UnitOfWork, rows: Sequence[Row]) -> tuple[Row, ...]:
    """With the titles, opened in one pass, and the step that comes next while nobody has the case."""
    titles = gate.open_titles(uow, [(row.id, row.path) for row in rows])
    return tuple(replace(row, title=titles.get(row.id, ""), next_step=_next(uow, row)) for row in rows)


def _next(uow: UnitOfWork, row: Row) -> Action | None:
    return None if row.assignee else workflow.next_plain(row.path, row.status, uow.actor)


def these(uow: UnitOfWork, numbers: Sequence[str]) -> Desk:
    """Those of the numbers that exist for the actor, in this order, as they stand now."""
    if not uow.actor.may(Permission.CASE_READ):
        raise Refused("queue")
    found = queue.of_numbers(uow.session, numbers)
    rows = [found[number] for number in dict.fromkeys(numbers) if number in found]
    return Desk(_opened(uow, rows), False, "", {}, uow.today)


def find_person(uow: UnitOfWork, chosen: Filter, typed: str) -> Desk:
    """By receipt number, or by what one person alone has; the ledger learns that somebody looked, and how many came."""
    if not uow.actor.may(Permission.CASE_READ):
        raise Refused("queue")
    receipt = finding.receipt_lookup(uow, typed)
    if receipt is not None:
        rows, more = _rows(uow, replace(ready(uow, chosen), receipt=receipt))
        return Desk(rows, more, "", {}, uow.today)
    if not uow.actor.may(Permission.IDENTITY_SEARCH):
        return Desk((), False, "", {}, uow.today)
    rows, more = _rows(uow, replace(ready(uow, chosen), tokens=finding.identity_tokens(uow, typed)))
    ledger.append(uow, "identity.searched", None, None, rows=len(rows))
    return Desk(rows, more, "", {}, uow.today)
