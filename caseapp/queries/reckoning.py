"""The clocks of open cases, for counting their due days anew: no number, no path, nothing that a case is about."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models.case import Case
from caseapp.models.law import Waiting
from caseapp.models.reference import DeadlineRule

Spans = tuple[tuple[datetime, datetime | None], ...]


class Clock(NamedTuple):
    """What one open case's due day is counted from."""

    case_id: int
    rule_id: int
    rolls: bool
    started_at: datetime
    extended_days: int
    due_on: date


@dataclass(frozen=True)
class Which:
    """Of the open cases those that run under one of these rules' rows, and come after this one by id."""

    rule_ids: Collection[int]
    after: int = -1
    at_most: int | None = None


def open_clocks(session: Session, which: Which, *, hold: bool = False) -> tuple[Clock, ...]:
    """By id; those that are to be changed are held until the transaction ends."""
    statement = (
        select(Case.id, Case.due_rule_id, Case.due_rolls, Case.term_started_at, Case.extended_days, Case.due_on)
        .where(
            Case.decided_at.is_(None),
            Case.due_on.is_not(None),
            Case.due_rule_id.in_(which.rule_ids),
            Case.id > which.after,
        )
        .order_by(Case.id)
        .limit(which.at_most)
    )
    rows = session.execute(statement.with_for_update() if hold else statement)
    return tuple(Clock._make(row) for row in rows)


def waits(session: Session, clocks: Collection[Clock]) -> Mapping[int, Spans]:
    """Of these cases, by id, when each waited for the citizen."""
    if not clocks:
        return {}
    ids = [clock.case_id for clock in clocks]
    found: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    statement = select(Waiting.case_id, Waiting.since, Waiting.until).where(Waiting.case_id.between(ids[0], ids[-1]))
    for row in session.execute(statement.order_by(Waiting.since)):
        found[row.case_id].append((row.since, row.until))
    return {case_id: tuple(spans) for case_id, spans in found.items()}


def waits_of(session: Session, case_id: int) -> Spans:
    statement = select(Waiting.since, Waiting.until).where(Waiting.case_id == case_id).order_by(Waiting.since)
    return tuple((row.since, row.until) for row in session.execute(statement))


def versions(session: Session, codes: Collection[str]) -> dict[int, DeadlineRule]:
    """All versions that there ever were of these rules, by id."""
    rows = session.scalars(select(DeadlineRule).where(DeadlineRule.code.in_(codes)))
    return {row.id: row for row in rows}
