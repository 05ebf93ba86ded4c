"""Migrations: both ways, one runner at a time, and the models say the same as they do."""

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import connect
from sqlalchemy import create_engine, inspect, text

from caseapp.hosting import migrate
from caseapp.models.every import METADATA
from tests import database


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def leftovers(url: str) -> set[str]:
    """Functions and types of ours that a database still has."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return set(
                connection.scalars(
                    text(
                        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                        " UNION SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace"
                        " AND typname NOT LIKE '%alembic_version'"
                    )
                )
            )
    finally:
        engine.dispose()


def test_down_takes_everything_away_and_up_brings_the_same_back(own_database: str) -> None:
    before = tables(own_database)
    migrate.downgrade(own_database, "base")
    assert migrate.current(own_database) is None
    assert tables(own_database) == {"alembic_version"}
    assert leftovers(own_database) == set()
    migrate.upgrade(own_database)
    assert migrate.current(own_database) == migrate.head()
    assert tables(own_database) == before


def test_a_second_upgrade_changes_nothing(own_database: str) -> None:
    migrate.upgrade(own_database)
    assert migrate.current(own_database) == migrate.head()


def test_two_nodes_that_upgrade_at_once_both_end_at_the_head(server_uri: str) -> None:
    url = database.fresh_database(server_uri, f"race_{database.worker_name()}", "template0")
    with ThreadPoolExecutor() as nodes:
        list(nodes.map(migrate.upgrade, [url, url]))
    assert migrate.current(url) == migrate.head()


def test_models_equal_migrations(own_database: str) -> None:
    engine = create_engine(own_database)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _parents: (
                    kind != "table" or not str(name).startswith("procrastinate_")
                ),
            },
        )
        difference = compare_metadata(context, METADATA)
    engine.dispose()
    assert difference == []


def test_the_ledgers_guard_stands_again_after_the_tests_emptied_it(owner_url: str) -> None:
    with connect(owner_url.replace("+psycopg", "")) as connection:
        guards = connection.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'ledger_stands'").fetchall()
    assert guards == [("O",)]
