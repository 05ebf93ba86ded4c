"""The receipt on paper: one small page with all that is needed to follow the case, black on white."""

import subprocess
from pathlib import Path

import pytest
from flask import Flask

from caseapp.domain.receipts import parse_receipt
from tests.browser.surfing import Desk
from tests.lives import Lives
from tests.tools import needs_command
from tests.visiting import Visitor
from tests.web.test_receipts import file


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_printed_receipt_is_one_page_with_code_number_day_and_a_picture_that_scans(
    desk: Desk, app: Flask, lives: Lives, tmp_path: Path, paper: str
) -> None:
    text_of, painted = needs_command("pdftotext", "poppler-utils"), needs_command("pdftoppm", "poppler-utils")
    scanner = needs_command("zbarimg", "zbar-tools")
    filed, window = file(Visitor(app)), desk.window()
    receipt = parse_receipt(" ".join(span.get_text() for span in filed.html.select(".code span")))
    window.page.route("**/printed", lambda route: route.fulfill(body=filed.response.text, content_type="text/html"))
    window.go("/printed")
    window.page.pdf(path=tmp_path / "receipt.pdf", format=paper)
    pages = subprocess.run(
        [text_of, tmp_path / "receipt.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")
    assert [page.strip() for page in pages[1:]] == [""]
    words = " ".join(pages[0].split())
    assert receipt.code in words
    assert "Бичиж авах" not in words
    assert "2026 оны 4 дүгээр сарын 1" in words
    subprocess.run([painted, "-r", "100", "-gray", tmp_path / "receipt.pdf", tmp_path / "page"], check=True)
    (picture,) = tmp_path.glob("page*.pgm")
    scanned = subprocess.run(
        [scanner, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], capture_output=True, text=True
    ).stdout
    assert parse_receipt(scanned) == receipt
