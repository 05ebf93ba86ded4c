"""Writing seeded cases: batches of them, each one transaction of the database's owner, by two processes at once."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, starmap

import psycopg
from psycopg import sql

from caseapp.demo.seed import acts
from caseapp.demo.seed.ground import Ground
from caseapp.demo.seed.rows import COLUMNS, Letters, Rows, Transaction
from caseapp.demo.seed.shares import digits_of, drawn, id_of, oldest
from caseapp.domain.days import local_day
from caseapp.services.uow import ServerKeys

BATCH = 1_000
_PROCESSES = 4
_FAR = 10_000_000
"""A place that nobody seeds lends its number where a case that was filed has it."""
_AT_ONCE = "SET session_replication_role = replica; SET synchronous_commit = off; SET gin_pending_list_limit = '1GB'"
"""The ledger's guard looks at each entry's chain, one lock a chain: it is put aside for chains that this code made.

The words' index takes its many entries in at the end, sorted, and not one by one."""


@dataclass(frozen=True)
class Known:
    """What must not come twice: digits of the other cases' numbers, and the numbers of letters."""

    taken: frozenset[int]
    letters: Letters


class Refusal(RuntimeError):
    """What the database would not take; one line."""


@dataclass(frozen=True)
class Field:
    """What every process sows from: the owner's address, the keys outside the database, the ground."""

    owner_url: str = field(repr=False)
    keys: ServerKeys
    ground: Ground


def sow(work: Field, cases: int, tell: Callable[[int], None]) -> int:
    """Brings the seeded cases up to `cases`; `tell` hears of each batch's size. Returns how many came new.

    A case has its place for good, so what an earlier run has sown is left as it is, and what was broken off goes on."""
    new = 0
    try:
        known = Known(_others_digits(work.owner_url, cases), _letters(work, cases))
        batches = [(work, known, first, min(first + BATCH, cases)) for first in range(0, cases, BATCH)]
        for places, sown in _worked(batches):
            tell(places)
            new += sown
        _tidy(work.owner_url)
    except psycopg.errors.InsufficientPrivilege:
        raise Refusal("only the database's owner, a superuser, can seed it: see CASEAPP_OWNER_DATABASE_URL") from None
    except psycopg.Error as refused:
        raise Refusal(f"the database refused the seeded cases ({type(refused).__name__})") from None
    return new


Batch = tuple[Field, Known, int, int]


def _worked(batches: Sequence[Batch]) -> Iterator[tuple[int, int]]:
    """A single batch here; more of them by processes of their own, which end with this one."""
    if len(batches) < 2:
        yield from starmap(_batch, batches)
        return
    with multiprocessing.get_context("spawn").Pool(min(_PROCESSES, os.cpu_count() or 1)) as processes:
        yield from processes.imap_unordered(_one, batches)


def _one(batch: Batch) -> tuple[int, int]:
    return _batch(*batch)


def _batch(work: Field, known: Known, first: int, end: int) -> tuple[int, int]:
    """How many places, and how many of them were still empty."""
    return end - first, _written(work, known, range(first, end))


def sow_at(work: Field, places: Sequence[int]) -> int:
    """Only these places, in one transaction: for whoever looks for cases of one fate. How many were still empty."""
    end = max(places) + 1
    return _written(work, Known(_others_digits(work.owner_url, end), _letters(work, end)), places)


def _written(work: Field, known: Known, places: Sequence[int]) -> int:
    with psycopg.connect(_plain(work.owner_url)) as connection:
        connection.execute(_AT_ONCE)
        missing = _missing(connection, places)
        if missing:
            rows = _rows(work, missing, _transaction(connection), known)
            for table, lines in rows.of.items():
                _copy(connection, table, lines)
    return len(missing)


def _plain(owner_url: str) -> str:
    return owner_url.replace("+psycopg", "", 1)


def _missing(connection: psycopg.Connection, places: Sequence[int]) -> list[int]:
    ids = [id_of(place) for place in places]
    known = {row[0] for row in connection.execute('SELECT id FROM "case" WHERE id = ANY(%s)', (ids,))}
    return [place for place, case_id in zip(places, ids, strict=True) if case_id not in known]


def _others_digits(owner_url: str, cases: int) -> frozenset[int]:
    """Digits of the numbers of cases that were not seeded."""
    seeded = {id_of(place) for place in range(cases)}
    with psycopg.connect(_plain(owner_url)) as connection:
        rows = connection.execute("SELECT id, replace(substr(number, 6, 9), '-', '')::int FROM \"case\"")
        return frozenset(digits for case_id, digits in rows if case_id not in seeded)


def _letters(work: Field, cases: int) -> Letters:
    """Sets as many numbers aside in each year as there could be letters, before the authority gives out any other."""
    first, last = local_day(work.ground.now - oldest()).year, local_day(work.ground.now).year
    before = {}
    with psycopg.connect(_plain(work.owner_url)) as connection:
        index = connection.execute("SELECT words || '-' FROM letter_index WHERE words <> ''").fetchone()
        for year in range(first, last + 1):
            row = connection.execute(_SET_ASIDE, {"year": year, "cases": cases}).fetchone()
            before[year] = row[0] if row else 0
    return Letters(index[0] if index else "", before)


_SET_ASIDE = """INSERT INTO letter_count AS known (year, last) VALUES (%(year)s, %(cases)s)
  ON CONFLICT (year) DO UPDATE SET last = known.last + %(cases)s RETURNING last - %(cases)s"""


def _transaction(connection: psycopg.Connection) -> Transaction:
    row = connection.execute(
        "SELECT pg_current_xact_id()::text::bigint, (SELECT system_identifier FROM pg_control_system())"
    ).fetchone()
    if row is None:
        raise Refusal("the database does not say which transaction this is")
    return Transaction(*row)


def _rows(work: Field, places: Sequence[int], transaction: Transaction, known: Known) -> Rows:
    rows = Rows(work.keys.ledger, transaction, known.letters)
    for place in places:
        numbered = next(one for one in count(place, _FAR) if digits_of(one) not in known.taken)
        acts.tell(work.ground, drawn(place, work.ground.places), rows, work.keys.lookup, digits_of(numbered))
    return rows


def _copy(connection: psycopg.Connection, table: str, lines: Sequence[tuple[object, ...]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
    with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as copy:
        for line in lines:
            copy.write_row(line)


def _tidy(owner_url: str) -> None:
    """Takes the words into their index and tells the planner how much there is now."""
    with psycopg.connect(_plain(owner_url), autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("VACUUM ANALYZE")
