"""Due days counted anew: what a changed rule or calendar would move, and the moving itself, on confirmation.

An administrator may neither read nor write a case. What would move is therefore counted for them at the jobs' door,
whose database role sees clocks of cases and nothing that they are about; they learn numbers by days moved, of ordinary
and integrity cases together. The moving is the worker's, in the same role: a function of the database could not do it,
since an entry of the ledger is hashed under a key that stands outside the database, and one entry for each case must
continue that case's own chain. Some hundreds of cases make one transaction, each held by its row before its chain is
continued, as steps of the staff hold it, so that neither waits for the other for long and none is moved twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update

from caseapp.domain import rules
from caseapp.domain.actors import Door, system
from caseapp.domain.deadlines import Calendar, Rule, due_day
from caseapp.models.case import Case
from caseapp.models.reference import DeadlineRule
from caseapp.queries import reckoning as clocks
from caseapp.queries.reckoning import Clock, Spans, Which
from caseapp.services import jobs, ledger
from caseapp.services.law import terms
from caseapp.services.uow import UnitOfWork

BATCH = 200
CALENDAR = 0
"""In place of a rule's row, when the calendar was changed."""


@dataclass(frozen=True)
class Moves:
    """Of how many open cases the day is counted so, and how many of them would move by how many days (later: more)."""

    cases: int
    by_days: tuple[tuple[int, int], ...]

    @property
    def moved(self) -> int:
        return sum(count for _, count in self.by_days)


NOTHING = Moves(0, ())


@dataclass(frozen=True)
class _New:
    """Under which rule a clock is to run, by which row of it, and whether its day rolls."""

    rule_id: int
    rule: Rule
    rolls: bool


def of_rule(uow: UnitOfWork, code: str, changed: DeadlineRule) -> Moves:
    """What would move if `changed`, which is not stored, were in force for the open cases, too."""
    if code == rules.ROLL:
        return _counted(uow, lambda clock, rows: _under(uow, clock, rows[clock.rule_id], rolled=bool(changed.value)))
    if code not in rules.CASE_TERMS:
        return NOTHING
    return _counted(uow, lambda clock, _rows: _under(uow, clock, changed), {code})


def of_day(uow: UnitOfWork, day: date, *, working: bool | None) -> Moves:
    """What would move with this day off (False), worked on (True) or like any other (None)."""
    changed = terms.calendar(uow).with_day(day, working=working)
    return _counted(uow, lambda clock, rows: _under(uow, clock, rows[clock.rule_id]), calendar=changed)


def _under(uow: UnitOfWork, clock: Clock, row: DeadlineRule, *, rolled: bool | None = None) -> _New:
    rolls = clock.rolls if rolled is None else rolled
    return _New(row.id, terms.as_rule(uow, row, rolled=rolls), rolls)


def _counted(
    uow: UnitOfWork,
    new: Callable[[Clock, Mapping[int, DeadlineRule]], _New],
    codes: Iterable[str] = rules.CASE_TERMS,
    calendar: Calendar | None = None,
) -> Moves:
    """At the jobs' door, and back at the administrator's with the numbers alone."""
    administrator = uow.actor
    uow.go_on_as(system(Door.JOBS))
    calendar = calendar or terms.calendar(uow)
    rows = clocks.versions(uow.session, frozenset(codes))
    found = clocks.open_clocks(uow.session, Which(rows))
    waits = clocks.waits(uow.session, found)
    days = [(_due(new(one, rows), one, calendar, waits.get(one.case_id, ())) - one.due_on).days for one in found]
    uow.go_on_as(administrator)
    return Moves(len(found), tuple(sorted(Counter(day for day in days if day).items())))


def _due(new: _New, clock: Clock, calendar: Calendar, spans: Spans) -> date:
    extension = terms.extension(clock.extended_days)
    return due_day(new.rule, clock.started_at, calendar, extension, terms.as_pauses(spans))


def order_rule(uow: UnitOfWork, code: str) -> None:
    """The rule that is in force now is to hold for the open cases, too; in the same transaction as its change."""
    _order(uow, terms.in_force(uow, code).id)


def order_calendar(uow: UnitOfWork) -> None:
    """Open cases are to be counted by the calendar as it stands now."""
    _order(uow, CALENDAR)


def _order(uow: UnitOfWork, rule_id: int) -> None:
    ledger.append(uow, "deadlines.reckoned", rule=rule_id)
    _enqueue(uow, rule_id, -1, uow.actor.user_id or 0)


def _enqueue(uow: UnitOfWork, rule_id: int, after: int, ordered_by: int) -> None:
    args: dict[str, str | int] = {"rule_id": rule_id, "after": after, "ordered_by": ordered_by}
    jobs.enqueue(uow, jobs.RECKON, args, lock=f"{jobs.RECKON}/{rule_id}/{after}")


def reckon(uow: UnitOfWork, rule_id: int, after: int, ordered_by: int) -> int | None:
    """Moves the next cases behind the one named; returns where to go on, which is queued already, or None at the end.

    A case goes on to a later version of its rule only, never back, in whatever order two changes are worked off."""
    every = clocks.versions(uow.session, {*rules.CASE_TERMS, rules.ROLL})
    ordered = every.get(rule_id)
    rows = _concerned(every, ordered)
    held = clocks.open_clocks(uow.session, Which(rows, after, BATCH), hold=True)
    waits, calendar = clocks.waits(uow.session, held), terms.calendar(uow)
    for clock in held:
        new = _ordered(uow, clock, rows[clock.rule_id], ordered)
        due_on = _due(new, clock, calendar, waits.get(clock.case_id, ()))
        if (new.rule_id, new.rolls, due_on) != (clock.rule_id, clock.rolls, clock.due_on):
            _move(uow, clock, new, due_on, ordered_by)
    if len(held) < BATCH:
        return None
    _enqueue(uow, rule_id, held[-1].case_id, ordered_by)
    return held[-1].case_id


def _concerned(every: Mapping[int, DeadlineRule], ordered: DeadlineRule | None) -> dict[int, DeadlineRule]:
    """Which rows of rules the cases run under that an order is about."""
    if ordered is None or ordered.code == rules.ROLL:
        return {row.id: row for row in every.values() if row.code != rules.ROLL}
    return {row.id: row for row in every.values() if row.code == ordered.code and row.version <= ordered.version}


def _ordered(uow: UnitOfWork, clock: Clock, row: DeadlineRule, ordered: DeadlineRule | None) -> _New:
    if ordered is None:
        return _under(uow, clock, row)
    if ordered.code == rules.ROLL:
        return _under(uow, clock, row, rolled=bool(ordered.value) if ordered.current else clock.rolls)
    return _under(uow, clock, ordered)


def _move(uow: UnitOfWork, clock: Clock, new: _New, due_on: date, ordered_by: int) -> None:
    """The entry first: the database refuses a due day that moves by itself without one."""
    ledger.append_for(
        uow,
        "deadline.recomputed" if due_on != clock.due_on else "deadline.rule_renewed",
        clock.case_id,
        rule=new.rule.code,
        version=new.rule.version,
        before=clock.due_on.isoformat(),
        after=due_on.isoformat(),
        ordered_by=ordered_by,
    )
    uow.session.execute(
        update(Case)
        .where(Case.id == clock.case_id)
        .values(due_on=due_on, due_rule_id=new.rule_id, due_rolls=new.rolls)
        .execution_options(synchronize_session=False)
    )
