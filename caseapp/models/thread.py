"""What the citizen adds to a case that was decided, and what tells them that there is news."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.vocab import NoticeChannel, NoticeState
from caseapp.models.base import Base


class Notice(Base):
    """«There is news», to an address sealed under the server's key and gone once it is delivered or given up."""

    __tablename__ = "notice"
    __table_args__ = (CheckConstraint("(state = 'waiting') = (address IS NOT NULL)", name="address_goes"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    channel: Mapped[NoticeChannel]
    address: Mapped[bytes | None]
    state: Mapped[NoticeState]
    made_at: Mapped[datetime]
    tries: Mapped[int]
    finished_at: Mapped[datetime | None]


class Satisfaction(Base):
    """How the petitioner found the handling, 1 (poor) to 5 (good); a comment is the sealed part 'satisfaction'."""

    __tablename__ = "satisfaction"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    score: Mapped[int]
    given_at: Mapped[datetime]


class Appeal(Base):
    """«I am not satisfied», to the head; the database names the answer that it is against."""

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    filed_at: Mapped[datetime]
