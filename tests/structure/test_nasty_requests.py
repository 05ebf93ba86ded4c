"""What nobody types but anybody can send: at every endpoint, as every role, it is refused or read as what it is."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, inspect, text
from werkzeug.test import TestResponse

from caseapp.domain.policy import Permission as P
from caseapp.domain.policy import permissions_of
from caseapp.web.forms import Form
from tests.structure.conftest import WHO, World
from tests.structure.test_access import ACCESS
from tests.visiting import Visitor

TRACES = {"ledger_entry", "draft", "throttle", "staff_session", "sending_count"}
"""What a refusal itself may leave: that somebody read or was refused, tried to sign in, was here, sent or writes."""
BUTTONS = {"go", "action", "step", "statement", "decision", "active", "fingerprint"}
ASKED = (
    *("lang", "after", "chain", "verb", "q", "unit", "assignee", "year", "edition", "next", "queue", "status"),
    *("kind", "service", "theme", "mode", "with", "template", "format", "titles"),
)
HUGE = "9" * 40
DAYS = ("0000-Q1", "0001-Q1", "9999-Q4", "0001-01-01", "9999-12-31")
PLACES = ("%00", "a%0Ab", "%C2%85", HUGE, "9223372036854775808", "9" * 5_000, "%E2%80%AE", "٣", "..%2F..", "%FF", *DAYS)
QUESTIONS = (
    *("%00", "a%00b", HUGE, f"2026-01-01.{HUGE}", "2026-01-01.-1", "2026-01-01.%D9%A3", "9999-12-31.1", "%FF", "\xff"),
    *("0000", "0001", "9999", "%ED%A0%80"),
)
TYPED = ("\x00", "Бат\x00\x07\x1b[31m", HUGE, "\ud7ff\ufffe\u202e", "/\t/example.mn", "a\r\nSet-Cookie: a=b")
BODIES = (
    ("application/json", b"[1, 2]"),
    ("application/json", b'{"csrf_token": 1}'),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\n\xff\r\n--x--"),
    ("application/x-www-form-urlencoded; charset=none", b"text=%FF%00&login=\xff\x00&code=%ED%A0%80"),
)


def every_field(form: type[Form] = Form) -> set[str]:
    """The names of all fields of all forms of the house."""
    own = {name for name, field in vars(form).items() if hasattr(field, "field_class")}
    return own.union(*(every_field(below) for below in form.__subclasses__()))


def rows(owner: Engine) -> dict[str, int]:
    names = sorted(set(inspect(owner).get_table_names()) - TRACES)
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
    with owner.connect() as connection:
        return {str(row[0]): int(row[1]) for row in connection.execute(text(counts))}


def names_to_type() -> list[str]:
    days = {f"{name}-{part}" for name in every_field() for part in ("year", "month", "day")}
    return sorted((every_field() | BUTTONS | days) - {"csrf_token", "website"})


class Sender:
    """One browser whose every request is looked at: what it was answered, and what it left behind."""

    def __init__(self, app: Flask, world: World, owner: Engine, login: str) -> None:
        self.app, self.world, self.owner = app, world, owner
        self.visitor = Visitor(app)
        if login:
            self.visitor.sign_in(login)
        page = self.visitor.go("/sign-in") if not login else self.visitor.page
        self.csrf = str(page.html.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
        self.wrong: dict[str, Any] = {}
        self.answered = 0

    def send(self, told: str, path: str, method: str = "GET", **more: Any) -> TestResponse:
        before = rows(self.owner)
        answer = self.visitor.client.open(path, method=method, **more)
        self.answered += 1
        if answer.status_code >= 500:
            self.wrong[told] = answer.status_code
        elif answer.status_code >= 400 and rows(self.owner) != before:
            self.wrong[told] = answer.status_code, "left something behind"
        return answer

    def ask(self, endpoint: str, rule: str) -> None:
        for place in PLACES if "<" in rule else ():
            self.send(f"GET {endpoint} at {place[:12]}", re.sub(r"<[^>]+>", place, rule))
            self.send(f"POST {endpoint} at {place[:12]}", re.sub(r"<[^>]+>", place, rule), "POST", data=self.token())
        for value in QUESTIONS:
            query = "&".join(f"{name}={value}" for name in ASKED)
            path = self.world.path(self.app, endpoint)
            self.send(f"GET {endpoint}?{value[:12]!r}", path, environ_overrides={"QUERY_STRING": query})

    def order(self, endpoint: str) -> None:
        path, names = self.world.path(self.app, endpoint), names_to_type()
        for value in TYPED:
            self.send(f"POST {endpoint} {value!r}", path, "POST", data={**dict.fromkeys(names, value), **self.token()})
        for year in ("0001", "9999"):
            days = {name: year for name in names if name.endswith("-year")}
            data = {**dict.fromkeys(names, "1"), **days, **self.token()}
            self.send(f"POST {endpoint} in the year {year}", path, "POST", data=data)
        files = {name: (io.BytesIO(b"a\x00"), "a\x00.txt") for name in names}
        self.send(f"POST {endpoint} files", path, "POST", data={**files, **self.token()})
        for content_type, body in BODIES:
            self.send(f"POST {endpoint} {content_type}", path, "POST", data=body, content_type=content_type)

    def token(self) -> dict[str, str]:
        return {"csrf_token": self.csrf}


def of(app: Flask, login: str) -> Iterator[tuple[str, str, bool]]:
    """Endpoint, address and whether it takes orders: all for a stranger, their own for a member of the staff."""
    role = next((role for role, name in WHO.items() if name == login), None)
    allowed = permissions_of(frozenset({role})) if role else frozenset(P)
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint == "auth.sign_out")
    for rule in rules:
        if rule.endpoint == "static" or ACCESS[rule.endpoint] & allowed:
            yield rule.endpoint, rule.rule, "POST" in (rule.methods or ())


@pytest.mark.parametrize("login", ["", *WHO.values()])
def test_no_request_breaks_a_page_and_what_is_refused_leaves_nothing(
    app: Flask, world: World, owner_engine: Engine, login: str
) -> None:
    sender = Sender(app, world, owner_engine, login)
    for endpoint, rule, takes_orders in of(app, login):
        if endpoint == "static":
            for place in PLACES:
                sender.send(f"GET static {place[:12]}", f"/static/{place}")
            continue
        sender.ask(endpoint, rule)
        if takes_orders:
            sender.order(endpoint)
    assert sender.wrong == {}
    assert sender.answered > 50


def test_all_fields_of_all_forms_are_tried() -> None:
    assert {"login", "when", "remedy", "email", "basis_mn", "recipient", "text", "csrf_token"} - every_field() == {
        "csrf_token"
    }


@pytest.mark.parametrize("cookie", ["caseapp", "caseapp-staff", "caseapp-receipt", "caseapp-language"])
def test_no_cookie_breaks_a_page(app: Flask, world: World, owner_engine: Engine, cookie: str) -> None:
    sender = Sender(app, world, owner_engine, "")
    for value in ("%00", "\xff", "\xd0\x00", "a.b.c", "." * 50, "9" * 3_000):
        for path in ("/", "/case", "/complaint", "/casework/", "/home"):
            headers = {"Cookie": f"{cookie}={value}"}
            sender.send(f"{path} {value[:9]!r}", path, environ_overrides={"HTTP_COOKIE": headers["Cookie"]})
    assert sender.wrong == {}


def test_a_large_number_finds_no_row_and_a_number_of_a_row_does(app: Flask, world: World) -> None:
    visitor = Visitor(app)
    visitor.sign_in("zaya")
    path = world.path(app, "casework.explanation")
    assert visitor.client.get(path).status_code == 200
    assert visitor.client.get(re.sub(r"\d+$", HUGE, path)).status_code == 404
