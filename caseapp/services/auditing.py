"""The auditor's reading of the ledger: newest first, codes only."""

from collections.abc import Sequence

from sqlalchemy import select

from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.models.ledger import LedgerCheckpoint, LedgerEntry
from caseapp.services.uow import UnitOfWork

PAGE = 100


def entries(uow: UnitOfWork, chain: str = "", verb: str = "") -> Sequence[LedgerEntry]:
    if not uow.actor.may(Permission.LEDGER_READ):
        raise Refused("ledger")
    statement = select(LedgerEntry).order_by(LedgerEntry.xact.desc(), LedgerEntry.chain, LedgerEntry.seq.desc())
    if chain:
        statement = statement.where(LedgerEntry.chain == chain)
    if verb:
        statement = statement.where(LedgerEntry.verb == verb)
    return uow.session.scalars(statement.limit(PAGE)).all()


def last_checkpoint(uow: UnitOfWork) -> LedgerCheckpoint | None:
    return uow.session.scalars(select(LedgerCheckpoint).order_by(LedgerCheckpoint.id.desc()).limit(1)).first()
