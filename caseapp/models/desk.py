"""What the inspectors' desk keeps beside a case: tasks, texts to reply with, and who has the case open now."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.vocab import Kind
from caseapp.models.base import Base, closed_list


class Task(Base):
    """Something that a member of the team is to do on a case; its text is the sealed part 'task/<id>' of the notes."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        Index("ix_task_open", "assignee_id", "due_on", postgresql_where=text("done_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    assignee_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    made_at: Mapped[datetime]
    due_on: Mapped[date]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    done_at: Mapped[datetime | None]


class ReplyTemplate(Base):
    """A text that a letter to a petitioner may begin from, kept by the heads; without `kind` it is for every kind."""

    __tablename__ = "reply_template"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[Kind | None] = mapped_column(closed_list(Kind, "kind"))
    active: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))


class Presence(Base):
    """Who opened a case last when: a hint for minutes, overwritten at each opening, and no record (that is the ledger).

    Not logged by the database either: after a crash nobody is there."""

    __tablename__ = "presence"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    seen_at: Mapped[datetime]
