"""An administrator changes a term: first what would move, by numbers alone, then the choice, then one press more."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.vocab import Outcome
from caseapp.services.law import reckoning, reminding
from caseapp.services.uow import open_unit_of_work
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.services.law.test_terms import due, forget_changes
from tests.visiting import Visitor

RECEIVED = date(2026, 3, 2)
LOOK, SAVE = ("go", "look"), ("go", "save")


@pytest.fixture
def changed_rules(lives: Lives) -> Iterator[None]:
    """Rules outlive a test's cases, and are put back as delivered."""
    yield
    with lives.owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        owner.execute(text('UPDATE "case" SET due_rule_id = NULL'))
    forget_changes(lives, "reply_days")


def at_the_desk(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app, "en")
    visitor.sign_in(login)
    return visitor


def rule_in_force(lives: Lives) -> tuple[int, int, bool]:
    with lives.owner.connect() as connection:
        row = connection.execute(
            text(
                "SELECT id, value, pauses_while_awaiting_citizen FROM deadline_rule"
                " WHERE code = 'reply_days' AND current"
            )
        ).one()
    return row.id, row.value, row.pauses_while_awaiting_citizen


def ordered(lives: Lives) -> list[int]:
    with lives.owner.connect() as connection:
        found = connection.scalars(
            text("SELECT args FROM procrastinate_jobs WHERE task_name = 'deadlines.reckon' ORDER BY id")
        )
        return [args["rule_id"] for args in found]


def looked(app: Flask, lives: Lives, days: str) -> tuple[FiledCase, Visitor]:
    filed, dorj = lives.in_progress("saran"), at_the_desk(app, "dorj")
    dorj.go("/admin/rules/reply_days")
    dorj.send(button=LOOK, value=days)
    return filed, dorj


@pytest.mark.usefixtures("changed_rules")
def test_looking_shows_numbers_and_no_case_and_saves_nothing(app: Flask, lives: Lives) -> None:
    filed, dorj = looked(app, lives, "20")
    assert dorj.page.status == 200
    assert "10 days earlier" in dorj.page.main
    assert filed.number not in dorj.page.text
    assert rule_in_force(lives)[1] == 30
    assert ordered(lives) == []


@pytest.mark.usefixtures("changed_rules")
def test_nothing_is_saved_until_it_is_said_what_becomes_of_the_open_cases(app: Flask, lives: Lives) -> None:
    _, dorj = looked(app, lives, "20")
    assert dorj.send(button=SAVE).status == 400
    assert rule_in_force(lives)[1] == 30


@pytest.mark.usefixtures("changed_rules")
def test_what_was_changed_since_it_was_looked_at_is_shown_once_more(app: Flask, lives: Lives) -> None:
    _, dorj = looked(app, lives, "20")
    again = dorj.send(button=SAVE, value="10", open_cases="move")
    assert again.status == 400
    assert "20 days earlier" in again.main
    assert rule_in_force(lives)[1] == 30


@pytest.mark.usefixtures("changed_rules")
def test_confirmed_for_open_cases_the_worker_moves_them(app: Flask, lives: Lives) -> None:
    filed, dorj = looked(app, lives, "20")
    assert dorj.send(button=SAVE, open_cases="move").path == "/admin/rules"
    assert due(lives, filed) == RECEIVED + timedelta(days=30), "the worker's work, not the page's"
    rule_id, value, _ = rule_in_force(lives)
    assert (ordered(lives), value) == ([rule_id], 20)
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        reckoning.reckon(uow, rule_id, -1, 1)
    assert due(lives, filed) == RECEIVED + timedelta(days=20)
    assignee, petitioner = at_the_desk(app, "saran"), Visitor(app, "en")
    petitioner.go("/case")
    petitioner.send(code=filed.receipt.code)
    for page in (assignee.go(f"/casework/cases/{filed.number}"), petitioner.go("/case")):
        assert "The time limit was moved" in page.main
        assert "Earlier time limit: 1 April 2026. New time limit: 22 March 2026." in page.main
        assert "since a rule or the calendar of days off was changed. Counted anew on: 2 March 2026." in page.main
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Гомдол үндэслэлтэй."))
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())
    assert "The time limit was moved" not in petitioner.go("/case").main, "once decided it moves nobody any more"


@pytest.mark.usefixtures("changed_rules")
def test_only_new_cases_leaves_the_open_ones_alone(app: Flask, lives: Lives) -> None:
    filed, dorj = looked(app, lives, "20")
    assert "the open ones keep their day" in dorj.send(button=SAVE, open_cases="leave").text
    assert (ordered(lives), rule_in_force(lives)[1]) == ([], 20)
    assert due(lives, filed) == RECEIVED + timedelta(days=30)


@pytest.mark.usefixtures("changed_rules")
def test_a_pause_needs_its_basis_in_both_languages(app: Flask, lives: Lives) -> None:
    dorj = at_the_desk(app, "dorj")
    dorj.go("/admin/rules/reply_days")
    pausing = {"pauses_while_awaiting_citizen": "y", "pause_basis_mn": "Хууль, 9"}
    refused = dorj.send(button=LOOK, **pausing)
    assert refused.status == 400
    assert "Name the legal basis of the pause in both languages" in refused.errors
    dorj.send(button=LOOK, **pausing, pause_basis_en="Law, art. 9")
    dorj.send(button=SAVE)
    assert rule_in_force(lives)[2]


def test_a_reminder_is_counted_in_the_navigation_until_it_is_marked_as_seen(
    app: Flask, lives: Lives, clock: Clock
) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=29)
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        reminding.remind(uow)
    saran, bat = at_the_desk(app, "saran"), at_the_desk(app, "bat")
    page = saran.go("/casework/reminders")
    assert filed.number in page.main
    assert link_to_reminders(page.html.select("nav a[href]")) == "Reminders (1)"
    page = saran.send("/reminders/seen", button=("seen", f"{filed.number}/in_one"))
    assert link_to_reminders(page.html.select("nav a[href]")) == "Reminders"
    assert filed.number not in bat.go("/casework/reminders").text, "neither assignee nor head"


def link_to_reminders(links: Iterable[Tag]) -> str:
    return next(" ".join(link.get_text(" ").split()) for link in links if link["href"] == "/casework/reminders")
