"""Which cases belong together: linked by a person, or found alike by what the database can compare."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.linking import LinkKind, Why
from caseapp.models.base import Base


class CaseLink(Base):
    """A person's word that two cases belong together; whoever must not see one of them does not see the link.

    `other_id` is the earlier case of a repeat, the first case of a group, the other of a duplicate."""

    __tablename__ = "case_link"
    __table_args__ = (CheckConstraint("case_id <> other_id", name="two_cases"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)
    kind: Mapped[LinkKind]
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    linked_at: Mapped[datetime]


class CaseUnrelated(Base):
    """A person's word that two cases which look alike are not related; told once a pair, for good."""

    __tablename__ = "case_unrelated"
    __table_args__ = (CheckConstraint("case_id < other_id", name="one_row_a_pair"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)
    said_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    said_at: Mapped[datetime]


class CaseSimilar(Base):
    """What looked alike when the case was registered: written by the database's own function, read by the team."""

    __tablename__ = "case_similar"
    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 100", name="score"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)
    why: Mapped[Why] = mapped_column(primary_key=True)
    score: Mapped[int]
    """Hundredths of the shorter text's words that the other shares."""
    found_at: Mapped[datetime]
