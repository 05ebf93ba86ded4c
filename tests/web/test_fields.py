"""A day is typed in three boxes; whatever was typed stays there, and the person is told what to correct."""

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired, Optional

from caseapp.web.fields import DayField


class Hearing(Form):
    held_on = DayField("Held on", [InputRequired("Enter the day.")])


class Visit(Form):
    seen_on = DayField("Seen on", [Optional()])


@pytest.fixture(autouse=True)
def english():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


def typed(year: str = "", month: str = "", day: str = "", name: str = "held_on") -> MultiDict:
    return MultiDict({f"{name}-year": year, f"{name}-month": month, f"{name}-day": day})


def hearing(*boxes: str) -> Hearing:
    form = Hearing(typed(*boxes))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("2026", "11", "24"), date(2026, 11, 24)),
        (("2026", "3", "5"), date(2026, 3, 5)),
        ((" 2026 ", "03", " 05"), date(2026, 3, 5)),
        (("2028", "2", "29"), date(2028, 2, 29)),
    ],
)
def test_three_numbers_are_a_day(boxes, day):
    form = hearing(*boxes)
    assert form.errors == {}
    assert form.held_on.required_day() == form.held_on.data == day


@pytest.mark.parametrize(
    ("boxes", "message", "wrong"),
    [
        (("", "11", "24"), "Write the year of this date, too.", {"year"}),
        (("2026", "", "24"), "Write the month of this date, too.", {"month"}),
        (("2026", "11", "  "), "Write the day of this date, too.", {"day"}),
        (("2026", "XI", "24"), "Write the date in numbers, for example 2026 11 24.", {"month"}),
        (("2026", "11", "-4"), "Write the date in numbers, for example 2026 11 24.", {"day"}),
        (("٢٠٢٦", "11", "24"), "Write the date in numbers, for example 2026 11 24.", {"year"}),
        (("9" * 5000, "11", "24"), "Write the date in numbers, for example 2026 11 24.", {"year"}),
        (("26", "11", "24"), "Write the year in four digits, for example 2026.", {"year"}),
        (("0000", "11", "24"), "Write the year in four digits, for example 2026.", {"year"}),
        (("2026", "13", "24"), "Write the month as a number from 1 to 12.", {"month"}),
        (("2026", "0", "24"), "Write the month as a number from 1 to 12.", {"month"}),
        (("2026", "2", "29"), "That month has no such day. Check the date.", {"day"}),
        (("2026", "11", "0"), "That month has no such day. Check the date.", {"day"}),
    ],
)
def test_what_is_no_day_is_told_once_and_stays_in_its_boxes(boxes, message, wrong):
    field = hearing(*boxes).held_on
    assert [str(error) for error in field.errors] == [message]
    assert {box.name.removeprefix("held_on-") for box in field.boxes if box.wrong} == wrong
    assert [box.typed for box in field.boxes] == [box.strip() for box in boxes]
    assert field.data is None


def test_a_needed_day_left_empty_is_asked_for_in_our_own_words():
    field = hearing("", " ", "").held_on
    assert field.errors == ["Enter the day."]
    assert all(box.wrong for box in field.boxes)
    with pytest.raises(ValueError, match="no day was typed"):
        field.required_day()


def test_a_day_that_may_be_left_out_may_not_be_half_written():
    assert Visit(typed(name="seen_on")).validate()
    assert not Visit(typed("2026", "", "", name="seen_on")).validate()


def test_a_day_known_before_stands_in_the_boxes_until_another_is_typed():
    assert [box.typed for box in Hearing(held_on=date(2026, 3, 5)).held_on.boxes] == ["2026", "3", "5"]
    assert [box.typed for box in Hearing(typed("2027", "", ""), held_on=date(2026, 3, 5)).held_on.boxes] == [
        "2027",
        "",
        "",
    ]


def test_the_boxes_are_year_month_day_with_a_label_each():
    boxes = Hearing().held_on.boxes
    assert [(box.id, str(box.label), box.signs) for box in boxes] == [
        ("held_on-year", "Year", 4),
        ("held_on-month", "Month", 2),
        ("held_on-day", "Day of the month", 2),
    ]
