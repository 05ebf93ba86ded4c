"""The life of a case against the table that was agreed on, its whole journeys, and what no table may ever allow."""

import pytest

from caseapp.domain import commands as c
from caseapp.domain import workflow
from caseapp.domain.actors import Actor
from caseapp.domain.errors import RuleBroken
from caseapp.domain.facts import CaseFacts
from caseapp.domain.policy import PERMISSIONS, Permission
from caseapp.domain.vocab import DECIDED_STATUSES, Action, Path, Status
from caseapp.domain.workflow import STEPS, Step
from tests.domain.cast import (
    BAT,
    CITIZEN,
    GANAA,
    LIAISON,
    SARAN,
    SUKH,
    TODAY,
    TUYA,
    WHOLE,
    after,
    id_of,
    integrity,
    is_approval,
    ordinary,
    triage,
)
from tests.domain.lawyers_table import LINES, Line

PLAYED = [
    Line(path, step.before, step.action, step.after, step.path_after or path, step.permission)
    for step in STEPS
    for path in step.paths
]


def _name(line: Line) -> str:
    return f"{line.path}-{line.before}-{line.action}-{line.permission.value.replace(':', '_')}"


@pytest.mark.parametrize("line", LINES, ids=_name)
def test_each_agreed_line_is_played_once(line: Line) -> None:
    assert PLAYED.count(line) == 1


def test_no_line_is_played_that_was_not_agreed() -> None:
    assert set(PLAYED) == set(LINES)


@pytest.mark.parametrize("step", [s for s in STEPS if is_approval(s.action)], ids=lambda s: s.action.value)
def test_every_approval_and_refusal_of_a_proposal_needs_another_person(step: Step) -> None:
    facts = (ordinary if Path.ORDINARY in step.paths else integrity)(step.before, proposed_by_id=id_of(TUYA))
    with pytest.raises(RuleBroken) as broken:
        workflow.plan(facts, WHOLE[step.action], TUYA, TODAY)
    assert broken.value.reason.value == "needs_another_person"
    assert workflow.plan(facts, WHOLE[step.action], GANAA, TODAY) == step


def test_a_matter_of_integrity_is_never_withdrawn_answered_or_forwarded() -> None:
    reached = {step.after for step in STEPS if Path.INTEGRITY in step.paths}
    assert not reached & {Status.WITHDRAWN, Status.ANSWERED, Status.ANSWER_PROPOSED, Status.FORWARDED, Status.RETURNED}


def test_an_ordinary_case_never_reaches_the_agency() -> None:
    reached = {step.after for step in STEPS if Path.ORDINARY in step.paths and step.path_after is None}
    assert not any("refer" in status.value or "agency" in status.value for status in reached)


def test_every_status_is_reached_and_every_open_one_can_be_left() -> None:
    reached = {Status.RECEIVED} | {step.after for step in STEPS}
    left = {step.before for step in STEPS if step.after is not step.before}
    assert reached == set(Status)
    assert set(Status) - left == set()


def test_every_action_has_one_verb_for_the_ledger_and_one_order() -> None:
    verbs = {(step.action, step.verb) for step in STEPS}
    assert len({verb for _, verb in verbs}) == len(verbs) == len(Action)
    assert set(WHOLE) == set(Action)
    assert len({type(order) for order in WHOLE.values()}) == len(Action)


@pytest.mark.parametrize("action", Action)
def test_the_permissions_of_an_action_are_those_of_its_lines_and_somebody_holds_one(action: Action) -> None:
    needed = workflow.permissions_for(action)
    assert needed == {line.permission for line in LINES if line.action is action}
    assert any(needed & held for held in PERMISSIONS.values())


def test_only_the_agencys_liaison_steps_in_without_a_place_in_inspection() -> None:
    assert workflow.permissions_for(Action.ACKNOWLEDGE) == {Permission.AGENCY_ACKNOWLEDGE, Permission.CASE_REFER}
    assert {a for a in Action if Permission.AGENCY_ACKNOWLEDGE in workflow.permissions_for(a)} == {Action.ACKNOWLEDGE}


