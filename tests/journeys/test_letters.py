"""From a template to a letter: chosen, filled, changed, approved by another, printed by both sides."""

import hashlib
import io
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from caseapp.domain.linking import LinkKind
from caseapp.services.casework import linking
from tests.lives import Lives
from tests.visiting import Visitor

KEPT = "Эрхэм иргэн Та\nШинэ бичвэр: {{ number }}"


@pytest.fixture(autouse=True)
def delivered(owner_engine: Engine) -> Iterator[None]:
    yield
    with owner_engine.begin() as owner:
        owner.execute(text("DELETE FROM answer_template WHERE version > 1"))
        owner.execute(text("UPDATE answer_template SET current = true"))


def test_an_answer_begins_from_a_letter_and_ends_as_one_on_paper(app: Flask, lives: Lives) -> None:
    filed = lives.in_progress("saran")
    saran, tuya = Visitor(app, language="en"), Visitor(app, language="en")
    saran.sign_in("saran")
    form = f"/casework/cases/{filed.number}/step/propose_answer"
    page = saran.go(form)
    choices = {option.get_text(): str(option["value"]) for option in page.html.select("#template option")}
    chosen = next(value for words, value in choices.items() if "Гомдлыг барагдуулсан тухай" in words)
    page = saran.go(f"{form}?template={chosen}")
    letter = page.html.select_one("#letter").get_text()  # type: ignore[union-attr]
    assert filed.number in letter and "2026 оны 3 дугаар сарын 2" in letter and "{{" not in letter
    said = {"outcome": "upheld", "legal_ground": "Хууль", "subject": "Гомдлын тухай"}
    assert "still has gaps" in saran.send(**said, letter=letter).main
    saran.send(**said, letter=letter.replace("……", "Хоёр цонх нэмлээ."))
    draft = saran.client.post(f"/casework/cases/{filed.number}/letter/pdf", data={"csrf_token": token_on(saran)})
    assert draft.mimetype == "application/pdf" and draft.data.startswith(b"%PDF")
    tuya.sign_in("tuya")
    tuya.take(filed.number, "approve_answer")
    page = saran.go(f"/casework/cases/{filed.number}")
    assert "№" in page.main and "26/" in page.main
    answer = saran.client.post(f"/casework/cases/{filed.number}/letter/docx", data={"csrf_token": token_on(saran)})
    assert answer.data.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]
    day = {"posted_on-year": "2026", "posted_on-month": "3", "posted_on-day": "2"}
    page = saran.send("/posted", **day)
    assert "Sent by post: 2 March 2026" in page.main

    citizen = Visitor(app, language="en")
    citizen.go("/track")
    page = citizen.send(code=filed.receipt.code)
    link = next(href for href in page.links() if "/case/letter/" in href)
    assert citizen.client.get(link).data.startswith(b"%PDF")
    assert Visitor(app).go(link).path == "/track", "not without the receipt"


def token_on(visitor: Visitor) -> str:
    return str(visitor.page.html.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]


def test_a_head_looks_at_a_letter_before_keeping_it_and_is_told_of_slips_by_line(app: Flask, lives: Lives) -> None:
    tuya = Visitor(app, language="en")
    tuya.sign_in("tuya")
    page = tuya.go("/casework/letters")
    tuya.go(next(href for href in page.links("main a[href]")))
    page = tuya.send(button=("go", "look"), subject="Гарчиг", body=KEPT)
    assert "Шинэ бичвэр: 2026-1234-5678-9" in page.main
    page = tuya.send(button=("go", "keep"), body=f"{KEPT}\n{{{{ name }}}}")
    assert page.status == 400 and "Line 3: “name” is not known." in page.errors
    assert "name" in page.html.select_one("#body").get_text(), "nothing typed is lost"  # type: ignore[union-attr]
    page = tuya.send(button=("go", "keep"), body=KEPT)
    assert page.path == "/casework/letters" and "Гарчиг" in page.main
    saran = Visitor(app, language="en")
    saran.sign_in("saran")
    assert saran.go("/casework/letters").status == 404


def test_a_letter_that_is_put_aside_is_not_offered_until_it_is_brought_back(app: Flask, lives: Lives) -> None:
    filed = lives.in_progress("saran")
    tuya, saran = Visitor(app, language="en"), Visitor(app, language="en")
    tuya.sign_in("tuya")
    saran.sign_in("saran")
    form = f"/casework/cases/{filed.number}/step/propose_answer"
    choices = {option.get_text(): option["value"] for option in saran.go(form).html.select("#template option")}
    words = next(words for words in choices if "Гомдлыг барагдуулсан тухай" in words)
    tuya.go(f"/casework/letters/{choices[words]}")
    page = tuya.send("/offer")
    assert (
        page.path == "/casework/letters" and "Гомдлыг барагдуулсан тухай" in page.html.select_one("#aside").get_text()
    )  # type: ignore[union-attr]
    assert words not in {option.get_text() for option in saran.go(form).html.select("#template option")}
    page = saran.go(f"{form}?template={choices[words]}")
    assert not page.html.select_one("#letter").get_text().strip()  # type: ignore[union-attr]
    page = tuya.send("/offer", button=("offer", "again"))
    assert not page.html.select("#aside")
    assert words in {option.get_text() for option in saran.go(form).html.select("#template option")}


