"""The standing cast as actors, orders in good form for every action, and what a step leaves behind in the facts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from caseapp.domain import commands as c
from caseapp.domain.actors import Actor, ActorKind, Door, citizen
from caseapp.domain.compartments import TEAM_OF_PATH, Team
from caseapp.domain.facts import CaseFacts
from caseapp.domain.policy import Role, permissions_of
from caseapp.domain.vocab import (
    DECIDED_STATUSES,
    Action,
    AgencyOutcome,
    Cause,
    Completeness,
    Kind,
    Mode,
    NoReferralReason,
    Outcome,
    Path,
    Service,
    Severity,
    Status,
    Theme,
)
from caseapp.domain.workflow import Step

TODAY = date(2026, 3, 2)
TEXT = "Шалтгаан"
APPEAL_DAYS = 30

BOTH_TEAMS = frozenset(Team)


def _staff(number: int, role: Role, teams: frozenset[Team] = frozenset(), door: Door = Door.CASEWORK) -> Actor:
    return Actor(ActorKind.STAFF, door, number, permissions_of(frozenset({role})), teams)


TUYA = _staff(1, Role.HEAD, BOTH_TEAMS)
GANAA = _staff(2, Role.HEAD, BOTH_TEAMS)
BAT = _staff(3, Role.INTEGRITY_INSPECTOR, BOTH_TEAMS)
SARAN = _staff(4, Role.INSPECTOR, frozenset({Team.CASEWORK}))
SUKH = _staff(5, Role.REGISTRAR, frozenset({Team.CASEWORK}))
OYUN = _staff(6, Role.ANALYST, door=Door.ANALYSIS)
DORJ = _staff(7, Role.ADMIN, door=Door.ADMIN)
LIAISON = _staff(8, Role.AGENCY_LIAISON, door=Door.AGENCY)
STAFF = (TUYA, GANAA, BAT, SARAN, SUKH, OYUN, DORJ, LIAISON)
CITIZEN = citizen(b"r" * 32)
ACTORS = (*STAFF, CITIZEN)


def id_of(actor: Actor) -> int:
    assert actor.user_id is not None
    return actor.user_id


def team_of(path: Path) -> frozenset[int]:
    return frozenset(id_of(actor) for actor in STAFF if TEAM_OF_PATH[path] in actor.teams)


def ordinary(status: Status = Status.IN_PROGRESS, **changes: Any) -> CaseFacts:
    """A named complaint about delay that Saran works on, having stated that she has no stake in it."""
    facts = CaseFacts(
        Path.ORDINARY,
        status,
        Kind.COMPLAINT,
        Mode.NAMED,
        assignee_id=SARAN.user_id,
        themes=frozenset({Theme.DELAY}),
        no_conflict_stated_by=frozenset({id_of(SARAN)}),
        team_ids=team_of(Path.ORDINARY),
        today=TODAY,
    )
    return replace(facts, **changes)


def integrity(status: Status = Status.IN_PROGRESS, **changes: Any) -> CaseFacts:
    """A confidential report of bribery that Bat works on, having stated that he has no stake in it."""
    facts = CaseFacts(
        Path.INTEGRITY,
        status,
        Kind.CORRUPTION,
        Mode.CONFIDENTIAL,
        assignee_id=BAT.user_id,
        themes=frozenset({Theme.BRIBERY}),
        due_is_legal=False,
        no_conflict_stated_by=frozenset({id_of(BAT)}),
        team_ids=team_of(Path.INTEGRITY),
        today=TODAY,
    )
    return replace(facts, **changes)


def triage(**changes: Any) -> c.Triage:
    whole = c.Triage(
        Kind.COMPLAINT, Service.CIVIL, 1, frozenset({Theme.DELAY}), Severity.LOW, Completeness.COMPLETE, "Гарчиг"
    )
    return replace(whole, **changes)


WHOLE: dict[Action, c.Command] = {
    order.action: order
    for order in (
        c.Register(),
        triage(),
        c.ReturnIncomplete(TEXT),
        c.Complete(TEXT),
        c.Forward("court", TEXT),
        c.TakeBack(TEXT),
        c.Escalate(TEXT),
        c.ProposeReturn(TEXT),
        c.ApproveReturn(),
        c.DeclineReturn(TEXT),
        c.Assign(id_of(BAT), no_conflict=True),
        c.RequestExplanation(1, TEXT),
        c.ExplanationReceived(),
        c.AskCitizen(TEXT),
        c.Resume(),
        c.Extend(30, TEXT),
        c.ProposeAnswer(Outcome.UPHELD, TEXT, TEXT),
        c.ApproveAnswer(),
        c.ReturnAnswer(TEXT),
        c.ProposeReferral(TEXT, with_identity=False),
        c.ApproveReferral(),
        c.DeclineReferral(TEXT),
        c.ProposeNoReferral(NoReferralReason.NOTHING_TO_GO_ON, TEXT),
        c.ApproveNoReferral(),
        c.DeclineNoReferral(TEXT),
        c.Acknowledge("А-17", TODAY),
        c.RecordOutcome(AgencyOutcome.INVESTIGATION),
        c.Close(Cause.PROCEDURE, TEXT),
        c.Withdraw(),
        c.Merge("2026-0000-0042-0"),
        c.Reopen(TEXT),
        c.Appeal(TEXT),
    )
}
"""For each action an order that nothing typed stands in the way of."""


HEADS = frozenset({id_of(TUYA), id_of(GANAA)})
"""Who may decide appeals."""


def is_approval(action: Action) -> bool:
    """The second person's say on a proposal: either way."""
    return action.value.startswith(("approve_", "decline_", "return_answer"))


