"""The demonstration: a small one is built once for this file, through the services, in a database of its own."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from caseapp.demo import building, people, plans, standing
from caseapp.demo.fates import Turn
from caseapp.domain.actors import Actor, ActorKind, Door, system
from caseapp.domain.policy import Permission, Role
from caseapp.domain.quarters import Quarter
from caseapp.domain.receipts import parse_receipt
from caseapp.domain.vocab import Channel, Mode, Service, Status
from caseapp.domain.vocab import Path as CasePath
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.hosting.house import NotReady
from caseapp.queries.filtering import Filter
from caseapp.services import ledger
from caseapp.services.agency import handover
from caseapp.services.casework import queues
from caseapp.services.filing.intake import filing_actor
from caseapp.services.petitioner import tracking
from caseapp.services.quarterly import analysis
from caseapp.services.staff import sessions
from caseapp.services.uow import Surroundings, open_unit_of_work
from caseapp.vault.agency import decrypt_with_identity
from caseapp.vault.keyring import Keyring
from caseapp.vault.receipts import key_pair_of_receipt
from tests import database
from tests.conftest import KEYS

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
SMALL = 60
ANALYST = Actor(ActorKind.SYSTEM, Door.ANALYSIS, permissions=frozenset({Permission.ANALYSIS_READ}))


class Built:
    """A demonstration that stands: its house, its data folder, and the owner's view of its rows."""

    def __init__(self, around: Surroundings, data_dir: Path, owner: Engine) -> None:
        self.around, self.data_dir, self.owner = around, data_dir, owner

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.owner.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture(scope="module")
def demo(server_uri: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    url = database.fresh_database(server_uri, f"demo_{database.worker_name()}", template)
    engine, owner = application_engine(url), database.owner_engine(url)
    data_dir = tmp_path_factory.mktemp("demo")
    around = surroundings(engine, KEYS, lambda: NOW)
    building.build_if_empty(around, data_dir, lambda _line: None, SMALL)
    yield Built(around, data_dir, owner)
    engine.dispose()
    owner.dispose()


@pytest.fixture(scope="module")
def full_plan() -> tuple[plans.Life, ...]:
    return plans.flat(plans.plan(plans.CASES, NOW))


def test_the_full_plan_has_600_cases_in_all_statuses_modes_channels_and_services(full_plan):
    assert len(full_plan) == 600
    assert {life.fate.end for life in full_plan} == set(Status)
    assert {life.mode for life in full_plan} == set(Mode)
    assert {life.channel for life in full_plan} == set(Channel)
    assert {life.report.service for life in full_plan} == set(Service)
    assert {turn for life in full_plan for turn in life.fate.turns} == set(Turn)


def test_the_full_plan_is_ordinary_for_the_most_part_and_leaves_no_place_out(full_plan):
    ordinary = sum(life.fate.filed_as is CasePath.ORDINARY for life in full_plan)
    assert 0.8 < ordinary / len(full_plan) < 0.9
    assert {life.unit for life in full_plan} >= set(plans.PLACES)


def test_no_text_of_the_full_plan_is_told_more_than_three_times_and_never_twice_the_same(full_plan):
    told = Counter((life.report.text, life.telling) for life in full_plan if life.fate.end is not Status.MERGED)
    assert max(told.values()) == 1
    assert max(Counter(text for text, _telling in told).values()) <= 3


def test_the_full_plan_spreads_over_five_quarters_and_is_never_in_the_future(full_plan):
    quarters = Counter(Quarter.of(life.received.date()) for life in full_plan)
    assert len(quarters) == plans.QUARTERS
    assert min(quarters.values()) > 60
    assert max(life.received for life in full_plan) < NOW


@pytest.mark.parametrize("day", ["2026-10-01", "2026-12-31", "2027-02-28", "2028-02-29"])
def test_a_plan_made_on_any_day_holds_open_cases_and_every_status(day):
    now = datetime.fromisoformat(f"{day}T01:00:00+00:00")
    lives = plans.flat(plans.plan(plans.CASES, now))
    assert {life.fate.end for life in lives} == set(Status)
    assert sum(life.fate.end.is_open for life in lives) > 60
    assert plans.first_day(now.date()) <= min(life.received for life in lives).date()


def test_every_status_but_none_beyond_the_plan_stands_in_the_database(demo):
    found = {Status(str(row[0])) for row in demo.rows('SELECT DISTINCT status FROM "case"')}
    assert found == {life.fate.end for life in plans.flat(plans.plan(SMALL, NOW))}
    assert demo.rows('SELECT count(*) FROM "case"') == [(SMALL,)]


def test_every_role_has_an_account_that_signs_in_with_the_printed_password(demo):
    assert {role for member in people.CAST for role in member.roles} == set(Role)
    welcome = building.welcome("127.0.0.1", 8000, demo.data_dir)
    for member in people.CAST:
        assert f"  {member.login} " in welcome
        with open_unit_of_work(demo.around, system(Door.AUTH)) as uow:
            token = sessions.sign_in(uow, member.login, people.PASSWORD)
            signed_in = sessions.resume(uow, token, timedelta(minutes=20))
        assert signed_in.teams == frozenset(member.teams)
        assert not signed_in.must_change


def test_the_welcome_says_where_to_look_and_where_the_data_lies(demo):
    welcome = building.welcome("127.0.0.1", 8123, demo.data_dir)
    assert "http://127.0.0.1:8123 " in welcome
    assert people.PASSWORD in welcome
    for name in (building.RECEIPTS, building.AGENCY_KEY, building.RECOVERY_KEY):
        assert str(demo.data_dir / name) in welcome
        assert (demo.data_dir / name).stat().st_mode & 0o777 == 0o600


def test_the_ledger_has_no_flaw_and_no_case_goes_back_in_time(demo):
    with open_unit_of_work(demo.around, system(Door.AUDIT)) as uow:
        read, flaws = ledger.verify(uow)
    assert read > SMALL * 5
    assert flaws == ()
    back = (
        "SELECT a.chain FROM ledger_entry a JOIN ledger_entry b ON b.chain = a.chain AND b.seq = a.seq + 1"
        " WHERE a.case_id IS NOT NULL AND b.at < a.at"
    )
    assert demo.rows(back) == []
    assert demo.rows("SELECT count(*) FROM ledger_entry WHERE at > '2026-11-24T15:30:00Z'") == [(0,)]


def test_the_balance_holds_in_each_quarter(demo):
    quarter, received = Quarter.of(NOW.date()), 0
    for _ in range(plans.QUARTERS):
        with open_unit_of_work(demo.around, ANALYST) as uow:
            report = analysis.build(uow, quarter, analysis.INTERNAL)
        received += report.balance["received"]
        quarter = quarter.previous()
    counted = "SELECT count(*) FROM \"case\" WHERE path = 'ordinary' AND id NOT IN (SELECT case_id FROM recusal)"
    assert [(received,)] == demo.rows(counted)


def test_the_demo_agency_key_opens_a_package_that_the_liaison_downloads(demo):
    identity = (demo.data_dir / building.AGENCY_KEY).read_text().splitlines()[1]
    liaison = people.signed_in(demo.around, [people.LIAISON])[people.LIAISON]
    with open_unit_of_work(demo.around, liaison.actor(Door.AGENCY), liaison.keys) as uow:
        newest = handover.packages(uow)[0]
        ciphertext = handover.download(uow, newest.reference)
    with zipfile.ZipFile(io.BytesIO(decrypt_with_identity(identity, ciphertext))) as package:
        report = json.loads(package.read("report.json"))
    assert report["reference"] == newest.reference
    assert report["text"].strip()


def test_the_kept_receipts_open_their_cases(demo):
    lines = (demo.data_dir / building.RECEIPTS).read_text().splitlines()
    codes = [line.split("receipt ")[1] for line in lines if "receipt " in line]
    statuses = set()
    for code in codes:
        secret = parse_receipt(code).secret
        actor = filing_actor(KEYS, secret)
        with open_unit_of_work(demo.around, actor, Keyring(receipt=key_pair_of_receipt(secret))) as uow:
            statuses.add(tracking.open_own(uow).status)
    assert len(codes) >= 6
    assert statuses >= {Status.ANSWERED, Status.AWAITING_CITIZEN, Status.AGENCY_RECEIVED, Status.RETURNED}


def test_saran_does_not_see_the_complaint_about_herself_but_tuya_does(demo):
    about = demo.rows(
        'SELECT c.number FROM "case" c JOIN recusal r ON r.case_id = c.id JOIN staff_user u ON u.id = r.user_id'
        " WHERE u.login = 'saran' AND r.ground = 'subject'"
    )
    assert len(about) == 1
    seen = {}
    for login, who in people.signed_in(demo.around, ["saran", "tuya"]).items():
        with open_unit_of_work(demo.around, who.actor(Door.CASEWORK), who.keys) as uow:
            seen[login] = queues.list_cases(uow, Filter(queue="all", number=str(about[0][0]))).rows
    assert not seen["saran"]
    assert len(seen["tuya"]) == 1


def test_an_identity_request_waits_and_another_was_granted_and_used(demo):
    assert demo.rows("SELECT count(*) FROM identity_request WHERE decided_at IS NULL") == [(1,)]
    assert demo.rows("SELECT count(*) FROM identity_request WHERE granted") == [(1,)]
    assert demo.rows("SELECT count(*) FROM ledger_entry WHERE verb = 'identity.opened'") != [(0,)]


def test_some_cases_are_overdue_extended_escalated_appealed_and_unread(demo):
    for verb in ("deadline.extended", "case.escalated", "case.appealed", "answer.returned", "case.merged"):
        assert demo.rows(f"SELECT count(*) FROM ledger_entry WHERE verb = '{verb}'") != [(0,)], verb
    overdue = "status IN ('in_progress', 'awaiting_unit') AND due_on < '2026-11-24'"
    assert demo.rows(f'SELECT count(*) FROM "case" WHERE {overdue}') != [(0,)]
    unread = "citizen_wrote_at IS NOT NULL AND (staff_read_at IS NULL OR staff_read_at < citizen_wrote_at)"
    assert demo.rows(f'SELECT count(*) FROM "case" WHERE {unread}') != [(0,)]


def test_whoever_works_on_cases_finds_reminders(demo):
    told = demo.rows(
        "SELECT u.login, count(*) AS lines FROM reminder r JOIN staff_user u ON u.id = r.user_id GROUP BY 1"
    )
    assert len(told) > 1
    assert all(int(str(lines)) > 0 for _login, lines in told)


def test_a_second_start_builds_nothing(demo):
    before = demo.rows("SELECT count(*) FROM ledger_entry")
    said: list[str] = []
    building.build_if_empty(demo.around, demo.data_dir, said.append, SMALL)
    assert said == []
    assert demo.rows("SELECT count(*) FROM ledger_entry") == before


def test_half_a_demonstration_in_somebody_elses_database_is_named_and_not_served(own_database, tmp_path):
    engine = application_engine(own_database)
    around = surroundings(engine, KEYS, lambda: NOW)
    standing.mark_begun(around)
    people.create(around)
    with pytest.raises(NotReady, match="half-built"):
        building.build_if_empty(around, tmp_path, lambda _line: None, SMALL)
    engine.dispose()


def test_a_database_of_real_people_is_left_alone(own_database, tmp_path):
    engine, owner = application_engine(own_database), database.owner_engine(own_database)
    around = surroundings(engine, KEYS, lambda: NOW)
    people.create(around)
    with pytest.raises(NotReady, match="no demonstration"):
        building.build_if_empty(around, tmp_path, lambda _line: None, SMALL)
    with owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM staff_user")) == len(people.CAST)
    engine.dispose()
    owner.dispose()
