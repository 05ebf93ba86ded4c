"""The reminders of whoever asks: the policies leave them their own, of cases that exist for them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case as when
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.reminding import Stage
from caseapp.models.case import Case
from caseapp.models.law import Reminder
from caseapp.models.people import StaffUser

_URGENT = (
    Stage.OVERDUE,
    Stage.ACKNOWLEDGE_OVER,
    Stage.IN_ONE,
    Stage.ACKNOWLEDGE_SOON,
    Stage.IN_THREE,
    Stage.IN_SEVEN,
)
_ORDER = when({stage: place for place, stage in enumerate(_URGENT)}, value=Reminder.stage)


@dataclass(frozen=True)
class Reminded:
    number: str
    stage: Stage
    due_on: date
    officer: str | None
    seen_at: datetime | None


def mine(session: Session, at_most: int, *, seen: bool) -> tuple[Reminded, ...]:
    """The most urgent first; of those seen, the latest seen."""
    is_seen = Reminder.seen_at.is_not(None) if seen else Reminder.seen_at.is_(None)
    order = (Reminder.seen_at.desc(), Case.number) if seen else (_ORDER, Reminder.due_on, Case.number)
    rows = session.execute(
        select(Case.number, Reminder.stage, Reminder.due_on, StaffUser.name, Reminder.seen_at)
        .join(Case, Case.id == Reminder.case_id)
        .outerjoin(StaffUser, StaffUser.id == Case.assignee_id)
        .where(is_seen)
        .order_by(*order)
        .limit(at_most)
    )
    return tuple(Reminded(*row) for row in rows)


def unseen(session: Session) -> int:
    return session.scalar(select(func.count()).where(Reminder.seen_at.is_(None))) or 0
