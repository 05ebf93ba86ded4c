"""«There is news»: told without content to whoever left an address, by a job that forgets the address afterwards.

The staff member's session opens the address, for it holds the team's key. What the Agency's liaison or the citizen does
brings no notice: neither of them could open it.
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update

from caseapp.domain.compartments import TEAM_OF_PATH, Compartment
from caseapp.domain.news import NEWS, PART_OF_CHANNEL
from caseapp.domain.vocab import NoticeChannel, NoticeState
from caseapp.models.case import Case, SealedPart
from caseapp.models.thread import Notice
from caseapp.services import gate, jobs
from caseapp.services.uow import UnitOfWork
from caseapp.vault import outbox

TRIES = 5
LONGEST_WAIT = timedelta(days=1)
"""No address waits longer, whatever became of its job."""


class Fate(StrEnum):
    """What a gateway says of one try."""

    DELIVERED = "delivered"
    TRY_AGAIN = "try_again"
    NEVER = "never"


def tell(uow: UnitOfWork, case: Case, verb: str) -> None:
    """Queues a notice for each address of the case, if `verb` is news; a notice that nobody has tried yet is enough."""
    if verb not in NEWS or uow.keyring.team(TEAM_OF_PATH[case.path].value) is None:
        return
    for channel in _channels_left(uow, case):
        if channel in uow.surroundings.notice_channels and not _waits(uow, case, channel):
            _queue(uow, case, channel)


def _channels_left(uow: UnitOfWork, case: Case) -> tuple[NoticeChannel, ...]:
    """By which ways the petitioner wants to be told: names of parts, none is opened."""
    parts = select(SealedPart.part).where(
        SealedPart.case_id == case.id, SealedPart.compartment == Compartment.NOTICE.value
    )
    left = set(uow.session.scalars(parts))
    return tuple(channel for channel, part in PART_OF_CHANNEL.items() if part in left)


def _waits(uow: UnitOfWork, case: Case, channel: NoticeChannel) -> bool:
    """One that was tried may be on its way already, and be read before this step is done: that one is not enough."""
    untried = select(Notice.id).where(
        Notice.case_id == case.id,
        Notice.channel == channel,
        Notice.state == NoticeState.WAITING,
        Notice.tries == 0,
    )
    return uow.session.scalar(untried.limit(1)) is not None


def _queue(uow: UnitOfWork, case: Case, channel: NoticeChannel) -> None:
    address, notice_id = gate.open_notice_address(uow, case, channel), secrets.randbits(62)
    uow.session.add(
        Notice(
            id=notice_id,
            case_id=case.id,
            channel=channel,
            address=outbox.seal_address(uow.keys.cookie, notice_id, address),
            state=NoticeState.WAITING,
            made_at=uow.now,
            tries=0,
        )
    )
    uow.session.flush()
    jobs.enqueue(uow, jobs.DELIVER_NOTICE, {"notice_id": notice_id})


@dataclass(frozen=True, repr=False)
class Letter:
    """What the worker hands to a gateway; `mark` is the same at each try."""

    channel: NoticeChannel
    address: str
    mark: str


def begin(uow: UnitOfWork, notice_id: int) -> Letter | None:
    """Counts a try, before anything leaves; None when there is nothing to send any more."""
    row = _waiting(uow, notice_id)
    if row is None or row.address is None:
        return None
    row.tries += 1
    address = outbox.open_address(uow.keys.cookie, row.id, row.address)
    if address is None or _is_overtaken(uow, row):
        _end(uow, row, NoticeState.FAILED)
        return None
    return Letter(row.channel, address, outbox.postmark(uow.keys.cookie, row.id))


def finish(uow: UnitOfWork, notice_id: int, fate: Fate) -> bool:
    """Forgets the address of what is delivered or given up; True when it is to be tried again."""
    row = _waiting(uow, notice_id)
    if row is None:
        return False
    if fate is Fate.TRY_AGAIN and row.tries < TRIES:
        return True
    _end(uow, row, NoticeState.DELIVERED if fate is Fate.DELIVERED else NoticeState.FAILED)
    return False


def _waiting(uow: UnitOfWork, notice_id: int) -> Notice | None:
    row = uow.session.get(Notice, notice_id, with_for_update=True)
    return row if row is not None and row.state is NoticeState.WAITING else None


def _is_overtaken(uow: UnitOfWork, row: Notice) -> bool:
    """While the mail server was away, later news queued a notice of its own: one letter says it all."""
    later = select(Notice.id).where(
        Notice.case_id == row.case_id,
        Notice.channel == row.channel,
        Notice.state == NoticeState.WAITING,
        Notice.made_at > row.made_at,
    )
    return uow.session.scalar(later.limit(1)) is not None


def _end(uow: UnitOfWork, row: Notice, state: NoticeState) -> None:
    row.state, row.address, row.finished_at = state, None, uow.now


def give_up(uow: UnitOfWork) -> None:
    """What still waits after a day, because its job was lost, is given up and its address forgotten."""
    uow.session.execute(
        update(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.made_at < uow.now - LONGEST_WAIT)
        .values(state=NoticeState.FAILED, address=None, finished_at=uow.now)
    )


@dataclass(frozen=True)
class Told:
    """Of one channel, what became of its last notice; `state` is None when there has been none."""

    channel: NoticeChannel
    state: NoticeState | None
    at: datetime | None
    set_up: bool

    @property
    def must_be_told_otherwise(self) -> bool:
        return not self.set_up or self.state is NoticeState.FAILED


def told(uow: UnitOfWork, rows: Iterable[Notice], parts: Collection[str]) -> tuple[Told, ...]:
    """For the team's page: one line for each way by which the petitioner wants to be told, never the address.

    `rows` are the case's notices, the oldest first; `parts` the names of its addresses."""
    last = {row.channel: row for row in rows}
    return tuple(
        _told(channel, last.get(channel), set_up=channel in uow.surroundings.notice_channels)
        for channel, part in PART_OF_CHANNEL.items()
        if part in parts
    )


def _told(channel: NoticeChannel, last: Notice | None, *, set_up: bool) -> Told:
    return Told(channel, last.state if last else None, (last.finished_at or last.made_at) if last else None, set_up)
