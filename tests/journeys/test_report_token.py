"""A form's token belongs to the browser that the form was opened in: elsewhere it files nothing and shows nothing."""

import pytest
from flask import Flask

from tests.journeys.test_report import code_on, file_named
from tests.lives import COMPLAINT, Lives
from tests.visiting import Page, Visitor, filled


def token_of(page: Page) -> str:
    return str(filled(page.form())["token"])


def checked(citizen: Visitor, text: str = COMPLAINT) -> Page:
    citizen.go("/complaint")
    citizen.send(button=("go", "next"), kind="complaint", text=text)
    citizen.send(button=("go", "next"), service="civil")
    return citizen.send(button=("go", "next"), mode="anonymous")


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app, "en")


@pytest.mark.parametrize("filed_before", [True, False])
def test_another_browser_with_the_same_token_gets_its_form_again(
    citizen: Visitor, stranger: Visitor, lives: Lives, filed_before: bool
) -> None:
    token = token_of(checked(citizen))
    code = code_on(citizen.send(button=("go", "send"))) if filed_before else ""
    before = lives.count()
    checked(stranger, "Өөр хүний бичсэн үг.")
    again = stranger.send(button=("go", "send"), token=token)
    assert again.status == 400 and "stood open for too long" in again.errors
    assert "Өөр хүний бичсэн үг." in again.main, "what was typed is kept"
    assert COMPLAINT not in again.text and not again.html.select(".code")
    assert token_of(again) != token
    assert lives.count() == before
    own = code_on(stranger.send(button=("go", "send")))
    assert own and own != code, "pressed once more, the stranger's own words are filed under their own receipt"
    assert lives.count() == before + 1


def test_whoever_left_this_browser_leaves_no_form_that_shows_the_receipt(citizen: Visitor, lives: Lives) -> None:
    file_named(citizen)
    last = citizen.seen[-2]
    citizen.client.post("/leave")
    citizen.seen.append(last)
    again = citizen.send(button=("go", "send"))
    assert again.status == 400 and not again.html.select(".code")
    assert lives.count() == 1


def test_a_lost_cookie_keeps_what_was_typed(citizen: Visitor, lives: Lives) -> None:
    checked(citizen)
    citizen.client.delete_cookie("caseapp")
    again = citizen.send(button=("go", "send"))
    assert again.status == 400 and COMPLAINT in again.main
    assert again.errors.count("stood open for too long") == 1
    assert code_on(citizen.send(button=("go", "send")))
    assert lives.count() == 1


def test_a_clerks_form_files_nothing_with_a_token_of_another_browser(
    app: Flask, citizen: Visitor, lives: Lives
) -> None:
    token = token_of(checked(citizen))
    sukh = Visitor(app, "en")
    sukh.sign_in("sukh")
    sukh.go("/casework/new")
    paper = {"channel": "in_person", "kind": "complaint", "text": COMPLAINT, "service": "civil", "mode": "anonymous"}
    again = sukh.send(token=token, **paper)
    assert again.status == 400 and "stood open for too long" in again.errors
    assert lives.count() == 0
    assert code_on(sukh.send())
    assert lives.count() == 1
