"""Files that are sent as lists: what is none is refused at once, whatever it holds, and whatever it says of itself."""

import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.services.filing import sheets
from caseapp.services.filing.sheets import SheetFlaw, Unreadable
from tests.services.filing.test_importing import GOOD, HEAD, csv_of, with_cell, xlsx_of


def unreadable(content: bytes) -> SheetFlaw:
    with pytest.raises(Unreadable) as wrong:
        sheets.rows_of(content)
    return wrong.value.flaw


def bomb(content_of_part: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook one of whose parts, by default its sheet, unpacks to far more than it weighs."""
    out = io.BytesIO(xlsx_of(HEAD, GOOD))
    with zipfile.ZipFile(out) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[part] = content_of_part
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return packed.getvalue()


LAUGHS = b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10 if level else b"ha" * 10) for level in range(10)
)
SHEET = b'<?xml version="1.0"?>%b<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
FAR = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'


def test_files_that_are_no_lists_are_refused_by_what_is_wrong_with_them() -> None:
    assert unreadable(b" \n") is SheetFlaw.EMPTY
    assert unreadable(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) is SheetFlaw.OLD_EXCEL
    assert unreadable(b"PK\x03\x04 but nothing else") is SheetFlaw.NOT_A_LIST
    assert unreadable(b"\x89PNG\r\n\x1a\n\x00\x00\x00") is SheetFlaw.NOT_A_LIST
    assert unreadable(b"a," * (sheets.MAX_BYTES // 2 + 1)) is SheetFlaw.TOO_LARGE
    assert unreadable(csv_of(HEAD, *[GOOD] * (sheets.MAX_ROWS + 1))) is SheetFlaw.TOO_MANY_ROWS
    assert unreadable(csv_of(HEAD, with_cell(5, "а" * 20_001))) is SheetFlaw.CELL_TOO_LONG
    assert unreadable(csv_of(HEAD, with_cell(5, "а" * 140_000))) is SheetFlaw.CELL_TOO_LONG


def test_a_list_at_its_largest_is_taken() -> None:
    assert len(sheets.rows_of(csv_of(HEAD, *[GOOD] * sheets.MAX_ROWS))) == sheets.MAX_ROWS + 1


def test_bombs_are_refused_before_they_unpack() -> None:
    assert unreadable(bomb(SHEET % (b"", b" " * 41 * 1024 * 1024))) is SheetFlaw.TOO_LARGE
    laughing = SHEET % (
        b"<!DOCTYPE worksheet [" + LAUGHS + b"]>",
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>',
    )
    assert unreadable(bomb(laughing)) is SheetFlaw.NOT_A_LIST
    assert unreadable(bomb(SHEET % (b"", FAR % (2_000_000_000, 2_000_000_000)))) is SheetFlaw.EMPTY


def of_repeated_words(encoding: str = "ascii", times: int = 1_000_000) -> bytes:
    """A part that unfolds to nearly a hundred times its size, which is what the parser's own guard still allows."""
    declared = SHEET.replace(b'"1.0"?', b'"1.0" encoding="%b"?' % encoding.encode())
    told = b'<!DOCTYPE worksheet [<!ENTITY a "%b">]>' % (b"x" * 290)
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%b</t></is></c></row>' % (b"&a;" * times)
    return (declared % (told, row)).decode().encode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"])
def test_no_part_of_a_workbook_may_have_a_document_type(part: str, encoding: str) -> None:
    content = bomb(of_repeated_words(encoding), part)
    assert len(content) < 30_000
    began = time.process_time()
    tracemalloc.start()
    try:
        assert unreadable(content) is SheetFlaw.NOT_A_LIST
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 1 and most < 4_000_000


def test_a_part_begins_soon_or_the_workbook_is_none_and_a_picture_in_it_is_no_matter() -> None:
    assert unreadable(bomb(b"<?xml version='1.0'?>" + b" " * 70_000 + b"<worksheet/>")) is SheetFlaw.NOT_A_LIST
    assert len(sheets.rows_of(bomb(b"\x89PNG\r\n\x1a\n", "xl/media/image1.png"))) == 2
    assert unreadable(bomb(b'<?xml version="1.0" encoding="none-such"?><worksheet/>')) is SheetFlaw.NOT_A_LIST


LISTS = [xlsx_of(HEAD, GOOD), csv_of(HEAD, GOOD), b""]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_sent_is_a_list_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(LISTS))
    at = data.draw(st.integers(0, len(whole)))
    content = whole[:at] + data.draw(st.binary(max_size=30)) + whole[at + data.draw(st.integers(0, 40)) :]
    try:
        rows = sheets.rows_of(content)
    except Unreadable:
        return
    assert all(isinstance(cell, str) and "\x00" not in cell for _line, cells in rows for cell in cells)
