"""Rules, calendar and reminders as people see them: shown before saved, nothing typed is lost, no case in sight."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.services.law import reminding, upkeep
from caseapp.services.uow import open_unit_of_work
from tests.conftest import Clock
from tests.lives import Lives
from tests.services.law.test_reckoning import ordered, rules_again  # noqa: F401 - a fixture
from tests.services.law.test_waiting import pausing  # noqa: F401 - a fixture
from tests.visiting import Visitor

BASIS = {"basis_mn": "Шинэ журам", "basis_en": "New rule", "source": "2026/1"}
BRIDGE = {"day-year": "2026", "day-month": "3", "day-day": "20", "name_mn": "Гүүр өдөр", "name_en": "Bridge day"}
LOOK, SAVE = ("go", "look"), ("go", "save")


@pytest.fixture
def dorj(app: Flask, rules_again: None) -> Iterator[Visitor]:  # noqa: F811 - puts the rules back
    visitor = Visitor(app, "en")
    visitor.sign_in("dorj")
    yield visitor


def version(lives: Lives, code: str = "reply_days") -> tuple[int, int]:
    with lives.owner.connect() as connection:
        row = connection.execute(
            text("SELECT version, value FROM deadline_rule WHERE code = :code AND current"), {"code": code}
        ).one()
    return row.version, row.value


def test_a_rule_is_looked_at_before_it_is_saved(dorj: Visitor, lives: Lives) -> None:
    first, second = lives.file(), lives.in_progress("saran")
    integrity = lives.under_integrity("bat")
    dorj.go("/admin/rules/reply_days")
    page = dorj.send(button=LOOK, value="20", **BASIS)
    assert page.status == 200
    assert "It counts the days of 2 open cases." in page.main
    assert "10 days earlier: 2" in page.main
    assert not [one.number for one in (first, second, integrity) if one.number in page.response.text]
    assert (version(lives), ordered(lives)) == ((1, 30), [])
    page = dorj.send(button=SAVE, open_cases="move")
    assert (page.path, version(lives), len(ordered(lives))) == ("/admin/rules", (2, 20), 1)
    assert "are being counted anew" in page.text


def test_open_cases_are_left_alone_when_that_is_chosen(dorj: Visitor, lives: Lives) -> None:
    lives.file()
    dorj.go("/admin/rules/reply_days")
    dorj.send(button=LOOK, value="20", **BASIS)
    page = dorj.send(button=SAVE, open_cases="leave")
    assert (version(lives), ordered(lives)) == ((2, 20), [])
    assert "the open ones keep their day" in page.text


def test_nothing_is_saved_before_somebody_has_chosen_for_the_open_cases(dorj: Visitor, lives: Lives) -> None:
    lives.file()
    dorj.go("/admin/rules/reply_days")
    dorj.send(button=LOOK, value="20", **BASIS)
    page = dorj.send(button=SAVE)
    assert (page.status, version(lives)) == (400, (1, 30))
    assert "Choose one of those" in page.errors
    assert page.html.select_one("input[name=value]")["value"] == "20"  # type: ignore[index]


def test_what_differs_from_what_was_shown_is_shown_again_first(dorj: Visitor, lives: Lives) -> None:
    """Be it that something else was typed, or that a case came in meanwhile."""
    lives.file()
    dorj.go("/admin/rules/reply_days")
    dorj.send(button=LOOK, value="20", **BASIS)
    page = dorj.send(button=SAVE, value="10", open_cases="move")
    assert (page.status, version(lives)) == (400, (1, 30))
    assert "not what was shown" in page.errors
    assert "20 days earlier" in page.main
    lives.file()
    page = dorj.send(button=SAVE, open_cases="move")
    assert (page.status, version(lives)) == (400, (1, 30))
    assert "2 open cases" in page.main
    dorj.send(button=SAVE, open_cases="move")
    assert version(lives) == (2, 10)


def test_a_rule_that_counts_no_cases_is_shown_and_saved_without_a_choice(dorj: Visitor, lives: Lives) -> None:
    lives.file()
    page = dorj.go("/admin/rules/transfer_days")
    assert page.html.select_one("[name=unit], [name=pauses_while_awaiting_citizen]") is None
    page = dorj.send(button=LOOK, value="6", **BASIS)
    assert "No open case's day is counted by it." in page.main
    assert page.html.select_one("[name=open_cases]") is None


def test_every_error_keeps_what_was_typed(dorj: Visitor, lives: Lives) -> None:
    dorj.go("/admin/rules/reply_days")
    typed = {**BASIS, "pauses_while_awaiting_citizen": "y", "pause_basis_mn": "Журам 5"}
    for wrong in ({"value": "25"}, {"value": "0"}, {"value": "25", "basis_en": " "}, {"value": "x"}):
        page = dorj.send(button=LOOK, **{**typed, **wrong})
        assert (page.status, bool(page.errors)) == (400, True), wrong
        boxes = {str(box["name"]): box for box in page.html.select("main [name]")}
        assert boxes["value"]["value"] == wrong["value"]
        assert boxes["pause_basis_mn"].get_text().strip() == "Журам 5"
        assert boxes["pauses_while_awaiting_citizen"].has_attr("checked")
    assert version(lives) == (1, 30)


def test_a_pause_is_saved_with_its_basis(dorj: Visitor, lives: Lives) -> None:
    dorj.go("/admin/rules/reply_days")
    pause = {"pauses_while_awaiting_citizen": "y", "pause_basis_mn": "Журам 5", "pause_basis_en": "Rule 5"}
    dorj.send(button=LOOK, value="30", **BASIS, **pause)
    dorj.send(button=SAVE)
    with lives.owner.connect() as connection:
        row = connection.execute(
            text(
                "SELECT pauses_while_awaiting_citizen, pause_basis_en FROM deadline_rule WHERE code = 'reply_days'"
                " AND current"
            )
        ).one()
    assert tuple(row) == (True, "Rule 5")


def test_a_day_off_is_looked_at_before_it_is_added_and_before_it_is_removed(dorj: Visitor, lives: Lives) -> None:
    """A term of working days counts the calendar; the others do not ask what is to become of them."""
    lives.file()
    dorj.go("/admin/calendar?year=2026")
    page = dorj.send(button=LOOK, **BRIDGE)
    assert "No day would move." in page.main
    assert page.html.select_one("[name=open_cases]") is None
    with lives.cast.at("dorj") as uow:
        upkeep.change_rule(uow, "reply_days", value=20, unit="working", verified=True, **BASIS)
    lives.file()
    page = dorj.send(button=SAVE)
    assert (page.status, "1 day later: 1" in page.main) == (400, True)
    page = dorj.send(button=SAVE, open_cases="leave")
    assert "Bridge day" in page.main
    lives.file()
    page = dorj.go("/admin/calendar/2026-03-20/remove")
    assert "Bridge day" in page.main
    page = dorj.send(button=SAVE)
    assert page.status == 400
    page = dorj.send(button=SAVE, open_cases="move")
    assert (page.path, "Bridge day" in page.main) == ("/admin/calendar", False)
    assert ordered(lives)[0]["rule_id"] == 0
    assert dorj.go("/admin/calendar/2026-03-20/remove").status == 404


def test_a_confirmation_without_its_token_saves_nothing(dorj: Visitor, lives: Lives) -> None:
    dorj.go("/admin/rules/reply_days")
    page = dorj.send(button=LOOK, value="20", **BASIS)
    mark = str(page.html.select_one("input[name=looked]")["value"])  # type: ignore[index]
    said = {
        **BASIS,
        "value": "20",
        "unit": "calendar",
        "verified": "y",
        "looked": mark,
        "go": "save",
        "open_cases": "leave",
    }
    assert dorj.client.post("/admin/rules/reply_days", data=said).status_code == 400
    assert version(lives) == (1, 30)
    token = str(page.html.select_one("main input[name=csrf_token]")["value"])  # type: ignore[index]
    assert dorj.client.post("/admin/rules/reply_days", data={**said, "csrf_token": token}).status_code == 302
    assert version(lives) == (2, 20)


def test_the_desk_lists_reminders_and_marks_them_as_seen(app: Flask, lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    other = lives.in_progress("saran")
    clock.forward(days=31)
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        reminding.remind(uow)
    saran = Visitor(app, "en")
    saran.sign_in("saran")
    page = saran.go("/casework/reminders")
    assert page.main.count("Overdue") == 2 and page.main.count("Саран") == 2
    assert "Reminders (2)" in page.text
    page = saran.send(button=("seen", f"{filed.number}/overdue"))
    assert "Reminders (1)" in page.text
    assert page.links("main table:not(details table) a") == [f"/casework/cases/{other.number}"]
    page = saran.send(seen=[f"{other.number}/overdue", "no/overdue", f"{other.number}/nothing"])
    assert "Nothing to be reminded of now." in page.main


@pytest.mark.usefixtures("pausing")
def test_citizen_and_staff_read_that_the_clock_stood_still(app: Flask, lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=3)
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль цонх байсан бэ?"))
    citizen, saran = Visitor(app, "en"), Visitor(app, "en")
    citizen.go("/track")
    page = citizen.send(code=filed.receipt.code)
    assert "The time limit stands still meanwhile." in page.main
    assert "stands still until the citizen answers; since: 5 March 2026" in page.main
    assert "Basis of the pause: Rule, art. 5" in page.main
    clock.forward(days=10)
    lives.cast.step("saran", filed.number, c.Resume())
    saran.sign_in("saran")
    page = saran.go(f"/casework/cases/{filed.number}")
    assert "Days of waiting for the citizen's answer that do not count: 10." in page.main
    assert "Due day: 11 April 2026." in page.main
