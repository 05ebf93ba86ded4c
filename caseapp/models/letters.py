"""Answers as letters: the templates that they begin from, and the count that numbers them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.letters import INDEX
from caseapp.domain.vocab import Kind, Outcome
from caseapp.models.base import Base, closed_list


class AnswerTemplate(Base):
    """A letter to begin from: one for each outcome, or for an outcome of one kind. A change adds a version."""

    __tablename__ = "answer_template"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index("ix_answer_template_current", "code", unique=True, postgresql_where=text("current")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Text)
    """The same in all versions: outcome, and kind where it is for one alone."""
    version: Mapped[int]
    current: Mapped[bool]
    outcome: Mapped[Outcome]
    kind: Mapped[Kind | None] = mapped_column(closed_list(Kind, "kind"))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))


class LetterIndex(Base):
    """The authority's index: one row, whose words stand before the year and the count of each letter from then on."""

    __tablename__ = "letter_index"
    __table_args__ = (
        CheckConstraint("id = 1", name="only"),
        CheckConstraint(f"words ~ '^{INDEX.pattern}$'", name="words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))


class LetterCount(Base):
    """The last number of a year's letters; the database alone counts, when an answer is approved."""

    __tablename__ = "letter_count"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
