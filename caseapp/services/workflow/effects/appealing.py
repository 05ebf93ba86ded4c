"""«I am not satisfied»: the case goes to the head, with the petitioner's own words and a whole new term."""

from caseapp.domain.commands import Appeal as AppealOrder
from caseapp.domain.numbers import new_id
from caseapp.models.case import Case
from caseapp.models.thread import Appeal
from caseapp.services.law import terms
from caseapp.services.petitioner import writing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects.codes import Codes


def appeal(uow: UnitOfWork, case: Case, command: AppealOrder) -> Codes:
    """The database names the answer that it is against and takes the case out of the hands of whoever had it; a merged
    case stands for itself again, and the one that it was merged into stays answered."""
    terms.start_again(uow, case)
    case.appealed_at = uow.now
    uow.session.add(Appeal(id=new_id(), case_id=case.id, filed_at=uow.now))
    writing.message(uow, case, command.reason)
    return {"by": "citizen"}
