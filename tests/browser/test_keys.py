"""The desk by keys, where scripts run; without them the same page does all of it by links and boxes."""

from playwright.sync_api import Page

from tests.browser.surfing import SCREEN, Desk
from tests.lives import Lives


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_rows_are_walked_ticked_and_opened_by_keys(desk: Desk, lives: Lives) -> None:
    for _ in range(3):
        lives.triaged("saran")
    window = desk.window(SCREEN)
    window.sign_in("saran")
    page = window.page
    rows = page.locator("td.number a").all_inner_texts()
    press(page, "j", "j", "x", "k", "x", "j")
    ticked = page.locator("input.pick:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert ticked == rows[:2]
    press(page, "o")
    page.wait_for_url(f"**/cases/{rows[1]}")


def test_on_a_mongolian_layout_the_keys_stand_where_they_are(desk: Desk, lives: Lives) -> None:
    lives.triaged("saran")
    window = desk.window(SCREEN)
    window.sign_in("saran")
    for letter, place in (("о", "KeyJ"), ("ч", "KeyX")):
        window.page.evaluate(
            "([key, code]) => document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))",
            [letter, place],
        )
    assert window.page.locator("input.pick:checked").count() == 1


def test_the_list_of_keys_opens_and_a_letter_after_g_leads_to_its_queue(desk: Desk, lives: Lives) -> None:
    lives.file()
    window = desk.window(SCREEN)
    window.sign_in("saran")
    page = window.page
    assert not page.locator("dialog").is_visible()
    press(page, "?")
    assert page.locator("dialog").is_visible()
    assert window.faults() == []
    press(page, "Escape", "g", "m")
    page.wait_for_url("**/casework/?queue=mine")
    press(page, "/")
    page.keyboard.type("jkx?")
    assert page.locator("#q").input_value() == "jkx?", "what is typed into a field stays there"


def test_without_scripts_the_page_says_nothing_of_keys(desk: Desk, lives: Lives) -> None:
    lives.file()
    window = desk.window(SCREEN, scripts=False)
    window.sign_in("saran")
    press(window.page, "?")
    assert not window.page.locator("dialog").is_visible()


def test_the_keys_are_switched_off_for_this_browser_until_they_are_switched_on(desk: Desk, lives: Lives) -> None:
    """WCAG 2.2, 2.1.4: whoever speaks to the computer or shakes would set off keys of one letter."""
    lives.triaged("saran")
    window = desk.window(SCREEN)
    window.sign_in("saran")
    page = window.page
    press(page, "?")
    page.locator("#keys-on").uncheck()
    press(page, "Escape", "j", "x", "?")
    assert page.locator("input.pick:checked").count() == 0 and not page.locator("dialog").is_visible()
    window.go("/casework/?queue=all")
    press(page, "j", "x", "?")
    assert page.locator("input.pick:checked").count() == 0, "also on the next page"
    page.locator("#open-keys").click()
    assert not page.locator("#keys-on").is_checked()
    page.locator("#keys-on").check()
    press(page, "Escape", "j", "x")
    assert page.locator("input.pick:checked").count() == 1


def test_a_key_that_is_pressed_in_a_field_does_nothing_but_write(desk: Desk, lives: Lives) -> None:
    filed = lives.triaged("saran")
    window = desk.window(SCREEN)
    window.sign_in("saran")
    page = window.page
    page.locator(".filters summary").click()
    page.locator("#by-status").focus()
    press(page, "x", "?", "j")
    assert page.locator("input.pick:checked").count() == 0 and not page.locator("dialog").is_visible()
    window.go(f"/casework/cases/{filed.number}/step/triage")
    page.locator("main input[type=radio]").first.focus()
    press(page, "?", "g", "m")
    assert window.path.endswith("/step/triage") and not page.locator("dialog").is_visible()
