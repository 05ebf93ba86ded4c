"""The desk's lists: filtered, counted up to a bound, paged by key, without a word of any case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, exists, false, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from caseapp.domain.compartments import Compartment
from caseapp.domain.vocab import OPEN_STATUSES, Kind, Mode, Path, Service, Status, Theme
from caseapp.models.case import Case, ThemeDecision, ThemeSuggestion
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit

PAGE = 25
COUNT_BOUND = 1000
QUEUES = (
    "open",
    "mine",
    "unassigned",
    "due",
    "overdue",
    "awaiting",
    "approve",
    "appeals",
    "messages",
    "integrity",
    "all",
)
_TO_APPROVE = (
    Status.ANSWER_PROPOSED,
    Status.REFERRAL_PROPOSED,
    Status.NO_REFERRAL_PROPOSED,
    Status.RETURN_PROPOSED,
)
_AWAITING = (Status.AWAITING_CITIZEN, Status.AWAITING_UNIT, Status.RETURNED)


@dataclass(frozen=True)
class Filter:
    """What the address bar holds; `tokens` are the hashed words of a search, one set a team."""

    queue: str = "open"
    status: Status | None = None
    kind: Kind | None = None
    service: Service | None = None
    unit_id: int | None = None
    theme: Theme | None = None
    mode: Mode | None = None
    assignee_id: int | None = None
    number: str | None = None
    tokens: tuple[tuple[int, ...], ...] | None = None
    after: tuple[date, int] | None = None
    due_soon: date | None = None


@dataclass(frozen=True)
class Row:
    id: int
    number: str
    path: Path
    status: Status
    kind: Kind
    service: Service
    unit_mn: str | None
    unit_en: str | None
    mode: Mode
    received_day: date
    due_on: date | None
    assignee: str | None
    unread: bool
    decided: tuple[Theme, ...] = ()
    suggested: tuple[Theme, ...] = ()
    title: str = field(default="", repr=False)


_FAR = date(9999, 12, 31)
_due = func.coalesce(Case.due_on, _FAR)


def _queue_clause(statement: Select, chosen: Filter, actor_id: int | None, today: date) -> Select:
    """Each queue as a condition; an unknown one is the open queue."""
    is_open = Case.status.in_(sorted(OPEN_STATUSES))
    soon = chosen.due_soon or today
    clauses = {
        "mine": and_(is_open, Case.assignee_id == actor_id),
        "unassigned": and_(is_open, Case.assignee_id.is_(None)),
        "due": and_(is_open, Case.due_on >= today, Case.due_on <= soon),
        "overdue": and_(is_open, Case.due_on < today),
        "awaiting": Case.status.in_(_AWAITING),
        "approve": Case.status.in_(_TO_APPROVE),
        "appeals": and_(is_open, Case.appealed_at.is_not(None)),
        "messages": unread_clause(),
        "integrity": and_(is_open, Case.path == Path.INTEGRITY),
        "all": Case.id.is_not(None),
    }
    return statement.where(clauses.get(chosen.queue, is_open))


def unread_clause() -> ColumnElement[bool]:
    """The citizen wrote after staff last read."""
    return and_(
        Case.citizen_wrote_at.is_not(None),
        or_(Case.staff_read_at.is_(None), Case.staff_read_at < Case.citizen_wrote_at),
    )


def _filtered(statement: Select, chosen: Filter, actor_id: int | None, today: date) -> Select:
    statement = _queue_clause(statement, chosen, actor_id, today)
    equal = {
        Case.status: chosen.status,
        Case.kind: chosen.kind,
        Case.service: chosen.service,
        Case.unit_id: chosen.unit_id,
        Case.mode: chosen.mode,
        Case.assignee_id: chosen.assignee_id,
        Case.number: chosen.number,
    }
    for column, value in equal.items():
        if value is not None:
            statement = statement.where(column == value)
    if chosen.theme is not None:
        statement = statement.where(
            exists().where(ThemeDecision.case_id == Case.id, ThemeDecision.theme == chosen.theme)
        )
    if chosen.tokens is not None:
        statement = statement.where(or_(false(), *(Case.id.in_(_found_by(team)) for team in chosen.tokens)))
    return statement


def _found_by(tokens: tuple[int, ...]) -> Select:
    """Through the database's own function: behind a policy the index of hashes could not be used."""
    wanted = cast(list(tokens), ARRAY(Integer))
    return select(func.search_cases(wanted, Compartment.REPORT.value).column_valued("case_id"))


def page(session: Session, chosen: Filter, actor_id: int | None, today: date) -> tuple[tuple[Row, ...], bool]:
    """The rows of one page, the most urgent first, and whether more follow."""
    statement = (
        select(Case, Unit.name_mn, Unit.name_en, StaffUser.name)
        .join(Unit, Unit.id == Case.unit_id, isouter=True)
        .join(StaffUser, StaffUser.id == Case.assignee_id, isouter=True)
        .order_by(_due, Case.id)
        .limit(PAGE + 1)
    )
    statement = _filtered(statement, chosen, actor_id, today)
    if chosen.after is not None:
        due, case_id = chosen.after
        statement = statement.where(or_(_due > due, and_(_due == due, Case.id > case_id)))
    found = session.execute(statement).all()
    shown = found[:PAGE]
    decided, suggested = _themes(session, [row.Case.id for row in shown])
    rows = tuple(
        Row(
            id=row.Case.id,
            number=row.Case.number,
            path=row.Case.path,
            status=row.Case.status,
            kind=row.Case.kind,
            service=row.Case.service,
            unit_mn=row.name_mn,
            unit_en=row.name_en,
            mode=row.Case.mode,
            received_day=row.Case.received_day,
            due_on=row.Case.due_on,
            assignee=row[3],
            unread=_is_unread(row.Case),
            decided=decided.get(row.Case.id, ()),
            suggested=() if row.Case.id in decided else suggested.get(row.Case.id, ()),
        )
        for row in shown
    )
    return rows, len(found) > PAGE


def _is_unread(case: Case) -> bool:
    wrote, read = case.citizen_wrote_at, case.staff_read_at
    return wrote is not None and (read is None or read < wrote)


Themes = dict[int, tuple[Theme, ...]]


def _themes(session: Session, ids: Sequence[int]) -> tuple[Themes, Themes]:
    decided: dict[int, list[Theme]] = {}
    for row in session.execute(
        select(ThemeDecision.case_id, ThemeDecision.theme)
        .where(ThemeDecision.case_id.in_(ids))
        .order_by(ThemeDecision.theme)
    ):
        decided.setdefault(row.case_id, []).append(row.theme)
    suggested: dict[int, list[Theme]] = {}
    for row in session.execute(
        select(ThemeSuggestion.case_id, ThemeSuggestion.theme)
        .where(ThemeSuggestion.case_id.in_(ids))
        .order_by(ThemeSuggestion.score.desc())
    ):
        suggested.setdefault(row.case_id, []).append(row.theme)
    return {k: tuple(v) for k, v in decided.items()}, {k: tuple(v) for k, v in suggested.items()}


def counts(session: Session, actor_id: int | None, today: date, due_soon: date) -> dict[str, int]:
    """How many each queue holds, exact up to the bound; the bound plus one means more. One statement for all."""
    bounded = [
        _queue_clause(select(Case.id), Filter(queue=name, due_soon=due_soon), actor_id, today).limit(COUNT_BOUND + 1)
        for name in QUEUES
    ]
    row = session.execute(select(*(select(func.count()).select_from(q.subquery()).scalar_subquery() for q in bounded)))
    return dict(zip(QUEUES, map(int, row.one()), strict=True))
