"""What a person is still writing: theirs alone, for an hour, through two windows and the other things of life."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine, text

from caseapp.domain.actors import Door, system
from caseapp.domain.days import ULAANBAATAR
from caseapp.services.files import drafts, forgetting
from caseapp.services.uow import Surroundings, open_unit_of_work
from tests.browsers import Browser
from tests.conftest import Clock

AGES_AGO = datetime(2020, 3, 2, 9, 0, tzinfo=ULAANBAATAR)
"""The minute's job deletes what is over by the database's own clock, too."""


@pytest.fixture
def browser(house: Surroundings) -> Browser:
    return Browser(house)


def at_once(*acts: Callable[[], object]) -> None:
    """Each in its own thread and transactions, all let go at the same moment; what goes wrong is told."""
    start, wrong = threading.Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], object]) -> None:
        start.wait(10)
        try:
            act()
        except BaseException as broken:
            wrong.append(broken)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def stored(owner_engine: Engine, table: str = "draft") -> int:
    with owner_engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_a_draft_is_opened_by_its_own_browser_alone(browser: Browser, house: Surroundings) -> None:
    browser.keeps(text="Миний үг", where="Цонх 4")
    assert browser.reads() == {"text": "Миний үг", "where": "Цонх 4"}
    assert Browser(house, form=browser.form).reads() is None
    assert browser.another_form().reads() is None
    with Browser(house).work() as uow:
        assert drafts.waiting(uow, browser.secret) == ()
        assert drafts.opened(uow, browser.place) is None


def test_a_draft_that_was_moved_to_another_place_does_not_open(browser: Browser, owner_engine: Engine) -> None:
    browser.keeps(text="Миний үг")
    other = browser.another_form()
    other.keeps(text="Өөр үг")
    with owner_engine.begin() as owner:
        moved = "UPDATE draft SET sealed = (SELECT sealed FROM draft WHERE id = :one) WHERE id = :other"
        owner.execute(text(moved), {"one": browser.place.id, "other": other.place.id})
    assert other.reads() is None
    assert browser.reads() == {"text": "Миний үг"}


def test_a_draft_lives_for_an_hour_after_it_was_last_saved(browser: Browser, clock: Clock) -> None:
    browser.keeps(text="Миний үг")
    clock.forward(minutes=59)
    browser.keeps(where="Цонх 4")
    clock.forward(minutes=59)
    assert browser.reads() == {"text": "Миний үг", "where": "Цонх 4"}
    clock.forward(minutes=1)
    assert browser.reads() is None
    with browser.work() as uow:
        assert drafts.waiting(uow, browser.secret) == ()


def test_what_is_begun_after_the_hour_holds_nothing_of_before(
    browser: Browser, clock: Clock, owner_engine: Engine
) -> None:
    browser.keeps(text="Миний үг")
    browser.sends("a.txt", b"paper", "text/plain")
    clock.forward(minutes=61)
    browser.keeps(where="Цонх 4")
    assert browser.reads() == {"where": "Цонх 4"}
    assert stored(owner_engine, "attachment") == stored(owner_engine, "attachment_chunk") == 0


def test_the_minutes_job_deletes_what_is_over_with_its_files(
    browser: Browser, clock: Clock, owner_engine: Engine
) -> None:
    clock.now = AGES_AGO
    browser.keeps(text="a")
    browser.sends("a.txt", b"paper", "text/plain")
    clock.forward(minutes=50)
    later = browser.another_form()
    later.keeps(text="b")
    clock.forward(minutes=11)
    with open_unit_of_work(browser.around, system(Door.JOBS)) as uow:
        forgetting.forget_expired(uow)
    assert stored(owner_engine) == 1
    assert stored(owner_engine, "attachment") == stored(owner_engine, "attachment_chunk") == 0
    assert later.reads() == {"text": "b"}


def test_a_draft_dies_six_hours_after_it_was_begun_however_often_it_is_saved(browser: Browser, clock: Clock) -> None:
    for _ in range(7):
        browser.keeps(text="a")
        assert browser.reads() == {"text": "a"}
        clock.forward(minutes=51)
    browser.keeps(text="a")
    clock.forward(minutes=4)
    assert browser.reads() is None


def test_a_browser_has_so_many_drafts_and_the_oldest_goes_first(
    browser: Browser, clock: Clock, house: Surroundings
) -> None:
    stranger = Browser(house)
    stranger.keeps(text="Өөр хүн")
    windows = [browser.another_form() for _ in range(drafts.AT_ONCE + 1)]
    for number, window in enumerate(windows):
        clock.forward(seconds=1)
        window.keeps(text=str(number))
    assert [window.reads() is not None for window in windows] == [False] + [True] * drafts.AT_ONCE
    newest_first = [str(number) for number in range(drafts.AT_ONCE, 0, -1)]
    with browser.work() as uow:
        assert [found.content["text"] for found in drafts.waiting(uow, browser.secret)] == newest_first
    assert stranger.reads() == {"text": "Өөр хүн"}


def test_many_windows_at_once_leave_no_more_than_that(browser: Browser, owner_engine: Engine) -> None:
    for _ in range(drafts.AT_ONCE - 5):
        browser.another_form().keeps(text="a")
    windows = [browser.another_form() for _ in range(6)]
    at_once(*(lambda window=window: window.keeps(text="a") for window in windows))
    assert stored(owner_engine) == drafts.AT_ONCE


def test_windows_that_save_at_once_lose_nothing_of_each_other(browser: Browser) -> None:
    """From the very first save on, when there is no row yet to wait for."""
    at_once(*(lambda part=part: browser.keeps(**{part: "a"}) for part in "abcdef"))
    at_once(*(lambda part=part: browser.keeps(**{part: "b"}) for part in "abc"))
    assert browser.reads() == {**dict.fromkeys("abc", "b"), **dict.fromkeys("def", "a")}


def test_leaving_forgets_all_of_this_browsers_and_nothing_of_anothers(browser: Browser, house: Surroundings) -> None:
    stranger = Browser(house)
    for window in (browser, browser.another_form(), stranger):
        window.keeps(text="a")
    with browser.work() as uow:
        drafts.forget_all(uow)
        assert drafts.waiting(uow, browser.secret) == ()
    assert stranger.reads() == {"text": "a"}
