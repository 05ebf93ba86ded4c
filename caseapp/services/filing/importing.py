"""Lists of the 11-11 centre and the hotlines: what is understood of each row, and the filing of all or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import text

from caseapp.domain.addresses import LONGEST, mailbox_of
from caseapp.domain.channels import LONGEST_BACK, external_key
from caseapp.domain.columns import KINDS, NEEDED, SERVICES, Column, folded, recognised
from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.receipts import Receipt, receipt_of_seed
from caseapp.domain.vocab import Channel, Mode
from caseapp.services import ledger, lists
from caseapp.services.filing import intake
from caseapp.services.filing.intake import Filed
from caseapp.services.filing.sheets import Cells
from caseapp.services.uow import UnitOfWork

_IDENTITY = (Column.FAMILY_NAME, Column.GIVEN_NAME, Column.PHONE, Column.EMAIL, Column.ADDRESS)
_LONGEST = {Column.NUMBER: 100, Column.ADDRESS: 300, Column.EMAIL: LONGEST, Column.PHONE: 40}
_LONGEST_NAME = 100
_HEAD_AMONG = 10
"""Lists often begin with a title and an empty line: the header is looked for among the first rows."""
_DAY = re.compile(r"(\d{4})\D{1,20}(\d{1,2})\D{1,20}(\d{1,2})(?!\d)")


class RowFlaw(StrEnum):
    """What is wrong with one row; words that say what to do stand in `web/wording/importing.py`."""

    NO_NUMBER = "no_number"
    NO_TEXT = "no_text"
    NO_SUCH_DAY = "no_such_day"
    DAY_IN_FUTURE = "day_in_future"
    DAY_TOO_LONG_AGO = "day_too_long_ago"
    NO_SUCH_KIND = "no_such_kind"
    NO_SUCH_SERVICE = "no_such_service"
    NO_SUCH_UNIT = "no_such_unit"
    BAD_EMAIL = "bad_email"
    TOO_LONG = "too_long"
    TWICE_IN_LIST = "twice_in_list"
    ALREADY_TAKEN_IN = "already_taken_in"


@dataclass(frozen=True, repr=False)
class Row:
    """One row of a list under the spreadsheet's own number; a row with flaws files nothing."""

    line: int
    new: NewReport
    flaws: tuple[RowFlaw, ...] = ()


@dataclass(frozen=True, repr=False)
class Understood:
    """`columns` says which head was taken for what, `passed_over` which were not; `missing` makes the list useless."""

    columns: tuple[tuple[Column, str], ...]
    passed_over: tuple[str, ...]
    missing: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def good(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.flaws)

    @property
    def bad(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.flaws)


def understood(uow: UnitOfWork, table: Sequence[tuple[int, Cells]], channel: Channel) -> Understood:
    """What each row says, and what is wrong with it: numbers that stand twice or were taken in before, too."""
    place, found = max(
        ((place, recognised(cells)) for place, (_line, cells) in enumerate(table[:_HEAD_AMONG])),
        key=lambda pair: len(pair[1]),
    )
    head = table[place][1]
    columns = tuple((column, head[found[column]]) for column in Column if column in found)
    passed_over = tuple(cell for at, cell in enumerate(head) if cell and at not in found.values())
    missing = tuple(column for column in NEEDED if column not in found)
    if missing:
        return Understood(columns, passed_over, missing, ())
    units = _units(uow)
    rows = [
        _row(line, {column: cells[at] if at < len(cells) else "" for column, at in found.items()}, channel, units, uow)
        for line, cells in table[place + 1 :]
    ]
    return Understood(columns, passed_over, (), checked(uow, rows))


def _units(uow: UnitOfWork) -> dict[str, int]:
    """By code and by either name."""
    return {folded(name): unit.id for unit in lists.units(uow) for name in (unit.code, unit.name_mn, unit.name_en)}


