"""Answers proposed by one person and approved by another; closing with cause and lessons; opening again."""

from caseapp.domain.commands import ApproveAnswer, Close, ProposeAnswer, Reopen, ReturnAnswer
from caseapp.domain.compartments import Compartment, notes_of
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.models.case import Case
from caseapp.models.steps import Answer
from caseapp.queries import steps as left
from caseapp.services import gate
from caseapp.services.answers import letters
from caseapp.services.law import terms
from caseapp.services.petitioner import writing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects.codes import Codes


def propose_answer(uow: UnitOfWork, case: Case, command: ProposeAnswer) -> Codes:
    gate.decide(uow, case, notes_of(case.path))
    row = Answer(
        id=new_id(),
        case_id=case.id,
        outcome=command.outcome,
        proposed_by_id=uow.actor.user_id,
        proposed_at=uow.now,
        template_id=letters.begun_from(uow, command.template_id),
    )
    uow.session.add(row)
    draft = {"subject": command.subject, "letter": command.letter, "legal_ground": command.legal_ground}
    gate.put_new_part(uow, case, notes_of(case.path), f"answer/{row.id}", draft)
    case.proposed_by_id = uow.actor.user_id
    return {"outcome": command.outcome}


def _waiting(uow: UnitOfWork, case: Case) -> Answer:
    row = left.open_answer(uow.session, case.id)
    if row is None:
        raise RuleBroken(Reason.NOT_NOW)
    return row


def approve_answer(uow: UnitOfWork, case: Case, _command: ApproveAnswer) -> Codes:
    """From here on the letter stands where the citizen's receipt opens it."""
    row = _waiting(uow, case)
    row.approved_by_id, row.approved_at = uow.actor.user_id, uow.now
    part = f"answer/{row.id}"
    draft = gate.open_parts(uow, case, notes_of(case.path), [part])[part]
    gate.put_new_part(uow, case, Compartment.REPORT, part, letters.written_down(uow, row, draft))
    case.outcome, case.forwarded_to = row.outcome, None
    case.proposed_by_id = None
    return {"answer": row.id, "outcome": row.outcome, "proposed_by": row.proposed_by_id}


def return_answer(uow: UnitOfWork, case: Case, command: ReturnAnswer) -> Codes:
    _waiting(uow, case).returned_at = uow.now
    writing.note(uow, case, "answer.returned", command.reason)
    case.proposed_by_id = None
    return {}


def close(uow: UnitOfWork, case: Case, command: Close) -> Codes:
    case.cause = command.cause
    writing.note(uow, case, "case.closed", command.lessons)
    return {"cause": command.cause}


def reopen(uow: UnitOfWork, case: Case, command: Reopen) -> Codes:
    """By the staff, with a reason that the team alone reads."""
    terms.start_again(uow, case)
    writing.note(uow, case, "case.reopened", command.reason)
    case.assignee_id = case.merged_into_id = None
    return {"by": "staff"}
