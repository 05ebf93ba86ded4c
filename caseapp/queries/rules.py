"""The rules in force and the calendar that terms are counted in."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models.reference import DeadlineRule, SpecialDay


def in_force(session: Session) -> dict[str, DeadlineRule]:
    """By code."""
    return {row.code: row for row in session.scalars(select(DeadlineRule).where(DeadlineRule.current))}


def to_be_replaced(session: Session, code: str) -> DeadlineRule | None:
    """As `in_force`, held until the transaction ends; None when somebody else has just replaced it."""
    statement = select(DeadlineRule).where(DeadlineRule.code == code, DeadlineRule.current)
    return session.scalars(statement.with_for_update()).first()


def by_id(session: Session, rule_id: int) -> DeadlineRule:
    return session.get_one(DeadlineRule, rule_id)


def special_days(session: Session) -> tuple[frozenset[date], frozenset[date]]:
    """Days off, and weekend days that work was moved to."""
    rows = session.execute(select(SpecialDay.day, SpecialDay.working)).all()
    return frozenset(r.day for r in rows if not r.working), frozenset(r.day for r in rows if r.working)
