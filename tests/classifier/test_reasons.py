"""Reasons: which words of a text spoke for a theme, where they stand, and that they are words of that text."""

import statistics
import time

import pytest

from classifier.model import Model

DELAY = "Байрны гэрчилгээ маань хуулийн хугацаанаас хоёр сар хоцорлоо, шийдвэр гарсангүй"


def test_a_late_certificate_is_about_delay_because_it_is_late(model: Model) -> None:
    said = {reason.word for reason in model.reasons(DELAY, ["delay"])["delay"]}
    assert said & {"хоцорлоо", "хугацаанаас", "сар", "гарсангүй"}


def test_the_same_text_gives_each_theme_words_of_its_own(model: Model) -> None:
    found = model.reasons(DELAY, ["delay", "bribery"])
    assert {r.word for r in found["delay"]} != {r.word for r in found["bribery"]}


@pytest.mark.parametrize("text", [DELAY, DELAY.upper(), "Huraamj hoyor udaa avsan! Huraamj ihtei."])
def test_a_reason_stands_in_the_text_where_it_says_and_as_it_was_written(model: Model, text: str) -> None:
    for reasons in model.reasons(text, ["delay", "fees"]).values():
        for reason in reasons:
            assert reason.weight > 0
            start, end = reason.places[0]
            assert text[start:end] == reason.word
            assert all(text[s:e].casefold() == reason.word.casefold() for s, e in reason.places)


def test_words_that_are_written_twice_are_marked_twice(model: Model) -> None:
    fees = {r.word: r for r in model.reasons("Хураамж авсан. Дахиад хураамж авсан.", ["fees"])["fees"]}
    assert len(fees["Хураамж"].places) == 2


@pytest.mark.parametrize("text", ["", "   ", "12 345", "?!", "日本語"])
def test_a_text_without_words_that_are_known_has_no_reasons(model: Model, text: str) -> None:
    assert all(not any(r.weight <= 0 for r in found) for found in model.reasons(text, ["delay"]).values())


def test_reasons_come_while_a_page_is_made(model: Model) -> None:
    times = []
    for _ in range(7):
        before = time.perf_counter()
        model.reasons(DELAY * 10, ["delay", "documents", "queue"])
        times.append(time.perf_counter() - before)
    assert statistics.median(times) < 0.05
