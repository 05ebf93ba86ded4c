"""Facts of many cases for a table: codes and days, never a word that was written, never who filed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Text, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from caseapp.domain.vocab import (
    Cause,
    Channel,
    Completeness,
    Kind,
    Mode,
    Outcome,
    Path,
    Service,
    Severity,
    Status,
    Theme,
)
from caseapp.models.case import Case, ThemeDecision
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit

_ZONE = "Asia/Ulaanbaatar"


@dataclass(frozen=True)
class Fact:
    id: int
    number: str
    path: Path
    kind: Kind
    service: Service
    unit_mn: str | None
    unit_en: str | None
    mode: Mode
    channel: Channel
    status: Status
    received_day: date
    due_on: date | None
    paused_since: date | None
    extended_days: int
    decided_day: date | None
    closed_day: date | None
    assignee: str | None
    severity: Severity | None
    completeness: Completeness | None
    outcome: Outcome | None
    cause: Cause | None
    themes: tuple[Theme, ...]


_COLUMNS = (
    Case.id,
    Case.number,
    Case.path,
    Case.kind,
    Case.service,
    Case.mode,
    Case.channel,
    Case.status,
    Case.received_day,
    Case.due_on,
    Case.paused_since,
    Case.extended_days,
    Case.severity,
    Case.completeness,
    Case.outcome,
    Case.cause,
)


def facts(session: Session, ids: Sequence[int]) -> tuple[Fact, ...]:
    """In the order of `ids`; a case that does not exist for the reader is left out."""
    themes = (
        select(func.string_agg(sql_cast(ThemeDecision.theme, Text), " "))
        .where(ThemeDecision.case_id == Case.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            *_COLUMNS,
            Unit.name_mn.label("unit_mn"),
            Unit.name_en.label("unit_en"),
            StaffUser.name.label("assignee"),
            func.date(func.timezone(_ZONE, Case.decided_at)).label("decided_day"),
            func.date(func.timezone(_ZONE, Case.closed_at)).label("closed_day"),
            themes.label("decided"),
        )
        .join(Unit, Unit.id == Case.unit_id, isouter=True)
        .join(StaffUser, StaffUser.id == Case.assignee_id, isouter=True)
        .where(Case.id.in_(list(ids)))
    )
    found = {}
    for row in rows.mappings():
        decided = tuple(Theme(code) for code in sorted((row["decided"] or "").split()))
        found[row["id"]] = Fact(**{name: value for name, value in row.items() if name != "decided"}, themes=decided)
    return tuple(found[one] for one in ids if one in found)


def ids_of(session: Session, numbers: Sequence[str]) -> tuple[int, ...]:
    """Of those among the numbers that exist for the reader, the most urgent first."""
    statement = select(Case.id).where(Case.number.in_(list(numbers))).order_by(Case.due_on.nulls_last(), Case.id)
    return tuple(session.scalars(statement))
