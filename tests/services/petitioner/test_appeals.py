"""«I am not satisfied»: linked to the answer, a head's matter, decided by people who took no part in that answer."""

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Action, Outcome
from caseapp.queries.filtering import Filter
from caseapp.services.casework import desk, queues, stepping
from caseapp.services.petitioner import tracking
from caseapp.services.staff import conflicts
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import FiledCase, Lives

WORDS = "Цонх нээгдээгүй хэвээр."
ANSWER = c.ProposeAnswer(Outcome.UPHELD, "Хууль, 16 дугаар зүйл", "Хоёр цонх нэмж нээлээ.")


def appeal(lives: Lives, filed: FiledCase) -> None:
    with lives.citizen(filed) as uow:
        steps.take_own_step(uow, c.Appeal(WORDS))


def appealed(lives: Lives) -> FiledCase:
    """Saran had answered, Tuya had approved."""
    filed = lives.answered("saran", "tuya")
    appeal(lives, filed)
    return filed


def why_not(lives: Lives, login: str, filed: FiledCase, command: c.Command) -> Reason:
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step(login, filed.number, command)
    return broken.value.reason


def given_to_bat(lives: Lives) -> FiledCase:
    filed = appealed(lives)
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("bat")))
    with lives.cast.at("bat") as uow:
        conflicts.state_none(uow, filed.number)
    return filed


def in_queue(lives: Lives, login: str, name: str = "appeals") -> tuple[list[str], int]:
    with lives.cast.at(login) as uow:
        found = queues.list_cases(uow, Filter(queue=name))
        return [row.number for row in found.rows], found.counts[name]


def test_whoever_is_not_satisfied_appeals_inside_the_time_and_the_answer_is_named(lives: Lives, clock: Clock) -> None:
    filed = lives.answered("saran", "tuya")
    lives.cast.step("saran", filed.number, lives.close())
    clock.forward(days=30)
    appeal(lives, filed)
    assert lives.status(filed) == "triaged"
    assert lives.verbs(filed)[-1] == "case.appealed"
    with lives.owner.connect() as connection:
        row = connection.execute(
            text(
                'SELECT c.assignee_id, c.appealed_at, a.id, p.answer_id FROM "case" c JOIN answer a ON a.case_id = c.id'
                " JOIN appeal p ON p.case_id = c.id WHERE c.id = :id"
            ),
            {"id": filed.id},
        ).one()
    assert row.assignee_id is None and row.appealed_at == clock.now and row.answer_id == row.id
    lives.cast.forget("ganaa")
    with lives.cast.at("ganaa") as uow:
        page = desk.open_case(uow, filed.number)
    assert [m.text for m in page.messages] == [WORDS]
    assert page.appeal is not None and page.appeal.answered_at is not None
    assert page.appeal.deciders == {lives.cast.id_of("saran"), lives.cast.id_of("tuya")}


def test_the_day_after_the_time_for_appeals_is_too_late(lives: Lives, clock: Clock) -> None:
    filed = lives.answered()
    clock.forward(days=31)
    with pytest.raises(RuleBroken) as broken:
        appeal(lives, filed)
    assert broken.value.reason is Reason.APPEAL_TIME_OVER
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert Action.APPEAL not in own.can and own.appeal_until is None


def test_nobody_on_the_staff_appeals_for_the_petitioner(lives: Lives) -> None:
    filed = lives.answered("saran", "tuya")
    assert why_not(lives, "tuya", filed, c.Appeal(WORDS)) is Reason.NOT_ALLOWED


