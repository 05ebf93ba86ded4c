"""The workflow's table told forward: nothing of it is left out, and who may act is read from the table of roles."""

from dataclasses import replace

import pytest

from caseapp.domain import life, policy
from caseapp.domain.actors import citizen
from caseapp.domain.policy import Permission, Role
from caseapp.domain.stages import Stage, Way, stages
from caseapp.domain.vocab import Action, Path, Status


def at(path: Path, status: Status) -> Stage:
    return next(stage for stage in stages(path) if stage.status is status)


def way(path: Path, status: Status, action: Action) -> Way:
    return next(way for way in at(path, status).ways if way.action is action)


@pytest.mark.parametrize("path", Path)
def test_every_row_of_the_table_is_told_on_each_of_its_paths(path: Path) -> None:
    rows = {(row.before, row.action, row.after, row.path_after or path) for row in life.STEPS if path in row.paths}
    told = {(stage.status, w.action, w.after, w.path_after) for stage in stages(path) for w in stage.ways}
    assert told == rows


@pytest.mark.parametrize("path", Path)
def test_a_case_begins_as_received_and_every_way_leads_to_a_state_that_is_told(path: Path) -> None:
    told = stages(path)
    assert told[0].status is Status.RECEIVED
    known = {stage.status for stage in told}
    assert {w.after for stage in told for w in stage.ways if w.path_after is path} <= known
    assert len(known) == len(told)


def test_each_path_tells_its_own_states_alone() -> None:
    ordinary, integrity = ({stage.status for stage in stages(path)} for path in (Path.ORDINARY, Path.INTEGRITY))
    assert Status.ANSWERED in ordinary - integrity
    assert Status.REFERRED in integrity - ordinary


def test_the_citizen_withdraws_what_was_filed_online_and_staff_what_came_on_paper() -> None:
    found = way(Path.ORDINARY, Status.IN_PROGRESS, Action.WITHDRAW)
    assert found.by_citizen
    assert Role.INSPECTOR in found.by and found.only_by_hand
    assert Role.REGISTRAR not in found.by, "who may write letters for a petitioner withdraws nothing"


def test_the_citizens_own_word_on_an_answer_is_nobody_elses() -> None:
    found = way(Path.ORDINARY, Status.ANSWERED, Action.APPEAL)
    assert (found.by_citizen, found.by) == (True, ())


def test_a_referral_is_approved_by_another_person_than_proposed_it() -> None:
    assert way(Path.INTEGRITY, Status.REFERRAL_PROPOSED, Action.APPROVE_REFERRAL).needs_another
    assert not way(Path.INTEGRITY, Status.IN_PROGRESS, Action.PROPOSE_REFERRAL).needs_another


def test_the_agency_and_our_own_people_acknowledge_in_one_way() -> None:
    found = [w for w in at(Path.INTEGRITY, Status.REFERRED).ways if w.action is Action.ACKNOWLEDGE]
    assert len(found) == 1
    assert {Role.AGENCY_LIAISON, Role.INTEGRITY_INSPECTOR} <= set(found[0].by)


def test_a_role_that_is_given_a_permission_is_told_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Role.AUDITOR not in way(Path.ORDINARY, Status.RECEIVED, Action.REGISTER).by
    more = {Permission.CASE_REGISTER, *policy.PERMISSIONS[Role.AUDITOR]}
    monkeypatch.setitem(policy.PERMISSIONS, Role.AUDITOR, frozenset(more))
    assert Role.AUDITOR in way(Path.ORDINARY, Status.RECEIVED, Action.REGISTER).by


def test_a_row_that_is_added_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in life.STEPS if row.action is Action.REGISTER)
    monkeypatch.setattr(life, "STEPS", (*life.STEPS, replace(row, action=Action.MERGE, after=Status.MERGED)))
    assert way(Path.INTEGRITY, Status.RECEIVED, Action.MERGE).after is Status.MERGED
    assert at(Path.INTEGRITY, Status.MERGED).ways == ()


def test_somebody_may_take_every_way_that_is_told() -> None:
    assert citizen().may(Permission.THREAD_WRITE)
    nobody = [(s.status, w.action) for path in Path for s in stages(path) for w in s.ways if not (w.by or w.by_citizen)]
    assert nobody == []