def _row(line: int, said: dict[Column, str], channel: Channel, units: dict[str, int], uow: UnitOfWork) -> Row:
    words = {column: folded(said.get(column, "")) for column in (Column.KIND, Column.SERVICE, Column.UNIT)}
    day, day_flaw = _day(said.get(Column.DAY, ""), uow.today)
    flaws = [
        RowFlaw.NO_NUMBER if not said[Column.NUMBER] else None,
        RowFlaw.NO_TEXT if not said[Column.TEXT] else None,
        day_flaw,
        RowFlaw.NO_SUCH_KIND if words[Column.KIND] not in KINDS else None,
        RowFlaw.NO_SUCH_SERVICE if words[Column.SERVICE] not in SERVICES else None,
        RowFlaw.NO_SUCH_UNIT if words[Column.UNIT] and words[Column.UNIT] not in units else None,
        RowFlaw.BAD_EMAIL if said.get(Column.EMAIL) and mailbox_of(said[Column.EMAIL]) is None else None,
        RowFlaw.TOO_LONG if _is_too_long(said) else None,
    ]
    identity = Identity(**{column.value: said.get(column, "") for column in _IDENTITY})
    new = NewReport(
        kind=KINDS.get(words[Column.KIND], KINDS[""]),
        text=said[Column.TEXT],
        mode=Mode.ANONYMOUS if identity.is_empty else Mode.NAMED,
        service=SERVICES.get(words[Column.SERVICE], SERVICES[""]),
        unit_id=units.get(words[Column.UNIT]),
        channel=channel,
        identity=identity,
        external_ref=said[Column.NUMBER],
        received_on=day,
    )
    return Row(line, new, tuple(flaw for flaw in flaws if flaw))


def _is_too_long(said: dict[Column, str]) -> bool:
    kept = {column: words for column, words in said.items() if column is Column.NUMBER or column in _IDENTITY}
    return any(len(words) > _LONGEST.get(column, _LONGEST_NAME) for column, words in kept.items())


def _day(said: str, today: date) -> tuple[date | None, RowFlaw | None]:
    """«2026-11-24», «2026.11.24», «2026 оны 11 дүгээр сарын 24»: year, month, day; an empty cell is today."""
    if not said:
        return None, None
    numbers = _DAY.match(said)
    try:
        day = date(*map(int, numbers.groups())) if numbers else None
    except ValueError:
        day = None
    if day is None:
        return None, RowFlaw.NO_SUCH_DAY
    if day > today:
        return None, RowFlaw.DAY_IN_FUTURE
    return (None, RowFlaw.DAY_TOO_LONG_AGO) if (today - day).days > LONGEST_BACK else (day, None)


_SEEN_AGAIN = {RowFlaw.TWICE_IN_LIST, RowFlaw.ALREADY_TAKEN_IN}


def checked(uow: UnitOfWork, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with what can change while a person looks at them: the second of one number, and numbers known by now.

    Of two rows the one that can be filed counts. A known number says nothing about its case, which may be one that
    does not exist for whoever asks."""
    known, seen, told = _known(uow, rows), set[str](), []
    for row in rows:
        key = external_key(row.new.channel, row.new.external_ref) or ""
        again = [RowFlaw.TWICE_IN_LIST] if key and key in seen else []
        again += [RowFlaw.ALREADY_TAKEN_IN] if _lookup(uow, row) in known else []
        lasting = tuple(flaw for flaw in row.flaws if flaw not in _SEEN_AGAIN)
        told.append(Row(row.line, row.new, (*lasting, *again)))
        if not lasting:
            seen.add(key)
    return tuple(told)


def _lookup(uow: UnitOfWork, row: Row) -> bytes | None:
    return intake.external_lookup(uow.keys, row.new.channel, row.new.external_ref)


def _known(uow: UnitOfWork, rows: Sequence[Row]) -> frozenset[bytes]:
    """The answer tells of hidden cases, too, so the ledger tells how much was asked and how much of it was known."""
    asked = {lookup for lookup in (_lookup(uow, row) for row in rows) if lookup}
    found = uow.session.scalars(text("SELECT known_externals(:lookups)"), {"lookups": sorted(asked)})
    known = frozenset(bytes(lookup) for lookup in found)
    if asked:
        ledger.append(uow, "list.checked", channel=rows[0].new.channel, numbers=len(asked), known=len(known))
    return known


def receipt_of_row(seed: bytes, line: int) -> Receipt:
    """The one receipt of a row: the same page sent twice files each row once and shows the same codes."""
    return receipt_of_seed(seed + line.to_bytes(4, "big"))


@dataclass(frozen=True, repr=False)
class FiledRow:
    line: int
    external_ref: str
    filed: Filed
    receipt: Receipt


def file_all(uow: UnitOfWork, rows: Sequence[Row], seed: bytes) -> tuple[FiledRow, ...]:
    """Every row or, when anything is wrong with one of them, none: the caller's transaction is the only one."""
    receipts = [receipt_of_row(seed, row.line) for row in rows]
    pairs = [(row.new, receipt.secret) for row, receipt in zip(rows, receipts, strict=True)]
    filed = intake.submit_all(uow, pairs)
    return tuple(
        FiledRow(row.line, row.new.external_ref, one, receipt)
        for row, one, receipt in zip(rows, filed, receipts, strict=True)
    )
