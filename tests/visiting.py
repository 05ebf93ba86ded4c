"""A visitor who uses pages as people do: follows links, fills in forms, and looks at each page that comes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from tests.grammar import slips
from tests.people import PASSWORD

Values = dict[str, str | list[str]]
STAFF_SCRIPT = {"src": "/static/staff.js", "defer": ""}


@dataclass
class Page:
    """What came: `path` is where the visitor ended after redirects."""

    status: int
    path: str
    html: BeautifulSoup
    response: TestResponse

    @property
    def text(self) -> str:
        return " ".join(self.html.get_text(" ").split())

    @property
    def main(self) -> str:
        part = self.html.find("main")
        return " ".join((part or self.html).get_text(" ").split())

    @property
    def errors(self) -> str:
        part = self.html.select_one(".errors")
        return " ".join(part.get_text(" ").split()) if part else ""

    def links(self, within: str = "a[href]") -> list[str]:
        return [str(link["href"]) for link in self.html.select(within)]

    def form(self, action_part: str = "", fields: Collection[str] = (), button: tuple[str, str] | None = None) -> Tag:
        """The main content's first POST form that has these fields and this button, and whose address ends so."""
        for found in self.html.select("main form[method=post]"):
            names = {str(box["name"]) for box in found.select("[name]")}
            pressed = button is None or found.select(f'button[name="{button[0]}"][value="{button[1]}"]')
            if pressed and str(found.get("action") or "").endswith(action_part) and set(fields) <= names:
                return found
        raise AssertionError(f"no form {action_part!r} on {self.path}: {self.main[:300]}")


def inspect(page: Page) -> None:
    """What must hold of every page that is shown."""
    if "html" not in page.response.content_type:
        return
    assert slips(page.response.data) == [], page.path
    html = page.html
    assert html.html is not None and html.html.get("lang") in {"mn", "en"}, page.path
    assert html.title is not None and html.title.get_text().strip(), page.path
    assert len(html.find_all("h1")) == 1, f"{page.path}: one h1"
    for script in html.find_all(["script", "style"]):
        if script.attrs == STAFF_SCRIPT and not script.get_text() and "staff" in html.html["class"]:
            continue  # the one script of the staff's pages
        raise AssertionError(f"{page.path}: {script.name} in the page")
    assert not html.select("[style], [onclick], [onload]"), f"{page.path}: inline code"
    for form in html.select("form[method=post]"):
        assert form.select_one("input[name=csrf_token]"), f"{page.path}: a form without its token"
    for box in html.select("main input, main select, main textarea"):
        if box.get("type") != "hidden":
            assert html.select_one(f'label[for="{box.get("id")}"]'), f"{page.path}: {box.get('name')} has no label"
    for named in html.select("[aria-describedby]"):
        for one in str(named["aria-describedby"]).split():
            assert html.find(id=one), f"{page.path}: nothing is called {one}"
    ids = [str(tag["id"]) for tag in html.select("[id]")]
    assert len(ids) == len(set(ids)), f"{page.path}: two things of one id {sorted(i for i in ids if ids.count(i) > 1)}"


@dataclass
class Visitor:
    """One browser with its cookies; scripts do not exist here."""

    app: Flask
    language: str = "mn"
    seen: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    @property
    def page(self) -> Page:
        return self.seen[-1]

    def _shown(self, response: TestResponse) -> Page:
        for _ in range(5):
            if response.status_code not in {301, 302, 303}:
                break
            response = self.client.get(response.location)
        page = Page(response.status_code, response.request.path, BeautifulSoup(response.data, "html.parser"), response)
        inspect(page)
        self.seen.append(page)
        return page

    def go(self, path: str) -> Page:
        if self.language != "mn" and "lang=" not in path:
            path += ("&" if "?" in path else "?") + f"lang={self.language}"
        return self._shown(self.client.get(path))

    def send(self, action_part: str = "", button: tuple[str, str] | None = None, **values: str | list[str]) -> Page:
        """Fills in a form of the present page and presses a button (name, value)."""
        form = self.page.form(action_part, values, button)
        data = filled(form)
        data.update(values)
        if button is not None:
            data[button[0]] = button[1]
        return self._shown(self.client.post(str(form.get("action") or self.page.path), data=data))

    def upload(self, files: list[tuple[IO[bytes], str, str]], go: str) -> Page:
        """Sends files (content, name, declared type) with the present page's form of files."""
        form = next(f for f in self.page.html.select("main form[enctype]"))
        data = {**filled(form), "go": go, "file": files}
        return self._shown(self.client.post(str(form["action"]), data=data, content_type="multipart/form-data"))

    def sign_in(self, login: str, password: str = PASSWORD) -> Page:
        self.go("/sign-in")
        return self.send("", login=login, password=password)

    def take(self, number: str, action: str, **values: str | list[str]) -> Page:
        """One step of a case: opens its form and sends it."""
        opened = self.go(f"/casework/cases/{number}/step/{action}")
        assert opened.status == 200, f"{action}: {opened.status}"
        return self.send("", **values)


def filled(form: Tag) -> Values:
    """What a browser would send of a form as it stands, without any button."""
    data: Values = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(box["name"]), box.get("type")
        if kind in {"radio", "checkbox"}:
            if box.has_attr("checked"):
                _add(data, name, str(box.get("value", "on")), several=kind == "checkbox")
        elif box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            if chosen is not None:
                data[name] = str(chosen.get("value", ""))
        elif box.name == "textarea":
            data[name] = box.get_text().removeprefix("\n")
        elif kind == "hidden" and name in data:
            _add(data, name, str(box.get("value", "")), several=True)
        else:
            data[name] = str(box.get("value", ""))
    return data


def _add(data: Values, name: str, value: str, *, several: bool) -> None:
    if not several:
        data[name] = value
        return
    known = data.get(name, [])
    data[name] = [*(known if isinstance(known, list) else [known]), value]
