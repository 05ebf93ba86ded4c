"""The proof of filing through the pages: a PDF for the receipt's holder, a check for anybody, no oracle for anyone."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from caseapp.domain.proofs import BEGIN, END
from caseapp.domain.vocab import Kind
from caseapp.services.petitioner import proving
from caseapp.vault import chain
from tests.conftest import KEYS
from tests.domain.test_proofs import SIGNED
from tests.lives import COMPLAINT, FiledCase, Lives
from tests.services.petitioner.test_proving import proof_of
from tests.tools import needs_command
from tests.visiting import Page, Visitor


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app, language="en")


def holder(app: Flask, filed: FiledCase, language: str = "en") -> Visitor:
    """Whoever typed the receipt."""
    visitor = Visitor(app, language=language)
    visitor.go("/track")
    visitor.send(code=filed.receipt.code)
    return visitor


def printed(pdf: bytes, folder: Path) -> str:
    program, file = needs_command("pdftotext", "poppler-utils"), folder / "proof.pdf"
    file.write_bytes(pdf)
    return subprocess.run([program, "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


def check(visitor: Visitor, block: str, text: str = "") -> Page:
    visitor.go("/verify")
    return visitor.send("/verify", proof=block, text=text)


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_holder_downloads_a_proof_without_what_was_written_and_it_checks(
    app: Flask, lives: Lives, tmp_path: Path, language: str
) -> None:
    filed = lives.file(words=COMPLAINT)
    response = holder(app, filed, language).client.get("/case/proof.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{filed.number}.pdf"'
    text = printed(response.data, tmp_path)
    assert filed.number in text and "Proof of filing" in text
    assert COMPLAINT[:20] not in text
    assert filed.receipt.code[:9] not in text
    page = check(Visitor(app, language="en"), text[text.index(BEGIN) : text.index(END) + len(END)], COMPLAINT)
    assert "The proof is valid" in page.main
    assert "The text is the one that was filed." in page.main


def test_what_was_written_is_added_only_when_asked_for(app: Flask, lives: Lives, tmp_path: Path) -> None:
    client = holder(app, lives.file(words=COMPLAINT)).client
    assert COMPLAINT[:20] in printed(client.get("/case/proof.pdf?with=text").data, tmp_path)
    assert COMPLAINT[:20] not in printed(client.get("/case/proof.pdf?with=else").data, tmp_path)


def test_only_the_proof_with_the_text_tells_kind_and_rule(app: Flask, lives: Lives, tmp_path: Path) -> None:
    client = holder(app, lives.file(words=COMPLAINT, kind=Kind.CONFLICT_OF_INTEREST)).client
    discreet, full = (printed(client.get(f"/case/proof.pdf{q}").data, tmp_path) for q in ("", "?with=text"))
    for telling in ("conflict", "rule:", "article:", "How this date came about", "irective", "Basis"):
        assert telling.lower() not in discreet.lower(), telling
    assert "kind: conflict_of_interest" in full and "How this date came about" in full
    assert "by its digest alone" in discreet and "by its digest alone" not in full


def test_without_a_receipt_the_proof_leads_to_where_it_is_typed(visitor: Visitor, lives: Lives) -> None:
    lives.file()
    assert visitor.client.get("/case/proof.pdf").location == "/track"


def test_the_own_page_offers_both_and_says_what_the_second_one_risks(app: Flask, lives: Lives) -> None:
    page = holder(app, lives.file()).go("/case")
    assert {"/case/proof.pdf", "/case/proof.pdf?with=text"} <= set(page.links("main a[href]"))
    assert "whoever opens your telephone" in page.main


def test_anybody_sees_what_a_valid_proof_states(visitor: Visitor, lives: Lives) -> None:
    filed = lives.file(words=COMPLAINT)
    page = check(visitor, proof_of(lives, filed).signed.block(), "Огт өөр үг.")
    assert (page.status, filed.number in page.main) == (200, True)
    assert "The text is not the one that was filed" in page.main
    assert page.html.select_one("main .warning, main .errors, main section.box")["class"] == ["warning"]  # type: ignore[index]
    assert "The text" not in check(visitor, proof_of(lives, filed).signed.block()).main


def test_of_a_proof_that_does_not_hold_nothing_is_repeated_as_a_fact(visitor: Visitor, lives: Lives) -> None:
    page = check(visitor, SIGNED.block())
    assert "The proof is not valid" in page.main
    assert page.html.select("main dl") == []


def test_what_is_no_proof_is_an_error_of_the_field_and_stays_in_it(visitor: Visitor, lives: Lives) -> None:
    page = check(visitor, "Энэ бол баримт", COMPLAINT)
    assert page.status == 400
    assert "This is no proof of ours" in page.errors
    assert COMPLAINT in page.form().get_text()


def test_the_page_shows_the_key_that_openssl_takes(visitor: Visitor, lives: Lives) -> None:
    page = visitor.go("/verify")
    assert page.html.select_one("#pem").get_text() == chain.pem_of(chain.verify_key_of(KEYS.signing))  # type: ignore[union-attr]
    assert "openssl pkeyutl -verify" in page.main


def test_checking_looks_up_the_public_key_and_nothing_else(visitor: Visitor, lives: Lives, app_engine) -> None:
    """Besides that the sending is counted: no question tells whether there is such a case."""
    block, asked = proof_of(lives, lives.file()).signed.block(), []
    event.listen(app_engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    check(visitor, block)
    named = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE) (?!SET\b|unnest\b)"?(\w+)', re.IGNORECASE)
    touched = {table for sql in asked for table in named.findall(sql)}
    assert touched == {"authority_key", "sending_count"}
    assert [sql for sql in asked if not re.search("authority_key|sending_count|set_config", sql)] == []


def test_a_house_without_a_key_shows_the_page_all_the_same(
    visitor: Visitor, lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "_KEY", "none")
    page = visitor.go("/verify")
    assert page.status == 200 and page.html.select("#pem") == []
    assert check(visitor, SIGNED.block()).status == 400
