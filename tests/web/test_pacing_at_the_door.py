"""Over the limit a person is told why, that nothing is lost and when to press again, by the clock on the wall."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from caseapp.domain.filing import NewReport
from caseapp.domain.pacing import BUDGETS, Beyond, Sending
from caseapp.domain.receipts import new_receipt
from caseapp.domain.vocab import Kind, Mode
from caseapp.services.filing import intake
from caseapp.services.uow import open_unit_of_work
from caseapp.web.public.pacing_at_the_door import (
    KIB,
    MIB,
    Pause,
    hold_back,
    hold_back_draft,
    hold_back_filing,
    next_minute,
    weight_of,
)
from caseapp.web.wording.pacing import held_back
from tests.conftest import MONDAY_MORNING, Clock
from tests.lives import Lives

FILING = BUDGETS[Sending.FILING]
HALL, SOUM = "203.0.113.77", "198.51.100.9"
Knock = Callable[..., Pause | None]


@pytest.fixture
def knock(app: Flask) -> Knock:
    def at_the_door(
        address: str = HALL, sending: Sending = Sending.FILING, lang: str = "en", **more: object
    ) -> Pause | None:
        with app.test_request_context(f"/?lang={lang}", environ_base={"REMOTE_ADDR": address}):
            return hold_back(sending, **more)  # type: ignore[arg-type]

    return at_the_door


def crowded(owner: Engine, count: int) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE sending_count SET count = :count"), {"count": count})


def test_a_person_of_a_quiet_network_meets_nothing(knock: Knock, owner_engine: Engine) -> None:
    assert knock(sender=b"one") is None
    crowded(owner_engine, FILING.whole)
    assert knock(SOUM, sender=b"two") is None


def test_a_crowded_network_is_told_the_time_at_which_to_press_again(
    knock: Knock, owner_engine: Engine, clock: Clock
) -> None:
    knock()
    crowded(owner_engine, FILING.whole + 200)
    clock.forward(minutes=2, seconds=20)
    pause = knock(form_age=3_600)
    assert pause == Pause(
        460,
        "Many reports are arriving from your network just now. Nothing is lost: your text stays in this page."
        " Press «Send» again at 09:10.",
    )
    clock.forward(seconds=460)
    assert knock() is None, "pressed at the time that was told"


def test_a_machine_is_asked_for_the_time_that_a_person_takes(knock: Knock, owner_engine: Engine, clock: Clock) -> None:
    knock()
    crowded(owner_engine, FILING.network)
    pause = knock(form_age=0)
    assert pause is not None and pause.seconds == FILING.writing and pause.words.endswith("at 09:01.")
    assert knock(form_age=FILING.writing + 0.4) is None


def test_one_browser_is_told_so_and_its_neighbour_goes_on(knock: Knock) -> None:
    for _ in range(FILING.sender):
        assert knock(sender=b"one") is None
    pause = knock(sender=b"one")
    assert pause is not None and pause.words.startswith("Several reports were sent from this browser")
    assert knock(sender=b"two") is None


def test_a_receipt_is_shown_again_to_whoever_loads_its_page_again_and_again(app: Flask, lives: Lives) -> None:
    filed = lives.file()
    filer = intake.filing_actor(lives.around.keys, filed.receipt.secret)
    other = intake.filing_actor(lives.around.keys, new_receipt().secret)
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": HALL}):
        shown = [hold_back_filing(filer, form_age=0, sender=b"one") for _ in range(2 * FILING.sender)]
        new = hold_back_filing(other, form_age=0, sender=b"one")
    assert shown == [None] * len(shown)
    assert new is None, "what is shown again uses nothing up"


def test_the_page_comes_back_whole_with_the_seconds_for_the_browser(app: Flask) -> None:
    with app.test_request_context("/"):
        answer = Pause(460, "…").on("<p>my text</p>")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "460")
    assert answer.get_data(as_text=True) == "<p>my text</p>"


def test_every_form_is_counted_once_however_often_it_is_sent(app: Flask, lives: Lives) -> None:
    secrets = [new_receipt().secret for _ in range(FILING.sender)]
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": HALL}):
        for secret in secrets:
            filer = intake.filing_actor(lives.around.keys, secret)
            assert hold_back_filing(filer, form_age=0, sender=b"one") is None
            with open_unit_of_work(lives.around, filer) as uow:
                intake.submit(uow, NewReport(kind=Kind.COMPLAINT, text="Цонх хаалттай.", mode=Mode.ANONYMOUS), secret)
            assert hold_back_filing(filer, form_age=0, sender=b"one") is None, "its second click"


def test_a_draft_is_not_kept_when_the_browser_or_the_disk_has_its_fill(app: Flask, owner_engine: Engine) -> None:
    drafts = BUDGETS[Sending.DRAFT]
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": HALL}):
        assert [hold_back_draft(size) for size in (0, 1, KIB + 1, 1_000 * KIB)] == [False] * 4
        with owner_engine.connect() as owner:
            assert set(owner.scalars(text("SELECT count FROM sending_count"))) == {1_004}, "in begun KiB"
        assert not hold_back_draft(4 * 1024 * KIB)
        assert hold_back_draft(1), "of this browser no more is kept in these ten minutes"
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": SOUM}):
        assert not hold_back_draft(1)
        crowded(owner_engine, drafts.whole)
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": SOUM}):
        assert hold_back_draft(1)


@pytest.mark.parametrize("beyond", Beyond)
@pytest.mark.parametrize("sending", Sending)
def test_every_pause_has_words_with_the_time(app: Flask, sending: Sending, beyond: Beyond) -> None:
    with app.test_request_context("/?lang=en"):
        words = held_back(sending, beyond, "14:32")
    assert "14:32" in words and "%" not in words


def test_nothing_of_the_address_is_logged_or_told(
    knock: Knock, owner_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    knock()
    crowded(owner_engine, FILING.whole)
    pause = knock()
    assert "203.0" not in caplog.text and "203.0" not in repr(pause)


@pytest.mark.parametrize(
    ("size", "weight"), [(0, 1), (1, 1), (MIB, 1), (MIB + 1, 2), (25 * MIB, 25), (10**30, 64), (None, 64)]
)
def test_a_file_weighs_its_begun_mebibytes_and_no_more_than_the_fullest_form(size: int | None, weight: int) -> None:
    assert weight_of(size) == weight


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (59, 1), (60, 1), (61, 2)])
def test_the_time_told_is_a_full_minute_that_is_not_too_early(seconds: int, minutes: int) -> None:
    assert next_minute(MONDAY_MORNING + timedelta(seconds=seconds)) == MONDAY_MORNING + timedelta(minutes=minutes)