Played = list[tuple[Actor, Action]]
TO_WORK: Played = [(SUKH, Action.REGISTER), (TUYA, Action.TRIAGE), (BAT, Action.ASSIGN)]
JOURNEYS: dict[str, tuple[Path, Played, Status]] = {
    "answered": (
        Path.ORDINARY,
        [
            *TO_WORK,
            (TUYA, Action.EXTEND),
            (BAT, Action.REQUEST_EXPLANATION),
            (BAT, Action.EXPLANATION_RECEIVED),
            (BAT, Action.ASK_CITIZEN),
            (BAT, Action.RESUME),
            (BAT, Action.PROPOSE_ANSWER),
            (SARAN, Action.RETURN_ANSWER),
            (BAT, Action.PROPOSE_ANSWER),
            (SARAN, Action.APPROVE_ANSWER),
            (SARAN, Action.CLOSE),
            (CITIZEN, Action.APPEAL),
            (TUYA, Action.ASSIGN),
        ],
        Status.IN_PROGRESS,
    ),
    "sent back and forwarded": (
        Path.ORDINARY,
        [
            (SUKH, Action.REGISTER),
            (SARAN, Action.TRIAGE),
            (SARAN, Action.RETURN_INCOMPLETE),
            (CITIZEN, Action.COMPLETE),
            (SARAN, Action.TRIAGE),
            (SARAN, Action.FORWARD),
            (SARAN, Action.TAKE_BACK),
            (SARAN, Action.TRIAGE),
            (SARAN, Action.FORWARD),
            (SARAN, Action.CLOSE),
            (TUYA, Action.REOPEN),
            (CITIZEN, Action.WITHDRAW),
        ],
        Status.WITHDRAWN,
    ),
    "escalated and returned": (
        Path.ORDINARY,
        [
            *TO_WORK,
            (BAT, Action.ESCALATE),
            (BAT, Action.PROPOSE_RETURN),
            (TUYA, Action.DECLINE_RETURN),
            (BAT, Action.PROPOSE_RETURN),
            (TUYA, Action.APPROVE_RETURN),
            (SARAN, Action.MERGE),
        ],
        Status.MERGED,
    ),
    "referred": (
        Path.INTEGRITY,
        [
            *TO_WORK,
            (BAT, Action.PROPOSE_REFERRAL),
            (TUYA, Action.DECLINE_REFERRAL),
            (BAT, Action.PROPOSE_REFERRAL),
            (TUYA, Action.APPROVE_REFERRAL),
            (LIAISON, Action.ACKNOWLEDGE),
            (BAT, Action.RECORD_OUTCOME),
            (BAT, Action.CLOSE),
        ],
        Status.CLOSED,
    ),
    "not referred": (
        Path.INTEGRITY,
        [
            *TO_WORK,
            (BAT, Action.PROPOSE_NO_REFERRAL),
            (GANAA, Action.DECLINE_NO_REFERRAL),
            (BAT, Action.PROPOSE_NO_REFERRAL),
            (GANAA, Action.APPROVE_NO_REFERRAL),
            (GANAA, Action.CLOSE),
            (TUYA, Action.REOPEN),
        ],
        Status.TRIAGED,
    ),
}


def _order(action: Action, facts: CaseFacts, actor: Actor) -> c.Command:
    if action is Action.TRIAGE:
        return triage(kind=facts.kind, themes=facts.themes)
    return c.Assign(id_of(actor), no_conflict=True) if action is Action.ASSIGN else WHOLE[action]


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_case_travels_its_whole_journey(name: str) -> None:
    path, played, end = JOURNEYS[name]
    facts = (ordinary if path is Path.ORDINARY else integrity)(Status.RECEIVED, assignee_id=None)
    for actor, action in played:
        order = _order(action, facts, actor)
        facts = after(facts, workflow.plan(facts, order, actor, TODAY), order, actor, TODAY)
    assert facts.status is end


def test_the_journeys_pass_every_line_but_those_told_apart_by_who_acts() -> None:
    travelled = {action for _, played, _ in JOURNEYS.values() for _, action in played}
    assert travelled == set(Action)


@pytest.mark.parametrize("status", [Status.MERGED, Status.WITHDRAWN], ids=str)
@pytest.mark.parametrize("action", [action for action in Action if action is not Action.REOPEN])
def test_nothing_but_a_reopening_or_a_merged_petitioners_appeal_follows_an_end(status: Status, action: Action) -> None:
    assert status in DECIDED_STATUSES
    if (status, action) == (Status.MERGED, Action.APPEAL):
        return
    with pytest.raises(RuleBroken) as broken:
        workflow.plan(ordinary(status), WHOLE[action], TUYA, TODAY)
    assert broken.value.reason.value == "not_now"
