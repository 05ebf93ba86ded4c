"""A real browser in front of the app: Debian's Chromium, one for this folder, a fresh context for every test."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.surfing import PHONE, SCREEN, Desk, Window
from tests.grammar import slips
from tests.tools import needs_command

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The hook is told of all folders' tests."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Not kept for the whole run: Playwright's event loop would be in the way of tests that have one of their own."""
    path = needs_command("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Unlogged(WSGIRequestHandler):
    """Keeps the test's output for its own words."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def _look_at(app: Flask, slipped: dict[str, list[str]]) -> None:
    """At each page that leaves: what HTML's grammar says of it."""

    def look(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.location and (found := slips(response.get_data())):
            slipped[f"{request.path} {response.status_code}"] = found
        return response

    app.after_request(look)


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """Where the app is served, over loopback, for this test; every page that it serves holds to HTML's grammar."""
    slipped: dict[str, list[str]] = {}
    _look_at(app, slipped)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Unlogged)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    assert slipped == {}


@pytest.fixture
def desk(chromium: Browser, site: str) -> Iterator[Desk]:
    """Opens browsers' windows; what any of them complained of fails the test at its end."""
    opened = Desk(chromium, site)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture(params=[PHONE, SCREEN], ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def window(desk: Desk, width: int, scripts: bool) -> Window:
    """In each width, with scripts and without."""
    return desk.window(width, scripts=scripts)
