"""What a member of the staff had written comes back on the page that says no, and tells nothing of any case."""

import logging

import pytest
from flask import Flask
from sqlalchemy import Engine
from wtforms import PasswordField, TextAreaField

from caseapp.domain import commands as c
from caseapp.domain.compartments import Team
from caseapp.services.staff import conflicts, teams
from caseapp.web.forms import Form
from caseapp.web.giving_back import LONG_TEXTS
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.structure.test_nasty_requests import rows
from tests.visiting import Page, Visitor
from tests.web.two_worlds import NEVER

LETTER = "\nЭрхэм Болд танаа,\n\n  «Гурван өдөр» гэсэн <b>үгийг</b> & бусдыг шалгалаа.\n"
ALSO = "Хавсралтад: цонхны бичлэг."
WRITTEN = "What you had written"


@pytest.fixture
def saran(app: Flask) -> Visitor:
    visitor = Visitor(app, "en")
    visitor.sign_in("saran")
    return visitor


def given_back(page: Page) -> list[str]:
    boxes = page.html.select("main textarea")
    assert all(box.has_attr("readonly") and not box.has_attr("name") for box in boxes)
    return [box.get_text().removeprefix("\n") for box in boxes]


def case_page(case: FiledCase) -> str:
    return f"/casework/cases/{case.number}"


def escalate(lives: Lives, case: FiledCase) -> None:
    lives.cast.step("bat", case.number, c.Escalate("Хахуулийн шинжтэй."))


def step_aside(lives: Lives, case: FiledCase) -> None:
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, case.number)


def leave_the_team(lives: Lives, _case: FiledCase) -> None:
    with lives.cast.at("tuya") as uow:
        teams.remove_member(uow, Team.CASEWORK, lives.cast.id_of("saran"))


@pytest.mark.parametrize("happens", [escalate, step_aside, leave_the_team])
def test_a_letter_comes_back_when_its_case_left_its_writers_sight(
    saran: Visitor, lives: Lives, happens: object, caplog: pytest.LogCaptureFixture, owner_engine: Engine
) -> None:
    case = lives.in_progress("saran")
    saran.go(case_page(case))
    happens(lives, case)  # type: ignore[operator]
    before = rows(owner_engine)
    caplog.set_level(logging.DEBUG)
    page = saran.send("/write/message", text=LETTER)
    assert page.status == 404 and WRITTEN in page.main
    assert given_back(page) == [LETTER]
    assert page.response.headers["Cache-Control"] == "no-store"
    assert rows(owner_engine) == before, "it is given back and kept nowhere"
    assert "Эрхэм" not in caplog.text and case.number not in caplog.text


def test_all_boxes_of_a_form_come_back_in_their_order_and_nothing_else_does(saran: Visitor, lives: Lives) -> None:
    case = lives.triaged("bat")
    saran.go(f"{case_page(case)}/step/forward")
    step_aside(lives, case)
    page = saran.send("", text=LETTER, letter=ALSO)
    assert page.status == 404 and given_back(page) == [LETTER, ALSO]
    assert f"{WRITTEN} (2)" in page.main


def test_the_page_is_the_same_whether_the_case_is_hidden_or_never_was(saran: Visitor, lives: Lives) -> None:
    case = lives.in_progress("saran")
    saran.go(case_page(case))
    form = saran.page.form("/write/message")
    token = str(form.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    step_aside(lives, case)
    for way in ("write/message", "write/note", "write/identity", "task", "step/ask_citizen", "step/close", "link"):
        hidden, never = (
            saran.client.post(
                f"/casework/cases/{number}/{way}",
                data={"csrf_token": token, "text": LETTER, "task": ALSO, "lessons": ALSO},
            )
            for number in (case.number, NEVER)
        )
        assert hidden.status_code == never.status_code == 404, way
        assert hidden.data.replace(case.number.encode(), b"") == never.data.replace(NEVER.encode(), b""), way
        assert dict(hidden.headers) == dict(never.headers), way
        assert ALSO in hidden.get_data(as_text=True), way


def test_a_letter_whose_files_were_being_chosen_comes_back_from_its_draft(saran: Visitor, lives: Lives) -> None:
    case = lives.in_progress("saran")
    saran.go(case_page(case))
    saran.send("/write/message", button=("action", "files"), text=LETTER)
    step_aside(lives, case)
    page = saran.send("/letter-files", button=("go", "done"))
    assert page.status == 404 and given_back(page) == [LETTER]


def test_whoever_was_signed_out_while_writing_finds_the_text_before_the_sign_in(
    saran: Visitor, lives: Lives, clock: Clock
) -> None:
    case = lives.in_progress("saran")
    saran.go(case_page(case))
    clock.forward(minutes=21)
    page = saran.send("/write/message", text=LETTER)
    assert page.status == 401 and given_back(page) == [LETTER]
    assert "/sign-in" in page.links("main a")
    assert "message.sent" not in lives.verbs(case)
    saran.go(case_page(case))
    assert saran.page.path == "/sign-in", "nothing was written: there is nothing to be kept from getting lost"


def test_a_form_with_nothing_written_in_it_leads_to_the_sign_in_as_ever(
    saran: Visitor, lives: Lives, clock: Clock
) -> None:
    case = lives.in_progress("saran")
    saran.go(case_page(case))
    clock.forward(minutes=21)
    assert saran.send("/write/message", text=" ").path == "/sign-in"


def test_a_form_without_its_token_gives_back_what_was_written(saran: Visitor, lives: Lives) -> None:
    case = lives.in_progress("saran")
    answer = saran.client.post(f"{case_page(case)}/conflict", data={"statement": "none", "text": LETTER})
    assert answer.status_code == 400 and "Эрхэм Болд танаа" in answer.get_data(as_text=True)


def test_passwords_codes_and_single_words_never_come_back(saran: Visitor) -> None:
    secret = "нууц үг биш шүү"
    kept = {"password": secret, "old": secret, "new": secret, "code": secret, "proof": secret, "title": secret}
    answer = saran.client.post("/casework/cases/x/write/note", data={**kept, "body": "police", "text": LETTER})
    page = answer.get_data(as_text=True)
    assert "Эрхэм" in page and secret not in page and "police" not in page


def test_a_stranger_gets_nothing_back_not_even_their_own_words(app: Flask) -> None:
    answer = app.test_client().post("/nowhere", data={"text": LETTER})
    assert answer.status_code == 404 and "Эрхэм" not in answer.get_data(as_text=True)


def names_of(kind: type, form: type[Form] = Form) -> set[str]:
    own = {n for n, field in vars(form).items() if issubclass(getattr(field, "field_class", type(None)), kind)}
    return own.union(*(names_of(kind, below) for below in form.__subclasses__()))


def test_every_large_box_of_the_house_comes_back_but_that_for_a_proof(app: Flask) -> None:
    assert names_of(TextAreaField) - {"proof"} == LONG_TEXTS
    assert not names_of(PasswordField) & LONG_TEXTS
