"""What steps leave behind: answers, explanations asked of units, requests to see an identity, referrals, packages."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.letters import SentHow
from caseapp.domain.vocab import AgencyOutcome, Outcome, PackageState
from caseapp.models.base import Base


class Answer(Base):
    """An answer proposed by one person and approved by another; letter and legal ground are sealed parts."""

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("approved_by_id <> proposed_by_id", name="two_persons"),
        CheckConstraint("(posted_on IS NULL) = (posted_how IS NULL)", name="posted_somehow"),
        CheckConstraint("(outcome = 'repeat') = (earlier_answer_id IS NOT NULL)", name="repeat_names_answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    outcome: Mapped[Outcome]
    earlier_answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    """The final answer to the earlier case that a repeat adds nothing to; named by the database."""
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    proposed_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    approved_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    number: Mapped[str | None] = mapped_column(Text, unique=True)
    """The letter's, from the year's count, when it is approved; written by the database alone."""
    numbered_on: Mapped[date | None]
    posted_on: Mapped[date | None]
    """The day on which it left on paper, or was handed or told to the petitioner."""
    posted_how: Mapped[SentHow | None]
    template_id: Mapped[int | None] = mapped_column(ForeignKey("answer_template.id"))
    """The version of the template that its letter began from."""

    @property
    def is_decided(self) -> bool:
        return self.approved_at is not None or self.returned_at is not None


class Explanation(Base):
    """A question to a unit: its extract and reply are sealed apart, without the petitioner's identity."""

    __tablename__ = "explanation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    answered_at: Mapped[datetime | None]


class IdentityRequest(Base):
    """A wish to see who the petitioner is: a written ground, another person's consent, a time limit."""

    __tablename__ = "identity_request"
    __table_args__ = (CheckConstraint("decided_by_id <> asked_by_id", name="two_persons"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    decided_at: Mapped[datetime | None]
    granted: Mapped[bool | None]
    open_until: Mapped[datetime | None]


class Referral(Base):
    """A case handed to the Anti-Corruption Agency: proposed by one person, approved by another."""

    __tablename__ = "referral"
    __table_args__ = (CheckConstraint("decided_by_id <> proposed_by_id", name="two_persons"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    with_identity: Mapped[bool]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]


class AgencyPackage(Base):
    """One age-encrypted file for the Agency, and what became of it."""

    __tablename__ = "agency_package"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    """What the Agency calls it by: never the case's row, nor anything of its content."""
    ciphertext: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(Text)
    recipients: Mapped[str] = mapped_column(Text)
    state: Mapped[PackageState]
    made_at: Mapped[datetime]
    due_on: Mapped[date]
    downloaded_at: Mapped[datetime | None]
    downloads: Mapped[int] = mapped_column(default=0)
    acknowledged_at: Mapped[datetime | None]
    agency_number: Mapped[str | None] = mapped_column(Text)
    agency_date: Mapped[date | None]
    agency_outcome: Mapped[AgencyOutcome | None]
