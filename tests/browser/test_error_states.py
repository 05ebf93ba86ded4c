"""Every page that tells a citizen of an error or a pause: accessible in both languages, at every width."""

import pytest
from sqlalchemy import Engine

from caseapp.domain.pacing import Sending
from caseapp.domain.receipts import ALPHABET, Receipt, new_receipt
from tests.browser.surfing import Desk
from tests.browser.wandering import NOTE, PROGRAM, Walk
from tests.conftest import Clock
from tests.domain.test_proofs import SIGNED
from tests.lives import Lives

WAYS = [
    pytest.param(("mn", False), id="mn"),
    pytest.param(("en", False), id="en"),
    pytest.param(("mn", True), id="mn-blocked", marks=pytest.mark.slow),
    pytest.param(("en", True), id="en-blocked", marks=pytest.mark.slow),
]
"""Pages hold no scripts at all (tests/visiting.py), so the ways without them are seen in the slow suite alone."""


@pytest.fixture(params=WAYS)
def walk(request: pytest.FixtureRequest, desk: Desk, owner_engine: Engine) -> Walk:
    """In both languages, with scripts and with all of them blocked; colours hang on neither."""
    language, blocked = request.param
    window = desk.window(blocked=blocked)
    window.speak(language)
    return Walk(window, owner_engine, colours=(language, blocked) == ("mn", False))


def mistyped(receipt: Receipt) -> str:
    """With another sign in the place of the last but one."""
    code = receipt.code
    other = next(sign for sign in ALPHABET if sign != code[-2])
    return f"{code[:-2]}{other}{code[-1]}"


def swapped(receipt: Receipt) -> str:
    code = receipt.code.replace(" ", "")
    at = next(place for place in range(len(code) - 1) if code[place] != code[place + 1])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


@pytest.mark.parametrize("side", ["complaint", "integrity"])
def test_errors_of_the_form(walk: Walk, side: str) -> None:
    window = walk.window
    window.go(f"/{side}")
    window.press("go", "next")
    walk.look("nothing written")
    walk.too_much()
    window.press("go", "next")
    walk.look("too much written")
    for kind in ("reprisal", "conflict_of_interest", "corruption") if side == "integrity" else ("thanks",):
        window.go(f"/{side}")
        window.fill(kind=kind, text="Товч.")
        window.press("go", "next")
        walk.look(f"{kind}: the second step", said=False)
        walk.too_much(10_001)
        window.press("go", "next")
        walk.look(f"{kind}: too much on the second step")
    walk.to_step(side, 3)
    walk.look("the third step", said=False)
    window.press("go", "next")
    walk.look("no mode chosen")
    window.fill(mode="named", email="bat", given_name="Болд")
    for kind in ("group", "legal_entity", "representative", "foreign"):
        window.fill(petitioner_type=kind)
        window.press("go", "next")
        walk.look(f"{kind}: what is needed is missing")
    walk.too_much(10_001)
    window.press("go", "next")
    walk.look("too much on the third step")
    assert walk.wrong == {}


@pytest.mark.parametrize("side", ["complaint", "integrity"])
def test_a_form_that_is_not_sent(walk: Walk, side: str, lives: Lives) -> None:
    window = walk.window
    walk.to_step(side, 4)
    walk.look("check", said=False)
    window.page.evaluate("() => { document.querySelector('[name=website]').value = 'https://example.mn' }")
    window.press("go", "send")
    walk.look("a machine's box is filled")
    window.fill(website="")
    walk.forget_cookies()
    window.press("go", "send")
    walk.look("a page that stood open for too long")
    window.press("go", "send")
    walk.look("sent at last", said=False)
    assert lives.count() == 1
    walk.crowd()
    walk.to_step(side, 4)
    window.press("go", "send")
    walk.look("too many at once")
    assert lives.count() == 1 and walk.wrong == {}


