"""A refusal leaves an entry in the chain of whoever was refused, whether the thing exists or not."""

from caseapp.domain.errors import Refused
from caseapp.domain.numbers import is_case_number
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork


def record(uow: UnitOfWork, refused: Refused) -> None:
    """Codes only: what was typed in the place of a number is not kept."""
    kept = (
        refused.what if is_case_number(refused.what) or (refused.what.isascii() and refused.what.isalpha()) else "other"
    )
    ledger.append(uow, "access.refused", what=kept[:40])
