"""Seeded cases: as many as were asked for, told by the ledger, and opened by those who may open true ones."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, text

from caseapp.demo import seed
from caseapp.demo.seed import story
from caseapp.demo.seed.shares import digits_of, drawn, id_of, table
from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.errors import Refused
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import INTEGRITY_THEMES, Mode, Path, Status
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.queries import analysis as counted
from caseapp.queries.filtering import Filter
from caseapp.services import ledger
from caseapp.services.casework import desk as desks
from caseapp.services.casework import queues
from caseapp.services.quarterly import analysis
from caseapp.services.staff import conflicts, identity
from caseapp.services.uow import open_unit_of_work
from caseapp.vault.agency import decrypt_with_identity
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

    def number_of(self, case_id: int) -> str:
        return str(self.rows(f'SELECT number FROM "case" WHERE id = {case_id}')[0][0])

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


def agency_identity() -> str:
    return database.agency_identity_file(database.run_folder()).read_text()


def place_of(fate: str, units: tuple[str, ...]) -> int:
    """The first place behind those that are seeded whose case ends so, with places before it to be merged into."""
    return next(place for place in range(CASES + 300, 10**6) if drawn(place, units).fate == fate)


@pytest.fixture(scope="module")
def elsewhere(seeded: Seeded) -> dict[str, int]:
    """One case of each fate that leads to another team, case or authority; what the last is merged into stands, too."""
    work = seed.Field(seeded.url, KEYS, seed.survey(seeded.cast.around, seeded.cast.signed_in("tuya").keys))
    fates = (story.ESCALATED, story.ESCALATED_CLOSED, "referred", "agency_received", story.REFERRED_CLOSED, "merged")
    places = {fate: place_of(fate, work.ground.places) for fate in fates}
    before = range(places["merged"] - 299, places["merged"])
    seed.sow_at(work, sorted({*places.values(), *before}))
    return {fate: id_of(place) for fate, place in places.items()}


def verbs(seeded: Seeded, case_id: int) -> list[str]:
    """What happened to it, without who looked at it since."""
    told = f"SELECT verb FROM ledger_entry WHERE case_id = {case_id} AND verb <> 'case.read' ORDER BY seq"
    return [str(verb) for (verb,) in seeded.rows(told)]


def test_every_fate_of_the_table_is_a_way_through_the_workflow_to_the_state_it_is_called_after() -> None:
    for band in table()["ages"]:
        for path in Path:
            for fate in band[path.value]:
                assert story.end_of(path, fate).value in fate or fate == story.ESCALATED, fate
    assert {fate for band in table()["ages"] for path in Path for fate in band[path.value]} == {
        str(fate) for ways in story.WAYS.values() for fate in ways
    }


def test_referred_cases_stand_as_the_service_leaves_them(seeded: Seeded, elsewhere: dict[str, int]) -> None:
    """Two persons, a package that only the Agency opens, its number, its outcome; and the integrity team reads on."""
    states = {"referred": "sent", "agency_received": "acknowledged", "referred_closed": "outcome_known"}
    for fate, state in states.items():
        case_id = elsewhere[fate]
        two = seeded.rows(f"SELECT proposed_by_id <> decided_by_id FROM referral WHERE case_id = {case_id}")
        assert two == [(True,)]
        ((ciphertext, digest, found),) = seeded.rows(
            f"SELECT ciphertext, sha256, state FROM agency_package WHERE case_id = {case_id}"
        )
        assert found == state and hashlib.sha256(bytes(ciphertext)).hexdigest() == digest  # type: ignore[call-overload]
        with zipfile.ZipFile(io.BytesIO(decrypt_with_identity(agency_identity(), bytes(ciphertext)))) as package:  # type: ignore[call-overload]
            assert {"letter.pdf", "report.json", "manifest.json"} == set(package.namelist())
            assert len(json.loads(package.read("report.json"))["text"]) > 40
        with seeded.cast.at("tuya") as uow:
            page = desks.open_case(uow, seeded.number_of(case_id))
        assert page.opened and page.package and page.decided & INTEGRITY_THEMES
    assert verbs(seeded, elsewhere["referred_closed"])[-4:] == [
        "case.referred",
        "agency.acknowledged",
        "agency.outcome_recorded",
        "case.closed",
    ]


def test_an_escalated_case_is_the_integrity_teams_with_the_ordinary_teams_note(
    seeded: Seeded, elsewhere: dict[str, int]
) -> None:
    case_id = elsewhere[story.ESCALATED]
    assert verbs(seeded, case_id) == ["report.received", "case.registered", "case.escalated"]
    readers = {str(reader) for (reader,) in seeded.rows(f"SELECT reader FROM case_key WHERE case_id = {case_id}")}
    assert "team:integrity" in readers and "team:casework" not in readers
    number = seeded.number_of(case_id)
    with seeded.cast.at("bat") as uow:
        page = desks.open_case(uow, number)
    assert page.opened and [note.verb for note in page.notes] == ["case.escalated"]
    with pytest.raises(Refused), seeded.cast.at("saran") as uow:
        desks.open_case(uow, number)
    with seeded.cast.at("tuya") as uow:
        assert desks.open_case(uow, seeded.number_of(elsewhere[story.ESCALATED_CLOSED])).case.status is Status.CLOSED


def test_a_merged_case_names_an_older_one_that_is_worked_on(seeded: Seeded, elsewhere: dict[str, int]) -> None:
    case_id = elsewhere["merged"]
    found = seeded.rows(
        "SELECT c.decided_at IS NOT NULL, t.status, t.path, t.received_at < c.received_at"
        f' FROM "case" c JOIN "case" t ON t.id = c.merged_into_id WHERE c.id = {case_id}'
    )
    assert found == [(True, "in_progress", "ordinary", True)]
    with seeded.cast.at("tuya") as uow:
        assert desks.open_case(uow, seeded.number_of(case_id)).merged_into
    assert seeded.rows(
        'SELECT count(*) FROM "case" WHERE merged_into_id IS NOT NULL AND merged_into_id NOT IN (SELECT id FROM "case")'
    ) == [(0,)]


@pytest.mark.usefixtures("elsewhere")
def test_the_ledger_holds_with_all_of_them(seeded: Seeded) -> None:
    with open_unit_of_work(seeded.cast.around, system(Door.AUDIT)) as uow:
        assert ledger.verify(uow)[1] == ()


def test_an_approved_answer_keeps_the_right_to_complain_as_it_was_on_its_day(seeded: Seeded) -> None:
    with seeded.cast.at("bat") as uow:
        page = desks.open_case(uow, seeded.number(Status.ANSWERED))
    assert page.opened is not None
    (letter,) = [content for part, content in page.opened.items() if part.startswith("answer/")]
    ((value, basis),) = seeded.rows("SELECT value, basis_mn FROM deadline_rule WHERE code = 'appeal_days' AND current")
    assert (letter["appeal_days"], letter["basis"]) == (str(value), basis)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("edition", [analysis.INTERNAL, analysis.PUBLIC])
def test_the_quarters_report_opens_on_seeded_cases_and_agrees_with_them(seeded: Seeded, edition: str) -> None:
    quarter = Quarter.parse("2025Q4")
    with seeded.cast.at("oyun") as uow:
        analysis.build(uow, quarter, edition)
        told = counted.balance(uow.session, quarter.bounds())
    days = "path = 'ordinary' AND received_day BETWEEN '2025-10-01' AND '2025-12-31'"
    assert [(told.received,)] == seeded.rows(f'SELECT count(*) FROM "case" WHERE {days}')
    assert told.received > 10


def test_a_second_run_adds_what_is_missing_and_nothing_else(seeded: Seeded) -> None:
    assert seeded.new == (CASES // 2, CASES // 2)
    found = {case_id for (case_id,) in seeded.rows('SELECT id FROM "case"')}
    assert {id_of(place) for place in range(CASES)} <= found <= {id_of(place) for place in range(10**5)}


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
