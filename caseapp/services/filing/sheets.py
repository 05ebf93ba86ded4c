"""Spreadsheets that others send, read as rows of text: XLSX and CSV, bounded before they are opened."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
"""Rows of one list, without its header."""
MAX_COLUMNS = 40
MAX_CELL = 20_000
MAX_SIGNS = 4_000_000
"""All cells of one list together."""
_MAX_UNPACKED = 40 * 1024 * 1024
"""XML of all parts together: an XLSX of a few kilobytes can hold gigabytes."""
_MAX_PARTS = 400
_BEGINNING = 64 * 1024
"""Bytes of a part in which its first element must begin."""
_LAST_ROW = 1_048_576
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_CYRILLIC_OF_THE_NINETIES = str.maketrans("ЄєЇї", "ӨөҮү")
"""Windows-1251 has no Ө and Ү: Mongolian fonts drew them in the places of two Ukrainian letters."""
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
)
"""What the reader of XLSX raises at files that are none: it checks little and trusts much."""

Cells = tuple[str, ...]


class SheetFlaw(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    CELL_TOO_LONG = "cell_too_long"
    OLD_EXCEL = "old_excel"
    NOT_A_LIST = "not_a_list"


class Unreadable(Exception):
    """The file as a whole cannot be read as a list; nothing of it is quoted."""

    def __init__(self, flaw: SheetFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def rows_of(content: bytes) -> tuple[tuple[int, Cells], ...]:
    """Every row that is not empty, with its number as the spreadsheet shows it; raises Unreadable."""
    if not content.strip():
        raise Unreadable(SheetFlaw.EMPTY)
    if len(content) > MAX_BYTES:
        raise Unreadable(SheetFlaw.TOO_LARGE)
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(SheetFlaw.OLD_EXCEL)
    read = _of_xlsx(content) if content.startswith(_ZIP) else _of_csv(content)
    rows = tuple(_bounded(read))
    if not rows:
        raise Unreadable(SheetFlaw.EMPTY)
    return rows


def _bounded(read: Iterable[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    signs = 0
    for count, (number, cells) in enumerate(row for row in read if any(row[1])):
        if count > MAX_ROWS:
            raise Unreadable(SheetFlaw.TOO_MANY_ROWS)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise Unreadable(SheetFlaw.CELL_TOO_LONG)
        signs += sum(map(len, cells))
        if signs > MAX_SIGNS:
            raise Unreadable(SheetFlaw.TOO_LARGE)
        yield number, cells


def _plain(value: object) -> str:
    """A cell as a person reads it: a day without its midnight, a whole number without its decimals."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def _of_xlsx(content: bytes) -> Iterator[tuple[int, Cells]]:
    """The first sheet, whatever it says of its own size; no row lies below the last that a spreadsheet can have."""
    try:
        _check_parts(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=_LAST_ROW, values_only=True)
        for number, values in enumerate(rows, start=1):
            if any(value is not None for value in values):
                yield number, tuple(map(_plain, values))
    except _BROKEN:
        raise Unreadable(SheetFlaw.NOT_A_LIST) from None


def _check_parts(content: bytes) -> None:
    """What the archive says of its parts is what unpacking stops at."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
            raise Unreadable(SheetFlaw.TOO_LARGE)
        for part in parts:
            with archive.open(part) as opened:
                _check_beginning(opened.read(_BEGINNING))


class _Begun(Exception):
    """The first element of a part: no document type can follow."""


def _begin(*_element: object) -> None:
    raise _Begun


def _refuse(*_document_type: object) -> None:
    raise Unreadable(SheetFlaw.NOT_A_LIST)


def _check_beginning(content: bytes) -> None:
    """No workbook has a document type, by which a few kilobytes unfold to gigabytes.

    Read by the same parser that openpyxl uses, so that no encoding hides one; what is no XML (a picture) passes."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = _refuse, _begin
    try:
        parser.Parse(content)
    except (_Begun, expat.ExpatError):
        return
    if content:
        raise Unreadable(SheetFlaw.NOT_A_LIST)


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace").translate(_CYRILLIC_OF_THE_NINETIES)


def _of_csv(content: bytes) -> Iterator[tuple[int, Cells]]:
    """Whichever of comma, semicolon and tab cuts the first line into most columns."""
    if b"\x00" in content and not content.startswith(_UTF16):
        raise Unreadable(SheetFlaw.NOT_A_LIST)
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("sep=")), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for values in reader:
            if not (start == 1 and values and values[0].startswith("sep=")):
                yield start, tuple(map(_plain, islice(values, MAX_COLUMNS)))
            start = reader.line_num + 1
    except csv.Error:
        raise Unreadable(SheetFlaw.CELL_TOO_LONG) from None


def as_xlsx(head: Cells, widths: tuple[int, ...]) -> bytes:
    """An empty list with its header."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(head))
    for cell, width in zip(sheet[1], widths, strict=True):
        sheet.column_dimensions[cell.column_letter].width = width
        cell.font = openpyxl.styles.Font(bold=True)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(head: Cells) -> bytes:
    """The same for spreadsheets that open CSV: UTF-8 with a mark."""
    out = io.StringIO()
    csv.writer(out).writerow(head)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
