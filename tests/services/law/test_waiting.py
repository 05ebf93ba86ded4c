"""Waiting for the citizen: always written down, and no reason for a later day unless a rule says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.deadlines import Explanation
from caseapp.queries.filtering import Filter
from caseapp.services import ledger
from caseapp.services.casework import overview, queues
from caseapp.services.law import reckoning, reminding, upkeep
from caseapp.services.petitioner import tracking, writing
from caseapp.services.uow import open_unit_of_work
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.services.law.test_reckoning import SAID, ordered, work_off
from tests.services.law.test_terms import due, forget_changes

IN_30 = date(2026, 4, 1)
PAUSE = {"pauses": True, "pause_basis_mn": "Журмын 5 дугаар зүйл", "pause_basis_en": "Rule, art. 5"}


@pytest.fixture
def pausing(lives: Lives) -> Iterator[None]:
    """The administrator named a basis by which the answer's term stands still."""
    with lives.cast.at("dorj") as uow:
        upkeep.change_rule(uow, "reply_days", value=30, **SAID, **PAUSE)
    yield
    with lives.owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        owner.execute(text('UPDATE "case" SET due_rule_id = NULL'))
    forget_changes(lives, "reply_days")


def waits(lives: Lives) -> list[tuple[datetime, datetime | None]]:
    with lives.owner.connect() as connection:
        return [(r.since, r.until) for r in connection.execute(text("SELECT since, until FROM waiting ORDER BY since"))]


@contextmanager
def asked(lives: Lives, clock: Clock) -> Iterator[FiledCase]:
    """Received on 2 March and asked on the 5th; taken up again on the 15th."""
    filed = lives.in_progress("saran")
    clock.forward(days=3)
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    yield filed
    clock.now = clock.now.replace(day=15)
    lives.cast.step("saran", filed.number, c.Resume())


def how(lives: Lives, filed: FiledCase) -> Explanation:
    with lives.citizen(filed) as uow:
        found = tracking.open_own(uow).explanation
    assert found is not None
    return found


def test_without_such_a_rule_the_clock_runs_on_and_the_wait_is_kept_all_the_same(lives: Lives, clock: Clock) -> None:
    with asked(lives, clock) as filed:
        since = clock.now
    assert due(lives, filed) == IN_30
    assert waits(lives) == [(since, clock.now)]
    assert (how(lives, filed).paused_days, how(lives, filed).due) == (0, IN_30)


@pytest.mark.usefixtures("pausing")
def test_the_days_of_waiting_are_added_where_the_rule_pauses(lives: Lives, clock: Clock) -> None:
    """The 5th to the 14th do not count; the 15th, on which the work goes on, does."""
    with asked(lives, clock) as filed:
        assert due(lives, filed) == IN_30, "nobody knows yet how long it will be"
        assert how(lives, filed).standing_since == date(2026, 3, 5)
    found = how(lives, filed)
    assert due(lives, filed) == found.due == IN_30 + timedelta(days=10)
    assert (found.paused_days, found.standing_since, found.kept) == (10, None, None)


@pytest.mark.usefixtures("pausing")
def test_the_wait_ends_with_the_citizens_answer_however_late_it_is_taken_up(lives: Lives, clock: Clock) -> None:
    with asked(lives, clock) as filed:
        clock.forward(days=2)
        with lives.citizen(filed) as uow:
            writing.citizen_message(uow, "Гуравдугаар цонх.")
        answered = clock.now
        assert how(lives, filed).standing_since is None
        clock.forward(days=1)
        with lives.citizen(filed) as uow:
            writing.citizen_message(uow, "Тийм.")
    assert waits(lives)[0][1] == answered
    assert due(lives, filed) == IN_30 + timedelta(days=2)


@pytest.mark.usefixtures("pausing")
def test_waiting_and_an_extension_add_up(lives: Lives, clock: Clock) -> None:
    with asked(lives, clock) as filed:
        pass
    lives.cast.step("tuya", filed.number, c.Extend(7, "Лавлагаа хүлээж байна."))
    assert due(lives, filed) == IN_30 + timedelta(days=17)


@pytest.mark.usefixtures("pausing")
def test_nobody_is_reminded_of_a_clock_that_stands_still(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=3)
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    clock.forward(days=28)
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        assert reminding.remind(uow) == 0
    with lives.citizen(filed) as uow:
        writing.citizen_message(uow, "Гуравдугаар цонх.")
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        assert reminding.remind(uow) == 0, "the days of waiting were added at once"
    clock.forward(days=20)
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        assert reminding.remind(uow) == 3


