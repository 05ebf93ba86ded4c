"""Every page of the app, seen by the right person in both languages, on a screen and on a phone: nothing wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from caseapp.domain.vocab import Action
from caseapp.services.quarterly.analysis import PUBLIC
from tests.browser.street import Street
from tests.browser.surfing import COLOURLESS, PHONE, SCREEN, ZOOMED, Desk, Window
from tests.conftest import Clock
from tests.lives import Lives
from tests.services.quarters import IN_Q2, Q1, freeze

NO_PAGES = {
    "static": "files",
    "analysis.file": "downloads",
    "casework.attachment": "downloads",
    "casework.import_template": "downloads",
    "casework.head_page_file": "downloads",
    "casework.export": "downloads",
    "casework.poster": "downloads",
    "public.attachment": "downloads",
    "public.proof": "a download",
    "public.own_letter": "a download",
    "public.files": "leads back to the form",
    "public.letter_files": "leads back to the letter",
    "casework.letter_files": "leads back to the letter",
    "casework.signed_letter": "leads back to the case",
    "public.edition_file": "downloads",
    "auth.home": "leads on to a person's first page",
}
NOBODY = ""
SEEN_BY = {
    "public.start": NOBODY,
    "public.at": NOBODY,
    "public.how": NOBODY,
    "public.privacy": NOBODY,
    "public.safety": NOBODY,
    "public.accessibility": NOBODY,
    "public.editions": NOBODY,
    "public.edition": NOBODY,
    "public.complaint": NOBODY,
    "public.integrity": NOBODY,
    "public.track": NOBODY,
    "public.own_case": NOBODY,
    "public.lost_receipt": NOBODY,
    "public.verify": NOBODY,
    "auth.sign_in": NOBODY,
    "auth.change_password": "saran",
    "casework.queue": "tuya",
    "casework.find": "tuya",
    "casework.case_page": "tuya",
    "casework.step": "tuya",
    "casework.my_tasks": "tuya",
    "casework.reminders": "tuya",
    "casework.give_task": "tuya",
    "casework.reply_templates": "tuya",
    "casework.reply_template": "tuya",
    "casework.letter_templates": "tuya",
    "casework.new_letter_template": "tuya",
    "casework.letter_template": "tuya",
    "casework.link": "tuya",
    "casework.earlier": "tuya",
    "casework.group": "tuya",
    "casework.take_in": "sukh",
    "casework.import_list": "sukh",
    "casework.posters": "sukh",
    "casework.team": "tuya",
    "casework.agency_keys": "tuya",
    "casework.learning": "tuya",
    "casework.head_page": "tuya",
    "casework.explanations": "zaya",
    "casework.explanation": "zaya",
    "analysis.quarters": "oyun",
    "analysis.report": "oyun",
    "agency.packages": "enkh",
    "agency.package": "enkh",
    "audit.entries": "khulan",
    "admin.people": "dorj",
    "admin.person": "dorj",
    "admin.units": "dorj",
    "admin.bodies": "dorj",
    "admin.rules": "dorj",
    "admin.rule": "dorj",
    "admin.calendar": "dorj",
    "admin.remove_day": "dorj",
    "admin.agency_keys": "dorj",
}
TUYA, LANGUAGES = "tuya", ("mn", "en")
STAFF = tuple(login for login in dict.fromkeys(SEEN_BY.values()) if login)


@dataclass
class Tour:
    """One visitor's way through pages, in both languages; what is wrong with each is kept by its name."""

    window: Window
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def visit(self, paths: Iterable[str], status: int = 200) -> None:
        for path in paths:
            for language in LANGUAGES:
                self.window.speak(language)
                came = self.window.go(path)
                self.look(f"{path} ({language})", [] if came == status else [f"status {came}"])

    def look(self, name: str, found: Sequence[str] = ()) -> None:
        """At the page as it stands, on the screen, on the phone and at four times its size."""
        window, first = self.window, self.window.language == LANGUAGES[0]
        seen = {SCREEN: [*found, *(window.faults() + window.blind_focus() if first else window.faults(COLOURLESS))]}
        window.resize(PHONE)
        seen[PHONE] = window.faults(COLOURLESS) if first else window.sideways()
        window.resize(ZOOMED)
        seen[ZOOMED] = window.sideways()
        window.resize(SCREEN)
        if any(seen.values()):
            self.wrong[name] = [f"{width} px: {fault}" for width, faults in seen.items() for fault in faults]