def test_the_answer_to_a_repeat_names_the_earlier_one_by_itself(app: Flask, lives: Lives) -> None:
    first = lives.answered("saran")
    again = lives.in_progress("saran")
    with lives.cast.at("saran") as uow:
        linking.link(uow, again.number, first.number, LinkKind.REPEAT_OF)
    with lives.owner.connect() as connection:
        number = connection.scalar(text("SELECT number FROM answer WHERE case_id = :id"), {"id": first.id})
    saran = Visitor(app, language="en")
    saran.sign_in("saran")
    form = f"/casework/cases/{again.number}/step/propose_answer"
    page = saran.go(form)
    assert f"№ {number}, 2 March 2026" in page.html.select_one("#earlier").get_text()  # type: ignore[union-attr]
    chosen = next(o["value"] for o in page.html.select("#template option") if "Давтан гомдлын" in o.get_text())
    letter = saran.go(f"{form}?template={chosen}").html.select_one("#letter").get_text()  # type: ignore[union-attr]
    assert f"{number}, 2026 оны 3 дугаар сарын 2" in letter


def test_the_signed_letter_is_put_back_in_and_opened_by_the_petitioner(app: Flask, lives: Lives) -> None:
    filed = lives.answered()
    saran = Visitor(app, language="en")
    saran.sign_in("saran")
    case = f"/casework/cases/{filed.number}"
    saran.go(case)
    letter = saran.client.post(f"{case}/letter/pdf", data={"csrf_token": token_on(saran)}).data
    saran.go(case)
    page = saran.send("/signed-letter")
    assert "Signed letter" in page.main
    page = saran.upload([(io.BytesIO(b"no pdf"), "letter.pdf", "application/pdf")], "put")
    assert page.status == 400 and "letter.pdf" in page.errors
    page = saran.send("/signed-letter", button=("go", "put"))
    assert page.status == 400 and "Choose one PDF: the signed letter." in page.errors
    page = saran.upload([(io.BytesIO(letter), "letter.pdf", "application/pdf")], "put")
    assert page.path == case and hashlib.sha256(letter).hexdigest() in page.main
    if shutil.which("pdfsig"):
        assert "carries no electronic signature" in page.main and "approved letter stands in its text" in page.main
    citizen = Visitor(app, language="en")
    citizen.go("/track")
    page = citizen.send(code=filed.receipt.code)
    link = next(str(a["href"]) for a in page.html.select("a[href]") if a.get_text() == "The signed letter")
    assert citizen.client.get(link).data == letter
    tuya = Visitor(app, language="en")
    tuya.sign_in("tuya")
    assert "Signed copy put in" in tuya.go(case).main


def test_no_letter_is_signed_that_was_not_approved(app: Flask, lives: Lives) -> None:
    saran = Visitor(app, language="en")
    saran.sign_in("saran")
    case = f"/casework/cases/{lives.in_progress('saran').number}"
    assert "signed-letter" not in str(saran.go(case).html)
    data = {"csrf_token": token_on(saran), "go": "put"}
    assert saran.client.post(f"{case}/signed-letter", data=data).status_code == 404


def test_a_head_adds_a_letter_and_sets_the_index(app: Flask, lives: Lives, owner_engine: Engine) -> None:
    tuya = Visitor(app, language="en")
    tuya.sign_in("tuya")
    tuya.go("/casework/letters/new")
    new = {"outcome": "partly_upheld", "kind": "tip", "subject": "Мэдээллийн тухай", "body": KEPT}
    page = tuya.send(button=("go", "look"), **new)
    assert "Шинэ бичвэр: 2026-1234-5678-9" in page.main
    page = tuya.send(button=("go", "keep"))
    assert "Мэдээллийн тухай" in page.main
    tuya.go("/casework/letters/new")
    page = tuya.send(button=("go", "keep"), **new)
    assert page.status == 400 and "already" in page.errors
    tuya.go("/casework/letters")
    page = tuya.send(words="a b")
    assert page.status == 400 and "at most 20 signs" in page.errors
    page = tuya.send(words="3/1")
    assert "The index is kept." in page.main
    with owner_engine.begin() as owner:
        owner.execute(text("DELETE FROM answer_template WHERE code = 'partly_upheld/tip'"))
        owner.execute(text("UPDATE letter_index SET words = '', changed_at = NULL, changed_by_id = NULL"))


def test_the_letter_is_in_the_language_of_the_state_whatever_the_page_is_in(app: Flask, lives: Lives) -> None:
    filed = lives.in_progress("saran")
    saran = Visitor(app, language="en")
    saran.sign_in("saran")
    form = f"/casework/cases/{filed.number}/step/propose_answer"
    options = saran.go(form).html.select("#template option")
    assert "Гомдл" in options[0].get_text(), "the letters for this kind come first"
    letter = saran.go(f"{form}?template={options[0]['value']}").html.select_one("#letter")
    assert letter is not None and "Үйлчилгээ: Иргэний бүртгэл" in letter.get_text()
