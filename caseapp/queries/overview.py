"""A head's view of the department: open cases counted by person, unit and what they wait for, and the last weeks.

Every figure is counted behind row-level security: a case that does not exist for the reader is in none of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Float,
    Integer,
    Select,
    and_,
    column,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
    type_coerce,
    union_all,
    values,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from caseapp.domain.policy import Permission, roles_with
from caseapp.domain.vocab import OPEN_STATUSES, Status
from caseapp.models.case import Case, Recusal
from caseapp.models.people import RoleGrant, StaffUser
from caseapp.models.reference import Unit
from caseapp.queries.spelled import is_one_of, spelled

_ZONE = "Asia/Ulaanbaatar"
_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class Load:
    """Of one person, one unit, or of nobody (`of` is None): ages in days since receipt."""

    of: int | None
    open: int
    overdue: int
    due_soon: int
    median_age: int
    oldest_age: int


@dataclass(frozen=True)
class Waiting:
    """Open cases that wait for the same thing."""

    status: Status
    extended: bool
    overdue: bool
    cases: int
    oldest_age: int


@dataclass(frozen=True)
class Open:
    people: tuple[Load, ...]
    units: tuple[Load, ...]
    waiting: tuple[Waiting, ...]


def _is_open() -> ColumnElement[bool]:
    return is_one_of(*sorted(OPEN_STATUSES))


def _runs() -> ColumnElement[bool]:
    """A clock that stands still until the citizen answers makes nothing late."""
    return Case.paused_since.is_(None)


def open_cases(session: Session, today: date, due_soon: date) -> Open:
    """All that is counted of open cases, in one statement."""
    rows = session.execute(_counted_open(today, due_soon)).all()
    people = [_load(row, row.assignee_id) for row in rows if row.but == _NOT_UNIT_NOT_STATUS]
    units = [_load(row, row.unit_id) for row in rows if row.but == _NOT_PERSON_NOT_STATUS]
    waiting = [
        Waiting(row.status, row.extended, row.overdue, row.cases, row.oldest)
        for row in rows
        if row.but == _NOT_PERSON_NOT_UNIT
    ]
    return Open(tuple(people), tuple(units), tuple(sorted(waiting, key=lambda one: (one.status, one.cases))))


def _facts(today: date, due_soon: date) -> Any:
    """What is counted of each open case."""
    day, soon = spelled(today), spelled(due_soon)
    return (
        select(
            Case.assignee_id,
            Case.unit_id,
            Case.status,
            (Case.extended_days > 0).label("extended"),
            and_(func.coalesce(Case.due_on < day, False), _runs()).label("overdue"),
            and_(Case.due_on >= day, Case.due_on <= soon, _runs()).label("soon"),
            type_coerce(sql_cast(day, Date) - Case.received_day, Integer).label("age"),
        )
        .where(_is_open())
        .cte("one")
        .c
    )


def _counted_open(today: date, due_soon: date) -> Select[Any]:
    """By person, by unit, by what they wait for: first by age within each, since there are far fewer ages than cases,
    so that no case is sorted for the medians."""
    one = _facts(today, due_soon)
    what = (one.status, one.extended, one.overdue)
    of_an_age = (
        select(
            func.grouping(one.assignee_id, one.unit_id, one.status).label("but"),
            one.assignee_id,
            one.unit_id,
            *what,
            one.age,
            func.count().label("cases"),
            func.count().filter(one.overdue).label("late"),
            func.count().filter(one.soon).label("soon"),
        )
        .group_by(
            func.grouping_sets(tuple_(one.assignee_id, one.age), tuple_(one.unit_id, one.age), tuple_(*what, one.age))
        )
        .cte("of_an_age")
        .c
    )
    whose = (of_an_age.but, of_an_age.assignee_id, of_an_age.unit_id)
    group = (*whose, of_an_age.status, of_an_age.extended, of_an_age.overdue)
    up_to = func.sum(of_an_age.cases).over(partition_by=group, order_by=of_an_age.age)
    whole = func.sum(of_an_age.cases).over(partition_by=group)
    half = select(*of_an_age, (up_to * 2 >= whole).label("half")).cte("half").c
    return select(
        half.but,
        half.assignee_id,
        half.unit_id,
        half.status,
        half.extended,
        half.overdue,
        sql_cast(func.sum(half.cases), Integer).label("cases"),
        sql_cast(func.sum(half.late), Integer).label("late"),
        sql_cast(func.sum(half.soon), Integer).label("soon"),
        func.min(half.age).filter(half.half).label("median"),
        func.max(half.age).label("oldest"),
    ).group_by(half.but, half.assignee_id, half.unit_id, half.status, half.extended, half.overdue)


_NOT_UNIT_NOT_STATUS, _NOT_PERSON_NOT_STATUS, _NOT_PERSON_NOT_UNIT = 0b011, 0b101, 0b110
"""What GROUPING says of a row: a bit for each of person, unit and status that it is not grouped by."""


def _load(row: object, of: int | None) -> Load:
    found = row._mapping  # type: ignore[attr-defined]
    return Load(of, found["cases"], found["late"], found["soon"], found["median"], found["oldest"])


@dataclass(frozen=True)
class Moves:
    """In each week, by its number from the first: what came, what was decided, what fell overdue or ceased to be."""

    received: dict[int, int]
    decided: dict[int, int]
    decided_extended: int
    fell_overdue: Counter[int]
    ceased: Counter[int]


def moves(session: Session, mondays: Sequence[datetime], today: date) -> Moves:
    """In the weeks that begin then; a case that was reopened is not decided."""
    ends = [*mondays[1:], mondays[-1] + timedelta(weeks=1)]
    week = values(column("week", Integer), column("since", _AT), column("until", _AT), name="week")
    week = week.data([(n, since, until) for n, (since, until) in enumerate(zip(mondays, ends, strict=True))])
    came = select(func.count().label("cases")).where(Case.received_at >= week.c.since, Case.received_at < week.c.until)
    extended = func.count().filter(Case.extended_days > 0).label("extended")
    went = select(func.count().label("cases"), extended).where(
        Case.decided_at >= week.c.since, Case.decided_at < week.c.until
    )
    received, decided = came.lateral("received"), went.lateral("decided")
    rows = session.execute(
        select(week.c.week, received.c.cases.label("received"), decided.c.cases.label("decided"), decided.c.extended)
        .select_from(week)
        .join(received, true())
        .join(decided, true())
    ).all()
    fell, ceased = _overdue(session, mondays, today)
    return Moves(
        {row.week: row.received for row in rows},
        {row.week: row.decided for row in rows},
        sum(row.extended for row in rows),
        fell,
        ceased,
    )


def _overdue(session: Session, mondays: Sequence[datetime], today: date) -> tuple[Counter[int], Counter[int]]:
    """In which week a case fell overdue, and in which it ceased to be since it was decided; -1 is before them all."""
    since, first = mondays[0], mondays[0].date()
    day = sql_cast(func.timezone(_ZONE, Case.decided_at), Date)
    still = select(_week(Case.due_on + 1, first).label("fell"), literal_column("NULL", Integer).label("ceased"))
    still = still.where(_is_open(), _runs(), Case.due_on < spelled(today))
    late = select(_week(Case.due_on + 1, first), _week(day, first)).where(
        Case.decided_at >= spelled(since),
        Case.decided_at > Case.due_on,  # true of all that the next line leaves, and sooner known to be false
        Case.due_on < day,
    )
    one = union_all(still, late).subquery().c
    rows = session.execute(select(one.fell, one.ceased, func.count().label("cases")).group_by(one.fell, one.ceased))
    fallen, ceased = Counter[int](), Counter[int]()
    for row in rows:
        fallen[row.fell] += row.cases
        if row.ceased is not None:
            ceased[row.ceased] += row.cases
    return fallen, ceased


def _week(day: ColumnElement[Any], first: date) -> ColumnElement[int]:
    """Counted from the first; whatever lies before it is -1 or less."""
    since = type_coerce(day - literal(first, Date), Integer)
    return sql_cast(func.floor(since / literal(7.0, Float)), Integer)


@dataclass(frozen=True)
class Late:
    number: str
    status: Status
    due_on: date
    extended: bool
    assignee: str | None
    unit_id: int | None


def latest(session: Session, today: date, count: int) -> tuple[Late, ...]:
    """The cases that have been overdue for longest."""
    rows = session.execute(
        select(Case.number, Case.status, Case.due_on, Case.extended_days, StaffUser.name, Case.unit_id)
        .join(StaffUser, StaffUser.id == Case.assignee_id, isouter=True)
        .where(_is_open(), _runs(), Case.due_on < spelled(today))
        .order_by(Case.due_on, Case.id)
        .limit(spelled(count))
    )
    return tuple(Late(row.number, row.status, row.due_on, row.extended_days > 0, row.name, row.unit_id) for row in rows)


def recusals(session: Session, since: datetime) -> tuple[int, int]:
    """How many stand in all, and how many of them came since: of cases that exist for the reader."""
    row = session.execute(
        select(func.count().label("all"), func.count().filter(Recusal.recorded_at >= since).label("new")).select_from(
            Recusal
        )
    ).one()
    return row.all, row.new


def workers(session: Session) -> dict[int, str]:
    """Whoever may work on cases, by id: also those who have none now."""
    working = select(RoleGrant.user_id).where(RoleGrant.role.in_(roles_with(Permission.CASE_WORK)))
    rows = session.execute(select(StaffUser.id, StaffUser.name).where(StaffUser.active, StaffUser.id.in_(working)))
    return {row.id: row.name for row in rows}


def unit_names(session: Session) -> dict[int, tuple[str, str]]:
    """In both languages."""
    return {row.id: (row.name_mn, row.name_en) for row in session.scalars(select(Unit))}