@dataclass
class Town:
    """Where the tours lead: the street's cases, and an address for each of the app's pages."""

    app: Flask
    street: Street

    def path(self, endpoint: str, **values: object) -> str:
        return self.app.url_map.bind("localhost").build(endpoint, values)

    def of(self, login: str) -> list[str]:
        """One address for every rule that this person is to see, with something behind it."""
        values = self._values()
        return [
            self.path(rule.endpoint, **{name: values[name] for name in rule.arguments - set(rule.defaults or ())})
            for rule in pages(self.app)
            if SEEN_BY[rule.endpoint] == login
        ]

    def _values(self) -> dict[str, object]:
        lives = self.street.lives
        with lives.owner.connect() as connection:
            return {
                "explanation_id": connection.scalar(text("SELECT max(id) FROM explanation")),
                "reference": connection.scalar(text("SELECT max(reference) FROM agency_package")),
                "number": self.street["in progress"].number,
                "template_id": connection.scalar(text("SELECT max(id) FROM reply_template")),
                "letter_id": connection.scalar(text("SELECT max(id) FROM answer_template WHERE current")),
                "body": "police",
                "name": "extend",
                "person_id": lives.cast.id_of("gerel"),
                "unit_id": lives.unit("AIM-061"),
                "quarter": "2026Q1",
                "code": "reply_days",
                "day": "2026-07-11",
            }


def pages(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if "GET" in (r.methods or ()) and r.endpoint not in NO_PAGES]


@pytest.fixture
def town(app: Flask, lives: Lives, clock: Clock) -> Town:
    """With the quarter's public edition approved, in a spring that is over again when people look."""
    street, today = Street(lives).settle(), clock.now
    clock.now = IN_Q2
    freeze(lives, Q1, PUBLIC)
    clock.now = today
    return Town(app, street)


def test_no_page_of_the_app_is_left_out(app: Flask) -> None:
    assert {rule.endpoint for rule in pages(app)} == set(SEEN_BY)


def test_what_anybody_may_see(desk: Desk, town: Town) -> None:
    tour = Tour(desk.window())
    tour.visit(set(town.of(NOBODY)) - {town.path("public.own_case")})
    tour.visit(["/there/is/no/such/page"], 404)
    assert tour.wrong == {}


def test_what_the_holder_of_a_receipt_sees(desk: Desk, town: Town) -> None:
    tour, own = Tour(desk.window()), town.path("public.own_case")
    for name in ("received", "returned", "in progress", "closed", "report", "with the Agency"):
        tour.window.track(town.street[name].receipt.code)
        assert tour.window.path == own
        tour.visit([own])
    assert tour.wrong == {}


def test_every_case_as_its_team_sees_it(desk: Desk, town: Town) -> None:
    tour = Tour(desk.window())
    tour.window.sign_in(TUYA)
    tour.visit(town.path("casework.case_page", number=filed.number) for filed in town.street.cases.values())
    tour.visit([town.path("casework.case_page", number="2026-0000-0000-0")], 404)
    assert tour.wrong == {}


def test_every_step_of_the_workflow_as_its_form_asks_for_it(desk: Desk, town: Town) -> None:
    tour, steps = Tour(desk.window()), town.street.steps(TUYA)
    assert set(steps) == set(Action) - {Action.APPEAL}, "which is the citizen's alone"
    tour.window.sign_in(TUYA)
    tour.visit(town.path("casework.step", number=filed.number, name=action.value) for action, filed in steps.items())
    assert tour.wrong == {}


def test_the_queue_in_every_filter_that_shows_something_else(desk: Desk, town: Town) -> None:
    tour = Tour(desk.window())
    tour.window.sign_in(TUYA)
    queries = ("?queue=all", "?queue=overdue", "?queue=integrity", "?queue=all&q=цонх&kind=complaint")
    tour.visit(town.path("casework.queue") + query for query in queries)
    assert tour.wrong == {}


def test_all_pages_of_each_member_of_the_staff(desk: Desk, town: Town) -> None:
    wrong = {}
    for login in STAFF:
        tour = Tour(desk.window())
        tour.window.sign_in(login)
        tour.visit(town.of(login))
        wrong |= tour.wrong
    assert wrong == {}
