"""Files on their way in: ciphertext from the first byte, whole or not at all, and never more than the limits."""

import time
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from caseapp.domain.attachments import MAX_BYTES, MAX_FILES, NotTaken
from caseapp.services.files import arriving
from caseapp.services.files.arriving import FILES, Arrived
from tests.browsers import Browser, come
from tests.conftest import Clock
from tests.evidence.busy import all_places
from tests.lives import Lives
from tests.services.files.test_drafts import at_once
from tests.services.sending import LARGE, MIB, PAPER, PHOTO, filed_from, rows, taken


def test_a_file_comes_as_ciphertext_piece_by_piece(browser: Browser, owner_engine: Engine) -> None:
    arrival, seen = browser.begins("a.txt", "text/plain"), []
    for start in range(0, 3 * MIB, MIB):
        come_so_far = LARGE[start : start + MIB + 1]
        arrival.write(come_so_far)
        with owner_engine.connect() as connection:
            pieces = connection.scalars(text("SELECT ciphertext FROM attachment_chunk ORDER BY seq")).all()
            complete = connection.scalar(text("SELECT complete FROM attachment"))
        seen.append(len(pieces))
        assert complete is False
        assert not any(LARGE[:16] in bytes(piece) for piece in pieces)
        assert browser.files() == []
    assert seen == [1, 2, 3]


def test_of_an_upload_that_was_cut_off_nothing_is_listed_or_filed(
    browser: Browser, lives: Lives, owner_engine: Engine
) -> None:
    cut_off = browser.begins("a.txt", "text/plain")
    cut_off.write(LARGE[: 2 * MIB])
    assert browser.files() == []
    assert rows(owner_engine) == 1
    assert filed_from(lives, browser).id
    assert rows(owner_engine) == rows(owner_engine, "attachment_chunk") == 0


@pytest.mark.parametrize(
    ("name", "content", "declared", "why"),
    [
        ("a.jpg", b"MZ" + bytes(100), "image/jpeg", NotTaken.SIGNATURE_DIFFERS),
        ("a.exe", b"MZ" + bytes(100), "", NotTaken.UNKNOWN_KIND),
        ("a.png", PHOTO, "image/png", NotTaken.EXTENSION_DIFFERS),
        ("a.jpg", PHOTO, "text/html", NotTaken.DECLARED_DIFFERS),
        ("a.jpg", b"", "image/jpeg", NotTaken.EMPTY),
    ],
)
def test_of_a_file_of_the_wrong_kind_nothing_is_left(
    browser: Browser, owner_engine: Engine, name: str, content: bytes, declared: str, why: NotTaken
) -> None:
    assert browser.sends(name, content, declared) is why
    assert browser.files() == []
    assert rows(owner_engine) == rows(owner_engine, "attachment_chunk") == 0


def test_when_a_request_has_cleaned_long_enough_its_other_files_are_taken_as_they_are(browser: Browser) -> None:
    arrival = browser.begins("a.jpg", "image/jpeg")
    come(arrival, PHOTO)
    arrived = arriving.settle(browser.upload, arrival, clean_until=time.monotonic())
    assert isinstance(arrived, Arrived)
    assert (arrived.cleaned_kind, arrived.warnings) == ("", ["not_cleaned"])
    assert browser.files() == [arrived]


def test_when_every_place_to_clean_at_is_taken_a_file_is_taken_as_it_is(browser: Browser) -> None:
    with all_places():
        arrival = browser.begins("a.jpg", "image/jpeg")
        come(arrival, PHOTO)
        arrived = arriving.settle(browser.upload, arrival, clean_until=time.monotonic() + 0.1)
    assert isinstance(arrived, Arrived)
    assert arrived.warnings == ["not_cleaned"]


