"""Steps from the list: with scripts the rows that were touched are put anew where they stand, without them a page."""

import pytest
from playwright.sync_api import Page

from caseapp.domain.vocab import Theme
from tests.browser.surfing import PHONE, SCREEN, Desk, Window
from tests.lives import FiledCase, Lives

MARK = "() => { document.querySelectorAll('.list tr').forEach(row => { row.dataset.old = '1' }); window.stayed = true }"


def at_list(desk: Desk, width: int = SCREEN, *, scripts: bool = True) -> Window:
    window = desk.window(width, scripts=scripts)
    window.sign_in("saran")
    window.go("/casework/?queue=all&sort=number")
    if scripts:
        window.page.evaluate(MARK)
    return window


def row(page: Page, filed: FiledCase) -> str:
    return f".list tr[data-number='{filed.number}']"


def state(page: Page, filed: FiledCase) -> str:
    return str(page.locator(f"{row(page, filed)} td:nth-child(8)").get_attribute("title"))


def put_anew(page: Page) -> list[str]:
    """Numbers of the rows that are no longer those that the page came with."""
    rows: list[str] = page.evaluate("() => [...document.querySelectorAll('.list tbody tr:not([data-old])')]"
                                    ".map(row => row.dataset.number)")  # fmt: skip
    assert page.evaluate("() => window.stayed === true"), "the page itself was not loaded again"
    return rows


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_a_row_is_registered_where_it_stands_and_keeps_the_focus(desk: Desk, lives: Lives, width: int) -> None:
    fresh, other = lives.file(), lives.file()
    window = at_list(desk, width)
    page = window.page
    page.locator(f"{row(page, fresh)} button[name=only]").press("Enter")
    page.locator("#outcome.done").wait_for()
    assert put_anew(page) == [fresh.number]
    assert (lives.status(fresh), lives.status(other)) == ("registered", "received")
    assert state(page, fresh) == "Бүртгэсэн"
    assert page.evaluate("() => document.activeElement.closest('tr').dataset.number") == fresh.number
    assert page.locator("#outcome").get_attribute("role") == "status"
    assert page.locator("#outcome").inner_text() != ""
    assert window.sideways() == [] and window.faults() == []


def test_ticked_rows_are_taken_on_over_the_list_with_the_statement(desk: Desk, lives: Lives) -> None:
    first, second, left = lives.triaged("bat"), lives.triaged("bat"), lives.triaged("bat", Theme.DELAY)
    window = at_list(desk)
    page = window.page
    for filed in (first, second):
        page.locator(f"{row(page, filed)} input.pick").check()
    page.locator("#many button[formaction*='/many/mine']").click()
    page.locator("#asking").wait_for()
    assert window.faults() == []
    page.locator("#asking .step-form button").click()
    page.locator("#asking .errors").wait_for()
    desk.complaints[:] = [told for told in desk.complaints if "status of 400" not in told]
    page.locator("#asking [name=no_conflict]").check()
    page.locator("#asking .step-form button").click()
    page.locator("#outcome.done").wait_for()
    assert not page.locator("#asking").is_visible()
    assert sorted(put_anew(page)) == sorted([first.number, second.number])
    assert [lives.status(one) for one in (first, second, left)] == ["in_progress", "in_progress", "triaged"]
    focused = "() => document.activeElement.getAttribute('formaction')"
    assert "/many/mine" in page.evaluate(focused), "focus is where it was before the form came"


def test_what_stands_in_the_way_is_announced_and_an_untouched_row_stays(desk: Desk, lives: Lives) -> None:
    fresh = lives.file()
    window = at_list(desk)
    page = window.page
    page.locator(f"{row(page, fresh)} input.pick").check()
    page.locator("#many button[formaction*='/many/mine']").click()
    page.locator("#asking [name=no_conflict]").check()
    page.locator("#asking .step-form button").click()
    page.locator("#outcome.done").wait_for()
    assert fresh.number in page.locator("#outcome").inner_text()
    assert lives.status(fresh) == "received" and state(page, fresh) == "Хүлээн авсан"


def test_nothing_ticked_is_said_without_leaving_the_list(desk: Desk, lives: Lives) -> None:
    lives.file()
    page = at_list(desk).page
    page.locator("#many button[formaction*='/many/triage']").click()
    page.locator("#outcome.done").wait_for()
    assert put_anew(page) == []


def test_without_scripts_the_same_button_leads_to_a_page_of_the_same_rows(desk: Desk, lives: Lives) -> None:
    fresh = lives.file()
    window = at_list(desk, scripts=False)
    with window.page.expect_navigation():
        window.page.locator(f"{row(window.page, fresh)} button[name=only]").click()
    assert lives.status(fresh) == "registered"
    assert state(window.page, fresh) == "Бүртгэсэн"


def test_a_session_that_ended_meanwhile_leads_to_the_sign_in(desk: Desk, lives: Lives) -> None:
    fresh = lives.file()
    window = at_list(desk)
    window.page.context.clear_cookies()
    with window.page.expect_navigation():
        window.page.locator(f"{row(window.page, fresh)} button[name=only]").click()
    assert lives.status(fresh) == "received"
    desk.complaints.clear()
