"""A poster in a hall: one sheet for each unit and language, and a code that leads to a page which knows the unit."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from caseapp.domain.days import local_day
from caseapp.services.answers import printing
from caseapp.services.uow import Surroundings
from caseapp.web import create_app
from tests.conftest import SETTINGS
from tests.journeys.test_report import number_on
from tests.lives import COMPLAINT, Lives
from tests.tools import needs_command
from tests.visiting import Visitor

SITE = "https://gomdol.example.mn"
DORNOD = "Дорнод аймгийн улсын бүртгэлийн хэлтэс"


@pytest.fixture
def sukh(house: Surroundings) -> Visitor:
    """Where the site's address is set."""
    visitor = Visitor(create_app(replace(SETTINGS, public_url=SITE), house))
    visitor.sign_in("sukh")
    return visitor


def words_of(pdf: bytes) -> str:
    """As a screen reader finds them; form feeds end pages."""
    ran = subprocess.run([needs_command("pdftotext"), "-", "-"], input=pdf, capture_output=True, check=True)
    return ran.stdout.decode()


def test_each_unit_that_citizens_know_has_a_poster_in_both_languages(sukh: Visitor) -> None:
    page = sukh.go("/casework/posters")
    posters = [link for link in page.links() if link.endswith(".pdf")]
    assert len(posters) == 2 * 32
    assert f"{SITE}/at/AIM-061" in page.main and DORNOD in page.main


@pytest.mark.parametrize("code", ["AIM-061", "UB-SHD", "AIM-071", "HQ"])
@pytest.mark.parametrize("speech", ["mn", "en"])
def test_a_poster_is_one_sheet_with_the_unit_the_address_and_the_hotline(sukh: Visitor, code: str, speech: str) -> None:
    came = sukh.client.get(f"/casework/posters/{code}.{speech}.pdf")
    assert came.status_code == 200 and came.headers["Content-Type"] == "application/pdf"
    words = words_of(came.data)
    assert words.count("\f") == 1, "one sheet"
    assert f"gomdol.example.mn/at/{code}" in words and "110" in words and "1890" in words
    if (code, speech) == ("AIM-061", "mn"):
        assert DORNOD in " ".join(words.split())


def test_a_telephone_reads_the_code_of_a_printed_poster(sukh: Visitor, tmp_path: Path) -> None:
    reader, painter = needs_command("zbarimg"), needs_command("pdftoppm")
    read = []
    for speech in ("mn", "en"):
        pdf = sukh.client.get(f"/casework/posters/AIM-061.{speech}.pdf").data
        subprocess.run([painter, "-r", "75", "-png", "-", str(tmp_path / speech)], input=pdf, check=True)
        ran = subprocess.run(
            [reader, "-q", "--raw", str(tmp_path / f"{speech}-1.png")], capture_output=True, check=True
        )
        read.append(ran.stdout.decode().strip())
    assert read == [f"{SITE}/at/AIM-061", f"{SITE}/at/AIM-061?lang=en"]


def test_without_the_sites_address_the_page_says_what_is_missing(app: Flask, lives: Lives) -> None:
    visitor = Visitor(app)
    visitor.sign_in("sukh")
    page = visitor.go("/casework/posters")
    assert "CASEAPP_PUBLIC_URL" in page.main and not [link for link in page.links() if link.endswith(".pdf")]
    assert visitor.go("/casework/posters/AIM-061.mn.pdf").path == "/casework/posters"


@pytest.mark.parametrize("path", ["NIX.mn.pdf", "AIM-061.de.pdf", "INS.mn.pdf", "..%2Fx.mn.pdf"])
def test_a_poster_of_no_unit_is_no_page(sukh: Visitor, path: str) -> None:
    assert sukh.client.get(f"/casework/posters/{path}").status_code == 404


def test_a_poster_with_signs_that_no_font_holds_comes_out(house: Surroundings) -> None:
    qr = {"size": 1, "dark": [[0, 0, 1]]}
    content = dict.fromkeys(("authority", "call", "scan", "unnamed", "hotline", "questions"), "🙏 他寫")
    content |= {"lang": "mn", "title": ["🙏"], "steps": ["他"], "address": "a" * 300, "unit": "а" * 1000, "qr": qr}  # type: ignore[dict-item]
    assert printing.poster(content, local_day(house.clock())).startswith(b"%PDF-")


@pytest.mark.parametrize("typed", ["AIM-061", "aim-061"])
def test_the_posters_page_says_where_one_is_and_both_doors_take_the_unit_along(
    app: Flask, lives: Lives, typed: str
) -> None:
    page = Visitor(app).go(f"/at/{typed}")
    assert page.status == 200 and DORNOD in page.main
    assert {"/complaint?unit=AIM-061", "/integrity?unit=AIM-061"} <= set(page.links())


@pytest.mark.parametrize("typed", ["AIM-999", "INS", "%D0%96", "x" * 300])
def test_an_unknown_code_leads_to_the_plain_start_page(app: Flask, lives: Lives, typed: str) -> None:
    page = Visitor(app).go(f"/at/{typed}")
    assert (page.status, page.path) == (200, "/")
    assert not [link for link in page.links() if re.search("unit=", link)]


@pytest.mark.parametrize(("door", "kind"), [("complaint", "complaint"), ("integrity", "corruption")])
def test_what_is_filed_from_a_poster_carries_its_unit(app: Flask, lives: Lives, door: str, kind: str) -> None:
    citizen = Visitor(app)
    citizen.go("/at/AIM-061")
    citizen.go(next(link for link in citizen.page.links() if link.startswith(f"/{door}?")))
    citizen.send(button=("go", "next"), kind=kind, text=COMPLAINT)
    citizen.send(button=("go", "next"))
    citizen.send(button=("go", "next"), mode="anonymous")
    number = number_on(citizen.send(button=("go", "send")))
    with lives.owner.connect() as connection:
        found = connection.exec_driver_sql('SELECT unit_id FROM "case" WHERE number = %s', (number,)).scalar()
    assert found == lives.unit("AIM-061")
