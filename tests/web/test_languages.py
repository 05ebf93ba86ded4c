"""Pages as a reader meets them: Mongolian throughout, and English throughout for whoever asks."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from wtforms import IntegerField, RadioField, SelectMultipleField

from caseapp.web.forms import Form, needed
from caseapp.web.shown import file_size
from tests.lives import Lives
from tests.visiting import Page, Visitor

SIGNS_OF_THE_TRADE = {"PDF", "CSV", "JSON", "XLSX", "English", "II", "III", "IV"}
WRITTEN_AS_IT_IS = "[lang=en], code, textarea, .digest, .number, .code, .as-written"
"""Names in the other language, keys, numbers, and what a person wrote."""


@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_file_of_one_megabyte_is_not_told_as_two(app: Flask, language: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert file_size(1024**2 + 20_000).split()[0] == "1.0"
        assert file_size(1).split()[0] == "1"


def spoken(page: Page) -> str:
    """What a reader or a screen reader gets, without what is written as it is."""
    for part in page.html.select(WRITTEN_AS_IT_IS):
        part.extract()
    labels = [str(tag["aria-label"]) for tag in page.html.select("[aria-label]")]
    return " ".join([page.html.get_text(" "), *labels])


def english_left(page: Page) -> set[str]:
    return set(re.findall(r"(?<![\w@.-])[A-Za-z]{2,}(?![\w@-])", spoken(page))) - SIGNS_OF_THE_TRADE


def mongolian_left(page: Page) -> set[str]:
    for own_name in page.html.select(".language"):
        own_name.extract()
    return set(re.findall(r"[А-Яа-яЁёӨөҮү]{2,}", spoken(page)))


def around_the_house(visitor: Visitor) -> Iterator[Page]:
    """Every page that a link of a seen page leads to, each address once, files aside."""
    known, waiting = {"/sign-in"}, visitor.page.links()
    while waiting:
        path = waiting.pop()
        kind = re.sub(r"\d[\w-]*", "*", path)
        if kind in known or not path.startswith("/") or "lang=" in path:
            continue
        known.add(kind)
        page = visitor.go(path)
        if page.response.mimetype == "text/html":
            yield page
            waiting.extend(page.links())


@pytest.mark.parametrize("path", ["/", "/complaint", "/integrity", "/track", "/privacy", "/sign-in", "/no-such-page"])
def test_a_citizen_reads_either_language_throughout(path: str, app: Flask):
    assert english_left(Visitor(app).go(path)) == set()
    in_english = Visitor(app, "en").go(path)
    assert in_english.html.html.get("lang") == "en"
    assert mongolian_left(in_english) == set()


class StrangeForm(Form):
    days = IntegerField("", [needed("")])
    one = RadioField("", choices=["a"])
    some = SelectMultipleField("", choices=["a"])


def test_what_the_forms_library_finds_wrong_is_said_in_our_words(app: Flask):
    with app.test_request_context("/", method="POST", data={"days": "арав", "one": "б", "some": ["б"]}):
        form = StrangeForm()
        assert not form.validate()
        said = dict(form.field_errors)
    assert said == {
        "days": "Тоо оруулна уу.",
        "one": "Энд байгаагаас сонгоно уу.",
        "some": "Энд байгаагаас сонгоно уу.",
    }


def test_the_head_reads_mongolian_on_every_page_of_hers(app: Flask, lives: Lives):
    lives.file()
    tuya = Visitor(app)
    tuya.sign_in("tuya")
    left = {page.path: english_left(page) for page in around_the_house(tuya)}
    assert len(left) > 5
    assert {path: words for path, words in left.items() if words} == {}
