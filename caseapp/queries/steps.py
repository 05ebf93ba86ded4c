"""What steps left behind on a case: proposals, questions, packages, messages and notes."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.compartments import MEMBER, extract_compartment
from caseapp.models.case import CaseKey, Message, Note
from caseapp.models.people import RoleGrant, StaffUser
from caseapp.models.reference import AgencyRecipient
from caseapp.models.steps import AgencyPackage, Answer, Explanation, IdentityRequest, Referral


def open_answer(session: Session, case_id: int) -> Answer | None:
    """The proposal that waits for another person."""
    return session.scalars(
        select(Answer).where(Answer.case_id == case_id, Answer.approved_at.is_(None), Answer.returned_at.is_(None))
    ).first()


def last_answer(session: Session, case_id: int) -> Answer | None:
    return session.scalars(
        select(Answer).where(Answer.case_id == case_id).order_by(Answer.proposed_at.desc(), Answer.id).limit(1)
    ).first()


def open_referral(session: Session, case_id: int) -> Referral | None:
    return session.scalars(select(Referral).where(Referral.case_id == case_id, Referral.decided_at.is_(None))).first()


def package_of(session: Session, case_id: int) -> AgencyPackage | None:
    return session.scalars(
        select(AgencyPackage).where(AgencyPackage.case_id == case_id).order_by(AgencyPackage.made_at.desc()).limit(1)
    ).first()


def explanations(session: Session, case_id: int) -> tuple[Explanation, ...]:
    return tuple(
        session.scalars(select(Explanation).where(Explanation.case_id == case_id).order_by(Explanation.asked_at))
    )


def identity_requests(session: Session, case_id: int) -> tuple[IdentityRequest, ...]:
    return tuple(
        session.scalars(
            select(IdentityRequest).where(IdentityRequest.case_id == case_id).order_by(IdentityRequest.asked_at)
        )
    )


def messages(session: Session, case_id: int) -> tuple[Message, ...]:
    return tuple(
        session.scalars(select(Message).where(Message.case_id == case_id).order_by(Message.sent_at, Message.id))
    )


def notes(session: Session, case_id: int) -> tuple[Note, ...]:
    return tuple(session.scalars(select(Note).where(Note.case_id == case_id).order_by(Note.written_at, Note.id)))


def unit_officers(session: Session, unit_id: int) -> tuple[StaffUser, ...]:
    """Active officers of a unit who answer explanation requests and have a key to be sealed to."""
    return tuple(
        session.scalars(
            select(StaffUser)
            .join(RoleGrant, RoleGrant.user_id == StaffUser.id)
            .where(
                StaffUser.unit_id == unit_id,
                StaffUser.active,
                StaffUser.public_key.is_not(None),
                RoleGrant.role == "unit_officer",
            )
        )
    )


def officers_asked(session: Session, asked: Explanation) -> tuple[str, ...]:
    """Names of those whom the extract's key was wrapped for: they alone read it, besides the team."""
    reader = func.concat(MEMBER, StaffUser.id)
    return tuple(
        session.scalars(
            select(StaffUser.name)
            .join(CaseKey, CaseKey.reader == reader)
            .where(CaseKey.case_id == asked.case_id, CaseKey.compartment == extract_compartment(asked.id))
            .order_by(StaffUser.name)
        )
    )


def agency_recipients(session: Session) -> tuple[str, ...]:
    """The Agency's confirmed keys that are in use."""
    return tuple(
        session.scalars(
            select(AgencyRecipient.recipient)
            .where(AgencyRecipient.confirmed_at.is_not(None), AgencyRecipient.retired_at.is_(None))
            .order_by(AgencyRecipient.id)
        )
    )
