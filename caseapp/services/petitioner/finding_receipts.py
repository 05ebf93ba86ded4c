"""Which sign of a code is mistyped: told when a receipt one slip away is there, and never what the sign should be."""

from sqlalchemy import text

from caseapp.domain.receipts import Near, near
from caseapp.services.uow import UnitOfWork
from caseapp.vault.receipts import lookup_of_receipt


def mistyped(uow: UnitOfWork, typed: str) -> Near | None:
    """The near receipt that exists. It helps no guesser: whoever is one sign away knows all the others already."""
    by_lookup = {lookup_of_receipt(uow.keys.lookup, one.receipt.secret): one for one in near(typed)}
    if not by_lookup:
        return None
    known = uow.session.scalar(text("SELECT known_receipt(:lookups)"), {"lookups": list(by_lookup)})
    return by_lookup[bytes(known)] if known is not None else None
