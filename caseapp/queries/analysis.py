"""Counts for the quarter's analysis, from the facts of ordinary cases; no text is read.

What is left out is the database's matter (`left_out_of_counts`): for every reader alike the cases that any officer is
recused from, until an edition is approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.vocab import INTEGRITY_THEMES, Status
from caseapp.domain.withholding import UnitCount
from caseapp.models.analysis import FrozenReport
from caseapp.models.case import Case, ThemeDecision
from caseapp.models.reference import Unit

Bounds = tuple[datetime, datetime]


@dataclass(frozen=True)
class Balance:
    """opening + received = resolved + forwarded + otherwise closed + closing."""

    opening: int
    received: int
    resolved: int
    forwarded: int
    otherwise_closed: int
    closing: int


_OTHERWISE = (Status.WITHDRAWN, Status.MERGED)


def _received_in(bounds: Bounds) -> ColumnElement[bool]:
    return and_(Case.received_at >= bounds[0], Case.received_at < bounds[1])


def _decided_in(bounds: Bounds) -> ColumnElement[bool]:
    return and_(Case.decided_at >= bounds[0], Case.decided_at < bounds[1])


def _open_at(moment: datetime) -> ColumnElement[bool]:
    return and_(Case.received_at < moment, or_(Case.decided_at.is_(None), Case.decided_at >= moment))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def balance(session: Session, bounds: Bounds) -> Balance:
    """One pass; a case whose end was decided counts by how it ended."""
    decided = _decided_in(bounds)
    row = session.execute(
        select(
            _count(_open_at(bounds[0])),
            _count(_received_in(bounds)),
            _count(and_(decided, Case.outcome.is_not(None), Case.status.not_in(_OTHERWISE))),
            _count(
                and_(decided, Case.forwarded_to.is_not(None), Case.outcome.is_(None), Case.status.not_in(_OTHERWISE))
            ),
            _count(
                and_(
                    decided,
                    or_(Case.status.in_(_OTHERWISE), and_(Case.outcome.is_(None), Case.forwarded_to.is_(None))),
                )
            ),
            _count(_open_at(bounds[1])),
        )
    ).one()
    return Balance(*map(int, row))


def received_by(session: Session, column: InstrumentedAttribute, bounds: Bounds) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(_received_in(bounds)).group_by(column))
    return {row[0].value: row[1] for row in rows}


def received_by_unit(session: Session, bounds: Bounds) -> tuple[UnitCount, ...]:
    """Each unit that has any."""
    rows = session.execute(
        select(Unit.code, Unit.name_mn, Unit.name_en, func.count())
        .select_from(Case)
        .join(Unit, Unit.id == Case.unit_id)
        .where(_received_in(bounds))
        .group_by(Unit.id)
        .order_by(Unit.code)
    )
    return tuple(UnitCount(row[0], row[1], row[2], row[3]) for row in rows)


def themes_by_service(session: Session, bounds: Bounds) -> dict[tuple[str, str], int]:
    """How often each theme was decided on in cases received, by service; one case may count under several themes."""
    rows = session.execute(
        select(ThemeDecision.theme, Case.service, func.count())
        .select_from(ThemeDecision)
        .join(Case, Case.id == ThemeDecision.case_id)
        .where(_received_in(bounds))
        .group_by(ThemeDecision.theme, Case.service)
    )
    return {(row[0].value, row[1].value): row[2] for row in rows}


def red_tape_cases(session: Session, bounds: Bounds) -> int:
    """Cases received that carry at least one theme of red tape: the denominator of a theme's share."""
    red_tape = ThemeDecision.theme.not_in(INTEGRITY_THEMES)
    tagged = select(ThemeDecision.case_id).where(red_tape).distinct().subquery()
    statement = select(func.count()).select_from(Case).join(tagged, tagged.c.case_id == Case.id)
    return session.scalar(statement.where(_received_in(bounds))) or 0


@dataclass(frozen=True)
class Timeliness:
    """`days` holds the calendar days from receipt to decision of each case decided in the period."""

    decided: int
    in_time: int
    extended: int
    overdue_open: int
    open_at_end: int
    days: Sequence[int]


def timeliness(session: Session, bounds: Bounds, last_day: date) -> Timeliness:
    """Overdue is what was due on `last_day` or before: the period's last day, or yesterday while it runs."""
    decided_day = func.date(func.timezone(str(ULAANBAATAR), Case.decided_at))
    rows = session.execute(
        select(
            (decided_day - Case.received_day).label("days"), Case.due_on, decided_day.label("on"), Case.extended_days
        ).where(
            _decided_in(bounds),
            Case.status.not_in(_OTHERWISE),
            Case.outcome.is_not(None),
        )
    ).all()
    overdue, open_at_end = session.execute(
        select(_count(and_(_open_at(bounds[1]), Case.due_on <= last_day)), _count(_open_at(bounds[1])))
    ).one()
    return Timeliness(
        decided=len(rows),
        in_time=sum(row.due_on is None or row.on <= row.due_on for row in rows),
        extended=sum(row.extended_days > 0 for row in rows),
        overdue_open=int(overdue),
        open_at_end=int(open_at_end),
        days=[int(row.days) for row in rows],
    )


def integrity(session: Session, bounds: Bounds) -> dict[str, int]:
    """Counts of the whole authority through the database's own function: no row of an integrity case is seen."""
    rows = session.execute(
        text("SELECT measure, cases FROM integrity_counts(:since, :until)"), {"since": bounds[0], "until": bounds[1]}
    )
    return {row.measure: int(row.cases) for row in rows}


def ledger_head(session: Session) -> str:
    return str(session.scalar(text("SELECT ledger_head()")) or "")


def frozen(session: Session, quarter: str, edition: str) -> FrozenReport | None:
    """The newest version of what was approved."""
    return session.scalars(
        select(FrozenReport)
        .where(FrozenReport.quarter == quarter, FrozenReport.edition == edition)
        .order_by(FrozenReport.version.desc())
        .limit(1)
    ).first()


def one_at_a_time(session: Session, quarter: str, edition: str) -> None:
    """Whoever else approves this edition waits until the transaction ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": f"{quarter}/{edition}"})