def test_of_a_file_that_is_too_large_nothing_is_left(browser: Browser, owner_engine: Engine) -> None:
    arrival = browser.begins("a.txt", "text/plain")
    for _ in range(MAX_BYTES // len(LARGE) + 1):
        arrival.write(LARGE)
    arrival.seek(0)
    assert arriving.settle(browser.upload, arrival) is NotTaken.TOO_LARGE
    assert browser.files() == []
    assert rows(owner_engine) == rows(owner_engine, "attachment_chunk") == 0


def known(number: int, size: int) -> dict[str, object]:
    return asdict(Arrived(number, f"{number}.txt", "txt", size, "00", "00", "clean", "txt", []))


def test_the_eleventh_file_and_the_sixty_first_mebibyte_are_not_taken(browser: Browser) -> None:
    browser.keeps(**{FILES: [known(number, 1) for number in range(MAX_FILES)]})
    assert browser.sends("a.txt", PAPER) is NotTaken.TOO_MANY
    browser.keeps(**{FILES: [known(number, 20 * MIB) for number in range(3)]})
    assert browser.sends("a.txt", PAPER) is NotTaken.TOO_LARGE_TOGETHER


def test_two_uploads_at_the_same_moment_are_both_listed(browser: Browser) -> None:
    at_once(*(lambda name=name: taken(browser.sends(name, PAPER)) for name in ("a.txt", "b.txt", "c.txt")))
    assert sorted(file.name for file in browser.files()) == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize(("count", "size", "content", "fit"), [(8, 1, PAPER, 2), (2, 25 * MIB, LARGE, 1)])
def test_the_limits_hold_for_uploads_at_the_same_moment(
    browser: Browser, owner_engine: Engine, count: int, size: int, content: bytes, fit: int
) -> None:
    browser.keeps(**{FILES: [known(number, size) for number in range(count)]})
    said: list[Arrived | NotTaken] = []
    at_once(*(lambda name=name: said.append(browser.sends(name, content)) for name in ("a.txt", "b.txt", "c.txt")))
    assert sum(isinstance(one, Arrived) for one in said) == fit
    assert len(browser.files()) == count + fit
    assert rows(owner_engine) == fit, "of what was not taken nothing is left"


def test_a_file_whose_draft_dies_meanwhile_goes_nowhere(browser: Browser, clock: Clock, owner_engine: Engine) -> None:
    whole, half = browser.begins("a.txt"), browser.begins("b.txt")
    come(whole, PAPER)
    half.write(LARGE[: 2 * MIB])
    clock.forward(minutes=61)
    half.write(LARGE)
    half.seek(0)
    assert {arriving.settle(browser.upload, arrival) for arrival in (whole, half)} == {NotTaken.DRAFT_GONE}
    assert arriving.begin(browser.upload) is None
    assert rows(owner_engine) == 0


def test_a_file_that_comes_while_the_report_is_sent_goes_nowhere(
    browser: Browser, lives: Lives, owner_engine: Engine
) -> None:
    whole, half = browser.begins("a.txt"), browser.begins("b.txt")
    come(whole, PAPER)
    half.write(LARGE[: 2 * MIB])
    filed_from(lives, browser)
    half.write(LARGE)
    half.seek(0)
    assert {arriving.settle(browser.upload, arrival) for arrival in (whole, half)} == {NotTaken.DRAFT_GONE}
    assert rows(owner_engine) == 0


def test_a_file_is_taken_out_of_a_draft_and_out_of_no_case(
    browser: Browser, lives: Lives, owner_engine: Engine
) -> None:
    first, second = taken(browser.sends("a.txt", PAPER)), taken(browser.sends("b.txt", PAPER))
    with browser.work() as uow:
        arriving.remove(uow, browser.place, first.id)
        arriving.remove(uow, browser.place, 4711)
    assert browser.files() == [second]
    filed = filed_from(lives, browser)
    again = browser.another_form().showing(filed)
    again.keeps(text="a")
    with again.work() as uow:
        arriving.remove(uow, again.place, second.id)
    assert rows(owner_engine) == 1


HEADS = {
    ".jpg": [PHOTO, PHOTO[:90]],
    ".PDF": [b"%PDF-1.7\n"],
    ".docx": [b"PK\x03\x04"],
    ".txt": [b"", b"\xff\xfe", PAPER],
    ".mp3": [b"ID3", b"\xff\xfb"],
    ".ogg": [b"OggS"],
    ".mp4": [b"\x00\x00\x00\x18ftypmp42"],
    ".exe": [b"MZ"],
    "": [b""],
}
"""Beginnings by the ending that goes with them."""
FILES_SENT = st.sampled_from(sorted(HEADS)).flatmap(
    lambda end: st.tuples(
        st.builds(str.__add__, st.text(max_size=40), st.just(end) | st.sampled_from(sorted(HEADS))),
        st.builds(bytes.__add__, st.sampled_from(HEADS[end]), st.binary(max_size=3000)),
    )
)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=FILES_SENT, declared=st.sampled_from(["", "image/jpeg", "text/plain"]) | st.text(max_size=20))
def test_whatever_is_sent_is_taken_whole_or_leaves_nothing(
    browser: Browser, owner_engine: Engine, sent: tuple[str, bytes], declared: str
) -> None:
    browser, (name, content) = browser.another_form(), sent
    browser.keeps(text="")
    said = browser.sends(name, content, declared)
    listed = browser.files()
    assert said in NotTaken if isinstance(said, str) else listed == [said]
    with owner_engine.connect() as connection:
        here = "SELECT complete, size, has_cleaned FROM attachment WHERE draft_id = :id"
        found = connection.execute(text(here), {"id": browser.place.id}).all()
        half = connection.scalar(
            text(
                "SELECT count(*) FROM attachment_chunk c JOIN attachment a ON a.id = c.attachment_id"
                " WHERE NOT a.complete OR (c.copy = 'cleaned' AND NOT a.has_cleaned)"
            )
        )
    assert half == 0
    assert [(row.complete, row.size, row.has_cleaned) for row in found] == [
        (True, len(content), bool(file.cleaned_kind)) for file in listed
    ]
