"""Windows of a real browser: their width, language and scripts, and everything that a page does wrong in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, FilePayload, Page, Request

from tests.people import PASSWORD

PHONE, SCREEN, ZOOMED = 375, 1280, 320
"""ZOOMED is a screen of 1280 px at 400 %, or a phone of 640 px at 200 % (WCAG 2.2, 1.4.10)."""
HEIGHT = 800
LANGUAGE = "caseapp-language"
FOCUS = "rgb(255, 184, 28)"
AXE: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURLESS = {**AXE, "rules": {**AXE["rules"], "color-contrast": {"enabled": False}}}
"""Contrast takes two thirds of axe's time, and the sheet's colours hang neither on the language nor on the width."""
SMALL = """() => [...document.querySelectorAll('button, select, textarea, summary, input:not([type=hidden])')]
    .filter(one => one.checkVisibility() && !one.classList.contains('unseen'))
    .filter(one => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24)
    .map(one => one.outerHTML.slice(0, 80))"""
RUN_AXE = """async (options) => {
    const found = await axe.run(document, options);
    return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 5).join(', ')}`);
}"""
LOOK = """() => ({
    lang: document.documentElement.lang, title: document.title.trim(), h1: document.querySelectorAll('h1').length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
FOCUSED = """() => {
    const style = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect();
    const seen = box.width > 0 && box.left >= 0 && box.top >= 0 && box.right <= innerWidth;
    return {name: document.activeElement.tagName, seen, ground: style.backgroundColor, edge: style.outlineColor};
}"""


@dataclass
class Desk:
    """Where windows are opened: each is a person's own, with its own cookies."""

    browser: Browser
    site: str
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, width: int = SCREEN, *, scripts: bool = True, blocked: bool = False) -> "Window":
        """`blocked` keeps every script away from the page, and lets axe run in it all the same."""
        context = self.browser.new_context(
            base_url=self.site, viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts
        )
        context.set_default_timeout(10_000)
        if blocked:
            context.route("**/*.js", lambda route: route.abort())
        self._contexts.append(context)
        self._listen(context)
        return Window(context.new_page(), self.site)

    def _listen(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("request", self._see)
        context.on("requestfailed", self._miss)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        """That the page itself came with 4xx, as a form with errors does, is no defect: the test looks at the page."""
        if message.type not in {"error", "warning"}:
            return
        refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        if not (refused and message.page and message.location["url"] == message.page.url):
            self.complaints.append(f"console {message.type}: {message.text} at {message.location['url']}")

    def _miss(self, request: Request) -> None:
        """What the browser gave up itself, since the next page was asked for, is no defect."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith(f"{self.site}/"):
            self.complaints.append(f"foreign: {request.url}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@dataclass
class Window:
    """One window; fields go by their names, buttons by name and value, and what is read is what the page shows."""

    page: Page
    site: str
    language: str = "mn"

    @property
    def path(self) -> str:
        return "/" + self.page.url.split("/", 3)[3]

    @property
    def main(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def band(self) -> str:
        """The words of the coloured band under the head, if there is one."""
        return " ".join(self.page.locator(".band p").all_inner_texts())

    @property
    def errors(self) -> str:
        return " ".join(self.page.locator(".errors").inner_text().split())

    def go(self, path: str) -> int:
        """The status that the page came with."""
        response = self.page.goto(path)
        assert response is not None
        return response.status

    def speak(self, language: str) -> None:
        """From the next page on."""
        self.page.context.add_cookies([{"name": LANGUAGE, "value": language, "url": self.site}])
        self.language = language

    def fill(self, **values: str) -> None:
        """Text for boxes, the value for choices."""
        for name, value in values.items():
            box = self.page.locator(f"main [name={name}]:not([type=hidden]):visible").first
            kind = box.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                self.page.check(f"main [name={name}][value='{value}']")
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def attach(self, *files: FilePayload) -> None:
        self.page.set_input_files("#file", list(files))
        self.press("go", "attach")

    def press(self, name: str = "", value: str = "", form: str = "main form[method=post]") -> None:
        """The only button of the form, or the one that sends this name and value; waits for the page that comes."""
        which = f"[name='{name}'][value='{value}']" if name else ""
        with self.page.expect_navigation():
            self.page.locator(f"{form} button{which}:not(.unseen)").click()

    def follow(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(link).click()

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.go("/sign-in")
        self.fill(login=login, password=password)
        self.press()

    def track(self, code: str) -> None:
        self.go("/track")
        self.fill(code=code)
        self.press()

    def faults(self, rules: Mapping[str, Any] = AXE) -> list[str]:
        """What is wrong with the page as it stands, at this width."""
        look, found = self.page.evaluate(LOOK), self.axe(rules)
        if look["lang"] != self.language:
            found.append(f"lang is {look['lang']}")
        if not look["title"]:
            found.append("no title")
        if look["h1"] != 1:
            found.append(f"{look['h1']} headings of the first order")
        return found + self.sideways()

    def axe(self, rules: Mapping[str, Any]) -> list[str]:
        """Rules of accessibility that the page breaks, each with the first places."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(RUN_AXE, rules)
        return found

    def sideways(self) -> list[str]:
        """As one fault, when the page is wider than the window."""
        wide = self.page.evaluate(LOOK)["wide"]
        return [f"scrolls sideways by {wide} px"] if wide > 0 else []

    def small_targets(self) -> list[str]:
        """What is pressed or filled in and is smaller than 24 px either way (WCAG 2.2, 2.5.8)."""
        found: list[str] = self.page.evaluate(SMALL)
        return found

    def focus_on(self) -> str:
        """What the keyboard's next stroke goes to: its id, or its name and value, or its class."""
        js = "() => { const e = document.activeElement; return e.id || [e.name, e.value].join('=') }"
        return str(self.page.evaluate(js))

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def blind_focus(self) -> list[str]:
        """The first two stops of the Tab key, the skip link and the first link, when focus does not show there; or the
        first boxes, on a page that a clerk begins to type in at once."""
        self.page.locator("body").evaluate("() => document.activeElement.blur()")
        found = []
        for _ in range(2):
            self.page.keyboard.press("Tab")
            now = self.page.evaluate(FOCUSED)
            shows = now["ground"] if now["name"] == "A" else now["edge"] if now["name"] == "INPUT" else ""
            if not now["seen"] or shows != FOCUS:
                found.append(f"focus does not show: {now}")
        return found
