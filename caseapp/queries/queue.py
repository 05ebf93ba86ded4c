"""The desk's lists: filtered, counted up to a bound, paged by key, without a word of any case."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from caseapp.domain.vocab import Action, Kind, Mode, Path, Service, Status, Theme
from caseapp.models.case import Case, ThemeDecision, ThemeSuggestion
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit
from caseapp.queries.filtering import Filter, Sort, conditions, queue_clause, unread_clause
from caseapp.queries.spelled import spelled

PAGE = 25
COUNT_BOUND = 1000


@dataclass(frozen=True)
class Row:
    id: int
    number: str
    path: Path
    status: Status
    status_seq: int
    kind: Kind
    service: Service
    unit_mn: str | None
    unit_en: str | None
    mode: Mode
    received_day: date
    due_on: date | None
    paused_since: date | None
    assignee: str | None
    unread: bool
    decided: tuple[Theme, ...] = ()
    suggested: tuple[Theme, ...] = ()
    title: str = field(default="", repr=False)
    next_step: Action | None = None
    """While nobody has the case: what this person would plainly do with it next, by the table's rows alone."""


FAR = date.max
"""Stands for no due day in the address bar: those cases come last."""
_ORDER: dict[Sort, tuple[Any, bool]] = {
    Sort.DUE: (Case.due_on, False),
    Sort.RECEIVED: (Case.received_day, True),
    Sort.NUMBER: (Case.number, False),
}
"""What each list is sorted by, and whether the largest comes first; rows that are alike in it stand by their id."""


def _themes(table: type[ThemeDecision | ThemeSuggestion], order: Any) -> Any:
    joined = func.string_agg(cast(table.theme, Text), aggregate_order_by(literal_column("' '"), order))
    return select(joined).where(table.case_id == Case.id).correlate(Case).scalar_subquery()


_COLUMNS = (
    Case.id,
    Case.number,
    Case.path,
    Case.status,
    Case.status_seq,
    Case.kind,
    Case.service,
    Case.mode,
    Case.received_day,
    Case.due_on,
    Case.paused_since,
    Unit.name_mn.label("unit_mn"),
    Unit.name_en.label("unit_en"),
    StaffUser.name.label("assignee"),
    unread_clause().label("unread"),
    _themes(ThemeDecision, ThemeDecision.theme).label("decided"),
    _themes(ThemeSuggestion, ThemeSuggestion.score.desc()).label("suggested"),
)


def _sorted(statement: Select[Any], sort: Sort) -> Select[Any]:
    column, falling = _ORDER[sort]
    return statement.order_by(column.desc(), Case.id.desc()) if falling else statement.order_by(column, Case.id)


def _ordered(statement: Select[Any], chosen: Filter) -> Select[Any]:
    """In the list's order, from behind the row where the page before it ended."""
    statement = _sorted(statement, chosen.sort)
    if chosen.after is None:
        return statement
    column, falling = _ORDER[chosen.sort]
    value, case_id = chosen.after
    if value == FAR:
        return statement.where(Case.due_on.is_(None), Case.id > case_id)
    key, behind = tuple_(column, Case.id), tuple_(value, case_id)
    return statement.where(key < behind if falling else key > behind)


def _wide() -> Select[Any]:
    """All that a row shows."""
    with_unit = select(*_COLUMNS).join(Unit, Unit.id == Case.unit_id, isouter=True)
    return with_unit.join(StaffUser, StaffUser.id == Case.assignee_id, isouter=True)


def _shown(picked: Select[Any], sort: Sort, most: int) -> Select[Any]:
    """Whole rows of the first that are picked: what was left behind on the way to them is never read whole."""
    few = picked.limit(spelled(most)).subquery("few")
    return _sorted(_wide().join(few, few.c.id == Case.id), sort)


def page(session: Session, chosen: Filter, actor_id: int | None, today: date) -> tuple[tuple[Row, ...], bool]:
    """The rows of one page, the most urgent first unless sorted otherwise, and whether more follow."""
    picked = select(Case.id).where(*conditions(session, chosen, actor_id, today))
    found = list(session.execute(_shown(_ordered(picked, chosen), chosen.sort, PAGE + 1)).mappings())
    if chosen.sort is Sort.DUE and chosen.after is not None and chosen.after[0] != FAR and len(found) <= PAGE:
        undated = picked.where(Case.due_on.is_(None)).order_by(Case.id)
        found += session.execute(_shown(undated, chosen.sort, PAGE + 1 - len(found))).mappings()
    return tuple(_row(dict(row)) for row in found[:PAGE]), len(found) > PAGE


def _row(read: dict[str, Any]) -> Row:
    decided = tuple(Theme(code) for code in (read.pop("decided") or "").split())
    suggested = tuple(Theme(code) for code in (read.pop("suggested") or "").split())
    return Row(**read, decided=decided, suggested=() if decided else suggested)


def of_numbers(session: Session, numbers: Sequence[str]) -> dict[str, Row]:
    """Rows as they stand now; a number that is no case for the actor is left out."""
    found = session.execute(_wide().where(Case.number.in_(numbers))).mappings()
    return {row.number: row for row in (_row(dict(read)) for read in found)}


def key_of(row: Row, sort: Sort) -> str:
    """Of the row that the next page starts behind, as the address bar holds it."""
    values = {Sort.DUE: row.due_on or FAR, Sort.RECEIVED: row.received_day, Sort.NUMBER: row.number}
    return f"{values[sort]}.{row.id}"


def counts(session: Session, chosen: Filter, actor_id: int | None, today: date, names: Sequence[str]) -> dict[str, int]:
    """How many each queue holds, exact up to the bound; the bound plus one means more. One statement for all."""
    asks = Filter(
        due_soon=chosen.due_soon,
        approvable=chosen.approvable,
        approves_appeals=chosen.approves_appeals,
        approves_repeats=chosen.approves_repeats,
    )
    row = session.execute(_counting(asks, today, tuple(names), COUNT_BOUND), {"actor": actor_id})
    return dict(zip(names, map(int, row.one()), strict=True))


@lru_cache(maxsize=32)
def _counting(asks: Filter, today: date, names: tuple[str, ...], bound: int) -> Select[Any]:
    """The same for all who may do the same on this day: it takes longer to compose than to run."""
    actor = bindparam("actor", type_=BigInteger)
    bounded = []
    for name in names:
        clause = queue_clause(replace(asks, queue=name), actor, today)
        walked = select(Case.id).where(clause).order_by(Case.due_on, Case.id)
        bounded.append(walked.limit(spelled(bound + 1)))
    return select(*(select(func.count()).select_from(q.subquery()).scalar_subquery() for q in bounded))


def ids(session: Session, chosen: Filter, actor_id: int | None, today: date) -> Sequence[int]:
    """All rows of a queue on all its pages, in its order: for an export."""
    statement = select(Case.id).where(*conditions(session, chosen, actor_id, today))
    return session.scalars(_ordered(statement, chosen)).all()


def numbers(
    session: Session, chosen: Filter, actor_id: int | None, today: date, most: int
) -> Sequence[tuple[str, int]]:
    """As `ids`, but no more than so many, each case's number with the place of its status in the ledger."""
    columns: tuple[Any, ...] = (Case.number, Case.status_seq)
    statement = select(*columns).where(*conditions(session, chosen, actor_id, today))
    return [(row.number, row.status_seq) for row in session.execute(_ordered(statement, chosen).limit(most))]
