"""An answer is written by one person, approved by another, and only then read by the citizen."""

import pytest

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Action, Cause, Outcome, Status
from caseapp.services.casework import desk
from caseapp.services.petitioner import tracking
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import FiledCase, Lives

GROUND, LETTER = "Хууль, 16 дугаар зүйл", "Гомдол үндэслэлтэй. Цонх нэмж нээлээ."


def proposed(lives: Lives, letter: str = LETTER) -> FiledCase:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, GROUND, letter))
    return filed


def why_not(lives: Lives, login: str, filed: FiledCase, command: c.Command) -> Reason:
    before = (lives.status(filed), lives.verbs(filed))
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step(login, filed.number, command)
    assert (lives.status(filed), lives.verbs(filed)) == before
    return broken.value.reason


def letters(lives: Lives, filed: FiledCase) -> list[tuple[str, str]]:
    with lives.citizen(filed) as uow:
        return [(answer.letter, answer.legal_ground) for answer in tracking.open_own(uow).answers]


def test_the_citizen_reads_the_answer_once_a_second_person_approved_it(lives: Lives) -> None:
    filed = proposed(lives)
    assert letters(lives, filed) == []
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())
    assert letters(lives, filed) == [(LETTER, GROUND)]
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert own.status is Status.ANSWERED
    verbs = [event.verb for event in own.events]
    assert verbs[-1] == "answer.approved"
    assert "answer.proposed" not in verbs


def test_nobody_approves_or_returns_their_own_answer(lives: Lives) -> None:
    filed = proposed(lives)
    for command in (c.ApproveAnswer(), c.ReturnAnswer("Засна.")):
        assert why_not(lives, "saran", filed, command) is Reason.NEEDS_ANOTHER_PERSON
    assert Action.APPROVE_ANSWER not in lives.offered("saran", filed)
    assert Action.APPROVE_ANSWER in lives.offered("tuya", filed)


def test_an_answer_that_was_returned_is_never_read_by_the_citizen(lives: Lives) -> None:
    filed = proposed(lives, "Эхний ноорог.")
    assert why_not(lives, "tuya", filed, c.ReturnAnswer(" ")) is Reason.NEEDS_TEXT
    lives.cast.step("tuya", filed.number, c.ReturnAnswer("Хуулийн заалтыг тодруул."))
    assert letters(lives, filed) == []
    with lives.cast.at("saran") as uow:
        page = desk.open_case(uow, filed.number)
        assert ("answer.returned", "Хуулийн заалтыг тодруул.") in [(n.verb, n.text) for n in page.notes]
        assert page.answer is None
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.PARTLY_UPHELD, GROUND, LETTER))
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())
    assert letters(lives, filed) == [(LETTER, GROUND)]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (c.ProposeAnswer(None, GROUND, LETTER), Reason.NEEDS_OUTCOME),
        (c.ProposeAnswer(Outcome.UPHELD, " ", LETTER), Reason.NEEDS_TEXT),
        (c.ProposeAnswer(Outcome.UPHELD, GROUND, "\n"), Reason.NEEDS_TEXT),
        (c.ApproveAnswer(), Reason.NOT_NOW),
        (c.Close(Cause.STAFFING, "Сургамж."), Reason.NOT_NOW),
    ],
)
def test_an_answer_is_whole_or_is_none(lives: Lives, command: c.Command, reason: Reason) -> None:
    assert why_not(lives, "saran", lives.in_progress("saran"), command) is reason


def test_only_the_assignee_proposes(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    answer = c.ProposeAnswer(Outcome.UPHELD, GROUND, LETTER)
    assert why_not(lives, "bat", filed, answer) is Reason.NEEDS_ASSIGNEE


def test_whoever_was_assigned_by_another_states_no_conflict_before_anything_is_opened(lives: Lives) -> None:
    filed = lives.triaged("bat")
    lives.cast.step("bat", filed.number, c.Assign(lives.cast.id_of("saran")))
    with lives.cast.at("saran") as uow:
        assert desk.open_case(uow, filed.number).opened is None
    answer = c.ProposeAnswer(Outcome.UPHELD, GROUND, LETTER)
    assert why_not(lives, "saran", filed, answer) is Reason.NEEDS_NO_CONFLICT


@pytest.mark.parametrize(("cause", "lessons"), [(None, "Сургамж."), (Cause.STAFFING, "  ")])
def test_a_case_is_closed_with_its_cause_and_lessons(lives: Lives, cause: Cause | None, lessons: str) -> None:
    filed = lives.answered("saran", "tuya")
    assert why_not(lives, "saran", filed, c.Close(cause, lessons)) in {Reason.NEEDS_CAUSE, Reason.NEEDS_TEXT}


def test_after_the_time_for_appeals_only_the_staff_reopens(lives: Lives, clock: Clock) -> None:
    filed = lives.answered("saran", "tuya")
    lives.cast.step("saran", filed.number, lives.close())
    clock.forward(days=31)
    with pytest.raises(RuleBroken) as broken, lives.citizen(filed) as uow:
        steps.take_own_step(uow, c.Appeal("Хожуу."))
    assert broken.value.reason is Reason.APPEAL_TIME_OVER
    lives.cast.forget("tuya")
    lives.cast.step("tuya", filed.number, c.Reopen("Шинэ баримт."))
    assert lives.status(filed) == "triaged"


def test_a_reopened_case_that_is_forwarded_no_longer_counts_as_upheld(lives: Lives) -> None:
    filed = lives.answered("saran", "tuya")
    lives.cast.step("saran", filed.number, lives.close())
    lives.cast.step("tuya", filed.number, c.Reopen("Бидний харьяалал биш."))
    lives.cast.step("tuya", filed.number, c.Forward("land_authority", "Газрын алба шийднэ."))
    with lives.cast.at("tuya") as uow:
        case = desk.open_case(uow, filed.number).case
        assert (case.status, case.outcome, case.forwarded_to) == (Status.FORWARDED, None, "land_authority")
