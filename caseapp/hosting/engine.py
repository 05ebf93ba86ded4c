"""The application's own connections: a pool that can never act as more than `caseapp_app`."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import sessionmaker

from caseapp.domain.vocab import NoticeChannel
from caseapp.models.every import METADATA
from caseapp.services.uow import ServerKeys, Surroundings

APP_ROLE = "caseapp_app"
TABLES = tuple(METADATA.tables)
"""Foreign keys are resolved by name, so all tables must be known before the first row is written."""


def application_engine(url: str, pool_size: int = 5) -> Engine:
    """Every connection takes the role that owns nothing before anybody uses it, whoever the URL signs in as."""
    engine = create_engine(url, pool_size=pool_size, max_overflow=5, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def become_the_application(connection: Any, _record: Any) -> None:
        connection.execute(f"SET ROLE {APP_ROLE}")
        connection.commit()

    return engine


def utc_now() -> datetime:
    return datetime.now(UTC)


def surroundings(
    engine: Engine,
    keys: ServerKeys,
    clock: Callable[[], datetime] = utc_now,
    notice_channels: frozenset[NoticeChannel] = frozenset(),
) -> Surroundings:
    return Surroundings(sessionmaker(engine, expire_on_commit=False), keys, clock, notice_channels)
