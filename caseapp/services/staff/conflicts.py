"""Statements of members of staff about their own interest in a case."""

from caseapp.domain.compartments import TEAM_OF_PATH
from caseapp.domain.policy import Permission
from caseapp.services import gate, ledger
from caseapp.services.staff import recusing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects.opening_steps import state_no_conflict


def state_none(uow: UnitOfWork, number: str) -> None:
    """«Ашиг сонирхлын зөрчилгүй», before the case's content is opened."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK})
    state_no_conflict(uow, case)
    ledger.append(uow, "conflict.none_stated", case)


def declare(uow: UnitOfWork, number: str) -> None:
    """«Татгалзах»: from now on the case does not exist for this person, and it waits for another assignee."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK})
    ledger.append(uow, "conflict.declared", case, team=TEAM_OF_PATH[case.path])
    if uow.actor.user_id is not None:
        recusing.step_aside(uow, case, {uow.actor.user_id: "own_statement"})
