"""Reminders: to the assignee and the heads alone, in time, once, and gone when there is nothing to be reminded of."""

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.errors import Refused
from caseapp.domain.reminding import Stage
from caseapp.domain.vocab import Theme
from caseapp.services.casework import desk
from caseapp.services.law import reminding
from caseapp.services.petitioner import writing
from caseapp.services.staff import conflicts
from caseapp.services.uow import open_unit_of_work
from tests.conftest import Clock
from tests.lives import FiledCase, Lives


def morning(lives: Lives) -> int:
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        return reminding.remind(uow)


def told(lives: Lives, login: str) -> list[tuple[str, Stage]]:
    with lives.cast.at(login) as uow:
        return [(row.number, row.stage) for row in reminding.mine(uow).unseen]


def kept(lives: Lives) -> set[tuple[int, str]]:
    """Every row that there is, seen from outside: whose, and which stage."""
    with lives.owner.connect() as connection:
        rows = connection.execute(text("SELECT user_id, stage FROM reminder"))
        return {(row.user_id, row.stage) for row in rows}


def count(lives: Lives, login: str) -> int:
    lives.cast.forget(login)
    return lives.cast.signed_in(login).reminders


def test_the_assignee_and_the_heads_are_reminded_in_seven_three_and_one_working_days_and_when_it_is_over(
    lives: Lives, clock: Clock
) -> None:
    """Received on Monday 2 March, due on Wednesday 1 April 2026."""
    filed = lives.in_progress("saran")
    stages = []
    for day in range(1, 33):
        clock.forward(days=1)
        morning(lives)
        found = told(lives, "saran")
        assert found == told(lives, "tuya") == told(lives, "ganaa")
        assert told(lives, "bat") == []
        if found and found[-1][1] not in [stage for _, stage in stages]:
            assert found == [(filed.number, found[-1][1])], "one of a term at a time"
            stages.append((day, found[-1][1]))
    assert stages == [(21, Stage.IN_SEVEN), (25, Stage.IN_THREE), (29, Stage.IN_ONE), (31, Stage.OVERDUE)]


