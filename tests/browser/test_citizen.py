"""Citizens in a real browser: on a phone and on a screen, with scripts and without, by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.surfing import PHONE, SCREEN, ZOOMED, Desk, Window
from tests.browser.wandering import NOTE
from tests.lives import COMPLAINT, REPORT, Lives

LATIN = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX")
PROTECTED = "Хамгаалагдсан суваг"
BYTES_OF_THE_FIRST_PAGE = 45 * 1024


def is_whole(window: Window) -> None:
    """Of a page on the way: it fits, and a finger hits what is pressed."""
    assert window.sideways() == [] and window.small_targets() == []


def describe(window: Window, text: str = COMPLAINT) -> None:
    """The first two steps."""
    window.fill(text=text)
    window.press("go", "next")
    is_whole(window)
    window.fill(where="3 дугаар цонх", when="өчигдөр")
    window.press("go", "next")
    is_whole(window)


def sign(window: Window) -> None:
    """The third step, by name."""
    window.fill(mode="named", family_name="Дорлиг", given_name="Болд", phone="99112233")
    window.press("go", "next")
    is_whole(window)


def code_on(window: Window) -> str:
    return " ".join(window.page.locator(".code span").all_inner_texts())


def test_a_complaint_is_filed_changed_followed_and_added_to(window: Window, lives: Lives) -> None:
    window.go("/")
    window.follow("a.doorway >> nth=0")
    describe(window)
    sign(window)
    assert COMPLAINT in window.main and "3 дугаар цонх" in window.main and "Дорлиг" in window.main

    window.press("go", "2", form="main form div:has(dt:text('Хэзээ'))")
    window.fill(when="2026 оны хавар")
    window.press("go", "next")
    window.press("go", "next")
    assert "2026 оны хавар" in window.main and "өчигдөр" not in window.main and "99112233" in window.main

    window.press("go", "send")
    is_whole(window)
    code = code_on(window)
    assert re.fullmatch(r"(?:[0-9АВСЕНКМРТХ]{4} ){7}[0-9АВСЕНКМРТХ]{4}", code), "eight groups"
    drawing = window.page.locator(".qr svg")
    assert drawing.bounding_box()["width"] >= 150 and drawing.locator("path").count() > 0  # type: ignore[index]

    window.page.context.clear_cookies()
    window.track(code.replace(" ", "").translate(LATIN).lower())
    assert window.path == "/case" and "2026 оны 4 дүгээр сарын 1" in window.main, "30 days after the second of March"
    window.fill(text="Өнөөдөр дахиад ирлээ.")
    window.press("action", "message")
    is_whole(window)
    assert "Өнөөдөр дахиад ирлээ." in window.main
    window.press(form="form[action='/leave']")
    assert window.go("/case") == 200 and window.path == "/track", "the code is forgotten here"


def test_an_error_keeps_every_word_and_leads_to_its_field(window: Window, lives: Lives) -> None:
    window.go("/complaint")
    window.press("go", "next")
    assert window.errors.endswith("Юу болсныг бичнэ үү."), "and nothing of the steps that have not come yet"
    describe(window)
    window.fill(mode="named", family_name="Дорлиг")
    window.press("go", "next")
    assert window.page.title().startswith("Алдаа:")
    expect(window.page.locator(".errors"), "read out at once").to_be_focused()
    is_whole(window)

    window.page.locator(".errors a[href='#given_name']").click()
    assert window.focus_on() == "given_name"
    assert window.page.locator("#given_name").get_attribute("aria-invalid") == "true"
    assert window.page.locator("#family_name").input_value() == "Дорлиг"
    window.fill(given_name="Болд", phone="99112233")
    window.press("go", "next")
    assert COMPLAINT in window.main and "3 дугаар цонх" in window.main
    assert lives.count() == 0


def test_corruption_is_reported_without_a_name_under_the_violet_band(window: Window, lives: Lives) -> None:
    window.go("/")
    assert window.band == ""
    window.follow("a.doorway.violet")
    describe(window, REPORT)
    assert window.band == PROTECTED
    window.fill(mode="anonymous")
    window.press("go", "next")
    assert REPORT in window.main and "Нэргүй" in window.main
    window.press("go", "send")
    assert window.band == PROTECTED and len(code_on(window).split()) == 8
    window.follow("main a.button")
    assert window.path == "/case" and window.band == PROTECTED
    assert lives.count() == 1


def test_the_browsers_own_back_and_forward_lead_through_the_steps(window: Window, lives: Lives) -> None:
    window.go("/complaint")
    describe(window)
    sign(window)
    for heading, field, typed in (("Таны тухай", "given_name", "Болд"), ("Хаана, хэзээ", "where", "3 дугаар цонх")):
        window.page.go_back()
        assert heading in window.main
        assert window.page.locator(f"#{field}").input_value() == typed
    window.page.go_forward()
    window.page.go_forward()
    assert COMPLAINT in window.main
    window.press("go", "send")
    assert len(code_on(window).split()) == 8
    window.page.go_back()
    assert "илгээсэн" in window.page.inner_text("body") and lives.count() == 1


@pytest.mark.parametrize("scripts", [False])
def test_a_file_goes_along_and_what_was_left_is_gone_on_with(window: Window, lives: Lives, scripts: bool) -> None:
    window.go("/integrity")
    window.fill(text=REPORT)
    window.press("go", "next")
    window.press("go", "files")
    is_whole(window)
    window.attach(NOTE)
    is_whole(window)
    assert NOTE["name"] in window.main

    window.go("/integrity")
    is_whole(window)
    window.press("go", "resume", form="form.box")
    assert NOTE["name"] in window.main, "on the step at which it was left"
    window.press("go", "next")
    window.fill(mode="anonymous")
    window.press("go", "next")
    assert NOTE["name"] in window.main and REPORT in window.main
    window.press("go", "send")
    window.track(code_on(window))
    window.page.locator("details:has(.files) > summary").click()
    with window.page.expect_download() as came:
        window.page.locator("main .files a").first.click()
    assert came.value.path().read_bytes() == NOTE["buffer"] and lives.count() == 1


@pytest.mark.parametrize("scripts", [False])
def test_a_name_is_not_asked_of_whoever_stays_anonymous(window: Window, scripts: bool) -> None:
    """By the sheet alone."""
    window.go("/complaint")
    describe(window)
    name = window.page.locator("#given_name")
    for mode, asked in (("named", True), ("anonymous", False), ("confidential", True)):
        window.fill(mode=mode)
        assert name.is_visible() is asked, mode


@pytest.mark.parametrize("scripts", [False])
def test_the_form_is_filled_in_and_sent_by_keyboard_alone(window: Window, lives: Lives, scripts: bool) -> None:
    keys = window.page.keyboard

    def reach(wanted: str) -> None:
        for _ in range(40):
            if window.focus_on() == wanted:
                return
            keys.press("Tab")
        raise AssertionError(f"{wanted} is not reached from {window.focus_on()}")

    def press(wanted: str, key: str) -> None:
        reach(wanted)
        with window.page.expect_navigation():
            keys.press(key)

    window.go("/complaint")
    reach("text")
    keys.type("Дараалал.")
    press("go=next", "Enter")
    reach("where")
    with window.page.expect_navigation():
        keys.press("Enter")
    reach("mode-named")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert window.page.locator("#mode-anonymous").is_checked()
    press("go=next", "Space")
    press("go=send", "Enter")
    assert len(code_on(window).split()) == 8 and lives.count() == 1


def test_no_page_in_between_breaks_a_rule_of_accessibility(desk: Desk) -> None:
    """The pages that come in answer to a form: no address leads to them."""
    window, wrong = desk.window(SCREEN), {}

    def look(name: str) -> None:
        for width in (SCREEN, PHONE, ZOOMED):
            window.resize(width)
            wrong.update({(name, width): found} if (found := window.faults()) else {})

    window.go("/integrity")
    for name, values in (("1", {"text": REPORT}), ("2", {}), ("3", {"mode": "named"})):
        look(f"step {name}")
        window.fill(**values)
        window.press("go", "next")
    look("step 3 with errors")
    sign(window)
    look("check")
    window.press("go", "send")
    look("receipt")
    window.track("12 34")
    look("a mistyped code")
    assert wrong == {}


def test_the_form_comes_in_four_answers_and_is_light_for_a_slow_line(desk: Desk) -> None:
    """The page, its sheet and its two fonts; the icon of the window lies in the page."""
    window, came = desk.window(PHONE), {}
    window.page.context.on("requestfinished", lambda request: came.update({request: request.sizes()}))
    window.go("/complaint")
    window.page.evaluate("() => document.fonts.ready")
    window.page.wait_for_load_state("networkidle")
    assert len(came) == 4
    weight = sum(size["responseHeadersSize"] + size["responseBodySize"] for size in came.values())
    assert weight < BYTES_OF_THE_FIRST_PAGE
