"""A town for all tests of one module, and the surroundings of its own database."""

from collections.abc import Iterator

import pytest

from caseapp.domain.vocab import NoticeChannel
from caseapp.hosting.engine import application_engine, surroundings
from tests import database
from tests.conftest import KEYS, MONDAY_MORNING
from tests.database_defence.town import Town, found_town
from tests.lives import Lives
from tests.people import Cast


@pytest.fixture(scope="session")
def town(server_uri: str, worker_url: str) -> Iterator[Town]:
    """A copy of the cast's database with a working day in it; tests look at it and roll back."""
    assert worker_url
    url = database.fresh_database(server_uri, f"town_{database.worker_name()}", database.CAST_TEMPLATE)
    owner, app = database.owner_engine(url), application_engine(url)
    around = surroundings(app, KEYS, lambda: MONDAY_MORNING, frozenset(NoticeChannel))
    try:
        yield found_town(url, Lives(around, Cast(around), owner))
    finally:
        app.dispose()
        owner.dispose()
