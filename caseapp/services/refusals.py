"""A refusal leaves an entry in the chain of whoever was refused, whether the thing exists or not."""

from caseapp.domain.errors import Refused
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork


def record(uow: UnitOfWork, refused: Refused) -> None:
    ledger.append(uow, "access.refused", what=refused.what[:60])
