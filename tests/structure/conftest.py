"""A house in use: cases in the states that let every page show something, and the address of every page."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from caseapp.domain import commands as c
from caseapp.domain.linking import LinkKind
from caseapp.domain.policy import Role
from caseapp.domain.quarters import Quarter
from caseapp.queries.filtering import Filter
from caseapp.services.answers import replying
from caseapp.services.casework import linking, tasks, views
from caseapp.services.law import upkeep
from caseapp.services.petitioner import writing
from caseapp.services.quarterly.analysis import PUBLIC
from caseapp.services.staff import identity
from caseapp.vault.agency import new_identity
from caseapp.web.public.letter_files import mark
from tests.browsers import Browser
from tests.lives import FiledCase, Lives
from tests.people import Cast
from tests.services.quarters import freeze

WHO = {
    Role.REGISTRAR: "sukh",
    Role.INSPECTOR: "saran",
    Role.INTEGRITY_INSPECTOR: "bat",
    Role.HEAD: "tuya",
    Role.UNIT_OFFICER: "zaya",
    Role.ANALYST: "oyun",
    Role.AGENCY_LIAISON: "enkh",
    Role.AUDITOR: "khulan",
    Role.ADMIN: "dorj",
}
NEW_KEY = new_identity()[1]
"""What the Agency wants to be written to from now on; entered, and not confirmed yet."""
Values = dict[str, str | int]


@dataclass(frozen=True)
class World:
    """`asked` waits for a unit's explanation and for a head's word on the identity; `fresh` was just filed."""

    fresh: FiledCase
    asked: FiledCase
    answered: FiledCase
    values: Values

    def path(self, app: Flask, endpoint: str, **more: str | int) -> str:
        """An address of this endpoint with something behind it."""
        own: dict[str, Values] = {
            "casework.step": {"number": self.fresh.number, "name": "register"},
            "analysis.file": {"name": "internal"},
            "public.letter_files": {"letter": mark(self.asked.number).hex()},
            "casework.signed_letter": {"number": self.answered.number},
            "casework.poster": {"code": "AIM-061", "speech": "mn"},
            "casework.import_template": {"suffix": "xlsx"},
            "casework.head_page_file": {"suffix": "csv"},
        }
        return app.url_map.bind("localhost").build(
            endpoint, {**self._needed(app, endpoint), **own.get(endpoint, {}), **more}
        )

    def _needed(self, app: Flask, endpoint: str) -> Values:
        arguments = set().union(*(rule.arguments for rule in app.url_map.iter_rules(endpoint)))
        return {name: value for name, value in self.values.items() if name in arguments}


def _enclose(lives: Lives, filed: FiledCase) -> None:
    """A letter of the citizen with a file."""
    browser = Browser(lives.around).showing(filed)
    browser.keeps(text="")
    browser.sends("баримт.txt", "Баримтын хуулбар".encode())
    with browser.work() as uow:
        writing.citizen_message(uow, "Баримтаа хавсаргав.", browser.all_of_it())


@pytest.fixture
def world(lives: Lives, cast: Cast, owner_engine: Engine) -> Iterator[World]:
    fresh, asked, earlier = lives.file(), lives.in_progress("saran"), lives.answered()
    lives.referred()
    _leave_work(lives, cast, asked, earlier)
    freeze(lives, Quarter(2025, 4), PUBLIC)
    _enclose(lives, asked)
    values = {**_written(owner_engine), "number": asked.number, "person_id": cast.id_of("gerel"), **TYPED}
    yield World(fresh, asked, earlier, values)
    with owner_engine.begin() as owner:
        owner.execute(text("DELETE FROM agency_recipient WHERE recipient = :key"), {"key": NEW_KEY})


def _leave_work(lives: Lives, cast: Cast, asked: FiledCase, earlier: FiledCase) -> None:
    """Something at every door that an address can name."""
    cast.step("saran", asked.number, c.RequestExplanation(lives.unit("AIM-061"), "Дарааллыг хэрхэн зохицуулдаг вэ?"))
    with cast.at("saran") as uow:
        identity.ask(uow, asked.number, "Утасдаж тодруулах шаардлагатай.")
    alike = lives.triaged("saran")
    with cast.at("saran") as uow:
        linking.link(uow, asked.number, earlier.number, LinkKind.REPEAT_OF)
        linking.link(uow, asked.number, alike.number, LinkKind.GROUP)
        tasks.give(uow, asked.number, "Дараалал яагаад үүссэнийг асуух.", cast.id_of("saran"), uow.today)
        views.keep(uow, "Дараалал", Filter(queue="all"), shared=True)
    with cast.at("tuya") as uow:
        replying.keep(uow, None, replying.NewTemplate("Хүлээн авсан тухай", "Таны гомдлыг хүлээн авлаа.", None))
    with cast.at("dorj") as uow:
        upkeep.enter_recipient(uow, NEW_KEY)


def _written(owner_engine: Engine) -> Values:
    with owner_engine.connect() as connection:

        def one(query: str) -> str | int:
            return connection.execute(text(query)).scalar_one()

        return {
            "explanation_id": one("SELECT id FROM explanation"),
            "request_id": one("SELECT id FROM identity_request"),
            "view_id": one("SELECT id FROM saved_view"),
            "task_id": one("SELECT id FROM task"),
            "template_id": one("SELECT id FROM reply_template"),
            "attachment": one("SELECT id FROM attachment"),
            "reference": one("SELECT reference FROM agency_package"),
            "recipient_id": one("SELECT id FROM agency_recipient WHERE confirmed_at IS NULL"),
            "unit_id": one("SELECT id FROM unit WHERE code = 'AIM-061'"),
            "letter_id": one("SELECT id FROM answer_template WHERE current AND code = 'upheld'"),
            "answer": one("SELECT id FROM answer WHERE approved_at IS NOT NULL"),
        }


TYPED: Values = {
    "act": "assign",
    "what": "note",
    "code": "reply_days",
    "body": "police",
    "day": "2026-07-11",
    "quarter": "2025-Q4",
    "suffix": "json",
    "place": 1,
    "side": "complaint",
    "copy": "original",
    "kind": "pdf",
}
