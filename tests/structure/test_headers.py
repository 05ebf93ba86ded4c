"""What every answer says to the browser, and what its cookies allow."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from caseapp.domain.policy import Permission
from caseapp.services.uow import Surroundings
from caseapp.web import create_app
from tests.conftest import SETTINGS
from tests.people import PASSWORD
from tests.structure.conftest import WHO, World
from tests.structure.test_access import endpoints
from tests.visiting import Visitor

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
STAFF_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"
"""Of the staff's doors alone, for their one script, which asks this site alone; nobody else's page runs any."""
STAFF = ("/casework", "/analysis", "/admin", "/agency", "/audit")
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHEET = "/static/site.css"


SANDBOX = "default-src 'none'; sandbox"
"""Of a person's own file: it comes as a download, and nothing in it may run if a browser shows it all the same."""


def missing(response: TestResponse, *, kept: bool = False) -> dict[str, list[str]]:
    """What this answer does not say as it should, once and exactly."""
    wanted = ALWAYS if kept else {**ALWAYS, "Cache-Control": "no-store"}
    if response.request.path.startswith(STAFF) and response.status_code != 404:
        wanted = {**wanted, "Content-Security-Policy": STAFF_POLICY}
    if response.status_code == 200 and "/attachments/" in response.request.path:
        wanted = {**wanted, "Content-Security-Policy": SANDBOX}
    said = {name: response.headers.getlist(name) for name in wanted}
    return {name: values for name, values in said.items() if values != [wanted[name]]}


def test_every_page_of_every_role_says_all_of_it(app: Flask, world: World) -> None:
    wrong = {}
    for login in ["", *WHO.values()]:
        visitor = Visitor(app)
        if login:
            visitor.sign_in(login)
        for endpoint in sorted(endpoints(app, "GET")):
            lacks = missing(visitor.client.get(world.path(app, endpoint)))
            wrong |= {(login, endpoint): lacks} if lacks else {}
    assert wrong == {}


def odd_answers(app: Flask) -> Iterator[TestResponse]:
    """Answers that no view makes: not there, not so, too much, broken."""
    client = app.test_client()
    yield client.get("/there/is/no/such/page")
    yield client.get(f"{SHEET}.map")
    yield client.delete("/")
    yield client.options("/")
    yield client.post("/track", data={"code": "А" * (3 * 1024 * 1024)})
    yield client.post("/leave")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["public.privacy"] = lambda: 1 / 0
    yield client.get("/privacy")


def test_answers_that_no_view_makes_say_it_too(app: Flask) -> None:
    answers = list(odd_answers(app))
    assert [answer.status_code for answer in answers] == [404, 404, 405, 200, 413, 302, 500]
    static = answers.pop(1)
    assert [missing(answer) for answer in answers] == [{}] * len(answers)
    assert missing(static, kept=True) == {}


def test_an_error_is_logged_by_its_kind_alone(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def broken(number: str) -> str:
        raise ValueError(f"Дорлиг {number}")

    broken.access = {Permission.ANYONE}  # type: ignore[attr-defined]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["casework.case_page"] = broken
    caplog.set_level(logging.DEBUG)
    assert app.test_client().get("/casework/cases/2026-ABC?q=Болд").status_code == 500
    ours = [record for record in caplog.records if record.name.startswith("caseapp")]
    assert [record.getMessage() for record in ours] == ["unexpected ValueError at elsewhere"]
    assert [record.exc_info for record in ours] == [None]
    assert not any(word in caplog.text for word in ("Дорлиг", "2026-ABC", "Болд"))


def test_only_the_static_files_may_be_kept(app: Flask) -> None:
    sheet = app.test_client().get(SHEET)
    assert missing(sheet, kept=True) == {}
    assert "max-age=86400" in sheet.headers["Cache-Control"]
    assert "no-store" not in sheet.headers["Cache-Control"]


@pytest.mark.parametrize("secure", [True, False])
def test_transport_security_is_demanded_exactly_where_cookies_are_secure(house: Surroundings, secure: bool) -> None:
    app = create_app(replace(SETTINGS, secure_cookies=secure), house)
    assert ("Strict-Transport-Security" in app.test_client().get("/").headers) is secure


def test_no_answer_tells_what_it_runs_on(app: Flask) -> None:
    headers = app.test_client().get("/").headers
    assert {"Server", "X-Powered-By", "Via"} & set(headers.keys()) == set()


def set_cookies(app: Flask, world: World) -> dict[str, SimpleCookie]:
    """Every cookie that the app sets, by name, as it was first set."""
    client, found = app.test_client(), {}
    base = "https://localhost"

    def keep(response: TestResponse) -> TestResponse:
        for line in response.headers.getlist("Set-Cookie"):
            jar = SimpleCookie(line)
            for name in jar:
                found.setdefault(name, jar)
        return response

    for path, data in (
        ("/track", {"code": world.asked.receipt.code}),
        ("/sign-in", {"login": "saran", "password": PASSWORD}),
    ):
        page = keep(client.get(path, query_string={"lang": "en"}, base_url=base)).text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        data["csrf_token"] = token
        assert keep(client.post(path, data=data, base_url=base)).status_code == 302
    return found


@pytest.mark.parametrize(("secure", "prefix"), [(True, "__Host-"), (False, "")])
def test_no_cookie_is_open_to_scripts_or_sent_from_elsewhere(
    house: Surroundings, world: World, secure: bool, prefix: str
) -> None:
    found = set_cookies(create_app(replace(SETTINGS, secure_cookies=secure), house), world)
    private = {f"{prefix}caseapp", f"{prefix}caseapp-staff", f"{prefix}caseapp-receipt"}
    assert set(found) == private | {"caseapp-language"}
    for name, jar in found.items():
        cookie = jar[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert cookie["path"] == "/" and not cookie["domain"], name
        assert bool(cookie["secure"]) is secure, name
        if name in private:
            assert not cookie["max-age"] and not cookie["expires"], f"{name} outlives the browser"
    assert found[f"{prefix}caseapp-receipt"][f"{prefix}caseapp-receipt"]["samesite"] == "Strict"


def test_no_cookie_tells_who_has_it_or_what_the_receipt_is(house: Surroundings, world: World) -> None:
    found = set_cookies(create_app(SETTINGS, house), world)
    said = " ".join(jar[name].value for name, jar in found.items())
    secret = world.asked.receipt.secret
    assert "saran" not in said
    assert secret.hex() not in said and world.asked.receipt.code.replace(" ", "") not in said


def test_the_citizens_pages_set_no_cookie_before_there_is_a_form_or_a_wish(app: Flask) -> None:
    assert app.test_client().get("/privacy").headers.getlist("Set-Cookie") == []
