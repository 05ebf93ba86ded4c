"""Journey 4, analyse: one object as page, PDF, CSV and JSON; frozen, it prints the same bytes for ever."""

import csv
import io
import json
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.vocab import Mode, Theme
from tests.conftest import Clock
from tests.lives import Lives
from tests.tools import needs_command
from tests.visiting import Visitor

QUARTER = "/analysis/2026Q1"


@pytest.fixture
def busy(lives: Lives) -> Lives:
    """Six complaints of one kind, one anonymous, one answered, one about corruption."""
    for _ in range(5):
        lives.triaged("saran", Theme.QUEUE)
    lives.triaged("saran", Theme.DELAY, mode=Mode.ANONYMOUS)
    lives.answered()
    lives.under_integrity()
    return lives


def cells(visitor: Visitor, table: str) -> dict[str, list[str]]:
    """Rows of a table of the page by their heading."""
    part = visitor.page.html.find(id=table)
    assert part is not None and part.parent is not None
    rows = part.parent.select("tbody tr, tfoot tr")
    return {row.select_one("th").get_text(): [td.get_text() for td in row.select("td")] for row in rows}  # type: ignore[union-attr]


def test_the_balance_holds_and_integrity_stands_apart(busy: Lives, tuya: Visitor) -> None:
    tuya.go(QUARTER)
    balance = {name: int(row[0]) for name, row in cells(tuya, "T5").items()}
    assert balance["Received"] == 7, "the report of corruption is not among the ordinary ones"
    assert balance["Open at the beginning"] + balance["Received"] == (
        balance["Resolved with an answer"]
        + balance["Forwarded to another body"]
        + balance["Ended otherwise"]
        + balance["Open at the end"]
    )
    assert cells(tuya, "T14")["Received"] == ["1"]
    assert cells(tuya, "T9")["Queues and appointments"] == ["6", "85.7"]


def test_the_public_edition_withholds_small_cells_and_says_so(busy: Lives, tuya: Visitor) -> None:
    page = tuya.go(f"{QUARTER}?edition=public")
    assert cells(tuya, "T14")["Received"] == ["–"]
    assert cells(tuya, "T9")["Processing delay"] == ["–", "–"]
    assert "Values withheld to protect people" in page.main
    numbers = [cell for table in ("T1", "T2", "T9", "T10") for row in cells(tuya, table).values() for cell in row[:1]]
    assert not set(numbers) & {"1", "2", "3", "4"}, numbers


def test_page_csv_json_and_pdf_say_the_same(busy: Lives, tuya: Visitor, tmp_path: Path) -> None:
    tuya.go(QUARTER)
    received = cells(tuya, "T5")["Received"][0]
    text = tuya.client.get(f"{QUARTER}/internal.csv?lang=en").data.decode("utf-8-sig")
    rows = {(r["table"], r["row"], r["column"]): r["value"] for r in csv.DictReader(io.StringIO(text))}
    assert rows["T5", "Received", "Cases"] == received
    facts = json.loads(tuya.client.get(f"{QUARTER}/internal.json").data)["facts"]
    assert str(facts["balance"]["received"]) == received
    (tmp_path / "report.pdf").write_bytes(tuya.client.get(f"{QUARTER}/internal.pdf?lang=en").data)
    words = subprocess.run(
        [needs_command("pdftotext", "poppler-utils"), "-layout", tmp_path / "report.pdf", "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert f"Received{received}" in words.replace(" ", "")


def test_a_frozen_edition_prints_the_same_bytes_after_everything_has_changed(
    busy: Lives, app: Flask, tuya: Visitor, clock: Clock
) -> None:
    page = tuya.go(QUARTER)
    assert tuya.send().status == 400, "the quarter is not over"
    clock.now = datetime(2026, 4, 2, 9, 0, tzinfo=ULAANBAATAR)
    later = Visitor(app, "en")
    later.sign_in("tuya")
    later.go(QUARTER)
    page = later.send()
    assert page.status == 200 and "Version 1" in page.main
    before = {suffix: later.client.get(f"{QUARTER}/internal.{suffix}").data for suffix in ("pdf", "csv", "json")}
    busy.file()
    busy.answered()
    clock.forward(hours=3)
    again = Visitor(app, "en")
    again.sign_in("tuya")
    assert {suffix: again.client.get(f"{QUARTER}/internal.{suffix}").data for suffix in before} == before


def test_an_analyst_reads_the_analysis_and_no_case(app: Flask, busy: Lives) -> None:
    oyun = Visitor(app, "en")
    oyun.sign_in("oyun")
    assert oyun.go(QUARTER).status == 200
    assert oyun.go("/casework/").status == 404
    assert not oyun.page.html.select("main form[method=post]") or "freeze" not in oyun.go(QUARTER).main


@pytest.mark.parametrize("path", ["/analysis/2026Q5", "/analysis/soon", "/analysis/2026Q1/internal.exe"])
def test_what_is_no_quarter_is_no_page(tuya: Visitor, path: str) -> None:
    assert tuya.go(path).status == 404
