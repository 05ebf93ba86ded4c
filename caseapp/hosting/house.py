"""The open house: the database that the settings name, or the embedded one, and surroundings to work in."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError, ProgrammingError

from caseapp.hosting import embedded, migrate
from caseapp.hosting.demo_keys import with_demo_keys
from caseapp.hosting.engine import APP_ROLE, application_engine, surroundings
from caseapp.hosting.settings import PREFIX, Settings
from caseapp.services.uow import Surroundings

DatabaseGone, DatabaseRefused = OperationalError, ProgrammingError
"""What a unit of work may end with, by names for the floor above, which knows no SQLAlchemy."""


@dataclass(frozen=True)
class Addresses:
    """The owner migrates; the application signs in as a role that owns nothing. `embedded` names our own server."""

    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)
    embedded: bool


class NotReady(RuntimeError):
    """The database cannot be reached or stands at another revision; one line that says what to do."""


def settings_of(environment: Mapping[str, str]) -> Settings:
    """As `Settings.from_environment`; with CASEAPP_DEMO=true the demo's own keys stand in for missing ones."""
    demo = environment.get(f"{PREFIX}DEMO", "").lower() in {"true", "1", "yes"}
    return Settings.from_environment(with_demo_keys(environment) if demo else environment)


@contextmanager
def database(settings: Settings) -> Iterator[Addresses]:
    """Starts or joins the embedded server when no other is named; it stops with its last user."""
    if settings.database_url:
        yield Addresses(settings.owner_database_url or settings.database_url, settings.database_url, embedded=False)
        return
    with embedded.running(settings.data_dir / "postgres") as uri:
        embedded.ensure_database(uri, embedded.DATABASE)
        owner = embedded.url_of(uri, embedded.DATABASE)
        yield Addresses(owner, embedded.url_of(uri, embedded.DATABASE, APP_ROLE), embedded=True)


@contextmanager
def rooms(settings: Settings, addresses: Addresses) -> Iterator[Surroundings]:
    """Surroundings on a migrated database; NotReady when it is not."""
    require_head(addresses.owner_url)
    engine = application_engine(addresses.app_url)
    try:
        yield surroundings(engine, settings.keys, notice_channels=settings.notice_channels)
    finally:
        engine.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[Surroundings]:
    with database(settings) as addresses, rooms(settings, addresses) as found:
        yield found


def require_head(owner_url: str) -> None:
    try:
        current = migrate.current(owner_url)
    except OperationalError:
        raise NotReady("the database cannot be reached: see CASEAPP_DATABASE_URL") from None
    if current != migrate.head():
        raise NotReady(f"the database stands at {current or 'nothing'}, not {migrate.head()}: run caseapp db upgrade")


def environment_for_children(settings: Settings, addresses: Addresses) -> dict[str, str]:
    """What the server's processes are started with: the running database's address, and not its owner's."""
    environment = with_demo_keys(os.environ) if settings.demo else dict(os.environ)
    environment.pop(f"{PREFIX}OWNER_DATABASE_URL", None)
    return {**environment, f"{PREFIX}DATABASE_URL": addresses.app_url}
