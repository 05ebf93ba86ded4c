"""What the authority maintains: units, rules with their legal basis, days off, keys that others gave it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.units import UnitLevel
from caseapp.models.base import Base


class Unit(Base):
    """A unit of the authority; addresses and forms name it by `code`."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name_mn: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    level: Mapped[UnitLevel]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    active: Mapped[bool] = mapped_column(default=True)


class DeadlineRule(Base):
    """A term or policy number with its legal basis; a change adds a version, an old one is never rewritten."""

    __tablename__ = "deadline_rule"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("unit IN ('calendar', 'working', 'count', 'flag', 'day_of_month', 'years')", name="unit"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("code <> 'small_cell_threshold' OR value >= 3", name="small_cell"),
        CheckConstraint("code <> 'small_cell_threshold_integrity' OR value >= 5", name="small_cell_integrity"),
        CheckConstraint(
            "NOT pauses_while_awaiting_citizen OR"
            " (unit IN ('calendar', 'working') AND pause_basis_mn <> '' AND pause_basis_en <> '')",
            name="pauses",
        ),
        Index("ix_deadline_rule_current", "code", unique=True, postgresql_where=text("current")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    value: Mapped[int]
    unit: Mapped[str] = mapped_column(Text)
    basis_mn: Mapped[str] = mapped_column(Text)
    basis_en: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    verified: Mapped[bool]
    current: Mapped[bool]
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    pauses_while_awaiting_citizen: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Only where the law says so, and then with its basis in both languages; off in all rules as delivered."""
    pause_basis_mn: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    pause_basis_en: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


class SpecialDay(Base):
    """A day off by law, or a weekend day that the Government moved work to (`working`)."""

    __tablename__ = "special_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    name_mn: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    working: Mapped[bool] = mapped_column(default=False)


class AgencyRecipient(Base):
    """A key of the Agency, entered by an administrator; used once a head has compared its fingerprint."""

    __tablename__ = "agency_recipient"
    __table_args__ = (CheckConstraint("confirmed_by_id <> entered_by_id", name="two_persons"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(Text, unique=True)
    fingerprint: Mapped[str] = mapped_column(Text)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    entered_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    confirmed_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class AuthorityKey(Base):
    """A public key that everybody may read: the teams', the recovery key's, the ledger checkpoints' verifying key."""

    __tablename__ = "authority_key"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    public: Mapped[bytes]
