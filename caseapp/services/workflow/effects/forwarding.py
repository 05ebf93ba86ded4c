"""To the body that is competent, and back: the petitioner is told each time, and the term goes on from the receipt."""

from caseapp.domain.commands import Forward, TakeBack
from caseapp.domain.compartments import Compartment, notes_of
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.models.case import Case
from caseapp.services import gate
from caseapp.services.answers import bodies, transfers
from caseapp.services.law import terms
from caseapp.services.petitioner import writing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects.codes import Codes


def forward(uow: UnitOfWork, case: Case, command: Forward) -> Codes:
    """The citizen is told in the same step (petitions law: to the competent body, and the petitioner informed)."""
    gate.decide(uow, case, Compartment.REPORT)
    body = bodies.find(uow, command.body)
    if body is None or not body.active:
        raise RuleBroken(Reason.NO_SUCH_BODY)
    case.forwarded_to, case.outcome = body.code, None
    writing.message(uow, case, command.text)
    if command.letter.strip():
        gate.put_part(uow, case, notes_of(case.path), transfers.LETTER, command.letter.strip())
    return {"body": body.code, "transfer_due": transfers.due(uow, case).day.isoformat()}


def take_back(uow: UnitOfWork, case: Case, command: TakeBack) -> Codes:
    """No new term begins: for the petitioner it is one petition, filed on one day."""
    gate.decide(uow, case, Compartment.REPORT)
    body, case.forwarded_to, case.cause = case.forwarded_to, None, None
    terms.set_due(uow, case)
    writing.message(uow, case, command.reason)
    return {"body": body}
