"""Tasks: given inside the team alone, sealed like notes, seen by nobody for whom the case does not exist."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.services.casework import desk, tasks
from caseapp.services.staff import conflicts
from tests.lives import FiledCase, Lives

WORDS = "Бүртгэлийн дэвтрийг гаргуулж үзэх."


def give(lives: Lives, case: FiledCase, to: str, by: str = "tuya", words: str = WORDS, days: int = 1) -> None:
    with lives.cast.at(by) as uow:
        tasks.give(uow, case.number, words, lives.cast.id_of(to), uow.today + timedelta(days))


def list_of(lives: Lives, login: str) -> list[str]:
    with lives.cast.at(login) as uow:
        return [one.text for one in tasks.mine(uow)]


@pytest.mark.parametrize(
    ("to", "words", "days", "reason"),
    [
        ("oyun", WORDS, 1, Reason.ASSIGNEE_NOT_IN_TEAM),
        ("sukh", WORDS, 1, Reason.ASSIGNEE_NOT_IN_TEAM),
        ("saran", " ", 1, Reason.NEEDS_TEXT),
        ("saran", "а" * 2001, 1, Reason.TEXT_TOO_LONG),
        ("saran", WORDS, -1, Reason.DAY_IS_PAST),
    ],
)
def test_a_task_needs_a_member_a_text_and_a_day_to_come(
    lives: Lives, to: str, words: str, days: int, reason: Reason
) -> None:
    case = lives.triaged("bat")
    with pytest.raises(RuleBroken) as broken:
        give(lives, case, to, words=words, days=days)
    assert broken.value.reason is reason
    assert "task.given" not in lives.verbs(case)


def test_the_database_holds_no_word_of_a_task(lives: Lives) -> None:
    case = lives.triaged("bat")
    give(lives, case, "saran")
    with lives.owner.connect() as connection:
        rows = connection.execute(text("SELECT t::text || p.ciphertext::text FROM task t, sealed_part p")).scalars()
        assert not [row for row in rows if "дэвтрийг" in row]
    assert list_of(lives, "saran") == [WORDS]


def test_a_task_goes_with_the_case_from_whoever_is_shut_out(lives: Lives) -> None:
    case = lives.triaged("bat")
    give(lives, case, "saran")
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, case.number)
    assert list_of(lives, "saran") == []
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        tasks.finish(uow, case.number, 1)
    with pytest.raises(RuleBroken):
        give(lives, case, "saran")


def test_after_an_escalation_the_ordinary_team_has_no_task_on_it_any_more(lives: Lives) -> None:
    case = lives.triaged("bat")
    give(lives, case, "saran")
    give(lives, case, "bat")
    lives.cast.step("bat", case.number, c.Escalate("Хахуулийн шинжтэй."))
    assert list_of(lives, "saran") == [] and list_of(lives, "bat") == [WORDS]
    with lives.cast.at("bat") as uow:
        assert len(desk.open_case(uow, case.number).tasks) == 2


def test_a_task_is_done_once_and_only_on_its_own_case(lives: Lives) -> None:
    case, other = lives.triaged("bat"), lives.triaged("bat")
    give(lives, case, "saran")
    with lives.cast.at("saran") as uow:
        [task] = tasks.mine(uow)
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        tasks.finish(uow, other.number, task.id)
    for _ in range(2):
        with lives.cast.at("saran") as uow:
            tasks.finish(uow, case.number, task.id)
    assert lives.verbs(case).count("task.done") == 1 and list_of(lives, "saran") == []
