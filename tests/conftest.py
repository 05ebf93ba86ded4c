"""What every test may ask for: a database that starts empty, the application's own connections, a clock."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from caseapp.domain.days import ULAANBAATAR
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.hosting.settings import Settings
from caseapp.services.uow import ServerKeys, Surroundings
from caseapp.web import create_app
from tests import database
from tests.lives import Lives
from tests.people import Cast, found_cast
from tests.visiting import Visitor

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=ULAANBAATAR)
KEYS = ServerKeys(ledger=b"l" * 32, lookup=b"k" * 32, cookie=b"c" * 32, signing=b"s" * 32)
SETTINGS = Settings(keys=KEYS, secure_cookies=False)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if not _is_worker(config):
        database.make_run_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The server's last user has stopped it by now."""
    if not _is_worker(config):
        shutil.rmtree(database.run_folder(), ignore_errors=True)


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """By the words of timedelta: `days=3`, `hours=2`."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def server_uri() -> Iterator[str]:
    """The server that all workers of this run share."""
    with database.server(database.run_folder()) as uri:
        yield uri


@pytest.fixture(scope="session")
def template(server_uri: str) -> str:
    """The name of a migrated database to make copies of."""
    return database.template(server_uri, database.run_folder())


def _found_cast(url: str) -> str:
    engine = application_engine(url)
    try:
        return found_cast(surroundings(engine, KEYS, lambda: MONDAY_MORNING))
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def worker_url(server_uri: str, template: str) -> str:
    """The owner's URL of this worker's own database; ask for `owner_url`, which is emptied after each test."""
    database.cast_template(server_uri, database.run_folder(), _found_cast)
    return _worker_database(server_uri)


def _worker_database(server_uri: str) -> str:
    return database.fresh_database(server_uri, f"caseapp_{database.worker_name()}", database.CAST_TEMPLATE)


@pytest.fixture(scope="session")
def worker_engines(worker_url: str) -> Iterator[tuple[Engine, Engine]]:
    """The owner's and the application's connections, kept open for the whole run."""
    owner, app = database.owner_engine(worker_url), application_engine(worker_url)
    yield owner, app
    app.dispose()
    owner.dispose()


@pytest.fixture(scope="session")
def standing(worker_engines: tuple[Engine, Engine]) -> str:
    """What people, rules and keys are like before any test."""
    return database.standing(worker_engines[0])


@pytest.fixture
def owner_url(server_uri: str, worker_url: str, worker_engines: tuple[Engine, Engine], standing: str) -> Iterator[str]:
    """A migrated database with the standing cast and no cases; whatever the test writes is forgotten after it."""
    yield worker_url
    if database.standing(worker_engines[0]) == standing:
        database.empty(worker_engines[0])
        return
    for engine in worker_engines:
        engine.dispose()
    _worker_database(server_uri)


@pytest.fixture
def owner_engine(owner_url: str, worker_engines: tuple[Engine, Engine]) -> Engine:
    """The owner's connections: sees all rows, for what a test must look at from outside."""
    return worker_engines[0]


@pytest.fixture
def app_engine(owner_url: str, worker_engines: tuple[Engine, Engine]) -> Engine:
    """What the application itself uses: `caseapp_app`, which owns nothing."""
    return worker_engines[1]


@pytest.fixture
def house(app_engine: Engine, clock: Clock) -> Surroundings:
    """Surroundings to open units of work in, at the clock's time."""
    return surroundings(app_engine, KEYS, clock)


@pytest.fixture
def cast(house: Surroundings) -> Cast:
    """The standing cast of this test's database."""
    return Cast(house, database.agency_identity_file(database.run_folder()).read_text())


@pytest.fixture
def lives(house: Surroundings, cast: Cast, owner_engine: Engine) -> Lives:
    """Cases to begin with."""
    return Lives(house, cast, owner_engine)


@pytest.fixture
def app(house: Surroundings) -> Flask:
    """All doors, over plain HTTP."""
    return create_app(SETTINGS, house)


@pytest.fixture
def own_database(server_uri: str, template: str, request: pytest.FixtureRequest) -> str:
    """The owner's URL of a migrated database that this test alone uses, for what cannot be forgotten by emptying."""
    name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]
    return database.fresh_database(server_uri, f"own_{name}", template)


def _signed_in(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app, "en")
    visitor.sign_in(login)
    return visitor


@pytest.fixture
def citizen(app: Flask) -> Visitor:
    return Visitor(app, "en")


@pytest.fixture
def saran(app: Flask, cast: Cast) -> Visitor:
    return _signed_in(app, "saran")


@pytest.fixture
def tuya(app: Flask, cast: Cast) -> Visitor:
    return _signed_in(app, "tuya")
