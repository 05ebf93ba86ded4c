"""The case in the middle of the house: its facts in the open, its words sealed in parts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.vocab import (
    AgencyOutcome,
    Author,
    Cause,
    Channel,
    CompetentBody,
    Completeness,
    Kind,
    Mode,
    NoReferralReason,
    Outcome,
    Path,
    PetitionerType,
    Service,
    Severity,
    Status,
    Theme,
)
from caseapp.models.base import Base, closed_list


class Case(Base):
    """A complaint or report, by its facts; `id` is random, so that it has no order to read."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("(mode = 'anonymous') <= (NOT has_identity)", name="anonymous_has_no_identity"),
        CheckConstraint("extended_days >= 0", name="extended_days"),
        CheckConstraint("(status = 'answered') <= (outcome IS NOT NULL)", name="answered_has_outcome"),
        CheckConstraint("(path = 'integrity') <= (status <> 'withdrawn')", name="integrity_stays"),
        Index("ix_case_queue", "path", "status", "due_on"),
        Index("ix_case_assignee", "assignee_id", "status"),
        Index("ix_case_received", "received_at"),
        Index("ix_case_appealed", "appealed_at", postgresql_where=text("appealed_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(Text, unique=True)
    path: Mapped[Path]
    status: Mapped[Status]
    status_seq: Mapped[int]
    kind: Mapped[Kind]
    filed_kind: Mapped[Kind] = mapped_column(closed_list(Kind, "filed_kind"))
    service: Mapped[Service]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    mode: Mapped[Mode]
    channel: Mapped[Channel]
    petitioner_type: Mapped[PetitionerType]
    has_identity: Mapped[bool]
    receipt_lookup: Mapped[bytes] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    received_day: Mapped[date]
    registered_at: Mapped[datetime | None]
    triaged_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    """When the answer, hand-over, forwarding or other end was decided; the clock stops here."""
    closed_at: Mapped[datetime | None]
    term_started_at: Mapped[datetime]
    """Receipt, or the latest reopening: what the due day is counted from."""
    due_on: Mapped[date | None]
    due_rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rule.id"))
    extended_days: Mapped[int] = mapped_column(default=0)
    severity: Mapped[Severity | None]
    completeness: Mapped[Completeness | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    outcome: Mapped[Outcome | None]
    no_referral_reason: Mapped[NoReferralReason | None]
    agency_outcome: Mapped[AgencyOutcome | None]
    forwarded_to: Mapped[CompetentBody | None]
    cause: Mapped[Cause | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    citizen_wrote_at: Mapped[datetime | None]
    staff_read_at: Mapped[datetime | None]
    appealed_at: Mapped[datetime | None]
    """When the petitioner was last not satisfied: from then on a head's matter."""
    external_lookup: Mapped[bytes | None] = mapped_column(unique=True)
    """Keyed hash of channel and number at the 11-11 centre or the like, so that a list is not taken in twice."""


class CaseKey(Base):
    """One compartment's data key wrapped for one reader: who may open what is this table."""

    __tablename__ = "case_key"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    compartment: Mapped[str] = mapped_column(Text, primary_key=True)
    reader: Mapped[str] = mapped_column(Text, primary_key=True)
    wrapped: Mapped[bytes]


class SealedPart(Base):
    """A ciphertext: 'narrative', 'message/<id>', 'note/<id>', 'answer/<id>', 'title', 'identity', 'link/<n>' …"""

    __tablename__ = "sealed_part"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    compartment: Mapped[str] = mapped_column(Text, primary_key=True)
    part: Mapped[str] = mapped_column(Text, primary_key=True)
    ciphertext: Mapped[bytes]


class CaseSearch(Base):
    """Keyed hashes of the words of one compartment; the words themselves are never here."""

    __tablename__ = "case_search"
    __table_args__ = (Index("ix_case_search_tokens", "tokens", postgresql_using="gin"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    compartment: Mapped[str] = mapped_column(Text, primary_key=True)
    tokens: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class Message(Base):
    """A letter between citizen and authority; its text is the sealed part 'message/<id>'."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    author: Mapped[Author]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Note(Base):
    """A working note or a reason given for a step (`verb`); its text is the sealed part 'note/<id>' of the notes."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    written_at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(Text)


class ThemeSuggestion(Base):
    """What a model said of the text at intake; kept beside the decision, never overwritten."""

    __tablename__ = "theme_suggestion"
    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 1", name="score"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    model: Mapped[str] = mapped_column(Text, primary_key=True)
    theme: Mapped[Theme] = mapped_column(primary_key=True)
    score: Mapped[float]


class ThemeDecision(Base):
    """A theme that a person decided on at triage."""

    __tablename__ = "theme_decision"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    theme: Mapped[Theme] = mapped_column(primary_key=True)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    decided_at: Mapped[datetime]


class ConflictStatement(Base):
    """«Ашиг сонирхлын зөрчилгүй»: a member of staff said that they have no stake in this case."""

    __tablename__ = "conflict_statement"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    stated_at: Mapped[datetime]


class Recusal(Base):
    """Someone for whom this case does not exist: complained about, in that line, or with a stake in it."""

    __tablename__ = "recusal"
    __table_args__ = (CheckConstraint("ground IN ('subject', 'line', 'own_statement')", name="ground"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
