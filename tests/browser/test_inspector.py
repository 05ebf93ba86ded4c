"""Inspectors in a real browser: on a phone and on a screen, with scripts and without."""

import pytest
from sqlalchemy import text

from tests.browser.surfing import SCREEN, Desk, Window
from tests.lives import COMPLAINT, Lives

LETTER = "Таны гомдлыг хянаж үзээд үндэслэлтэй гэж үзлээ. Хоёр цонх нэмж ажиллуулна."
ROWS_OF_A_PAGE = 25


def take(window: Window, step: str, **values: str) -> None:
    """The step's button on the case page, its form, and back on the case page."""
    if step == "register":  # nothing is asked, so that it is pressed on the page itself
        window.press(form=".right form[action$='/step/register']")
    else:
        window.follow(f".right a.button[href$='/step/{step}']")
        is_whole(window)
        window.fill(**values)
        window.press()
    is_whole(window)


def is_whole(window: Window) -> None:
    assert window.sideways() == [] and window.small_targets() == []


def leave(window: Window, number: str) -> None:
    """After signing out neither the address nor the browser's way back shows the case."""
    window.press(form="form.sign-out")
    assert window.path == "/sign-in"
    window.page.go_back()
    assert COMPLAINT not in window.main
    window.go(f"/casework/cases/{number}")
    assert window.path.startswith("/sign-in?next=") and COMPLAINT not in window.main


def rows(window: Window) -> list[str]:
    return window.page.locator("td.number a").all_inner_texts()


def test_a_complaint_is_found_examined_answered_and_approved_by_another(
    window: Window, desk: Desk, lives: Lives, width: int, scripts: bool
) -> None:
    filed, other = lives.file(), lives.triaged("bat", words="Нэр минь буруу бичигдсэн.")
    window.sign_in("saran")
    assert window.path == "/casework/" and set(rows(window)) == {filed.number, other.number}
    window.page.locator(".filters summary").click()
    window.fill(status="received")
    window.press(form="form.filters")
    assert rows(window) == [filed.number]
    window.follow(f"td.number a:text('{filed.number}')")
    assert COMPLAINT in window.main
    take(window, "register")
    window.go("/casework/")
    window.fill(q="дараалалд")
    window.press(form="form.filters")
    is_whole(window)
    assert rows(window) == [filed.number], "a case that was opened once is found by its words"

    window.follow(f"td.number a:text('{filed.number}')")
    triage = {"title": "Дараалал, гурван өдөр", "unit": str(lives.unit("AIM-061")), "themes": "queue"}
    take(window, "triage", **triage, service="civil", severity="medium", completeness="complete")
    assert "Дараалал, гурван өдөр" in window.main
    take(window, "assign", assignee=str(lives.cast.id_of("saran")), no_conflict="y")
    take(window, "propose_answer", outcome="upheld", legal_ground="Хууль, 16 дугаар зүйл", letter=LETTER)
    assert window.page.locator("a[href$='/step/approve_answer']").count() == 0, "never one's own proposal"

    second = desk.window(width, scripts=scripts)
    second.sign_in("tuya")
    second.go("/casework/?queue=approve")
    second.follow(f"td.number a:text('{filed.number}')")
    second.follow(".right a.button[href$='/step/approve_answer']")
    assert LETTER in second.main, "what the citizen will see is on the same page"
    is_whole(second)
    second.press()
    assert lives.status(filed) == "answered"
    assert second.page.get_by_role("status").is_visible()
    leave(window, filed.number)


@pytest.mark.parametrize("scripts", [False])
def test_a_wrong_password_is_told_without_saying_what_was_wrong(window: Window, lives: Lives, scripts: bool) -> None:
    told = []
    for login in ("saran", "nobody"):
        window.sign_in(login, "not the password")
        told.append(window.errors)
        assert window.page.locator("#password").input_value() == ""
        assert window.page.locator("#login").input_value() == login
        is_whole(window)
    assert told[0] == told[1] != ""


@pytest.mark.parametrize("scripts", [False])
def test_an_error_on_a_step_keeps_what_was_written(window: Window, lives: Lives, scripts: bool) -> None:
    filed = lives.in_progress("saran")
    window.sign_in("saran")
    window.go(f"/casework/cases/{filed.number}/step/propose_answer")
    window.fill(letter=LETTER)
    window.press()
    assert window.page.locator("#letter").input_value() == LETTER
    window.page.locator(".errors a[href='#legal_ground']").click()
    assert window.focus_on() == "legal_ground"
    window.fill(outcome="upheld", legal_ground="Хууль, 16 дугаар зүйл")
    window.press()
    assert lives.status(filed) == "answer_proposed"


COLUMNS = 11
SEEN = """() => [...document.querySelectorAll('.list thead th')]
    .map(one => one.getBoundingClientRect())
    .filter(box => box.width >= 30 && box.left >= 0 && box.right <= innerWidth).length"""
CUT = """() => [...document.querySelectorAll('td.number, td.number a, td.number .unread, td:has(> time), .due')]
    .filter(one => one.scrollWidth > one.clientWidth && one.clientWidth > 0).map(one => one.innerText)"""


@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_whole_page_of_the_queue_is_seen_at_once(desk: Desk, lives: Lives, language: str) -> None:
    """25 rows of 1280 x 800 without scrolling either way, every column there, and nothing cut off of number, unread
    mark and due day; what is cut off elsewhere stands in whole behind it."""
    for _ in range(ROWS_OF_A_PAGE + 1):
        filed = lives.file()
    with lives.owner.begin() as connection:
        late = """UPDATE "case" SET due_on = due_on - 60, citizen_wrote_at = now() WHERE id = :id"""
        connection.execute(text(late), {"id": filed.id})
    window = desk.window(SCREEN)
    window.speak(language)
    window.sign_in("saran")
    assert len(rows(window)) == ROWS_OF_A_PAGE and window.sideways() == []
    last = window.page.locator("tbody tr").last.bounding_box()
    assert last is not None and last["y"] + last["height"] <= 800
    assert window.page.evaluate(SEEN) == COLUMNS
    assert window.page.locator(".unread").count() == 1
    assert window.page.evaluate(CUT) == []
    state = window.page.locator("tbody tr td:nth-child(8)").first
    assert state.get_attribute("title") == {"mn": "Хүлээн авсан", "en": "Received"}[language]
    assert window.small_targets() == []


@pytest.mark.parametrize("scripts", [False])
def test_a_case_is_opened_and_registered_by_keyboard_alone(window: Window, lives: Lives, scripts: bool) -> None:
    filed = lives.file()
    window.sign_in("saran")
    window.page.locator("td.number a").focus()
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    window.page.locator("form[action$='/step/register'] button").focus()
    with window.page.expect_navigation():
        window.page.keyboard.press("Space")
    assert lives.status(filed) == "registered"
