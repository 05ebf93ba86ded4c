"""A dump that was restored on another server: the ledger goes on from where it stood."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from caseapp.hosting import embedded
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.services.uow import Surroundings
from tests import database
from tests.conftest import KEYS, Clock
from tests.database_defence.test_ledger import flaws
from tests.lives import Lives
from tests.people import Cast


def _live_long(owner_engine: Engine) -> None:
    """Uses up transaction numbers, as years of work do: the other server begins with low ones."""
    with owner_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text("DO $$ BEGIN FOR n IN 1..5000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$")
        )


@pytest.fixture
def elsewhere(lives: Lives, owner_engine: Engine, clock: Clock) -> Iterator[Lives]:
    """The same cases after `pg_dump` and `psql` on a server that was set up anew."""
    _live_long(owner_engine)
    lives.answered()
    assert lives.signed() > 0
    url = make_url(owner_engine.url)
    folder = Path(database.run_folder()) / f"elsewhere-{database.worker_name()}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    host = str(url.query["host"])
    roles = [embedded.binaries() / "pg_dumpall", "-h", host, "-U", embedded.OWNER, "--roles-only"]
    dump = [embedded.binaries() / "pg_dump", "-h", host, "-U", embedded.OWNER, str(url.database)]
    with embedded.running(folder / "pg") as uri:
        restored = database.fresh_database(uri, "restored", "template0")
        target = [embedded.binaries() / "psql", "-q", "-h", str(make_url(restored).query["host"]), "-U", embedded.OWNER]
        for command in (roles, dump):
            words = subprocess.run(command, check=True, capture_output=True).stdout
            subprocess.run([*target, "-d", "restored"], input=words, check=True, capture_output=True)
        owner, app = database.owner_engine(restored), application_engine(restored)
        around: Surroundings = surroundings(app, KEYS, clock)
        yield Lives(around, Cast(around), owner)
        owner.dispose()
        app.dispose()


def test_after_a_restore_what_was_signed_still_holds(elsewhere: Lives) -> None:
    assert flaws(elsewhere) == ()


def test_after_a_restore_what_is_written_is_signed_and_holds(elsewhere: Lives) -> None:
    elsewhere.answered()
    assert elsewhere.signed() > 0
    assert flaws(elsewhere) == ()
