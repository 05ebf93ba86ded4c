"""The head's page: who has how much on the desk, what is late and why, what waits for approval, week by week."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Status
from caseapp.queries import overview as counted
from caseapp.queries.overview import Late, Load, Moves, Waiting
from caseapp.services import lists
from caseapp.services.law import terms
from caseapp.services.uow import UnitOfWork

WEEKS = 12
LATEST = 10
DUE_SOON_WORKING_DAYS = 3
TO_APPROVE = (
    Status.ANSWER_PROPOSED,
    Status.REFERRAL_PROPOSED,
    Status.NO_REFERRAL_PROPOSED,
    Status.RETURN_PROPOSED,
)


@dataclass(frozen=True)
class Week:
    """`open` and `overdue` are as they stood when its last day was over, or stand now in the running one."""

    first: date
    last: date
    received: int
    decided: int
    open: int
    overdue: int


@dataclass(frozen=True)
class Overview:
    """`names` of people and `units` in both languages, by id; a load of nobody (None) is what is unassigned."""

    today: date
    people: tuple[Load, ...]
    units: tuple[Load, ...]
    overdue: tuple[Waiting, ...]
    to_approve: tuple[Waiting, ...]
    latest: tuple[Late, ...]
    weeks: tuple[Week, ...]
    open: int
    open_overdue: int
    extended_open: int
    extended_overdue: int
    extended_decided: int
    recusals: int
    recusals_new: int
    names: dict[int, str]
    unit_names: dict[int, tuple[str, str]]


def build(uow: UnitOfWork) -> Overview:
    """For heads alone; what they are shut out from is not in it."""
    if not uow.actor.may(Permission.OVERVIEW_READ):
        raise Refused("overview")
    soon = terms.calendar(uow).add_working_days(uow.today, DUE_SOON_WORKING_DAYS)
    now = counted.open_cases(uow.session, uow.today, soon)
    days = mondays(uow.today)
    since = _midnight(days[0])
    moved = counted.moves(uow.session, [_midnight(day) for day in days], uow.today)
    workers, everybody = counted.workers(uow.session), lists.names(uow)
    late = [one for one in now.waiting if one.overdue]
    extended = [one for one in now.waiting if one.extended]
    recusals, recusals_new = counted.recusals(uow.session, since)
    return Overview(
        today=uow.today,
        people=_everybodys(now.people, workers, everybody),
        units=tuple(sorted(now.units, key=lambda load: (-load.overdue, -load.open, load.of or 0))),
        overdue=tuple(sorted(late, key=lambda one: (-one.cases, one.status, one.extended))),
        to_approve=_by_status(now.waiting),
        latest=counted.latest(uow.session, uow.today, LATEST),
        weeks=_weeks(days, uow.today, moved, _sum(now.waiting), _sum(late)),
        open=_sum(now.waiting),
        open_overdue=_sum(late),
        extended_open=_sum(extended),
        extended_overdue=_sum([one for one in extended if one.overdue]),
        extended_decided=moved.decided_extended,
        recusals=recusals,
        recusals_new=recusals_new,
        names=everybody,
        unit_names=counted.unit_names(uow.session),
    )


def mondays(today: date) -> list[date]:
    """On which the weeks that are told of began; the running one is the last."""
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ULAANBAATAR)


def _sum(waiting: list[Waiting] | tuple[Waiting, ...]) -> int:
    return sum(one.cases for one in waiting)


def _everybodys(loads: tuple[Load, ...], workers: dict[int, str], names: dict[int, str]) -> tuple[Load, ...]:
    """Nobody's first, then by name; whoever could work and has nothing stands there with noughts."""
    idle = [Load(person, 0, 0, 0, 0, 0) for person in workers.keys() - {load.of for load in loads}]
    return tuple(sorted([*loads, *idle], key=lambda load: (load.of is not None, names.get(load.of or 0, ""), load.of)))


def _by_status(waiting: tuple[Waiting, ...]) -> tuple[Waiting, ...]:
    """What waits for a second person, one row for each kind of proposal."""
    proposed = sorted((one for one in waiting if one.status in TO_APPROVE), key=lambda one: one.status)
    rows = []
    for status, group in groupby(proposed, key=lambda one: one.status):
        of = list(group)
        rows.append(Waiting(status, False, False, _sum(of), max(one.oldest_age for one in of)))
    return tuple(rows)


def _weeks(days: list[date], today: date, moved: Moves, open_now: int, overdue_now: int) -> tuple[Week, ...]:
    """Backwards from what stands now: before a week lies what its own coming and going made of it."""
    weeks = []
    for number, first in reversed(list(enumerate(days))):
        received, decided = moved.received[number], moved.decided[number]
        last = min(first + timedelta(days=6), today)
        weeks.append(Week(first, last, received, decided, open_now, overdue_now))
        open_now += decided - received
        overdue_now += moved.ceased[number] - moved.fell_overdue[number]
    return tuple(reversed(weeks))
