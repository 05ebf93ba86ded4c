"""What the services' tests share: lines of command that end with the test, and everything that a person can see."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from caseapp.services.uow import Surroundings
from tests.browsers import Browser
from tests.lives import COMPLAINT, Lives
from tests.people import Cast
from tests.scanner import scanner
from tests.services.seeing import Eyes

Supervise = Callable[[str, str | None], None]


@pytest.fixture
def supervise(owner_engine: Engine, cast: Cast) -> Iterator[Supervise]:
    """Puts one member of staff under another; after the test everybody stands where they stood."""
    with owner_engine.connect() as connection:
        before = connection.execute(text("SELECT id, supervisor_id FROM staff_user")).all()

    def put(login: str, over: str | None) -> None:
        _set(owner_engine, cast.id_of(login), cast.id_of(over) if over else None)

    yield put
    for row in before:
        _set(owner_engine, row.id, row.supervisor_id)


def _set(owner: Engine, person: int, over: int | None) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE staff_user SET supervisor_id = :over WHERE id = :id"), {"over": over, "id": person}
        )


@pytest.fixture
def eyes(lives: Lives) -> Eyes:
    """All that the services show to a person."""
    return Eyes(lives)


@pytest.fixture
def browser(house: Surroundings) -> Browser:
    """Of somebody who has begun to write."""
    browser = Browser(house)
    browser.keeps(text=COMPLAINT)
    return browser


@pytest.fixture
def scanned(browser: Browser) -> Iterator[Browser]:
    """The same, in a house with a scanner."""
    with scanner() as address:
        browser.clamd = address
        yield browser
