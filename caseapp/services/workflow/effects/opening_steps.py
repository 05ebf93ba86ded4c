"""The first steps of a case: registering, triage, sending back, escalating, assigning."""

from sqlalchemy import delete

from caseapp.domain.actors import ActorKind
from caseapp.domain.commands import (
    Assign,
    Complete,
    Escalate,
    Register,
    ReturnIncomplete,
    Triage,
    Withdraw,
)
from caseapp.domain.compartments import notes_of
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Theme
from caseapp.models.case import Case, ConflictStatement, ThemeDecision
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit
from caseapp.queries import cases
from caseapp.services import gate
from caseapp.services.casework import alike, finding
from caseapp.services.law import terms
from caseapp.services.petitioner import writing
from caseapp.services.staff import recusing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects.codes import Codes


def register(uow: UnitOfWork, case: Case, _command: Register) -> Codes:
    """The search words are made here, in a session that holds the team's key."""
    case.registered_at = case.registered_at or uow.now
    finding.index(uow, case)
    alike.find(uow, case)
    return {}


def triage(uow: UnitOfWork, case: Case, command: Triage) -> Codes:
    gate.decide(uow, case, notes_of(case.path))
    if command.unit_id is None or uow.session.get(Unit, command.unit_id) is None:
        raise RuleBroken(Reason.NO_SUCH_UNIT)
    case.kind, case.service, case.unit_id = command.kind, command.service, command.unit_id
    case.severity, case.completeness = command.severity, command.completeness
    case.triaged_at = uow.now
    terms.set_due(uow, case)
    _decide_themes(uow, case, command.themes)
    if command.title.strip():
        gate.put_part(uow, case, notes_of(case.path), "title", command.title.strip()[:200])
    recusing.shut_out(uow, case, recusing.lines_of(uow, command.subject_official_ids))
    return {"kind": case.kind, "service": case.service, "themes": " ".join(sorted(command.themes))}


def _decide_themes(uow: UnitOfWork, case: Case, themes: frozenset[Theme]) -> None:
    uow.session.execute(delete(ThemeDecision).where(ThemeDecision.case_id == case.id))
    uow.session.add_all(
        ThemeDecision(case_id=case.id, theme=theme, decided_by_id=uow.actor.user_id, decided_at=uow.now)
        for theme in themes
    )


def return_incomplete(uow: UnitOfWork, case: Case, command: ReturnIncomplete) -> Codes:
    writing.message(uow, case, command.missing)
    return {}


def complete(uow: UnitOfWork, case: Case, command: Complete) -> Codes:
    writing.message(uow, case, command.text, command.draft)
    return {}


def escalate(uow: UnitOfWork, case: Case, command: Escalate) -> Codes:
    writing.note(uow, case, "case.escalated", command.reason)
    return {}


def assign(uow: UnitOfWork, case: Case, command: Assign) -> Codes:
    """Whoever takes a case themselves states «no conflict» with it; another is asked when they open it."""
    person = uow.session.get(StaffUser, command.assignee_id)
    if person is None or not person.active:
        raise RuleBroken(Reason.NO_SUCH_PERSON)
    case.assignee_id = command.assignee_id
    if command.assignee_id == uow.actor.user_id:
        state_no_conflict(uow, case)
    return {"assignee": command.assignee_id}


def state_no_conflict(uow: UnitOfWork, case: Case) -> None:
    if uow.actor.user_id in cases.no_conflict_stated_by(uow.session, case.id):
        return
    uow.session.add(ConflictStatement(case_id=case.id, user_id=uow.actor.user_id, stated_at=uow.now))


def withdraw(uow: UnitOfWork, case: Case, command: Withdraw) -> Codes:
    """By the citizen; or by staff for paper, with the reason kept."""
    if uow.actor.kind is ActorKind.STAFF:
        writing.note(uow, case, "case.withdrawn", command.reason)
        return {"by": "staff"}
    if command.reason.strip():
        writing.message(uow, case, command.reason)
    return {"by": "citizen"}
