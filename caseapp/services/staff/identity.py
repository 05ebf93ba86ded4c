"""Seeing who the petitioner is: a written ground, another person's consent, a limit in time, and a ledger entry."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from caseapp.domain.compartments import notes_of
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.domain.policy import Permission
from caseapp.models.case import Case
from caseapp.models.steps import IdentityRequest
from caseapp.queries import steps as left
from caseapp.services import gate, ledger
from caseapp.services.petitioner import writing
from caseapp.services.uow import UnitOfWork

OPEN_FOR = timedelta(hours=24)


def ask(uow: UnitOfWork, number: str, ground: str) -> None:
    case = gate.load_case(uow, number, {Permission.IDENTITY_ASK})
    gate.decide(uow, case, notes_of(case.path))
    if not case.has_identity:
        raise RuleBroken(Reason.NO_IDENTITY)
    row = IdentityRequest(id=new_id(), case_id=case.id, asked_by_id=uow.actor.user_id, asked_at=uow.now)
    uow.session.add(row)
    writing.note(uow, case, "identity.asked", ground)
    ledger.append(uow, "identity.asked", case)


def decide(uow: UnitOfWork, number: str, request_id: int, *, granted: bool) -> None:
    """Another person than the one who asked; consent holds for a day."""
    case = gate.load_case(uow, number, {Permission.IDENTITY_APPROVE})
    row = uow.session.get(IdentityRequest, request_id, with_for_update=True)
    if row is None or row.case_id != case.id:
        raise Refused("identity request")
    if row.decided_at is not None:
        raise RuleBroken(Reason.REQUEST_DECIDED)
    if row.asked_by_id == uow.actor.user_id:
        raise RuleBroken(Reason.NEEDS_ANOTHER_PERSON)
    row.decided_by_id, row.decided_at, row.granted = uow.actor.user_id, uow.now, granted
    row.open_until = uow.now + OPEN_FOR if granted else None
    ledger.append(uow, "identity.granted" if granted else "identity.declined", case, asked_by=row.asked_by_id)


def open_until(uow: UnitOfWork, requests: Iterable[IdentityRequest]) -> datetime | None:
    """Until when the actor may see the identity, by the consent that holds longest; None when none holds."""
    mine = [row for row in requests if row.granted and row.asked_by_id == uow.actor.user_id]
    return max((row.open_until for row in mine if row.open_until and row.open_until > uow.now), default=None)


def may_open(uow: UnitOfWork, case: Case) -> bool:
    return open_until(uow, left.identity_requests(uow.session, case.id)) is not None


def reveal(uow: UnitOfWork, number: str) -> dict[str, Any]:
    """The petitioner's details, for the person to whom it was granted and while it holds."""
    case = gate.load_case(uow, number, {Permission.IDENTITY_ASK})
    return dict(gate.open_identity(uow, case, granted=may_open(uow, case))["identity"])
