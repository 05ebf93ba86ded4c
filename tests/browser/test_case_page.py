"""The case page in a browser: a plain case is triaged in four actions, words are marked on wish, paper holds it."""

import time

import pytest

from caseapp.domain import commands as c
from tests.browser.surfing import SCREEN, Desk, Window
from tests.lives import COMPLAINT, Lives

MOST_ACTIONS = 4
MOST_SECONDS = 20
A_LOOK_SECONDS = 2
"""What a person needs to find the next button, counted for each action."""


@pytest.mark.parametrize("scripts", [False])
def test_a_plain_case_is_triaged_in_four_actions(window: Window, lives: Lives, scripts: bool) -> None:
    filed = lives.file(unit_id=lives.unit("AIM-061"))
    lives.cast.step("bat", filed.number, c.Register())
    window.sign_in("saran")
    begun, page = time.monotonic(), window.page
    actions = (
        lambda: window.follow(f"td.number a:text('{filed.number}')"),
        lambda: window.follow(".right a.button[href$='/step/triage']"),
        lambda: page.check("main [name=severity][value=medium]"),
        lambda: window.press(),
    )
    for act in actions:
        act()
    took = time.monotonic() - begun + A_LOOK_SECONDS * len(actions)
    print(f"\ntriage: {len(actions)} actions, {took:.1f} s with {A_LOOK_SECONDS} s of looking before each")
    assert lives.status(filed) == "triaged"
    assert len(actions) <= MOST_ACTIONS and took <= MOST_SECONDS


def test_the_words_of_a_suggestion_show_when_the_box_is_ticked(desk: Desk, lives: Lives) -> None:
    filed = lives.file()
    window = desk.window(SCREEN, scripts=False)
    window.sign_in("saran")
    window.go(f"/casework/cases/{filed.number}")
    mark = window.page.locator(".narrative mark").first
    shown = "one => getComputedStyle(one).backgroundColor"
    assert mark.evaluate(shown) == "rgba(0, 0, 0, 0)"
    window.page.check("#show-marks")
    assert mark.evaluate(shown) == "rgb(253, 240, 217)"


def test_a_printed_case_holds_what_was_written_and_no_buttons(desk: Desk, lives: Lives) -> None:
    filed = lives.in_progress("saran")
    window = desk.window(SCREEN)
    window.sign_in("saran")
    window.go(f"/casework/cases/{filed.number}")
    window.page.emulate_media(media="print")
    assert COMPLAINT in window.main and filed.number in window.main
    pressed = window.page.locator(
        "main button:visible, main .button:visible, main input:visible, main textarea:visible"
    )
    assert pressed.count() == 0
