"""The receipt as people keep it and type it again: slips pointed at, losses explained, nothing given away."""

from dataclasses import replace

from flask import Flask

from caseapp.domain.receipts import ALPHABET, latin
from tests.lives import COMPLAINT, Lives
from tests.visiting import Page, Visitor


def typed(citizen: Visitor, code: str, page: str = "/track") -> Page:
    citizen.go(page)
    return citizen.send("/track" if page == "/" else "", code=code)


def with_slip(code: str, position: int) -> str:
    """The code with another sign at this position, counted from 1."""
    signs = code.replace(" ", "")
    wrong = next(sign for sign in ALPHABET if sign != signs[position - 1])
    return signs[: position - 1] + wrong + signs[position:]


def test_a_slip_is_pointed_at_by_group_and_the_right_sign_is_not_shown(citizen: Visitor, lives: Lives) -> None:
    code = lives.file().receipt.code
    wrong = with_slip(code, 15)
    page = typed(citizen, wrong)
    assert page.status == 400
    assert "Sign 3 of group 4 looks mistyped" in page.errors
    assert page.form().select_one("input[name=code]")["value"] == wrong  # type: ignore[index]
    assert code.split(" ")[3] not in page.response.text
    assert latin(code)[12:16] not in page.response.text


def test_two_swapped_signs_are_pointed_at(citizen: Visitor, lives: Lives) -> None:
    signs = lives.file().receipt.code.replace(" ", "")
    at = next(place for place in range(31) if signs[place] != signs[place + 1])
    page = typed(citizen, signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :])
    assert f"Sign {at % 4 + 1} of group {at // 4 + 1} and the sign after it look swapped" in page.errors


def test_a_slip_in_a_code_that_is_nowhere_points_at_no_sign(citizen: Visitor, lives: Lives) -> None:
    code = lives.file().receipt.code
    page = typed(citizen, with_slip(with_slip(code, 3), 20))
    assert "One sign seems to be mistyped. Compare each group" in page.errors


def test_a_sign_that_no_code_holds_is_pointed_at_by_group(citizen: Visitor, lives: Lives) -> None:
    code = lives.file().receipt.code
    assert "Look at sign 2 of group 3" in typed(citizen, code[:11] + "Ж" + code[12:]).errors


def test_a_code_that_is_too_short_says_how_many_signs_were_typed(citizen: Visitor, lives: Lives) -> None:
    assert "you typed 30" in typed(citizen, lives.file().receipt.code[:-2]).errors


def test_a_case_number_is_told_from_a_code_even_with_a_wrong_digit(citizen: Visitor, lives: Lives) -> None:
    number = lives.file().number
    for text in (number, number.replace("-", " "), f"№ {number[:-1]}{(int(number[-1]) + 1) % 10}"):
        assert "That is the case number; the code is longer" in typed(citizen, text).errors


def test_what_was_typed_on_the_start_page_is_kept_through_an_error(citizen: Visitor, lives: Lives) -> None:
    page = typed(citizen, "АВСЕ 1234", "/")
    assert (page.status, page.path) == (400, "/track")
    assert page.form().select_one("input[name=code]")["value"] == "АВСЕ 1234"  # type: ignore[index]


def test_hands_that_type_look_alikes_are_let_in(citizen: Visitor, lives: Lives) -> None:
    code = lives.file().receipt.code.translate(str.maketrans("013456", "оlзчsб"))
    assert typed(citizen, code).path == "/case"


def test_what_to_do_without_a_receipt_is_one_link_away_and_promises_no_recovery(citizen: Visitor, lives: Lives) -> None:
    assert "/lost-receipt" in citizen.go("/track").links("main a[href]")
    page = citizen.go("/lost-receipt")
    assert "identity card" in page.main
    assert "nobody can give you access to it again" in page.main


def file(citizen: Visitor) -> Page:
    citizen.go("/complaint")
    citizen.send(button=("go", "next"), kind="complaint", text=COMPLAINT)
    citizen.send(button=("go", "next"), service="civil")
    citizen.send(button=("go", "next"), mode="anonymous")
    return citizen.send(button=("go", "send"))


def test_the_receipt_shows_code_picture_number_and_a_way_to_the_proof(citizen: Visitor, lives: Lives) -> None:
    page = file(citizen)
    assert page.status == 200
    assert len(page.html.select(".code span")) == 8
    assert page.html.select_one(".qr svg path") is not None
    assert "/case/proof.pdf" in page.links("main a[href]")


def test_the_sites_own_address_stands_on_the_receipt_where_it_is_set(app: Flask, lives: Lives) -> None:
    settings = app.extensions["caseapp_settings"]
    assert "https://" not in file(Visitor(app, language="en")).main
    app.extensions["caseapp_settings"] = replace(settings, public_url="https://sanal.example.mn")
    assert "https://sanal.example.mn/track" in file(Visitor(app, language="en")).main
