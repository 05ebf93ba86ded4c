"""Journey 1, report: a citizen files, inspectors answer, the citizen reads the answer; through pages alone."""

import pytest
from flask import Flask

from tests.lives import COMPLAINT, Lives
from tests.visiting import Page, Visitor

LETTER = "Таны гомдлыг хянаж үзээд үндэслэлтэй гэж үзлээ. Хоёр цонх нэмж ажиллуулна."


def file_named(citizen: Visitor, door: str = "/complaint", kind: str = "complaint", text: str = COMPLAINT) -> Page:
    """Files under a name, step by step, up to the receipt."""
    citizen.go(door)
    citizen.send(button=("go", "next"), kind=kind, text=text)
    citizen.send(button=("go", "next"), service="civil", where="3 дугаар цонх")
    checked = citizen.send(
        button=("go", "next"), mode="named", family_name="Дорлиг", given_name="Болд", phone="99112233"
    )
    assert text in checked.main and "Дорлиг" in checked.main, "what was written is shown before it is sent"
    return citizen.send(button=("go", "send"))


def code_on(receipt: Page) -> str:
    return " ".join(span.get_text() for span in receipt.html.select(".code span"))


def number_on(page: Page) -> str:
    found = page.html.select_one(".number")
    assert found is not None
    return found.get_text().strip()


def bring_to_work(lives: Lives, saran: Visitor, number: str) -> None:
    """Registered, classified and taken by Saran, through pages."""
    assert number in saran.go("/casework/").main
    saran.take(number, "register")
    saran.take(
        number,
        "triage",
        title="Дараалал, гурван өдөр",
        kind="complaint",
        service="civil",
        unit=str(lives.unit("AIM-061")),
        themes=["queue", "runaround"],
        severity="medium",
        completeness="complete",
    )
    saran.take(number, "assign", assignee=str(lives.cast.id_of("saran")), no_conflict="y")


def test_a_question_goes_to_the_citizen_and_comes_back(
    app: Flask, lives: Lives, citizen: Visitor, saran: Visitor
) -> None:
    receipt = file_named(citizen)
    number = number_on(receipt)
    bring_to_work(lives, saran, number)
    page = saran.take(number, "ask_citizen", text="Аль өдөр ирсэн бэ?")
    assert "Awaiting more information" in page.main
    citizen.go("/track")
    own = citizen.send(code=code_on(receipt))
    assert "Аль өдөр ирсэн бэ?" in own.main
    assert "art. 16" in own.main, "the rule that the due date comes from is named"
    citizen.send(button=("action", "message"), text="Гурав дахь өдөр буюу лхагва гарагт.")
    assert number in saran.go("/casework/?queue=messages").main
    assert "Гурав дахь өдөр буюу лхагва гарагт." in saran.go(f"/casework/cases/{number}").main
    assert number not in saran.go("/casework/?queue=messages").main, "read is read"


def test_a_complaint_from_the_form_to_the_answer(
    app: Flask, lives: Lives, citizen: Visitor, saran: Visitor, tuya: Visitor
) -> None:
    number = number_on(file_named(citizen))
    bring_to_work(lives, saran, number)
    saran.take(number, "propose_answer", outcome="upheld", legal_ground="Хууль, 16 дугаар зүйл", letter=LETTER)
    assert LETTER not in citizen.go("/case").main, "a draft stays inside"
    refused = saran.go(f"/casework/cases/{number}/step/approve_answer")
    assert "A person never approves their own proposal" in refused.main

    shown = tuya.go(f"/casework/cases/{number}/step/approve_answer")
    assert LETTER in shown.main, "the second person sees what the citizen will see"
    tuya.send()
    own = citizen.go("/case")
    assert LETTER in own.main and "has been answered" in own.main
    assert "appeal to the head" in own.main and "turn to a court" in own.main, "the answer names the next recourse"

    saran.take(number, "close", cause="staffing", lessons="Оргил цагт цонх нэмнэ.")
    assert "closed" in citizen.go("/case").main
    told = [verb for verb in lives.verbs(lives.by_number(number)) if verb != "case.read"]
    assert told == [
        "report.received",
        "case.registered",
        "case.triaged",
        "case.assigned",
        "answer.proposed",
        "answer.approved",
        "case.closed",
    ]


def test_the_same_form_sent_twice_is_one_case_with_one_receipt(citizen: Visitor, lives: Lives) -> None:
    first = file_named(citizen)
    checked = citizen.seen[-2]
    citizen.seen.append(checked)
    second = citizen.send(button=("go", "send"))
    assert code_on(first) == code_on(second)
    assert lives.count() == 1


def test_a_stale_page_loses_nothing(citizen: Visitor, lives: Lives) -> None:
    """The form's token is too old, or the cookie was lost in between: the text stands there, one press sends it."""
    citizen.go("/complaint")
    citizen.send(button=("go", "next"), kind="complaint", text=COMPLAINT)
    citizen.send(button=("go", "next"), service="civil")
    citizen.send(button=("go", "next"), mode="anonymous")
    page = citizen.send(button=("go", "send"), csrf_token="out-of-date")
    assert page.status == 400 and COMPLAINT in page.main and "stood open for too long" in page.errors
    assert code_on(citizen.send(button=("go", "send")))
    assert lives.count() == 1


def test_a_citizen_who_is_not_satisfied_has_it_examined_again(app: Flask, lives: Lives, citizen: Visitor) -> None:
    filed = lives.answered()
    lives.cast.step("saran", filed.number, lives.close())
    citizen.go("/track")
    citizen.send(code=filed.receipt.code)
    citizen.send(button=("action", "appeal"), appeal_reason="Цонх нэмээгүй байна.")
    assert lives.status(filed) == "triaged"


def test_a_returned_case_is_completed_by_the_citizen(lives: Lives, citizen: Visitor, saran: Visitor) -> None:
    filed = lives.triaged("saran")
    saran.take(filed.number, "return_incomplete", text="Гэрчилгээний дугаараа бичнэ үү.")
    citizen.go("/track")
    own = citizen.send(code=filed.receipt.code.replace(" ", "").lower())
    assert "Гэрчилгээний дугаараа бичнэ үү." in own.main
    citizen.send(button=("action", "complete"), text="Дугаар 000123.")
    assert lives.status(filed) == "registered"
    assert "Дугаар 000123." in saran.go(f"/casework/cases/{filed.number}").main


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Type the code"), ("12 34", "32 signs"), ("Ж" * 32, "sign 1"), ("0" * 32, "No case was found")],
)
def test_a_mistyped_code_is_told_apart(citizen: Visitor, lives: Lives, typed: str, says: str) -> None:
    citizen.go("/track")
    page = citizen.send(code=typed)
    assert page.status == 400 and says in page.errors


def test_a_clerk_takes_in_what_a_person_says_at_the_counter(app: Flask, lives: Lives) -> None:
    sukh = Visitor(app, "en")
    sukh.sign_in("sukh")
    sukh.go("/casework/new")
    page = sukh.send(
        channel="in_person",
        kind="complaint",
        text=COMPLAINT,
        service="civil",
        mode="named",
        given_name="Болд",
        phone="1",
    )
    assert code_on(page) and "Petitioner:" in page.main
    assert lives.count() == 1
