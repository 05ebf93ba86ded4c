"""The citizen's door, through its pages alone."""

import pytest
from flask import Flask

from tests.lives import COMPLAINT, Lives
from tests.visiting import Visitor


@pytest.fixture
def citizen(app: Flask) -> Visitor:
    return Visitor(app)


def file(citizen: Visitor, text: str = COMPLAINT, door: str = "/complaint", kind: str = "complaint") -> str:
    """Files anonymously and returns the receipt's code as it is printed."""
    citizen.go(door)
    citizen.send(button=("go", "next"), kind=kind, text=text)
    citizen.send(button=("go", "next"), service="civil")
    citizen.send(button=("go", "next"), mode="anonymous")
    page = citizen.send(button=("go", "send"))
    assert page.status == 200, page.main[:300]
    return " ".join(span.get_text() for span in page.html.select(".code span"))


def test_a_complaint_is_filed_and_followed_with_the_receipt(citizen: Visitor, app: Flask, lives: Lives) -> None:
    code = file(citizen)
    later = Visitor(app)
    later.go("/track")
    page = later.send(code=code)
    assert page.path == "/case"
    assert COMPLAINT in page.text


def test_nothing_typed_is_lost_to_an_error(citizen: Visitor, lives: Lives) -> None:
    citizen.go("/complaint")
    citizen.send(button=("go", "next"), kind="complaint", text=COMPLAINT)
    citizen.send(button=("go", "next"), service="civil", where="3 дугаар цонх")
    page = citizen.send(button=("go", "next"), mode="named", family_name="Дорлиг")
    assert page.status == 400
    assert page.errors
    assert page.form().select_one("input[name=text]")["value"] == COMPLAINT  # type: ignore[index]
    assert page.form().select_one("input[name=family_name]")["value"] == "Дорлиг"  # type: ignore[index]
