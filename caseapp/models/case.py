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

_OPEN = (
    "status IN ('received', 'registered', 'triaged', 'returned', 'in_progress', 'awaiting_unit', 'awaiting_citizen',"
    " 'answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
)
_COUNTED = ["path", "id", "assignee_id", "unit_id", "status", "received_day", "extended_days", "paused_since"]
"""What the head's page counts open cases by."""
_PROPOSED = "status IN ('answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
_UNREAD = "citizen_wrote_at IS NOT NULL AND (staff_read_at IS NULL OR staff_read_at < citizen_wrote_at)"


def _queue(name: str, where: str, *included: str) -> Index:
    """What a queue of the desk is found, counted and walked by, in the order it is shown in: most urgent first."""
    return Index(name, "due_on", "id", postgresql_where=text(where), postgresql_include=list(included) or ["path"])


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
        Index("ix_case_received", "received_at", postgresql_include=["path", "id"]),
        Index("ix_case_decided", "decided_at", postgresql_include=["path", "id", "due_on", "extended_days"]),
        Index("ix_case_load", "due_on", postgresql_where=text(_OPEN), postgresql_include=_COUNTED),
        Index(
            "ix_case_unacknowledged",
            "received_day",
            postgresql_where=text("acknowledged_at IS NULL AND decided_at IS NULL"),
        ),
        Index("ix_case_appealed", "appealed_at", postgresql_where=text("appealed_at IS NOT NULL")),
        Index("ix_case_due", "due_on", "id", postgresql_include=["path"]),
        _queue("ix_case_due_open", _OPEN),
        _queue("ix_case_due_running", f"paused_since IS NULL AND {_OPEN}"),
        _queue("ix_case_due_unassigned", f"assignee_id IS NULL AND {_OPEN}"),
        _queue("ix_case_due_proposed", _PROPOSED, "path", "status", "proposed_by_id", "appealed_at", "is_repeat"),
        _queue("ix_case_due_unread", _UNREAD),
        _queue("ix_case_due_integrity", f"path = 'integrity' AND {_OPEN}"),
        Index("ix_case_due_status", "status", "due_on", "id", postgresql_include=["path"]),
        Index(
            "ix_case_due_mine",
            "assignee_id",
            "due_on",
            "id",
            postgresql_where=text(_OPEN),
            postgresql_include=["path"],
        ),
        Index("ix_case_due_unit", "unit_id", "due_on", "id"),
        Index("ix_case_due_assignee", "assignee_id", "due_on", "id"),
        Index("ix_case_received_day", "received_day", "id"),
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
    acknowledged_at: Mapped[datetime | None]
    """The first registration or letter of the staff, kept by the database."""
    triaged_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    """When the answer, hand-over, forwarding or other end was decided; the clock stops here."""
    closed_at: Mapped[datetime | None]
    term_started_at: Mapped[datetime]
    """Receipt, or the latest reopening: what the due day is counted from."""
    due_on: Mapped[date | None]
    due_rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rule.id"))
    due_rolls: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether a due day that is a day off moves on to the next working day, as the rules said when it was set."""
    extended_days: Mapped[int] = mapped_column(default=0)
    paused_since: Mapped[date | None]
    """While the clock stands still until the citizen answers, under a rule that pauses; kept by the database."""
    severity: Mapped[Severity | None]
    completeness: Mapped[Completeness | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    outcome: Mapped[Outcome | None]
    no_referral_reason: Mapped[NoReferralReason | None]
    agency_outcome: Mapped[AgencyOutcome | None]
    forwarded_to: Mapped[str | None] = mapped_column(ForeignKey("competent_body.code"))
    cause: Mapped[Cause | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    is_repeat: Mapped[bool] = mapped_column(server_default=text("false"))
    """Linked to an earlier case as its repetition; this and the next are kept by the database from the links."""
    in_group: Mapped[bool] = mapped_column(server_default=text("false"))
    """One of three cases or more on the same matter."""
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
    __table_args__ = (Index("ix_theme_decision_theme", "theme", "case_id"),)

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
