"""What the law's clock leaves behind: when it stood still, and who was reminded that it runs out."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.reminding import Stage
from caseapp.models.base import Base


class Waiting(Base):
    """From a question to the citizen until their answer, or until the work went on without one."""

    __tablename__ = "waiting"
    __table_args__ = (CheckConstraint("until >= since", name="order"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime | None]


class Reminder(Base):
    """Made by the worker each morning, for the assignee and the heads alone; gone as soon as it has no object."""

    __tablename__ = "reminder"
    __table_args__ = (Index("ix_reminder_unseen", "user_id", postgresql_where=text("seen_at IS NULL")),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True, autoincrement=False)
    stage: Mapped[Stage] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