def test_asking_again_makes_nothing_twice_and_leaves_what_was_seen(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    assert morning(lives) == 3
    with lives.cast.at("saran") as uow:
        reminding.mark_seen(uow, ((filed.number, Stage.IN_ONE),))
    clock.forward(hours=1)
    assert morning(lives) == 0
    assert told(lives, "saran") == []
    assert told(lives, "tuya") == [(filed.number, Stage.IN_ONE)]
    with lives.cast.at("saran") as uow:
        assert [row.number for row in reminding.mine(uow).seen] == [filed.number]


def test_the_number_beside_the_link_counts_what_was_not_seen(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    morning(lives)
    assert (count(lives, "saran"), count(lives, "bat")) == (1, 0)
    with lives.cast.at("saran") as uow:
        reminding.mark_seen(uow, ((filed.number, Stage.IN_ONE),))
    assert count(lives, "saran") == 0


def test_nobody_marks_anothers_reminder(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    morning(lives)
    for login in ("bat", "saran"):
        with lives.cast.at(login) as uow:
            reminding.mark_seen(
                uow, ((filed.number, Stage.IN_ONE), (filed.number, Stage.OVERDUE), ("no", Stage.IN_ONE))
            )
    assert told(lives, "saran") == []
    assert told(lives, "tuya") == [(filed.number, Stage.IN_ONE)]


def test_an_answer_ends_the_reminders_of_its_case_at_once(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    morning(lives)
    with lives.citizen(filed) as uow:
        writing.citizen_message(uow, "Яаралтай байна.")
    assert told(lives, "saran") != []
    lives.withdraw(filed)
    assert kept(lives) == set()


def test_an_extension_ends_them_until_the_new_day_comes_near(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    morning(lives)
    lives.cast.step("tuya", filed.number, c.Extend(20, "Лавлагаа хүлээж байна."))
    assert kept(lives) == set()
    assert morning(lives) == 0
    clock.forward(days=20)
    morning(lives)
    assert told(lives, "saran") == [(filed.number, Stage.IN_ONE)]


def test_whoever_gives_the_case_away_is_reminded_of_it_no_more(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    morning(lives)
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("bat")))
    assert told(lives, "saran") == []
    morning(lives)
    assert told(lives, "saran") == []
    assert told(lives, "bat") == told(lives, "tuya") == [(filed.number, Stage.IN_ONE)]


def test_an_integrity_case_reminds_those_alone_who_hold_its_key(lives: Lives, clock: Clock) -> None:
    filed = lives.under_integrity("bat")
    clock.forward(days=91)
    morning(lives)
    overdue = [(filed.number, Stage.OVERDUE)]
    assert told(lives, "bat") == told(lives, "tuya") == overdue
    assert told(lives, "saran") == []
    assert count(lives, "saran") == 0


def test_a_case_that_goes_to_integrity_takes_its_reminders_along(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    morning(lives)
    lives.cast.step("saran", filed.number, c.Escalate("Шинжтэй."))
    assert kept(lives) == set()
    morning(lives)
    assert told(lives, "saran") == []
    assert told(lives, "tuya") == [(filed.number, Stage.IN_ONE)]


def about(lives: Lives, login: str) -> FiledCase:
    """A complaint about this person."""
    filed = lives.file("Байцаагч намайг үүдэнд нь зогсоолоо.")
    lives.cast.step("ganaa", filed.number, c.Register())
    lives.cast.step("ganaa", filed.number, lives.triage_of(Theme.QUEUE, officials=(lives.cast.id_of(login),)))
    return filed


def test_the_head_who_is_complained_about_is_never_reminded_of_it(lives: Lives, clock: Clock) -> None:
    filed = about(lives, "tuya")
    clock.forward(days=40)
    morning(lives)
    assert told(lives, "ganaa") == [(filed.number, Stage.OVERDUE)]
    assert {user for user, _ in kept(lives)} == {lives.cast.id_of("ganaa")}
    assert count(lives, "tuya") == 0


def test_a_conflict_stated_later_takes_the_reminder_away_with_the_case(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    morning(lives)
    assert count(lives, "saran") == 1
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, filed.number)
    assert lives.cast.id_of("saran") not in {user for user, _ in kept(lives)}
    assert count(lives, "saran") == 0


def test_a_head_shut_out_at_triage_loses_the_reminder_at_once(lives: Lives, clock: Clock) -> None:
    filed = lives.file("Дарга намайг үүдэнд нь зогсоолоо.")
    clock.forward(days=29)
    morning(lives)
    assert count(lives, "tuya") == 2
    lives.cast.step("ganaa", filed.number, c.Register())
    lives.cast.step("ganaa", filed.number, lives.triage_of(officials=(lives.cast.id_of("tuya"),)))
    assert kept(lives) == {(lives.cast.id_of("ganaa"), Stage.IN_ONE)}
    assert count(lives, "tuya") == 0


def test_an_unregistered_case_reminds_the_heads_before_seven_days_are_over_and_after(
    lives: Lives, clock: Clock
) -> None:
    filed = lives.file()
    stages = []
    for _ in range(9):
        clock.forward(days=1)
        morning(lives)
        stages.append([stage for _, stage in told(lives, "tuya")])
        assert told(lives, "saran") == []
    soon, over = [Stage.ACKNOWLEDGE_SOON], [Stage.ACKNOWLEDGE_OVER]
    assert stages == [[], [], [], [], soon, soon, soon, over, over]
    lives.cast.step("saran", filed.number, c.Register())
    assert kept(lives) == set()
    with lives.owner.connect() as connection:
        assert connection.scalar(text('SELECT acknowledged_at FROM "case"')) == clock.now


def test_a_case_is_acknowledged_once_by_its_first_registration(lives: Lives, clock: Clock) -> None:
    filed = lives.triaged("saran")
    first = clock.now
    clock.forward(days=3)
    lives.cast.step("saran", filed.number, c.ReturnIncomplete("Гэрчилгээний дугаараа бичнэ үү."))
    with lives.owner.connect() as connection:
        assert connection.scalar(text('SELECT acknowledged_at FROM "case"')) == first


def test_a_letter_of_the_staff_acknowledges_too_and_a_citizens_does_not(lives: Lives, clock: Clock) -> None:
    filed = lives.file()
    with lives.citizen(filed) as uow:
        writing.citizen_message(uow, "Хавсаргав.")
    acknowledged = text('SELECT acknowledged_at FROM "case"')
    with lives.owner.connect() as connection:
        assert connection.scalar(acknowledged) is None
    clock.forward(hours=5)
    with lives.cast.at("saran") as uow:
        desk.open_case(uow, filed.number)
        writing.write_message(uow, filed.number, "Хүлээн авлаа.")
    with lives.owner.connect() as connection:
        assert connection.scalar(acknowledged) == clock.now


@pytest.mark.parametrize("login", ["sukh", "zaya"])
def test_whoever_works_on_no_case_has_no_reminders(lives: Lives, login: str) -> None:
    with lives.cast.at(login) as uow, pytest.raises(Refused):
        reminding.mine(uow)


def test_the_most_urgent_stands_first(lives: Lives, clock: Clock) -> None:
    late = lives.in_progress("saran")
    clock.forward(days=10)
    near = lives.in_progress("saran")
    clock.forward(days=14)
    unread = lives.file()
    clock.forward(days=8)
    morning(lives)
    assert told(lives, "tuya") == [
        (late.number, Stage.OVERDUE),
        (unread.number, Stage.ACKNOWLEDGE_OVER),
        (near.number, Stage.IN_SEVEN),
    ]