def recuse(facts: CaseFacts, *people: int) -> CaseFacts:
    """The case vanishes for them; whoever of them worked on it loses it."""
    kept = None if facts.assignee_id in people else facts.assignee_id
    return replace(facts, recused_ids=facts.recused_ids | set(people), assignee_id=kept)


def _left_by(facts: CaseFacts, command: c.Command, actor: Actor) -> CaseFacts:
    """What the action itself changes besides status and path."""
    if isinstance(command, c.Triage):
        told = replace(facts, kind=command.kind, themes=command.themes)
        return recuse(told, *command.subject_official_ids)
    if isinstance(command, c.Assign):
        stated = {command.assignee_id} if command.assignee_id == actor.user_id else set()
        stated_by = facts.no_conflict_stated_by | stated
        return replace(facts, assignee_id=command.assignee_id, no_conflict_stated_by=stated_by)
    if isinstance(command, c.Forward | c.TakeBack):
        return replace(facts, forwarded=isinstance(command, c.Forward))
    if isinstance(command, c.ProposeAnswer):
        return replace(
            facts, proposed_by_id=actor.user_id, refers_to_answer=command.outcome is Outcome.REPEAT, forwarded=False
        )
    if isinstance(command, c.Extend):
        return replace(facts, extended=True)
    if isinstance(command, c.Reopen):
        return replace(facts, assignee_id=None)
    if isinstance(command, c.Appeal):
        return replace(facts, assignee_id=None, appealed=True, appeal_heads=HEADS)
    if command.action.value.startswith("propose_"):
        return replace(facts, proposed_by_id=actor.user_id)
    return replace(facts, proposed_by_id=None) if is_approval(command.action) else facts


def after(facts: CaseFacts, step: Step, command: c.Command, actor: Actor, today: date) -> CaseFacts:
    """The facts as services/workflow/steps.py would state them next."""
    then = replace(_left_by(facts, command, actor), status=step.after, today=today)
    if step.after not in DECIDED_STATUSES:
        then = replace(then, appeal_until=None)
    elif facts.appeal_until is None:
        then = replace(then, appeal_until=today + timedelta(days=APPEAL_DAYS))
    if step.path_after is not None:
        path = step.path_after
        then = replace(then, path=path, assignee_id=None, proposed_by_id=None, team_ids=team_of(path))
    return then
