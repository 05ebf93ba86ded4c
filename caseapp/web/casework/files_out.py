"""Tables as files to keep: which formats there are, and sending one piece by piece."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from flask import Response, stream_with_context

from caseapp.services.casework.spreadsheets import Sheet, csv_pieces, xlsx_pieces


def _as_csv(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """One sheet as it is; several as one table, in which each row says which it is of."""
    if len(sheets) == 1:
        return csv_pieces(sheets[0])
    rows = (
        (sheet.title, row[0], head, cell)
        for sheet in sheets
        for row in sheet.rows
        for head, cell in zip(sheet.head[1:], row[1:], strict=True)
    )
    return csv_pieces(Sheet("", ("table", "row", "column", "value"), rows))


FORMATS: dict[str, tuple[Callable[[Sequence[Sheet]], Iterator[bytes]], str]] = {
    "csv": (_as_csv, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_pieces, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def download(suffix: str, name: str, day: date, sheets: Sequence[Sheet]) -> Response:
    """Sent as it is made: rows that a sheet reads as it goes are never all here at once."""
    pieces, content_type = FORMATS[suffix]
    response = Response(stream_with_context(pieces(sheets)), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.{suffix}"'
    return response
