"""What a person orders: one frozen command for each action of the workflow."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from caseapp.domain.drafts import FromDraft
from caseapp.domain.vocab import (
    Action,
    AgencyOutcome,
    Cause,
    Completeness,
    Kind,
    NoReferralReason,
    Outcome,
    Service,
    Severity,
    Theme,
)


@dataclass(frozen=True)
class Command:
    action: ClassVar[Action]


@dataclass(frozen=True, repr=False)
class Register(Command):
    action = Action.REGISTER


@dataclass(frozen=True, repr=False)
class Triage(Command):
    action = Action.TRIAGE
    kind: Kind
    service: Service
    unit_id: int | None
    themes: frozenset[Theme]
    severity: Severity | None
    completeness: Completeness | None
    title: str = ""
    subject_official_ids: tuple[int, ...] = ()


@dataclass(frozen=True, repr=False)
class ReturnIncomplete(Command):
    """`missing` is told to the citizen word for word."""

    action = Action.RETURN_INCOMPLETE
    missing: str


@dataclass(frozen=True, repr=False)
class Complete(Command):
    """`draft` holds the files that come with it."""

    action = Action.COMPLETE
    text: str
    draft: FromDraft | None = None


@dataclass(frozen=True, repr=False)
class Forward(Command):
    """`body` is a code of the register; `text` is what the citizen is told, `letter` what the body is written."""

    action = Action.FORWARD
    body: str
    text: str
    letter: str = ""


@dataclass(frozen=True, repr=False)
class TakeBack(Command):
    """`reason`, for which the body sent it back, is told to the citizen."""

    action = Action.TAKE_BACK
    reason: str


@dataclass(frozen=True, repr=False)
class Escalate(Command):
    action = Action.ESCALATE
    reason: str


@dataclass(frozen=True, repr=False)
class ProposeReturn(Command):
    action = Action.PROPOSE_RETURN
    reason: str


@dataclass(frozen=True, repr=False)
class ApproveReturn(Command):
    action = Action.APPROVE_RETURN


@dataclass(frozen=True, repr=False)
class DeclineReturn(Command):
    action = Action.DECLINE_RETURN
    reason: str


@dataclass(frozen=True, repr=False)
class Assign(Command):
    """`no_conflict` is the actor's own statement and counts only when they take the case themselves."""

    action = Action.ASSIGN
    assignee_id: int
    no_conflict: bool = False


@dataclass(frozen=True, repr=False)
class RequestExplanation(Command):
    """`extract` must not say who complained: the officer who asks writes it."""

    action = Action.REQUEST_EXPLANATION
    unit_id: int
    extract: str


@dataclass(frozen=True, repr=False)
class ExplanationReceived(Command):
    action = Action.EXPLANATION_RECEIVED


@dataclass(frozen=True, repr=False)
class AskCitizen(Command):
    action = Action.ASK_CITIZEN
    text: str


@dataclass(frozen=True, repr=False)
class Resume(Command):
    action = Action.RESUME


@dataclass(frozen=True, repr=False)
class Extend(Command):
    """`days` in calendar days (petitions law, art. 16); `reason` is told to the citizen."""

    action = Action.EXTEND
    days: int
    reason: str


@dataclass(frozen=True, repr=False)
class ProposeAnswer(Command):
    action = Action.PROPOSE_ANSWER
    outcome: Outcome | None
    legal_ground: str
    letter: str
    subject: str = ""
    template_id: int | None = None
    """The version of the template that the letter began from, if it began from one."""


@dataclass(frozen=True, repr=False)
class ApproveAnswer(Command):
    action = Action.APPROVE_ANSWER


@dataclass(frozen=True, repr=False)
class ReturnAnswer(Command):
    action = Action.RETURN_ANSWER
    reason: str


@dataclass(frozen=True, repr=False)
class ProposeReferral(Command):
    """`with_identity` must be stated either way: None means that nothing was chosen."""

    action = Action.PROPOSE_REFERRAL
    grounds: str
    with_identity: bool | None


@dataclass(frozen=True, repr=False)
class ApproveReferral(Command):
    action = Action.APPROVE_REFERRAL


@dataclass(frozen=True, repr=False)
class DeclineReferral(Command):
    action = Action.DECLINE_REFERRAL
    reason: str


@dataclass(frozen=True, repr=False)
class ProposeNoReferral(Command):
    action = Action.PROPOSE_NO_REFERRAL
    reason_code: NoReferralReason
    reason: str


@dataclass(frozen=True, repr=False)
class ApproveNoReferral(Command):
    action = Action.APPROVE_NO_REFERRAL


@dataclass(frozen=True, repr=False)
class DeclineNoReferral(Command):
    action = Action.DECLINE_NO_REFERRAL
    reason: str


@dataclass(frozen=True, repr=False)
class Acknowledge(Command):
    """The Agency's own registration number and date of the package."""

    action = Action.ACKNOWLEDGE
    agency_number: str
    agency_date: date


@dataclass(frozen=True, repr=False)
class RecordOutcome(Command):
    action = Action.RECORD_OUTCOME
    agency_outcome: AgencyOutcome
    note: str = ""


@dataclass(frozen=True, repr=False)
class Close(Command):
    action = Action.CLOSE
    cause: Cause | None
    lessons: str


@dataclass(frozen=True, repr=False)
class Withdraw(Command):
    action = Action.WITHDRAW
    reason: str = ""


@dataclass(frozen=True, repr=False)
class Merge(Command):
    action = Action.MERGE
    into_number: str


@dataclass(frozen=True, repr=False)
class Reopen(Command):
    action = Action.REOPEN
    reason: str


@dataclass(frozen=True, repr=False)
class Appeal(Command):
    """The citizen is not satisfied with what was decided; `reason` reaches the head as their letter."""

    action = Action.APPEAL
    reason: str
