"""A real PostgreSQL for the tests: one server a run, a migrated template, one copy of it for each worker."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine, create_engine, inspect, text

from caseapp.hosting import embedded, migrate

TEMPLATE = "caseapp_template"
CAST_TEMPLATE = "caseapp_cast"
REFERENCE = {"alembic_version", "unit", "deadline_rule", "special_day", "authority_key", "staff_user", "role_grant"}
KEPT = REFERENCE | {
    "staff_credential",
    "team_member",
    "agency_recipient",
    "classifier_model",
    "competent_body",
    "answer_template",
    "letter_index",
}
"""Tables that hold the standing cast and what a new authority starts from."""
_FOLDER = "TESTS_OF_CASEAPP_FOLDER"
_FORGETFUL = ("fsync", "synchronous_commit", "full_page_writes")


def make_run_folder() -> None:
    """Called by a run's first process; its workers inherit the environment. A short path: a socket lives in it."""
    folder = Path(tempfile.mkdtemp(prefix="caseapp-tests-"))
    folder.chmod(0o711)
    os.environ[_FOLDER] = str(folder)


def run_folder() -> Path:
    return Path(os.environ[_FOLDER])


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Fast and forgetful: nothing here must survive a crash. Workers of one run join the same server."""
    with embedded.running(folder / "pg") as uri:
        with psycopg.connect(uri, autocommit=True) as connection:
            for setting in _FORGETFUL:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield uri


def fresh_database(uri: str, name: str, template: str) -> str:
    """The owner's URL of a new database, in place of any of that name."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    return embedded.url_of(uri, name)


def migrated(uri: str, name: str) -> str:
    url = fresh_database(uri, name, "template0")
    migrate.upgrade(url)
    return url


def template(uri: str, folder: Path) -> str:
    """The name of the migrated template; the first worker makes it while the others wait."""
    with (folder / "template.lock").open("a") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        with psycopg.connect(uri) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone()
        url = embedded.url_of(uri, TEMPLATE)
        if known is None or migrate.current(url) != migrate.head():
            migrated(uri, TEMPLATE)
    return TEMPLATE


def cast_template(uri: str, folder: Path, found_cast: Callable[[str], str]) -> str:
    """As `template`, with the standing cast in it; the Agency's identity lies beside it in the run's folder."""
    empty_one = template(uri, folder)
    with (folder / "cast.lock").open("a") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if not agency_identity_file(folder).exists():
            url = fresh_database(uri, CAST_TEMPLATE, empty_one)
            identity = found_cast(url)
            founder = owner_engine(url)
            empty(founder)
            founder.dispose()
            agency_identity_file(folder).write_text(identity)
    return CAST_TEMPLATE


def agency_identity_file(folder: Path) -> Path:
    return folder / "agency-identity.txt"


def empty(owner: Engine) -> None:
    """Forgets all cases, as nobody but the tests' owner can: the ledger's guard is put aside for it."""
    tables = [t for t in inspect(owner).get_table_names() if t not in KEPT]
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("; ".join(f'DELETE FROM "{t}"' for t in tables)))


def standing(owner: Engine) -> str:
    """A digest of what stays between tests: people, rules, units, days, keys."""
    rows = " UNION ALL ".join(f"SELECT '{t}' || x::text AS line FROM \"{t}\" x" for t in sorted(KEPT))
    with owner.connect() as connection:
        return str(connection.scalar(text(f"SELECT md5(string_agg(line, '' ORDER BY line)) FROM ({rows}) AS lines")))


def owner_engine(url: str) -> Engine:
    return create_engine(url)


def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")
