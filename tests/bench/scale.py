"""The same house at two sizes: databases filled by `caseapp seed`'s own code, each once a run, and people at desks."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import Engine, event, text

from caseapp.demo import seed
from caseapp.hosting import embedded
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.services.uow import Surroundings
from caseapp.web import create_app
from tests import database
from tests.conftest import KEYS, MONDAY_MORNING, SETTINGS
from tests.people import Cast
from tests.visiting import Visitor

FEW, MANY = 1_000, 100_000


def seeded(uri: str, folder: Path, cases: int) -> str:
    """The owner's URL of the database with so many cases; the first who asks fills it while the others wait."""
    name = f"caseapp_seeded_{cases}"
    with (folder / f"{name}.lock").open("a") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        with psycopg.connect(uri) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            _fill(database.fresh_database(uri, name, database.CAST_TEMPLATE), cases)
    return embedded.url_of(uri, name)


def _fill(url: str, cases: int) -> None:
    engine = application_engine(url)
    try:
        around = _around(engine)
        head = Cast(around, "").signed_in("tuya")
        seed.sow(seed.Field(url, KEYS, seed.survey(around, head.keys)), cases, lambda _done: None)
    finally:
        engine.dispose()


def _around(engine: Engine) -> Surroundings:
    return surroundings(engine, KEYS, lambda: MONDAY_MORNING)


@dataclass
class Size:
    """One of the two houses: `person` is a visitor who has signed in, or a stranger when the login is empty."""

    cases: int
    engine: Engine
    around: Surroundings
    owner: Engine
    people: dict[str, Visitor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app = create_app(SETTINGS, self.around)
        self.cast = Cast(self.around, "")

    def person(self, login: str) -> Visitor:
        if login not in self.people:
            self.people[login] = Visitor(self.app, "mn")
            if login:
                self.people[login].sign_in(login)
        return self.people[login]

    def one(self, query: str) -> str:
        with self.owner.connect() as connection:
            return str(connection.execute(text(query)).scalar_one())

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that the application sends meanwhile."""
        sent: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        event.listen(self.engine, "before_cursor_execute", note)
        yield sent
        event.remove(self.engine, "before_cursor_execute", note)


@contextmanager
def opened(url: str, cases: int) -> Iterator[Size]:
    engine, owner = application_engine(url), database.owner_engine(url)
    try:
        yield Size(cases, engine, _around(engine), owner)
    finally:
        engine.dispose()
        owner.dispose()
