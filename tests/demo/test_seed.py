"""Seeded cases: as many as were asked for, told by the ledger, and opened by those who may open true ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, text

from caseapp.demo import seed
from caseapp.demo.seed.shares import digits_of, id_of
from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.vocab import Mode, Path, Status
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.queries.filtering import Filter
from caseapp.services import ledger
from caseapp.services.casework import desk as desks
from caseapp.services.casework import queues
from caseapp.services.staff import conflicts, identity
from caseapp.services.uow import open_unit_of_work
from tests import database
from tests.conftest import KEYS, MONDAY_MORNING
from tests.people import Cast

CASES = 400


@dataclass
class Seeded:
    cast: Cast
    owner: Engine
    url: str
    new: tuple[int, int]
    """By the first run, which was broken off half-way, and by the one after it."""

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.owner.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def number(self, status: Status, where: str = "true") -> str:
        found = self.rows(f"SELECT number FROM \"case\" WHERE status = '{status}' AND {where} LIMIT 1")
        return str(found[0][0])


@pytest.fixture(scope="module")
def seeded(server_uri: str, worker_url: str) -> Iterator[Seeded]:
    url = database.fresh_database(server_uri, f"seeded_{database.worker_name()}", database.CAST_TEMPLATE)
    engine, owner = application_engine(url), database.owner_engine(url)
    around = surroundings(engine, KEYS, lambda: MONDAY_MORNING)
    cast = Cast(around, "")
    work = seed.Field(url, KEYS, seed.survey(around, cast.signed_in("tuya").keys))
    half = seed.sow(work, CASES // 2, lambda _done: None)
    yield Seeded(cast, owner, url, (half, seed.sow(work, CASES, lambda _done: None)))
    engine.dispose()
    owner.dispose()


def test_a_second_run_adds_what_is_missing_and_nothing_else(seeded: Seeded) -> None:
    assert seeded.new == (CASES // 2, CASES // 2)
    assert seeded.rows('SELECT count(*) FROM "case"') == [(CASES,)]


def test_no_two_places_share_a_row_or_a_number() -> None:
    places = range(30_000)
    assert len({id_of(place) for place in places}) == len({digits_of(place) for place in places}) == len(places)


def test_the_ledger_of_seeded_cases_holds_and_a_checkpoint_covers_it(seeded: Seeded) -> None:
    with open_unit_of_work(seeded.cast.around, system(Door.JOBS)) as uow:
        signed = ledger.checkpoint(uow)
    with open_unit_of_work(seeded.cast.around, system(Door.AUDIT)) as uow:
        read, flaws = ledger.verify(uow)
    assert flaws == () and read >= signed > CASES * 3


def test_the_statuses_of_the_table_occur_on_both_paths(seeded: Seeded) -> None:
    found = {(path, status) for path, status in seeded.rows('SELECT DISTINCT path, status FROM "case"')}
    assert {path for path, _ in found} == {path.value for path in Path}
    assert {"closed", "answered", "in_progress", "awaiting_unit", "received"} <= {
        s for p, s in found if p == "ordinary"
    }


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.AWAITING_CITIZEN, Status.ANSWERED, Status.CLOSED])
def test_an_inspector_opens_a_seeded_case_with_its_letters_and_its_title(seeded: Seeded, status: Status) -> None:
    number = seeded.number(status, "path = 'ordinary'")
    for login in ("saran", "bat"):
        with seeded.cast.at(login) as uow:
            if desks.open_case(uow, number).opened is None:
                conflicts.state_none(uow, number)
            page = desks.open_case(uow, number)
        assert page.opened and len(page.opened["narrative"]["text"]) > 40
        assert page.title
        assert page.due is not None
        assert [entry.seq for entry in page.timeline] == sorted(entry.seq for entry in page.timeline)
    if status is Status.AWAITING_CITIZEN:
        assert page.messages[-1].text or page.messages[0].text


def test_an_approved_answer_opens_where_the_citizens_receipt_opens_it(seeded: Seeded) -> None:
    with seeded.cast.at("bat") as uow:
        page = desks.open_case(uow, seeded.number(Status.ANSWERED))
    assert page.opened is not None
    letters = [content for part, content in page.opened.items() if part.startswith("answer/")]
    assert letters and letters[0]["letter"] and letters[0]["legal_ground"]


def test_a_report_of_corruption_opens_for_the_integrity_team_alone(seeded: Seeded) -> None:
    number = seeded.number(Status.CLOSED, "path = 'integrity'")
    with seeded.cast.at("tuya") as uow:
        assert desks.open_case(uow, number).opened
    with seeded.cast.at("saran") as uow:
        assert queues.list_cases(uow, Filter(queue="all", number=number)).rows == ()


def test_a_seeded_case_goes_on_as_any_other_and_its_identity_waits_for_a_second_person(seeded: Seeded) -> None:
    number = seeded.number(Status.REGISTERED, f"path = 'ordinary' AND mode = '{Mode.NAMED}'")
    seeded.cast.step("saran", number, c.Escalate("Хахуулийн шинжтэй."))
    with seeded.cast.at("bat") as uow:
        identity.ask(uow, number, "Хаягийг тодруулна.")
    with seeded.cast.at("tuya") as uow:
        page = desks.open_case(uow, number)
        identity.decide(uow, number, page.identity_requests[0].id, granted=True)
    with seeded.cast.at("bat") as uow:
        assert identity.reveal(uow, number)["phone"]


def test_a_word_of_a_seeded_text_is_found(seeded: Seeded) -> None:
    with seeded.cast.at("saran") as uow:
        found = queues.list_cases(uow, Filter(queue="all"), "гэрчилгээ")
    assert found.rows
