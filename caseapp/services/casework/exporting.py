"""Exports of a queue or of the head's page: decided and recorded first, then given out row by row.

What is exported is facts; titles come only when they are asked for, through the gate. The ledger keeps the filter as
codes and how many rows there were, never a word that was searched for and never a case's number.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.queries import exporting as stored
from caseapp.queries import queue
from caseapp.queries.exporting import Fact
from caseapp.queries.filtering import Filter
from caseapp.services import gate, ledger
from caseapp.services.casework import overview, queues
from caseapp.services.casework.overview import Overview
from caseapp.services.uow import UnitOfWork

AT_ONCE = 500
"""Rows read in one transaction: the memory of an export does not grow with its length."""
MOST_SELECTED = 1_000
VERB = "cases.exported"
Codes = dict[str, str | int | None]


@dataclass(frozen=True)
class Chosen:
    """The cases of an export by their rows, as they stood when it was recorded."""

    ids: Sequence[int]
    with_titles: bool


@dataclass(frozen=True)
class Line:
    fact: Fact
    title: str


def choose_filtered(uow: UnitOfWork, chosen: Filter, search: str, suffix: str, *, with_titles: bool) -> Chosen:
    """All that the queue shows for this filter, on all its pages."""
    _require(uow)
    wanted = replace(queues.ready(uow, chosen, search), after=None)
    ids = array("q", queue.ids(uow.session, wanted, uow.actor.user_id, uow.today))
    return _recorded(uow, ids, {**_codes(chosen), "search": int(bool(search.strip()))}, suffix, with_titles)


def choose_selected(uow: UnitOfWork, numbers: Sequence[str], suffix: str, *, with_titles: bool) -> Chosen:
    """Those of the numbers that exist for the actor; of the others nothing is said."""
    _require(uow)
    ids = array("q", stored.ids_of(uow.session, numbers[:MOST_SELECTED]))
    return _recorded(uow, ids, {"queue": "selection"}, suffix, with_titles)


def _require(uow: UnitOfWork) -> None:
    if not uow.actor.may(Permission.CASE_WORK):
        raise Refused("export")


def _recorded(uow: UnitOfWork, ids: Sequence[int], codes: Codes, suffix: str, with_titles: bool) -> Chosen:
    ledger.append(uow, VERB, None, None, **codes, format=suffix, rows=len(ids), titles=int(with_titles))
    return Chosen(ids, with_titles)


def _codes(chosen: Filter) -> Codes:
    """What the filter says besides words and numbers of cases, by its fields' names."""
    kept = {name: value for name, value in vars(chosen).items() if name not in _UNRECORDED and value not in _NOTHING}
    codes: Codes = {name: value if isinstance(value, int) else str(value) for name, value in kept.items()}
    return {**codes, **({"number": 1} if chosen.number else {})}


_UNRECORDED = frozenset(
    ["sort", "tokens", "receipt", "after", "due_soon", "approvable", "approves_appeals", "approves_repeats", "number"]
)
_NOTHING: tuple[object, ...] = (None, "", ())


def lines(chosen: Chosen, open_work: Callable[[], AbstractContextManager[UnitOfWork]]) -> Iterator[Line]:
    """Row by row, each few hundred in a transaction of their own, in which the database decides anew what exists."""
    for first in range(0, len(chosen.ids), AT_ONCE):
        with open_work() as uow:
            found = stored.facts(uow.session, chosen.ids[first : first + AT_ONCE])
            wanted = [(fact.id, fact.path) for fact in found] if chosen.with_titles else []
            titles = gate.open_titles(uow, wanted) if wanted else {}
            ready = [Line(fact, titles.get(fact.id, "")) for fact in found]
        yield from ready


def export_overview(uow: UnitOfWork, suffix: str) -> Overview:
    """The head's page as it stands, for a file."""
    found = overview.build(uow)
    rows = len(found.people) + len(found.units) + len(found.overdue) + len(found.weeks)
    ledger.append(uow, VERB, None, None, queue="overview", format=suffix, rows=rows, titles=0)
    return found