@pytest.mark.usefixtures("pausing")
def test_reminders_that_stand_already_go_when_the_clock_stops(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        assert reminding.remind(uow) == 3
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    with lives.cast.at("saran") as uow:
        assert reminding.mine(uow).unseen == ()


def desk_says(lives: Lives, number: str) -> tuple[set[str], dict[str, int], int, list[str]]:
    """In which queues a case is, how many their counts say, and what the head's page calls overdue."""
    with lives.cast.at("tuya") as uow:
        there = {
            name
            for name in ("due", "overdue", "open", "awaiting_citizen")
            if number in [row.number for row in queues.list_cases(uow, Filter(queue=name)).rows]
        }
        counts = queues.list_cases(uow, Filter(queue="open")).counts
        page = overview.build(uow)
    told = {name: counts[name] for name in ("due", "overdue", "open")}
    return there, told, page.open_overdue, [one.number for one in page.latest]


@pytest.mark.usefixtures("pausing")
def test_nothing_is_overdue_while_its_clock_stands_and_everything_agrees_on_it(lives: Lives, clock: Clock) -> None:
    """Received on 2 March, asked on the 5th, answered on 10 April, 36 days later."""
    filed = lives.in_progress("saran")
    clock.forward(days=3)
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    clock.forward(days=26)
    assert desk_says(lives, filed.number)[0] == {"open", "awaiting_citizen"}, "the day before it would be due"
    clock.forward(days=10)
    nothing = {"due": 0, "overdue": 0, "open": 1}
    assert desk_says(lives, filed.number) == ({"open", "awaiting_citizen"}, nothing, 0, [])
    with lives.cast.at("saran") as uow:
        (row,) = queues.list_cases(uow, Filter(queue="mine")).rows
    assert (row.paused_since, how(lives, filed).standing_since) == (date(2026, 3, 5), date(2026, 3, 5))
    with lives.citizen(filed) as uow:
        writing.citizen_message(uow, "Гуравдугаар цонх.")
    assert due(lives, filed) == IN_30 + timedelta(days=36)
    assert (how(lives, filed).standing_since, how(lives, filed).paused_days) == (None, 36)
    assert desk_says(lives, filed.number)[:3] == ({"open", "awaiting_citizen"}, nothing, 0)
    clock.forward(days=27)
    assert desk_says(lives, filed.number)[2:] == (0, []), "on the day before the new one"
    clock.forward(days=2)
    assert desk_says(lives, filed.number) == (
        {"open", "overdue", "awaiting_citizen"},
        {"due": 0, "overdue": 1, "open": 1},
        1,
        [filed.number],
    )
    with open_unit_of_work(lives.around, system(Door.AUDIT)) as uow:
        assert ledger.verify(uow)[1] == ()


def test_where_no_rule_pauses_a_case_that_waits_falls_overdue_as_ever(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    clock.forward(days=31)
    assert desk_says(lives, filed.number)[0] == {"open", "overdue", "awaiting_citizen"}
    assert desk_says(lives, filed.number)[2:] == (1, [filed.number])


def test_a_rule_that_begins_to_pause_stops_the_clock_of_cases_that_wait_already(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    clock.forward(days=31)
    try:
        with lives.cast.at("dorj") as uow:
            upkeep.change_rule(uow, "reply_days", value=30, **SAID, **PAUSE)
            reckoning.order_rule(uow, "reply_days")
        assert "overdue" in desk_says(lives, filed.number)[0], "until the order is worked off"
        work_off(lives, ordered(lives)[0]["rule_id"])
        assert desk_says(lives, filed.number)[2] == 0 and how(lives, filed).standing_since == date(2026, 3, 2)
    finally:
        with lives.owner.begin() as owner:
            owner.execute(text("SET LOCAL session_replication_role = replica"))
            owner.execute(text('UPDATE "case" SET due_rule_id = NULL'))
        forget_changes(lives, "reply_days")


def test_a_rule_that_begins_to_pause_moves_the_open_cases_that_had_waited(lives: Lives, clock: Clock) -> None:
    with asked(lives, clock) as filed:
        pass
    never = lives.in_progress("saran")
    try:
        with lives.cast.at("dorj") as uow:
            changed = upkeep.changed_rule(uow, "reply_days", value=30, **SAID, **PAUSE)
            assert reckoning.of_rule(uow, "reply_days", changed).by_days == ((10, 1),)
            upkeep.change_rule(uow, "reply_days", value=30, **SAID, **PAUSE)
            reckoning.order_rule(uow, "reply_days")
        work_off(lives, ordered(lives)[0]["rule_id"])
        assert due(lives, filed) == IN_30 + timedelta(days=10)
        assert due(lives, never) == date(2026, 4, 14)
    finally:
        with lives.owner.begin() as owner:
            owner.execute(text("SET LOCAL session_replication_role = replica"))
            owner.execute(text('UPDATE "case" SET due_rule_id = NULL'))
        forget_changes(lives, "reply_days")


def test_a_wait_that_ended_with_a_withdrawal_counts_for_nothing_later(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    lives.withdraw(filed)
    assert [until for _, until in waits(lives)] == [None]
    assert due(lives, filed) == IN_30
