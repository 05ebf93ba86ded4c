"""Drafts by SQL alone: a stranger's does not exist, and what is over is all that the minute's job may touch."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from caseapp.hosting.engine import application_engine, surroundings
from caseapp.services.uow import Surroundings
from caseapp.vault.drafts import owner_of_secret
from tests.browsers import Browser
from tests.conftest import KEYS, Clock
from tests.database_defence.standing import REFUSED, ROLES, Standing, standing

PUBLIC, STAFF, JOBS = "caseapp_public", "caseapp_staff", "caseapp_jobs"
DOORS = pytest.mark.parametrize("role", [PUBLIC, STAFF])
NEW = (
    "INSERT INTO draft (id, owner, sealed, started_at, expires_at)"
    " VALUES (%(id)s, %(owner)s, 'x', now(), now() + interval '1 hour')"
)
TAKE_OVER = " ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, sealed = excluded.sealed"
CHUNK = "INSERT INTO attachment_chunk (attachment_id, copy, seq, ciphertext) VALUES (%s, 'original', 9, 'x')"


@dataclass(frozen=True)
class Two:
    """Two browsers with a draft each, and a file in it; `mine` is the one whose secret the attacker has."""

    owner_url: str
    mine: Browser
    other: Browser

    def holder(self, role: str, browser: Browser | None = None) -> Standing:
        secret = (browser or self.mine).secret
        return Standing(role, draft=owner_of_secret(KEYS.lookup, secret))

    def rows(self, query: str) -> int:
        url = make_url(self.owner_url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as owner:
            row = owner.execute(query).fetchone()
        assert row is not None
        return int(row[0])


@pytest.fixture(scope="module")
def two(town) -> Iterator[Two]:
    """In the town's database, at the real time: policies ask the server's clock."""
    app = application_engine(town.owner_url)
    around = surroundings(app, KEYS)
    browsers = Browser(around), Browser(around)
    for browser in browsers:
        browser.keeps(text="нууцлан бичсэн үг")
        browser.sends("нууцбаримт.txt", b"paper", "text/plain")
    yield Two(town.owner_url, *browsers)
    for browser in browsers:
        with browser.work() as uow:
            uow.session.connection().exec_driver_sql("DELETE FROM draft")
    app.dispose()


def values(browser: Browser, owner: bytes) -> dict[str, object]:
    return {"id": browser.place.id, "owner": owner}


@DOORS
def test_a_strangers_draft_does_not_exist(two: Two, role: str) -> None:
    with standing(two.owner_url, two.holder(role)) as connection:
        assert connection.execute("SELECT id FROM draft").fetchall() == [(two.mine.place.id,)]
        stranger = (two.other.place.id,)
        for statement in (
            "SELECT * FROM draft WHERE id = %s",
            "SELECT * FROM draft WHERE id = %s FOR UPDATE",
            "UPDATE draft SET sealed = 'x' WHERE id = %s",
            "UPDATE draft SET owner = 'x' WHERE id = %s",
            "DELETE FROM draft WHERE id = %s",
            "SELECT * FROM attachment WHERE draft_id = %s",
            "DELETE FROM attachment WHERE draft_id = %s",
        ):
            assert connection.execute(statement, stranger).rowcount == 0, statement
        assert connection.execute(
            "SELECT count(*) FROM attachment_chunk c JOIN attachment a ON a.id = c.attachment_id"
            " WHERE a.draft_id IS NOT NULL AND a.draft_id <> %s",
            (two.mine.place.id,),
        ).fetchone() == (0,)


@DOORS
@pytest.mark.parametrize("claim", [None, bytes(32), b"x"])
def test_without_a_browsers_secret_there_is_no_draft(two: Two, role: str, claim: bytes | None) -> None:
    assert two.rows("SELECT count(*) FROM draft") == 2
    with standing(two.owner_url, Standing(role, draft=claim)) as connection:
        for table in ("draft", "attachment WHERE case_id IS NULL"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


@DOORS
def test_nobody_writes_or_takes_over_a_draft_of_another(two: Two, role: str) -> None:
    mine = owner_of_secret(KEYS.lookup, two.mine.secret)
    other = owner_of_secret(KEYS.lookup, two.other.secret)
    fresh = two.mine.another_form()
    with standing(two.owner_url, two.holder(role)) as connection:
        for statement, said in (
            (NEW, values(fresh, other)),
            (NEW + TAKE_OVER, values(two.other, mine)),
            ("UPDATE draft SET owner = %(owner)s WHERE id = %(id)s", values(two.mine, other)),
        ):
            with pytest.raises(REFUSED), connection.transaction():
                connection.execute(statement, said)
        assert connection.execute(NEW, values(fresh, mine)).rowcount == 1


@DOORS
def test_a_file_neither_comes_to_nor_goes_to_another_draft(two: Two, role: str) -> None:
    author = "citizen" if role == PUBLIC else "staff"
    new = (
        "INSERT INTO attachment (id, draft_id, author, added_at, size, verdict, has_cleaned, complete)"
        f" VALUES (1, %s, '{author}', now(), 0, 'not_scanned', false, false)"
    )
    theirs = two.rows(f"SELECT id FROM attachment WHERE draft_id = '\\x{two.other.place.id.hex()}'")
    with standing(two.owner_url, two.holder(role)) as connection:
        for statement, said in ((new, (two.other.place.id,)), (CHUNK, (theirs,))):
            with pytest.raises((REFUSED, psycopg.errors.RaiseException)), connection.transaction():
                connection.execute(statement, said)
        with pytest.raises(REFUSED), connection.transaction():
            connection.execute("UPDATE attachment SET draft_id = %s WHERE draft_id IS NOT NULL", (two.other.place.id,))


@pytest.mark.parametrize("role", sorted(set(ROLES) - {PUBLIC, STAFF, JOBS}))
def test_for_all_other_doors_there_is_neither_draft_nor_file(two: Two, role: str) -> None:
    with standing(two.owner_url, two.holder(role)) as connection:
        for table in ("draft", "attachment", "attachment_chunk"):
            for statement in (f"SELECT count(*) FROM {table}", f"DELETE FROM {table}"):
                with pytest.raises(REFUSED), connection.transaction():
                    connection.execute(statement)


def test_the_minutes_job_meets_only_drafts_whose_hour_is_over(two: Two) -> None:
    mine = two.holder(PUBLIC)
    with standing(two.owner_url, mine) as connection:
        connection.execute("UPDATE draft SET expires_at = now() - interval '1 second'")
        connection.execute(f"SET LOCAL ROLE {JOBS}")
        connection.execute("SELECT set_config('caseapp.draft', '', true)")
        assert connection.execute("SELECT id FROM draft").fetchall() == [(two.mine.place.id,)]
        for column in ("owner", "sealed", "started_at"):
            with pytest.raises(REFUSED), connection.transaction():
                connection.execute(f"SELECT {column} FROM draft")
        for statement in (
            "UPDATE draft SET expires_at = now()",
            NEW.replace("%(id)s", "'a'").replace("%(owner)s", "'b'"),
        ):
            with pytest.raises(REFUSED), connection.transaction():
                connection.execute(statement)
        assert connection.execute("DELETE FROM draft WHERE expires_at IS NOT NULL").rowcount == 1
        connection.execute(f"SET LOCAL ROLE {PUBLIC}")
        connection.execute(
            "SELECT set_config('caseapp.draft', %s, true)", ((two.holder(PUBLIC, two.other).draft or b"").hex(),)
        )
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (1,)


def test_with_a_draft_its_files_and_their_pieces_are_gone(
    house: Surroundings, clock: Clock, owner_engine: Engine
) -> None:
    browser = Browser(house)
    browser.keeps(text="a")
    browser.sends("paper.txt", b"paper", "text/plain")
    with owner_engine.begin() as owner:
        counts = "SELECT (SELECT count(*) FROM attachment), (SELECT count(*) > 0 FROM attachment_chunk)"
        assert owner.exec_driver_sql(counts).one() == (1, True)
    with browser.work() as uow:
        uow.session.connection().exec_driver_sql("DELETE FROM draft")
    with owner_engine.begin() as owner:
        assert owner.exec_driver_sql(counts).one() == (0, False)