@pytest.mark.parametrize("side", ["complaint", "integrity"])
def test_files_that_are_not_taken(walk: Walk, side: str, clock: Clock) -> None:
    window = walk.window
    walk.to_step(side, 2)
    window.press("go", "files")
    walk.look("no file yet", said=False)
    window.attach(PROGRAM, {**NOTE, "buffer": b""})
    walk.look("of no kind that is known, and empty")
    window.attach(*(NOTE for _ in range(9)))
    walk.look("nine files", said=False)
    window.attach(NOTE, NOTE)
    walk.look("one too many")
    window.press("go", "done")
    walk.forget_cookies()
    window.press("go", "files")
    walk.look("the files are gone")
    walk.forget_cookies()
    window.attach(NOTE)
    walk.look("a page that stood open for too long")
    window.attach(NOTE)
    walk.crowd()
    window.attach(NOTE)
    walk.look("too much at once")
    window.go(f"/{side}")
    walk.look("something that was begun", said=False)
    assert window.page.locator("button[value=resume]").is_visible()
    clock.forward(hours=2)
    window.press("go", "resume", form="form.box")
    walk.look("nothing to go on with", said=False)
    assert walk.wrong == {}


def test_codes_that_open_nothing(walk: Walk, lives: Lives) -> None:
    window, filed = walk.window, lives.file()
    slips = {
        "nothing typed": "",
        "too short": "12 34",
        "no sign of a code": "Ж" * 32,
        "one sign mistyped": mistyped(filed.receipt),
        "two signs swapped": swapped(filed.receipt),
        "the number of the case": filed.number,
        "a code of no case": new_receipt().code,
    }
    for name, typed in slips.items():
        window.track(typed)
        walk.look(name)
    walk.crowd()
    window.track(mistyped(filed.receipt))
    walk.look("too many wrong codes")
    assert walk.wrong == {}


def test_proofs_that_do_not_hold(walk: Walk) -> None:
    window, block = walk.window, SIGNED.block()
    pasted = {
        "nothing pasted": ("", ""),
        "no proof": ("Сайн байна уу", ""),
        "changed": (block, "Өөр бичвэр"),
        "too much": ("а" * 20_001, ""),
    }
    for name, (proof, written) in pasted.items():
        window.go("/verify")
        window.fill(proof=proof, text=written)
        window.press()
        walk.look(name)
    walk.crowd()
    window.go("/verify")
    window.fill(proof=block)
    window.press()
    walk.look(f"{Sending.PROOF_CHECK}: too many at once")
    assert walk.wrong == {}


def test_errors_on_the_own_case(walk: Walk, lives: Lives) -> None:
    window, closed, still = walk.window, lives.answered(), lives.file()
    lives.cast.step("saran", closed.number, lives.close())
    window.track(closed.receipt.code)
    walk.look("closed", said=False)
    for action, box in (("rate", ""), ("appeal", "appeal_reason"), ("link", "code"), ("message", "text")):
        _open(walk, action)
        window.press("action", action, form="main")
        walk.look(f"{action}: nothing written")
        if box:
            window.fill(**{box: "а" * 20_001})
            window.press("action", action, form="main")
            walk.look(f"{action}: too much, or no code")
    window.track(still.receipt.code)
    _open(walk, "withdraw")
    window.fill(withdraw_reason="а" * 20_001)
    window.press("action", "withdraw", form="main")
    walk.look("withdraw: too much")
    window.press("action", "files", form="main")
    walk.look("files of a letter", said=False)
    window.attach(PROGRAM)
    walk.look("files of a letter: of no kind that is known")
    window.go("/case")
    window.fill(text="Нэг.")
    window.press("action", "message", form="main")
    walk.crowd()
    window.fill(text="Хоёр.")
    window.press("action", "message", form="main")
    walk.look("message: too many at once")
    assert walk.wrong == {}


def _open(walk: Walk, action: str) -> None:
    """The part of the page that holds this button, as a person opens it."""
    part = walk.window.page.locator(f"details:has(button[name=action][value={action}]):not([open]) > summary")
    if part.count():
        part.click()
