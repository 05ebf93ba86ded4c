"""Signing in leads on to a page of this house, whatever the address asked for."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.lives import Lives
from tests.people import PASSWORD
from tests.visiting import Visitor

FIRST_PAGE = "/home"


def led_to(app: Flask, asked: str) -> str:
    visitor = Visitor(app)
    token = visitor.go("/sign-in").html.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
    data = {"csrf_token": token, "login": "saran", "password": PASSWORD}
    answer = visitor.client.post("/sign-in", query_string={"next": asked}, data=data)
    assert answer.status_code == 302
    return answer.location


@pytest.mark.parametrize(
    "asked",
    [
        "/\t/example.mn",
        "/\n/example.mn",
        "/\r\n/example.mn",
        "//example.mn",
        "///example.mn",
        "////example.mn/casework/",
        "/\\example.mn",
        "\\\\example.mn",
        "/ /example.mn",
        "/\u00a0/example.mn",
        "/\u2028/example.mn",
        "/%09/example.mn",
        "https://example.mn/casework/",
        "https:/casework/",
        "javascript:alert(1)",
        "casework/",
        "example.mn",
        "//[",
        "/[//",
        "/casework/\nSet-Cookie: a=b",
        "/casework",
        "/there/is/no/such/page",
        "/sign-out",
        "/leave",
        "",
        "\x00",
    ],
    ids=ascii,
)
def test_no_address_leads_away_from_the_house(app: Flask, lives: Lives, asked: str) -> None:
    assert led_to(app, asked) == FIRST_PAGE


@pytest.mark.parametrize(
    "asked", ["/casework/", "/casework/?queue=mine&q=//x", "/casework/cases/2026-1234-5678-9", "/password"]
)
def test_whoever_was_asked_to_sign_in_comes_to_the_page_they_wanted(app: Flask, lives: Lives, asked: str) -> None:
    assert led_to(app, asked) == asked


@pytest.mark.parametrize("path", ["//example.mn/x", "///example.mn", "/\t/example.mn", "/\\example.mn", "//example.mn"])
def test_a_page_that_is_not_there_links_to_no_other_house(app: Flask, path: str) -> None:
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": path})
    page = BeautifulSoup(answer.data, "html.parser")
    links = [str(link["href"]) for link in page.select("a[href]")]
    assert answer.status_code == 404 and links
    assert [link for link in links if not re.match(r"(/[^/\\\s]|/$|#|tel:[0-9]+$)", link)] == []
