"""A changed rule or calendar: what would move is shown by numbers, and moves on confirmation, with an entry each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Kind, Mode
from caseapp.models.reference import DeadlineRule
from caseapp.services import ledger
from caseapp.services.casework import desk
from caseapp.services.law import reckoning, upkeep
from caseapp.services.law.reckoning import NOTHING, Moves
from caseapp.services.petitioner import tracking
from caseapp.services.uow import UnitOfWork, open_unit_of_work
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.services.law.test_terms import due, forget_changes

RECEIVED = date(2026, 3, 2)
SAID: dict[str, Any] = {"basis_mn": "Журам", "basis_en": "Rule", "source": "test", "verified": False}
IN_30, IN_20, IN_90 = (RECEIVED + timedelta(days=days) for days in (30, 20, 90))


@contextmanager
def change(lives: Lives, code: str, value: int, **more: Any) -> Iterator[UnitOfWork]:
    """By Dorj; more can be done in the same transaction, and the rules are put back at the end of the test."""
    with lives.cast.at("dorj") as uow:
        upkeep.change_rule(uow, code, value=value, **{**SAID, **more})
        yield uow


@pytest.fixture
def rules_again(lives: Lives) -> Iterator[None]:  # the rules outlive a test's cases
    with lives.owner.connect() as connection:
        days = connection.execute(text("SELECT day, name_mn, name_en, working FROM special_day")).all()
    yield
    with lives.owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        owner.execute(text('UPDATE "case" SET due_rule_id = NULL'))
        owner.execute(text("DELETE FROM special_day"))
        owner.execute(
            text(
                "INSERT INTO special_day (day, name_mn, name_en, working) VALUES (:day, :name_mn, :name_en, :working)"
            ),
            [row._asdict() for row in days],
        )
    for code in ("reply_days", "roll_to_working_day", "tip_days"):
        forget_changes(lives, code)


def work_off(lives: Lives, rule_id: int, ordered_by: int = 1) -> None:
    """What the worker does until it is told that this was the end."""
    after: int | None = -1
    while after is not None:
        with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
            after = reckoning.reckon(uow, rule_id, after, ordered_by)


def ordered(lives: Lives) -> list[dict[str, int]]:
    """The orders that wait for the worker."""
    with lives.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT args FROM procrastinate_jobs WHERE task_name = 'deadlines.reckon' ORDER BY id")
        )
        return [row.args for row in rows]


def last_entry(lives: Lives, filed: FiledCase) -> tuple[str, dict[str, Any]]:
    with lives.owner.connect() as connection:
        row = connection.execute(
            text("SELECT verb, detail FROM ledger_entry WHERE chain = :chain ORDER BY seq DESC LIMIT 1"),
            {"chain": f"case/{filed.id}"},
        ).one()
    return row.verb, row.detail


def look(lives: Lives, code: str, value: int, **more: Any) -> Moves:
    with lives.cast.at("dorj") as uow:
        return reckoning.of_rule(uow, code, upkeep.changed_rule(uow, code, value=value, **{**SAID, **more}))


def test_the_administrator_sees_how_many_open_cases_would_move_by_how_many_days(lives: Lives, clock: Clock) -> None:
    lives.file()
    clock.forward(days=1)
    lives.in_progress("saran")
    lives.answered("saran", "tuya")
    lives.file(kind=Kind.SUGGESTION)
    assert look(lives, "reply_days", 20) == Moves(2, ((-10, 2),))
    assert look(lives, "reply_days", 45) == Moves(2, ((15, 2),))
    assert look(lives, "reply_days", 30) == Moves(2, ())
    assert look(lives, "explanation_workdays", 9) == NOTHING


def test_cases_of_both_teams_are_counted_together_and_none_is_shown(lives: Lives) -> None:
    lives.in_progress("saran")
    lives.under_integrity("bat", Mode.NAMED)
    with lives.cast.at("dorj") as uow:
        found = reckoning.of_day(uow, date(2026, 4, 1), working=False)
        assert found == Moves(2, ())
        assert uow.session.scalar(text("SELECT current_setting('role')")) == "caseapp_admin"
        assert uow.actor.user_id == lives.cast.id_of("dorj")


def test_looking_changes_nothing(lives: Lives) -> None:
    filed = lives.file()
    look(lives, "reply_days", 20)
    with lives.owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM deadline_rule WHERE version > 1")) == 0
    assert (due(lives, filed), ordered(lives)) == (IN_30, [])


@pytest.mark.usefixtures("rules_again")
def test_a_confirmed_change_moves_the_open_cases_with_an_entry_each(lives: Lives) -> None:
    first, second = lives.file(), lives.in_progress("saran")
    done = lives.answered("saran", "tuya")
    with change(lives, "reply_days", 20) as uow:
        reckoning.order_rule(uow, "reply_days")
    (args,) = ordered(lives)
    assert args["ordered_by"] == lives.cast.id_of("dorj")
    assert due(lives, first) == IN_30, "until the worker comes"
    work_off(lives, args["rule_id"], args["ordered_by"])
    assert [due(lives, one) for one in (first, second, done)] == [IN_20, IN_20, IN_30]
    verb, detail = last_entry(lives, first)
    assert verb == "deadline.recomputed"
    assert detail == {
        "rule": "reply_days",
        "version": 2,
        "before": IN_30.isoformat(),
        "after": IN_20.isoformat(),
        "ordered_by": lives.cast.id_of("dorj"),
    }
    assert "deadline.recomputed" not in lives.verbs(done)
    with open_unit_of_work(lives.around, system(Door.AUDIT)) as uow:
        assert ledger.verify(uow)[1] == ()
    with lives.citizen(first) as uow:
        own = tracking.open_own(uow)
    assert own.rule is not None and (own.rule.version, own.rule.value) == (2, 20)
    assert own.explanation is not None and own.explanation.kept is None
    assert "deadline.recomputed" in [event.verb for event in own.events]


@pytest.mark.usefixtures("rules_again")
def test_working_it_off_again_moves_nothing_again(lives: Lives) -> None:
    filed = lives.file()
    with change(lives, "reply_days", 20) as uow:
        reckoning.order_rule(uow, "reply_days")
    rule_id = ordered(lives)[0]["rule_id"]
    work_off(lives, rule_id)
    before = lives.verbs(filed)
    work_off(lives, rule_id)
    assert lives.verbs(filed) == before


@pytest.mark.usefixtures("rules_again")
def test_more_cases_than_one_transaction_holds_are_moved_one_after_another(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "BATCH", 2)
    filed = [lives.file() for _ in range(5)]
    with change(lives, "reply_days", 20) as uow:
        reckoning.order_rule(uow, "reply_days")
    work_off(lives, ordered(lives)[0]["rule_id"])
    assert [due(lives, one) for one in filed] == [IN_20] * 5
    assert [lives.verbs(one).count("deadline.recomputed") for one in filed] == [1] * 5
    assert len(ordered(lives)) == 3, "each batch asks for the next in its own transaction"


@pytest.mark.usefixtures("rules_again")
def test_open_cases_that_are_left_keep_their_version_whatever_happens_to_them(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    with change(lives, "reply_days", 20):
        pass
    assert ordered(lives) == []
    lives.cast.step("tuya", filed.number, c.Extend(5, "Лавлагаа хүлээж байна."))
    assert due(lives, filed) == IN_30 + timedelta(days=5)
    assert due(lives, lives.file()) == IN_20


@pytest.mark.usefixtures("rules_again")
def test_an_extension_stays_when_the_rule_below_it_changes(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("tuya", filed.number, c.Extend(10, "Лавлагаа хүлээж байна."))
    assert look(lives, "reply_days", 20) == Moves(1, ((-10, 1),))
    with change(lives, "reply_days", 20) as uow:
        reckoning.order_rule(uow, "reply_days")
    work_off(lives, ordered(lives)[0]["rule_id"])
    assert due(lives, filed) == IN_20 + timedelta(days=10)


@pytest.mark.usefixtures("rules_again")
def test_two_changes_worked_off_in_the_wrong_order_end_at_the_later_version(lives: Lives) -> None:
    filed = lives.file()
    for value in (20, 25):
        with change(lives, "reply_days", value) as uow:
            reckoning.order_rule(uow, "reply_days")
    first, second = [args["rule_id"] for args in ordered(lives)]
    work_off(lives, second)
    work_off(lives, first)
    assert due(lives, filed) == RECEIVED + timedelta(days=25)


@pytest.mark.usefixtures("rules_again")
def test_a_new_version_that_moves_no_day_is_written_down_but_not_told_to_the_citizen(lives: Lives) -> None:
    filed = lives.file()
    with change(lives, "reply_days", 30, verified=True) as uow:
        reckoning.order_rule(uow, "reply_days")
    work_off(lives, ordered(lives)[0]["rule_id"])
    assert last_entry(lives, filed)[0] == "deadline.rule_renewed"
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert own.rule is not None and own.rule.version == 2
    assert [event.verb for event in own.events] == ["report.received"]


@pytest.mark.usefixtures("rules_again")
def test_days_may_be_counted_as_working_days_from_then_on(lives: Lives) -> None:
    """Thirty working days from Monday 2 March 2026: six weeks, and no day off between but a Sunday."""
    filed = lives.file()
    assert look(lives, "reply_days", 30, unit="working") == Moves(1, ((12, 1),))
    with change(lives, "reply_days", 30, unit="working") as uow:
        reckoning.order_rule(uow, "reply_days")
    work_off(lives, ordered(lives)[0]["rule_id"])
    assert due(lives, filed) == date(2026, 4, 13)


@pytest.mark.usefixtures("rules_again")
def test_a_new_day_off_moves_terms_in_working_days_and_only_on_order(lives: Lives) -> None:
    with change(lives, "reply_days", 10, unit="working"):
        pass
    filed = lives.file()
    assert due(lives, filed) == date(2026, 3, 16)
    with lives.cast.at("dorj") as uow:
        assert reckoning.of_day(uow, date(2026, 3, 10), working=False) == Moves(1, ((1, 1),))
        upkeep.keep_day(uow, date(2026, 3, 10), name_mn="Амралт", name_en="Day off", working=False)
    with lives.cast.at("tuya") as uow:
        page = desk.open_case(uow, filed.number)
        assert page.due is not None
        assert (page.due[0].due, page.due[0].kept) == (date(2026, 3, 17), date(2026, 3, 16)), "told that it stays"
    with lives.cast.at("dorj") as uow:
        reckoning.order_calendar(uow)
    (args,) = ordered(lives)
    work_off(lives, args["rule_id"])
    assert due(lives, filed) == date(2026, 3, 17)
    with lives.cast.at("dorj") as uow:
        assert reckoning.of_day(uow, date(2026, 3, 7), working=True) == Moves(1, ((-1, 1),)), "work moved to a Saturday"
        assert reckoning.of_day(uow, date(2026, 3, 10), working=None) == Moves(1, ((-1, 1),)), "the day off removed"


@pytest.mark.usefixtures("rules_again")
def test_due_days_roll_off_days_off_once_the_authority_says_so_for_open_cases(lives: Lives, clock: Clock) -> None:
    clock.forward(days=4)
    sunday = lives.file()
    clock.forward(days=1)
    monday = lives.file()
    assert look(lives, "roll_to_working_day", 1) == Moves(2, ((1, 1),))
    with change(lives, "roll_to_working_day", 1) as uow:
        reckoning.order_rule(uow, "roll_to_working_day")
    work_off(lives, ordered(lives)[0]["rule_id"])
    assert [due(lives, one) for one in (sunday, monday)] == [date(2026, 4, 6)] * 2


@pytest.mark.usefixtures("rules_again")
def test_a_case_that_was_left_out_of_rolling_says_how_its_own_day_came(lives: Lives, clock: Clock) -> None:
    clock.forward(days=4)
    sunday = lives.file()
    with change(lives, "roll_to_working_day", 1):
        pass
    with lives.citizen(sunday) as uow:
        how = tracking.open_own(uow).explanation
    assert how is not None and (how.due, how.rolled_from, how.kept) == (date(2026, 4, 5), None, None)


@pytest.mark.parametrize(
    ("code", "more", "reason"),
    [
        ("reply_days", {"pauses": True}, Reason.NEEDS_PAUSE_BASIS),
        ("reply_days", {"pauses": True, "pause_basis_mn": "Хууль", "pause_basis_en": " "}, Reason.NEEDS_PAUSE_BASIS),
        ("transfer_days", {"pauses": True, "pause_basis_mn": "Х", "pause_basis_en": "L"}, Reason.NO_CASE_TERM),
        ("explanation_workdays", {"unit": "calendar"}, Reason.NO_CASE_TERM),
        ("reply_days", {"unit": "years"}, Reason.NO_CASE_TERM),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(lives: Lives, code: str, more: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(RuleBroken) as broken:
        look(lives, code, 5, **more)
    assert broken.value.reason is reason


def test_no_rule_as_delivered_pauses(lives: Lives) -> None:
    with lives.cast.at("dorj") as uow:
        rows = upkeep.rules(uow)
    assert all(isinstance(row, DeadlineRule) for row in rows)
    assert not [row.code for row in rows if row.pauses_while_awaiting_citizen]
