"""Bringing the database's schema up to date, one runner at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

SCRIPTS = Path(__file__).parents[2] / "migrations"
_LOCK = 7_202_404_17
"""The number of the advisory lock that all nodes share: any that nothing else in this database uses."""


def _config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["url"] = owner_url
    return config


@contextmanager
def _alone(owner_url: str) -> Iterator[None]:
    """A second node that migrates at the same time waits for the first; the lock ends with the connection."""
    engine = create_engine(owner_url)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
            guard.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            yield
    finally:
        engine.dispose()


def upgrade(owner_url: str, revision: str = "head") -> None:
    with _alone(owner_url):
        command.upgrade(_config(owner_url), revision)


def downgrade(owner_url: str, revision: str) -> None:
    with _alone(owner_url):
        command.downgrade(_config(owner_url), revision)


def head() -> str | None:
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def current(owner_url: str) -> str | None:
    """The revision that the database stands at, or None for one that was never migrated."""
    engine = create_engine(owner_url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
