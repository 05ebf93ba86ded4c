"""Tables as files: spreadsheets read them, take nothing in them for a formula, and their length costs no memory."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest
from openpyxl import load_workbook

from caseapp.services.casework.spreadsheets import Row, Sheet, csv_pieces, xlsx_pieces

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0")
ROWS: list[Row] = [["Дугаар & <нэр>", 5, date(2026, 3, 2), None, 1.5], *([one, 0, None, one, 0] for one in FORMULAS)]
HEAD = ("=Гарчиг", "Тоо", "Өдөр", "Хоосон", "Бутархай")


def workbook(*sheets: Sheet) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(b"".join(xlsx_pieces(sheets))))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.rows] for sheet in book}


def lines(sheet: Sheet) -> list[list[str]]:
    content = b"".join(csv_pieces(sheet))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_workbook_holds_what_was_given_with_numbers_and_days_as_such() -> None:
    found = workbook(Sheet("Хэрэг/1", HEAD, ROWS), Sheet("Хэрэг/1", ["a"], []))
    assert list(found) == ["1 Хэрэг 1", "2 Хэрэг 1"]
    first = found["1 Хэрэг 1"]
    assert first[0] == HEAD
    text, number, day, empty, part = first[1]
    assert (text, number, empty, part) == ("Дугаар & <нэр>", 5, None, 1.5)
    assert getattr(day, "date", lambda: day)() == date(2026, 3, 2)


@pytest.mark.parametrize("place", range(len(FORMULAS)))
def test_no_cell_is_a_formula(place: int) -> None:
    given = FORMULAS[place]
    assert str(workbook(Sheet("a", HEAD, ROWS))["1 a"][place + 2][0]).strip() == given.strip()
    assert lines(Sheet("a", HEAD, ROWS))[place + 2][0] == f"'{given}"


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    assert workbook(Sheet("a", ["x"], [["а\x00\x0bб\ufffe"]]))["1 a"][1] == ("аб",)


def test_a_head_in_csv_is_no_formula_either() -> None:
    assert lines(Sheet("a", HEAD, ROWS))[0][0] == "'=Гарчиг"


def many(count: int) -> Iterator[Row]:
    for number in range(count):
        yield [f"2026-{number:08d}", "Гомдол", number, date(2026, 3, 2), "Иргэний бүртгэл", "хүнд суртал"]


@pytest.mark.parametrize("pieces", [lambda s: csv_pieces(s), lambda s: xlsx_pieces([s])], ids=["csv", "xlsx"])
def test_forty_thousand_rows_pass_through_without_filling_the_memory(pieces: object) -> None:
    tracemalloc.start()
    size = sum(map(len, pieces(Sheet("a", HEAD, many(40_000)))))  # type: ignore[operator]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 200_000
    assert peak < 2_000_000
