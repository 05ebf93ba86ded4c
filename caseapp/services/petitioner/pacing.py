"""Counting what is sent at the citizens' door, for ten minutes, under names that nobody can lead back to an address.

The table is unlogged (migration 0005): it goes into no write-ahead log, no replica and no physical backup, is empty
after a crash, and its commits wait for no disk. That is why these transactions ask for no `synchronous_commit`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, text

from caseapp.domain.pacing import (
    BUDGETS,
    ROUND,
    TURN,
    Counts,
    HeldBack,
    Sending,
    judge,
    seconds_left,
    until_turn,
    window_end,
)
from caseapp.models.drafts import SendingCount
from caseapp.queries import cases
from caseapp.services.uow import UnitOfWork
from caseapp.vault.counters import counter_name, key_of_window

GRACE = timedelta(minutes=1)
"""Nodes whose clocks differ by less never count in a window that another one is deleting."""

_COUNT = text(
    "INSERT INTO sending_count AS known (bucket, window_ends, count)"
    " SELECT name, cast(:ends AS timestamptz), cast(:weight AS bigint) FROM unnest(cast(:names AS bytea[])) AS name"
    " ON CONFLICT (bucket, window_ends) DO UPDATE SET count = known.count + excluded.count RETURNING bucket, count"
)
"""One statement, which takes the rows in the order of the names."""


@dataclass(frozen=True)
class Origin:
    """Where a sending comes from: the network's prefix, and the browser's or the receipt's mark where there is one."""

    network: bytes = field(repr=False)
    sender: bytes = field(default=b"", repr=False)


def let_in(uow: UnitOfWork, sending: Sending, origin: Origin, form_age: int = 0, weight: int = 1) -> None:
    """Counts the sending, or raises HeldBack and counts nothing.

    Belongs into a unit of work of its own, before the one that files: the counter of the whole is a row that all
    senders want, and it is held for one exchange with the database only."""
    counts = _count(uow, sending, origin, weight)
    turn = until_turn(_lot(uow.keys.lookup, origin.sender), uow.now) if origin.sender else None
    wait = judge(counts, form_age, seconds_left(uow.now), BUDGETS[sending], turn)
    if wait is not None:
        raise HeldBack(wait)
    if counts.whole == 0:
        forget_windows(uow)


def _lot(lookup_key: bytes, mark: bytes) -> int:
    """Which of the round's turns is this sender's: the same in every round, and nobody can choose it."""
    return int.from_bytes(counter_name(key_of_window(lookup_key, 0), "turn", mark)) % (ROUND // TURN)


def _count(uow: UnitOfWork, sending: Sending, origin: Origin, weight: int) -> Counts:
    """Everybody takes the rows in the same order, so nobody waits in a ring; the one that all want comes last."""
    ends = window_end(uow.now)
    names = _names(uow.keys.lookup, ends, sending, origin)
    given = {"names": list(names.values()), "ends": ends, "weight": weight}
    found = {bytes(name): total - weight for name, total in uow.session.execute(_COUNT, given)}
    return Counts(**{of: found[name] for of, name in names.items()})


def _names(lookup_key: bytes, ends: datetime, sending: Sending, origin: Origin) -> dict[str, bytes]:
    key = key_of_window(lookup_key, int(ends.timestamp()))
    marks = {"sender": origin.sender, "network": origin.network, "whole": b""}
    if not origin.sender:
        del marks["sender"]
    return {of: counter_name(key, f"{sending}/{of}", mark) for of, mark in marks.items()}


def was_filed(uow: UnitOfWork) -> bool:
    """Whether the form of this receipt has its case already: a double click or a page loaded again adds nothing."""
    return cases.of_receipt(uow.session) is not None


def forget_windows(uow: UnitOfWork) -> None:
    """Counters of windows that are over: by whoever is first in a new one, and by the minute's job."""
    over = delete(SendingCount).where(SendingCount.window_ends < uow.now - GRACE)
    uow.session.execute(over.execution_options(synchronize_session=False))