def test_a_head_gives_the_appeal_out_and_never_to_those_who_gave_the_answer(lives: Lives) -> None:
    filed = appealed(lives)
    bat, saran, tuya = (lives.cast.id_of(login) for login in ("bat", "saran", "tuya"))
    assert why_not(lives, "bat", filed, c.Assign(bat, no_conflict=True)) is Reason.APPEAL_FOR_HEAD
    assert why_not(lives, "tuya", filed, c.Assign(saran)) is Reason.DECIDED_BEFORE
    assert why_not(lives, "tuya", filed, c.Assign(tuya, no_conflict=True)) is Reason.DECIDED_BEFORE
    with lives.cast.at("tuya") as uow:
        offered = stepping.chances(uow, filed.number, Action.ASSIGN, "mn").assignable
    assert bat in offered and not offered & {saran, tuya}
    lives.cast.step("tuya", filed.number, c.Assign(bat))
    assert lives.status(filed) == "in_progress"
    assert why_not(lives, "saran", filed, c.Assign(bat)) is Reason.APPEAL_FOR_HEAD, "nor is it passed on"


def test_the_new_answer_is_approved_by_a_head_who_did_not_approve_the_first(lives: Lives) -> None:
    filed = given_to_bat(lives)
    lives.cast.step("bat", filed.number, ANSWER)
    assert why_not(lives, "tuya", filed, c.ApproveAnswer()) is Reason.DECIDED_BEFORE
    assert why_not(lives, "saran", filed, c.ApproveAnswer()) is Reason.DECIDED_BEFORE
    assert why_not(lives, "tuya", filed, c.ReturnAnswer("Засна уу.")) is Reason.DECIDED_BEFORE
    lives.cast.step("ganaa", filed.number, c.ApproveAnswer())
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert [answer.letter for answer in own.answers] == [ANSWER.letter, "Гомдол үндэслэлтэй."]
    assert own.appealed_on is None, "it is decided"


def test_an_inspector_approves_only_where_no_other_head_is_left(lives: Lives) -> None:
    filed = appealed(lives)
    ganaa = lives.cast.id_of("ganaa")
    lives.cast.step("tuya", filed.number, c.Assign(ganaa))
    with lives.cast.at("ganaa") as uow:
        conflicts.state_none(uow, filed.number)
    lives.cast.step("ganaa", filed.number, ANSWER)
    assert why_not(lives, "bat", filed, c.ApproveAnswer()) is Reason.APPEAL_FOR_HEAD
    with lives.owner.begin() as owner:
        owner.execute(
            text("INSERT INTO recusal (case_id, user_id, ground, recorded_at) VALUES (:c, :u, 'line', now())"),
            {"c": filed.id, "u": ganaa},
        )
    lives.cast.step("bat", filed.number, c.ApproveAnswer())
    assert lives.status(filed) == "answered"


def test_heads_have_a_queue_of_appeals_until_they_are_decided(lives: Lives) -> None:
    lives.in_progress("saran")
    filed = appealed(lives)
    assert in_queue(lives, "ganaa") == ([filed.number], 1)
    assert filed.number in in_queue(lives, "ganaa", "unassigned")[0]
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("bat")))
    with lives.cast.at("bat") as uow:
        conflicts.state_none(uow, filed.number)
    lives.cast.step("bat", filed.number, ANSWER)
    assert in_queue(lives, "ganaa")[1] == 1
    lives.cast.step("ganaa", filed.number, c.ApproveAnswer())
    assert in_queue(lives, "ganaa") == ([], 0)


def test_a_second_appeal_is_against_the_second_answer(lives: Lives, clock: Clock) -> None:
    filed = given_to_bat(lives)
    lives.cast.step("bat", filed.number, ANSWER)
    clock.forward(minutes=5)
    lives.cast.step("ganaa", filed.number, c.ApproveAnswer())
    clock.forward(minutes=5)
    appeal(lives, filed)
    with lives.cast.at("tuya") as uow:
        page = desk.open_case(uow, filed.number)
    assert page.appeal is not None
    assert page.appeal.deciders == {lives.cast.id_of("bat"), lives.cast.id_of("ganaa")}
    assert why_not(lives, "tuya", filed, c.Assign(lives.cast.id_of("bat"))) is Reason.DECIDED_BEFORE
