"""Over the limit: told when to go on, all that was typed still there; and a right code opens at any time."""

from sqlalchemy import Engine, text

from caseapp.domain.pacing import BUDGETS, Sending
from caseapp.domain.receipts import new_receipt
from tests.lives import FiledCase, Lives
from tests.visiting import Page, Visitor


def flood(owner: Engine, sending: Sending) -> None:
    """Whatever was counted so far was sent until nothing more goes through, not even steadily."""
    with owner.begin() as connection:
        counted = connection.execute(text("UPDATE sending_count SET count = :n"), {"n": 2 * BUDGETS[sending].network})
    assert counted.rowcount > 0, "nothing was counted"


def mistyped(code: str) -> str:
    return code[:-1] + ("1" if code[-1] != "1" else "2")


def shown(citizen: Visitor, code: str) -> Page:
    citizen.go("/track")
    return citizen.send(code=code)


def test_after_a_flood_of_wrong_codes_no_slip_is_looked_for_but_the_right_code_opens(
    citizen: Visitor, lives: Lives, owner_engine: Engine
) -> None:
    filed = lives.file()
    wrong = mistyped(filed.receipt.code)
    assert "of group 8" in shown(citizen, wrong).errors
    flood(owner_engine, Sending.WRONG_CODE)
    held = shown(citizen, wrong)
    assert "until 09:10" in held.errors and "of group" not in held.errors
    assert held.html.select_one("input[name=code]")["value"] == wrong  # type: ignore[index]
    assert shown(citizen, filed.receipt.code).path == "/case"


def at_own_case(citizen: Visitor, filed: FiledCase) -> None:
    assert shown(citizen, filed.receipt.code).path == "/case"


def test_a_letter_in_a_flood_waits_in_its_box(citizen: Visitor, lives: Lives, owner_engine: Engine) -> None:
    at_own_case(citizen, lives.file())
    citizen.send(button=("action", "message"), text="Нэмж хэлэх зүйл байна.")
    flood(owner_engine, Sending.MESSAGE)
    held = citizen.send(button=("action", "message"), text="Бас нэг зүйл.")
    assert held.status == 429 and int(held.response.headers["Retry-After"]) == 600
    assert "Nothing is lost" in held.errors and "09:10" in held.errors
    assert "Бас нэг зүйл." in held.html.select_one("textarea[name=text]").get_text()  # type: ignore[union-attr]
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM message")) == 1


def test_a_proof_in_a_flood_waits_in_its_box(citizen: Visitor, lives: Lives, owner_engine: Engine) -> None:
    citizen.go("/verify")
    assert citizen.send("/verify", proof="No proof").status == 400
    flood(owner_engine, Sending.PROOF_CHECK)
    held = citizen.send("/verify", proof="No proof")
    assert held.status == 429 and "09:10" in held.errors
    assert "No proof" in held.html.select_one("textarea[name=proof]").get_text()  # type: ignore[union-attr]


def test_codes_of_no_case_and_right_codes_use_nothing_up(citizen: Visitor, lives: Lives, owner_engine: Engine) -> None:
    at_own_case(citizen, lives.file())
    assert "No case was found" in shown(citizen, new_receipt().code).errors
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sending_count")) == 0
