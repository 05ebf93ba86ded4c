"""Receipts of one person that this person linked: each opens the secrets of the others, and nobody else does.

Nothing of it stands in the ledger: entries of two cases at one moment would tell that they belong together."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.compartments import READER_RECEIPT, Compartment
from caseapp.domain.deadlines import days_left
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Kind, Path, Status
from caseapp.models.case import Case
from caseapp.services import gate
from caseapp.services.uow import UnitOfWork
from caseapp.vault.receipts import key_pair_of_receipt

MOST = 10
"""Other receipts that one receipt holds."""


@dataclass(frozen=True, repr=False)
class Linked:
    """Another case of the same person; `place` is where its secret lies in the case that is open."""

    place: int
    number: str
    status: Status
    path: Path
    kind: Kind
    due_on: date | None
    days_left: int | None
    paused_since: date | None


def secrets_by_place(uow: UnitOfWork) -> dict[int, bytes]:
    """The other receipts' secrets that this receipt opens."""
    return _secrets(uow, gate.load_own_case(uow))


def _secrets(uow: UnitOfWork, case: Case) -> dict[int, bytes]:
    if Compartment.LINKS not in gate.compartments_of(uow, case):
        return {}
    parts = gate.open_parts(uow, case, Compartment.LINKS)
    return {int(part.removeprefix("link/")): bytes.fromhex(secret) for part, secret in sorted(parts.items())}


def check(uow: UnitOfWork, own: bytes, other: bytes) -> None:
    """Refuses the own receipt, and one more than a receipt holds; asked of both before either is written."""
    if own == other:
        raise RuleBroken(Reason.OWN_RECEIPT)
    known = secrets_by_place(uow)
    if other not in known.values() and len(known) >= MOST:
        raise RuleBroken(Reason.TOO_MANY_LINKS)


def link(uow: UnitOfWork, own: bytes, other: bytes) -> None:
    """Seals the other receipt's secret for this receipt alone; what is linked already stays as it is."""
    check(uow, own, other)
    case = gate.load_own_case(uow, for_change=True)
    known = _secrets(uow, case)
    if other in known.values():
        return
    if Compartment.LINKS not in gate.compartments_of(uow, case):
        gate.new_compartment(uow, case, Compartment.LINKS, {READER_RECEIPT: key_pair_of_receipt(own).public})
    place = next(free for free in range(1, MOST + 1) if free not in known)
    gate.put_new_part(uow, case, Compartment.LINKS, f"link/{place}", other.hex())


def unlink(uow: UnitOfWork, other: bytes) -> None:
    """Forgets the other receipt, wherever its secret lies."""
    case = gate.load_own_case(uow, for_change=True)
    for place, secret in _secrets(uow, case).items():
        if secret == other:
            gate.remove_link(uow, case, f"link/{place}")


def summary(uow: UnitOfWork, place: int) -> Linked | None:
    """What is told of a linked case, by its own receipt; its letters stay unread, and None is a case that is gone."""
    try:
        case = gate.load_own_case(uow)
    except Refused:
        return None
    left = days_left(case.due_on, uow.today) if case.due_on and case.status.is_open else None
    return Linked(place, case.number, case.status, case.path, case.kind, case.due_on, left, case.paused_since)
