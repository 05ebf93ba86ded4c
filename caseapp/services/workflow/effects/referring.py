"""The integrity path: proposals that need a second person, and the hand-over to the Anti-Corruption Agency."""

from sqlalchemy import delete

from caseapp.domain.commands import (
    Acknowledge,
    ApproveReferral,
    Command,
    DeclineNoReferral,
    DeclineReferral,
    DeclineReturn,
    ProposeNoReferral,
    ProposeReferral,
    ProposeReturn,
    RecordOutcome,
)
from caseapp.domain.compartments import notes_of
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.domain.vocab import INTEGRITY_THEMES, Kind, Mode, PackageState
from caseapp.models.case import Case, ThemeDecision
from caseapp.models.steps import AgencyPackage, Referral
from caseapp.queries import steps as left
from caseapp.services import gate, jobs
from caseapp.services.agency import packages
from caseapp.services.law import terms
from caseapp.services.petitioner import writing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects.codes import Codes


def propose_with_reason(uow: UnitOfWork, case: Case, command: ProposeReturn) -> Codes:
    writing.note(uow, case, "return.proposed", command.reason)
    case.proposed_by_id = uow.actor.user_id
    return {}


def decide(_uow: UnitOfWork, case: Case, _command: Command) -> Codes:
    """The second person agrees with what the first proposed."""
    proposed_by, case.proposed_by_id = case.proposed_by_id, None
    return {"proposed_by": proposed_by}


def approve_return(uow: UnitOfWork, case: Case, command: Command) -> Codes:
    """Two people agree that it is no matter of integrity: what said so is taken off, or no triage could go on."""
    uow.session.execute(
        delete(ThemeDecision).where(ThemeDecision.case_id == case.id, ThemeDecision.theme.in_(sorted(INTEGRITY_THEMES)))
    )
    if case.kind.is_integrity:
        case.kind = Kind.TIP if case.mode is Mode.ANONYMOUS else Kind.COMPLAINT
    return decide(uow, case, command)


def decline(uow: UnitOfWork, case: Case, command: DeclineReturn) -> Codes:
    writing.note(uow, case, "return.declined", command.reason)
    case.proposed_by_id = None
    return {}


def propose_referral(uow: UnitOfWork, case: Case, command: ProposeReferral) -> Codes:
    gate.decide(uow, case, notes_of(case.path))
    if command.with_identity and not case.has_identity:
        raise RuleBroken(Reason.NO_IDENTITY)
    row = Referral(
        id=new_id(),
        case_id=case.id,
        with_identity=bool(command.with_identity),
        proposed_by_id=uow.actor.user_id,
        proposed_at=uow.now,
    )
    uow.session.add(row)
    gate.put_new_part(uow, case, notes_of(case.path), f"grounds/{row.id}", command.grounds)
    case.proposed_by_id = uow.actor.user_id
    return {"with_identity": int(row.with_identity)}


def _waiting(uow: UnitOfWork, case: Case) -> Referral:
    row = left.open_referral(uow.session, case.id)
    if row is None:
        raise RuleBroken(Reason.NOT_NOW)
    return row


def approve_referral(uow: UnitOfWork, case: Case, _command: ApproveReferral) -> Codes:
    """Makes the package in this session, which can open the report; telling the Agency's liaison is a job."""
    row = _waiting(uow, case)
    row.decided_by_id, row.decided_at, row.approved = uow.actor.user_id, uow.now, True
    uow.session.flush()
    made = packages.make(uow, case, row)
    due_on = terms.handover_due(uow, case)
    package = AgencyPackage(
        id=new_id(),
        referral_id=row.id,
        case_id=case.id,
        reference=made.reference,
        ciphertext=made.ciphertext,
        sha256=made.sha256,
        recipients=" ".join(made.fingerprints),
        state=PackageState.SENT,
        made_at=uow.now,
        due_on=due_on,
    )
    uow.session.add(package)
    case.proposed_by_id = case.no_referral_reason = None
    jobs.enqueue(uow, jobs.CHECKPOINT, {}, lock=made.reference)
    return {"proposed_by": row.proposed_by_id, "with_identity": int(row.with_identity), "sha256": made.sha256}


def decline_referral(uow: UnitOfWork, case: Case, command: DeclineReferral) -> Codes:
    row = _waiting(uow, case)
    row.decided_by_id, row.decided_at, row.approved = uow.actor.user_id, uow.now, False
    writing.note(uow, case, "referral.declined", command.reason)
    case.proposed_by_id = None
    return {}


def propose_no_referral(uow: UnitOfWork, case: Case, command: ProposeNoReferral) -> Codes:
    writing.note(uow, case, "no_referral.proposed", command.reason)
    case.no_referral_reason = command.reason_code
    case.proposed_by_id = uow.actor.user_id
    return {"reason": command.reason_code}


def decline_no_referral(uow: UnitOfWork, case: Case, command: DeclineNoReferral) -> Codes:
    writing.note(uow, case, "no_referral.declined", command.reason)
    case.no_referral_reason = None
    case.proposed_by_id = None
    return {}


def acknowledge(uow: UnitOfWork, case: Case, command: Acknowledge) -> Codes:
    """The Agency's answer on paper or by telephone, entered by the integrity team."""
    package = left.package_of(uow.session, case.id)
    if package is None:
        raise RuleBroken(Reason.NOT_NOW)
    package.agency_number, package.agency_date = command.agency_number.strip(), command.agency_date
    package.acknowledged_at, package.state = uow.now, PackageState.ACKNOWLEDGED
    return {"agency_date": command.agency_date.isoformat()}


def record_outcome(uow: UnitOfWork, case: Case, command: RecordOutcome) -> Codes:
    package = left.package_of(uow.session, case.id)
    if package is not None:
        package.agency_outcome, package.state = command.agency_outcome, PackageState.OUTCOME_KNOWN
    case.agency_outcome = command.agency_outcome
    if command.note.strip():
        writing.note(uow, case, "agency.outcome_recorded", command.note)
    return {"outcome": command.agency_outcome}
