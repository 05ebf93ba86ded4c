"""Asking units and citizens, and asking the law for more time."""

from caseapp.domain import rules
from caseapp.domain.commands import AskCitizen, Command, Extend, RequestExplanation
from caseapp.domain.compartments import (
    READER_RECOVERY,
    TEAM_OF_PATH,
    Compartment,
    extract_compartment,
    member_reader,
    team_reader,
)
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.models.case import Case
from caseapp.models.reference import Unit
from caseapp.models.steps import Explanation
from caseapp.queries import cases
from caseapp.queries import steps as left
from caseapp.services import gate
from caseapp.services.filing import intake
from caseapp.services.law import terms, waiting
from caseapp.services.petitioner import writing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects.codes import Codes


def nothing_more(_uow: UnitOfWork, _case: Case, _command: Command) -> Codes:
    """The status itself is all that changes."""
    return {}


def request_explanation(uow: UnitOfWork, case: Case, command: RequestExplanation) -> Codes:
    """The extract gets a key of its own, for the team and for those officers of the unit who are not recused."""
    if uow.session.get(Unit, command.unit_id) is None:
        raise RuleBroken(Reason.NO_SUCH_UNIT)
    recused = cases.recused(uow.session, case.id)
    officers = [o for o in left.unit_officers(uow.session, command.unit_id) if o.id not in recused]
    if not officers:
        raise RuleBroken(Reason.NO_SUCH_PERSON)
    row = Explanation(
        id=new_id(),
        case_id=case.id,
        unit_id=command.unit_id,
        asked_by_id=uow.actor.user_id,
        asked_at=uow.now,
        due_on=terms.working_days_from(uow, rules.EXPLANATION),
    )
    uow.session.add(row)
    publics = intake.public_keys(uow)
    readers = {name: publics[name] for name in (team_reader(TEAM_OF_PATH[case.path]), READER_RECOVERY)}
    readers |= {member_reader(officer.id): officer.public_key for officer in officers if officer.public_key}
    compartment = extract_compartment(row.id)
    gate.new_compartment(uow, case, compartment, readers)
    gate.put_new_part(uow, case, compartment, "extract", command.extract)
    return {"unit": command.unit_id}


def ask_citizen(uow: UnitOfWork, case: Case, command: AskCitizen) -> Codes:
    """From now on the case waits; whether the clock stands still meanwhile is the rule's to say."""
    gate.decide(uow, case, Compartment.REPORT)
    writing.message(uow, case, command.text)
    waiting.begin(uow, case)
    return {}


def resume(uow: UnitOfWork, case: Case, _command: Command) -> Codes:
    """The wait is over since the citizen answered, however late somebody takes it up."""
    waiting.end(uow, case)
    terms.set_due(uow, case)
    return {"due_on": case.due_on.isoformat() if case.due_on else None}


def extend(uow: UnitOfWork, case: Case, command: Extend) -> Codes:
    """Once, by the head, with a reason, and the petitioner is told (petitions law, art. 16)."""
    case.extended_days = command.days
    terms.set_due(uow, case)
    letter = writing.message(uow, case, command.reason)
    due_on = case.due_on.isoformat() if case.due_on else None
    return {"days": command.days, "due_on": due_on, "message": letter}
