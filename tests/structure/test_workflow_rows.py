"""The table of the workflow: every row can be reached, says one thing, and has all that taking it needs."""

import re

import pytest

from caseapp.domain import commands, guards
from caseapp.domain.policy import PERMISSIONS, Permission
from caseapp.domain.vocab import DECIDED_STATUSES, Action, Path, Status
from caseapp.domain.workflow import STEPS, Step
from caseapp.services.workflow.effects import EFFECTS
from caseapp.web.casework.step_forms import FORMS, PlainForm, ReasonForm, StepForm

Place = tuple[Path, Status]
ENDS = {Status.WITHDRAWN, Status.MERGED}
CITIZENS_AND_THE_AGENCYS = {Permission.THREAD_WRITE, Permission.AGENCY_ACKNOWLEDGE}
DECISIONS_ON_A_PROPOSAL = ("approve_", "decline_", "return_answer")


def leads_to(step: Step, path: Path) -> Place:
    return step.path_after or path, step.after


def reached_from(*starts: Place) -> set[Place]:
    """Every path and status that some chain of rows leads to."""
    found, waiting = set(starts), list(starts)
    while waiting:
        path, status = waiting.pop()
        for step in STEPS:
            if path in step.paths and step.before is status and (there := leads_to(step, path)) not in found:
                found.add(there)
                waiting.append(there)
    return found


REACHED = reached_from(*((path, Status.RECEIVED) for path in Path))


def named(step: Step) -> str:
    return f"{'+'.join(sorted(step.paths))}: {step.before} {step.action} {step.permission}"


def command_of(action: Action) -> type[commands.Command]:
    (found,) = [command for command in commands.Command.__subclasses__() if command.action is action]
    return found


@pytest.mark.parametrize("path", Path)
def test_every_row_is_reached_on_its_own_path(path: Path) -> None:
    on_this_path = reached_from((path, Status.RECEIVED))
    stranded = [named(step) for step in STEPS if path in step.paths and (path, step.before) not in on_this_path]
    assert stranded == []


def test_every_status_is_the_state_of_some_case() -> None:
    assert {status for _, status in REACHED} == set(Status)


@pytest.mark.parametrize("step", STEPS, ids=named)
def test_a_row_has_one_permission_that_somebody_holds_and_one_verb(step: Step) -> None:
    held = frozenset().union(*PERMISSIONS.values()) | {Permission.THREAD_WRITE}
    assert isinstance(step.permission, Permission)
    assert step.permission in held
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", step.verb)


def test_no_row_stands_twice() -> None:
    rows = [(path, s.before, s.action, s.permission) for s in STEPS for path in s.paths]
    assert len(rows) == len(set(rows))


def test_two_rows_of_one_action_from_one_place_differ_in_who_takes_them_alone() -> None:
    meant: dict[tuple[Path, Status, Action], set[tuple[Status, Path | None, str]]] = {}
    for step in STEPS:
        for path in step.paths:
            told = meant.setdefault((path, step.before, step.action), set())
            told.add((step.after, step.path_after, step.verb))
    assert {where: told for where, told in meant.items() if len(told) > 1} == {}


def test_an_action_is_always_written_down_with_the_same_verb_and_no_other_action_with_it() -> None:
    by_action = {(step.action, step.verb) for step in STEPS}
    assert len(by_action) == len({action for action, _ in by_action}) == len({verb for _, verb in by_action})


def test_every_action_stands_in_the_table() -> None:
    assert {step.action for step in STEPS} == set(Action)


def test_every_action_has_one_command_with_an_effect_of_its_own() -> None:
    assert set(EFFECTS) == {command_of(action) for action in Action}


def test_every_action_that_staff_take_has_a_form() -> None:
    by_staff = {step.action for step in STEPS if step.permission not in CITIZENS_AND_THE_AGENCYS}
    assert by_staff - set(FORMS) == set()


@pytest.mark.parametrize(
    ("action", "form"), [item for item in FORMS.items() if issubclass(item[1], PlainForm | ReasonForm)]
)
def test_a_form_made_from_a_command_orders_the_action_it_stands_for(action: Action, form: type[StepForm]) -> None:
    assert form.command is command_of(action)  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", sorted(REACHED), ids=lambda place: "-".join(place))
def test_a_case_is_never_stuck(place: Place) -> None:
    path, status = place
    out = [step for step in STEPS if path in step.paths and step.before is status and leads_to(step, path) != place]
    if status in ENDS:
        assert {step.action for step in out} <= {Action.REOPEN, Action.APPEAL}, "by the staff, or by whom it was joined"
    else:
        assert out
        assert {after for _, after in reached_from(place)} & DECIDED_STATUSES


def test_whoever_decides_on_a_proposal_is_another_person() -> None:
    alone = [
        named(step)
        for step in STEPS
        if step.action.value.startswith(DECISIONS_ON_A_PROPOSAL) and guards.another_person not in step.offered_to
    ]
    proposals = [step for step in STEPS if step.after.value.endswith("_proposed")]
    decided = {step.before for step in STEPS if guards.another_person in step.offered_to}
    assert alone == []
    assert {step.after for step in proposals} == decided


def test_a_case_leaves_a_waiting_decision_by_the_decision_or_by_the_citizen_alone() -> None:
    decided = {step.before for step in STEPS if guards.another_person in step.offered_to}
    around = [
        named(step)
        for step in STEPS
        if step.before in decided
        and guards.another_person not in step.offered_to
        and step.action is not Action.WITHDRAW
    ]
    assert around == []


def test_an_integrity_case_is_neither_withdrawn_nor_answered_like_an_ordinary_one() -> None:
    here = {status for path, status in reached_from((Path.INTEGRITY, Status.RECEIVED)) if path is Path.INTEGRITY}
    assert here & {Status.WITHDRAWN, Status.ANSWERED, Status.ANSWER_PROPOSED, Status.FORWARDED} == set()


def test_a_referral_is_reached_from_the_integrity_path_alone() -> None:
    assert {path for path, status in REACHED if status is Status.REFERRED} == {Path.INTEGRITY}
