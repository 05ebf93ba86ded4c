"""A box that machines fill and people do not see: filled, it stops the form and says so; nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from wtforms import StringField

from caseapp.web.fields import TrapField
from caseapp.web.forms import Form

PAGE = (
    '{% from "components/forms.html" import trap, summary, field %}'
    "{{ summary(form) }}{{ field(form.text) }}{{ trap(form.website) }}"
)


class Letter(Form):
    class Meta(Form.Meta):
        csrf = False

    text = StringField("Text")
    website = TrapField()


@pytest.fixture
def posted(app: Flask):
    def post(**values: str) -> tuple[bool, BeautifulSoup]:
        with app.test_request_context("/?lang=en", method="POST", data=values):
            form = Letter()
            valid = form.validate_on_submit()
            return valid, BeautifulSoup(render_template_string(PAGE, form=form), "html.parser")

    return post


@pytest.mark.parametrize("values", [{}, {"website": ""}])
def test_whoever_leaves_it_empty_notices_nothing(posted, values):
    valid, page = posted(text="Цонх хаалттай байлаа.", **values)
    assert valid and not page.select(".errors")


def test_nobody_meets_it_by_eye_keyboard_or_screen_reader(posted):
    _, page = posted(text="…")
    box = page.select_one(".unseen-trap[aria-hidden=true] input[name=website]")
    assert box["type"] == "text" and box["tabindex"] == "-1" and box["autocomplete"] == "off"
    label = page.select_one(f'.unseen-trap label[for="{box["id"]}"]')
    assert label.get_text() == "Leave this box empty", "for text browsers, which know no style"


def test_the_style_sheet_takes_it_out_of_the_page(app: Flask):
    sheet = app.test_client().get("/static/site.css").get_data(as_text=True)
    assert ".unseen-trap{display:none}" in sheet


@pytest.mark.parametrize("filling", ["https://example.mn", "1", " "])
def test_filled_it_stops_the_form_and_the_page_keeps_everything(posted, filling):
    valid, page = posted(text="Цонх хаалттай байлаа.", website=filling)
    assert not valid
    assert "Nothing was sent" in page.select_one(".errors").get_text()
    assert page.select_one("input[name=text]")["value"] == "Цонх хаалттай байлаа."
    box = page.select_one("input[name=website]")
    assert box["value"] == filling and not page.select(".unseen-trap"), "a person can see it now and empty it"
    assert page.select_one(".errors a")["href"] == f"#{box['id']}"
    assert page.select_one(f'label[for="{box["id"]}"]')
