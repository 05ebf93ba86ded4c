"""The violet band of protected pages: whose channel it is, and the way out, in sight wherever one is on the page."""

import pytest

from tests.browser.surfing import PHONE, SCREEN, ZOOMED, Desk, Window
from tests.browser.wandering import Walk
from tests.lives import REPORT

PLACE = """() => {
    const place = sought => document.querySelector(sought).getBoundingClientRect();
    const band = place('.band'), words = place('.band p'), exit = place('.exit button');
    return {words, exit, top: band.top, bottom: band.bottom, wide: document.documentElement.clientWidth};
}"""
COVERED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const band = document.querySelector('.band').getBoundingClientRect();
    const under = box.top < band.bottom - 1 && box.bottom > band.top + 1;
    return one !== document.body && box.width > 2 && !one.closest('.band') && under
        ? (one.id || one.outerHTML.slice(0, 80)) : '';
}"""
BOTTOM = "() => window.scrollTo(0, document.body.scrollHeight)"


@pytest.fixture(params=["mn", "en"])
def protected(request: pytest.FixtureRequest, desk: Desk) -> Window:
    window = desk.window()
    window.speak(request.param)
    window.go("/integrity")
    return window


@pytest.mark.parametrize("wide", [ZOOMED, PHONE, 640, SCREEN])
def test_the_way_out_stands_at_the_right_of_the_words_and_stays_in_sight(protected: Window, wide: int) -> None:
    protected.resize(wide)
    for _ in range(2):
        place = protected.page.evaluate(PLACE)
        assert place["words"]["right"] < place["exit"]["left"], "beside each other"
        assert place["words"]["left"] >= 0 and place["exit"]["right"] <= place["wide"]
        assert place["exit"]["top"] >= 0 and place["exit"]["height"] >= (44 if wide < 640 else 24)
        assert protected.sideways() == [] and place["bottom"] - place["top"] <= 64
        protected.page.evaluate(BOTTOM)
    assert protected.page.evaluate(PLACE)["top"] == 0


@pytest.mark.parametrize("wide", [ZOOMED, SCREEN])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_band_covers_nothing_that_the_keyboard_goes_to(protected: Window, wide: int, key: str) -> None:
    """WCAG 2.2, 2.4.11."""
    protected.resize(wide)
    protected.fill(text=REPORT)
    protected.press("go", "next")
    protected.page.locator("main summary").click()
    protected.page.evaluate(BOTTOM)
    covered, met = [], set()
    for _ in range(60):
        protected.page.keyboard.press(key)
        met.add(protected.focus_on())
        covered.append(protected.page.evaluate(COVERED))
    assert {"unit", "where", "when", "remedy"} <= met
    assert set(covered) == {""}


def test_a_short_window_is_not_filled_by_the_band(protected: Window) -> None:
    """A screen of 1280 x 800 at 400 %."""
    protected.page.set_viewport_size({"width": ZOOMED, "height": 200})
    protected.page.evaluate(BOTTOM)
    assert protected.page.evaluate(PLACE)["bottom"] < 0


def test_whoever_leaves_reads_other_news_and_leaves_nothing_behind(desk: Desk) -> None:
    elsewhere, window = "https://tsag-agaar.gov.mn/", desk.window(PHONE, scripts=False)
    window.page.context.route(f"{elsewhere}**", lambda route: route.fulfill(body="Цаг агаар", content_type="text/html"))
    window.go("/integrity")
    window.fill(text=REPORT)
    window.press("go", "next")
    window.page.locator(".exit button").click()
    window.page.wait_for_url(elsewhere)
    assert {complaint for complaint in desk.complaints if "favicon" not in complaint} == {f"foreign: {elsewhere}"}
    desk.complaints.clear()
    assert window.page.context.cookies(window.site) == []
    window.go("/integrity")
    assert window.page.locator("button[value=resume]").count() == 0


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_page_in_between_is_whole_for_a_browser_that_stays_on_it(desk: Desk, language: str) -> None:
    window = desk.window()
    window.page.context.route(
        "**/exit", lambda route: route.fulfill(body=route.fetch().body(), content_type="text/html; charset=utf-8")
    )
    window.speak(language)
    window.go("/integrity")
    with window.page.expect_navigation():
        window.page.locator(".exit button").click()
    walk = Walk(window, None, colours=True)  # type: ignore[arg-type]
    walk.look("goodbye", said=False)
    assert walk.wrong == {}
