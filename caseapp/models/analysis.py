"""What learning and analysing keep: models that were promoted, and reports frozen with their digest."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Base


class ClassifierModel(Base):
    """A trained classifier; the newest promoted one tags what comes in, after its digest was compared."""

    __tablename__ = "classifier_model"

    version: Mapped[str] = mapped_column(Text, primary_key=True)
    artifact: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(Text)
    card: Mapped[dict[str, Any]] = mapped_column(JSONB)
    decisions: Mapped[int]
    promoted_at: Mapped[datetime]
    promoted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))


class FrozenReport(Base):
    """One edition of a quarter's analysis as it was approved: facts, never texts."""

    __tablename__ = "frozen_report"
    __table_args__ = (
        UniqueConstraint("quarter", "edition", "version"),
        CheckConstraint("edition IN ('internal', 'public')", name="edition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[str] = mapped_column(Text)
    edition: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str] = mapped_column(Text)
    ledger_head: Mapped[str] = mapped_column(Text)
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
