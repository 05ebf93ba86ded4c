"""A citizen with two receipts and two tabs, and one who was away for too long: nothing goes to the wrong case."""

from caseapp.domain.vocab import Kind, Mode
from caseapp.services.petitioner import tracking
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.visiting import Visitor, filled

SECRET = "НУУЦ: бүртгэгчийн нэрийг хэлье."


def open_case(citizen: Visitor, filed: FiledCase) -> None:
    citizen.go("/track")
    assert citizen.send(code=filed.receipt.code).path == "/case"


def texts(lives: Lives, filed: FiledCase) -> list[str]:
    with lives.citizen(filed) as uow:
        return [letter.text for letter in tracking.open_own(uow).letters]


def test_what_is_written_to_one_case_never_reaches_the_one_of_another_tab(citizen: Visitor, lives: Lives) -> None:
    report = lives.file(kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    complaint = lives.file()
    open_case(citizen, report)
    first_tab = citizen.page
    open_case(citizen, complaint)
    citizen.seen.append(first_tab)
    told = citizen.send(button=("action", "message"), text=SECRET)
    assert told.path == "/track" and "another case is open" in told.text
    assert texts(lives, complaint) == [] and texts(lives, report) == []
    citizen.send(code=report.receipt.code)
    assert SECRET in str(citizen.page.html.select_one("textarea[name=text]")), (
        "it waited with the case it was written to"
    )
    citizen.send(button=("action", "message"))
    assert texts(lives, report) == [SECRET] and texts(lives, complaint) == []


def test_a_withdrawal_pressed_in_an_old_tab_withdraws_nothing(citizen: Visitor, lives: Lives) -> None:
    one, other = lives.file(), lives.file()
    open_case(citizen, one)
    first_tab = citizen.page
    open_case(citizen, other)
    citizen.seen.append(first_tab)
    assert citizen.send(button=("action", "withdraw"), withdraw_reason="").path == "/track"
    for filed in (one, other):
        with lives.citizen(filed) as uow:
            assert tracking.open_own(uow).status.is_open


def test_a_letter_that_took_too_long_waits_until_the_code_is_entered_again(
    citizen: Visitor, lives: Lives, clock: Clock
) -> None:
    filed = lives.file()
    open_case(citizen, filed)
    clock.forward(minutes=21)
    told = citizen.send(button=("action", "message"), text="Удаан бичсэн захидал")
    assert told.path == "/track" and "waits for you" in told.text
    citizen.send(code=filed.receipt.code)
    assert "Удаан бичсэн захидал" in str(citizen.page.html)


def test_the_language_changes_with_the_letter_in_hand(citizen: Visitor, lives: Lives) -> None:
    filed = lives.file()
    open_case(citizen, filed)
    button = citizen.page.html.select_one("button.language")
    assert button is not None
    data = {**filled(citizen.page.form(button=("action", "message"))), "text": "Хагас захидал", "action": "stay"}
    assert citizen.client.post(str(button["formaction"]), data=data).status_code == 302
    page = citizen.go("/case?lang=mn")
    assert "Хагас захидал" in str(page.html)
