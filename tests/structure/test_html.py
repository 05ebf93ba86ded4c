"""Pages hold to HTML's grammar. Visitors and browsers of all other tests look at each page that they are shown, too."""

import pytest
from flask import Flask

from tests.grammar import slips
from tests.structure.conftest import WHO, World
from tests.visiting import Visitor

WHOLE = "<!doctype html><html lang='mn'><head><title>Бичиг</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    "broken",
    ["<p><div></div></p>", "<b><i></b></i>", "<p id='a' id='b'>", "<ul><li></ul></li>", "<form><form></form></form>"],
)
def test_a_slip_in_the_grammar_is_seen_with_its_place(broken: str) -> None:
    assert slips(WHOLE.format("<p>Бүрэн</p>").encode()) == []
    found = slips(WHOLE.format(broken).encode())
    assert found and found[0].startswith("line 1, sign ")


@pytest.mark.parametrize("language", ["mn", "en"])
def test_pages_that_refuse_hold_to_the_grammar_in_both_languages(app: Flask, world: World, language: str) -> None:
    """To strangers and to everybody on the staff; an address that holds markup, too."""
    for login in ("", *WHO.values()):
        visitor = Visitor(app, language=language)
        if login:
            visitor.sign_in(login)
        for path in ("/there/is/no/such/page", "/<b>&amp;\"'", "/casework/cases/2026-0000-0000-0", "/at/<i>"):
            shown = visitor.go(path)
            assert slips(shown.response.data) == [] and shown.status in {200, 404}, (login, path)


def test_a_form_whose_token_is_gone_is_refused_on_a_whole_page(app: Flask) -> None:
    for path in ("/leave", "/exit", "/track", "/verify", "/complaint", "/complaint/files", "/case", "/sign-in"):
        response = app.test_client().post(path, data={"csrf_token": "old"})
        assert response.mimetype != "text/html" or response.location or slips(response.data) == [], path
