"""Whether a demonstration stands in the database: the ledger itself says when it was begun and when it was whole."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine, func, select

from caseapp.domain.actors import Door, system
from caseapp.hosting import embedded, migrate
from caseapp.hosting.house import NotReady
from caseapp.models.ledger import LedgerEntry
from caseapp.models.people import StaffUser
from caseapp.services import ledger
from caseapp.services.uow import Surroundings, open_unit_of_work

BEGUN, BUILT = "demo.begun", "demo.built"
_SOCKET_LINE = 4
"""Of postmaster.pid, counted from 0: the folder of the server's socket."""


class Standing(Enum):
    EMPTY = auto()
    HALF_BUILT = auto()
    BUILT = auto()
    FOREIGN = auto()


def how(around: Surroundings) -> Standing:
    with open_unit_of_work(around, system(Door.AUDIT)) as uow:
        marks = set(
            uow.session.scalars(
                select(LedgerEntry.verb).where(LedgerEntry.chain == "system", LedgerEntry.verb.in_((BEGUN, BUILT)))
            )
        )
    if BUILT in marks:
        return Standing.BUILT
    if BEGUN in marks:
        return Standing.HALF_BUILT
    with open_unit_of_work(around, system(Door.ADMIN)) as uow:
        people = uow.session.scalar(select(func.count()).select_from(StaffUser))
    return Standing.FOREIGN if people else Standing.EMPTY


def mark_begun(around: Surroundings) -> None:
    """Before the first person: whatever is found after it without the other mark was left behind by us."""
    with open_unit_of_work(around, system(Door.ADMIN)) as uow:
        ledger.append(uow, BEGUN)


def mark_built(around: Surroundings, cases: int) -> None:
    """After the last case and the last file."""
    with open_unit_of_work(around, system(Door.ADMIN)) as uow:
        ledger.append(uow, BUILT, cases=cases)


def url_of(around: Surroundings) -> URL:
    engine = _engine(around)
    return engine.url


def _engine(around: Surroundings) -> Engine:
    engine = around.sessions.kw["bind"]
    if not isinstance(engine, Engine):
        raise TypeError("surroundings without an engine")
    return engine


def empty(around: Surroundings, data_dir: Path, stands: Standing, say: Callable[[str], None]) -> None:
    """Makes our own database anew when it holds half a demonstration; any other is its owner's to look at."""
    url = url_of(around)
    if stands is Standing.FOREIGN:
        raise NotReady(
            f"the database {url.database} holds people, but no demonstration: "
            "choose another CASEAPP_DATA_DIR or CASEAPP_DATABASE_URL"
        )
    if not _is_our_own(url, data_dir):
        raise NotReady(f"the database {url.database} holds a half-built demonstration: make it anew, then start again")
    say("a demonstration was left half-built here; building it anew from empty ...")
    _engine(around).dispose()
    owner = url.set(username=embedded.OWNER)
    server = owner.set(drivername="postgresql", database=embedded.OWNER).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(url.database))))
    embedded.ensure_database(server, str(url.database))
    migrate.upgrade(owner.render_as_string(hide_password=False))


def _is_our_own(url: URL, data_dir: Path) -> bool:
    """True when the database is the embedded one of this data folder: its socket is the one we speak through."""
    running = data_dir / "postgres" / "postmaster.pid"
    if url.host or not running.exists():
        return False
    return running.read_text().splitlines()[_SOCKET_LINE] == url.query.get("host")
