"""What comes in with a request: plain text, and numbers that a row can have."""

import pytest
from flask import Flask, request

from caseapp.web.asking import LARGEST, plain, row_number, small_count
from caseapp.web.public.forms import MessageForm


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("нэг\r\nхоёр\rгурав\nдөрөв", "нэг\nхоёр\nгурав\nдөрөв"),
        ("а\x00б\x07в\x1b[31m\x7f\x85г", "абв[31mг"),
        ("тав\tзургаа", "тав\tзургаа"),
        ("долоо\ufffe\uffff", "долоо"),
        ("🙏 ᠮᠣᠩᠭᠣᠯ «ёө»", "🙏 ᠮᠣᠩᠭᠣᠯ «ёө»"),
    ],
)
def test_control_signs_are_taken_out_and_newlines_are_of_one_kind(app: Flask, typed: str, read: str) -> None:
    assert plain(typed) == read
    with app.test_request_context("/case", method="POST", data={"text": typed}):
        assert request.form["text"] == MessageForm().text.data == read


def test_a_question_with_a_control_sign_was_not_asked(app: Flask) -> None:
    with app.test_request_context("/?chain=case%001&verb=case.read&q=%D0%91%D0%B0%D1%82"):
        assert dict(request.args) == {"verb": "case.read", "q": "Бат"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        (str(LARGEST), LARGEST),
        (str(LARGEST + 1), None),
        ("9" * 5_000, None),
        ("-1", None),
        ("1_0", None),
        (" 1", None),
        ("٣", None),
        ("", None),
    ],
)
def test_a_number_is_one_that_a_row_can_have(typed: str, number: int | None) -> None:
    assert row_number(typed) == number


@pytest.mark.parametrize(
    ("sent", "count"),
    [("0", 0), ("7", 7), ("999", 999), ("1000", 0), ("9" * 5_000, 0), ("٣", 0), ("²", 0), ("-1", 0), ("", 0)],
)
def test_a_count_has_at_most_three_digits(sent: str, count: int) -> None:
    assert small_count(sent) == count
