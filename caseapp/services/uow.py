"""The unit of work: one transaction, under the database role of one door, in the name of one actor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from psycopg.errors import UniqueViolation
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from caseapp.domain.actors import Actor, Door
from caseapp.domain.days import local_day
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import NoticeChannel
from caseapp.vault.keyring import Keyring

Known = TypeVar("Known")

DATABASE_ROLE = {
    Door.PUBLIC: "caseapp_public",
    Door.AUTH: "caseapp_auth",
    Door.CASEWORK: "caseapp_staff",
    Door.ANALYSIS: "caseapp_analyst",
    Door.ADMIN: "caseapp_admin",
    Door.AGENCY: "caseapp_agency",
    Door.AUDIT: "caseapp_auditor",
    Door.JOBS: "caseapp_jobs",
}


@dataclass(frozen=True, repr=False)
class ServerKeys:
    """Secrets of the server that stand outside the database; each at least 32 bytes."""

    ledger: bytes
    lookup: bytes
    cookie: bytes
    signing: bytes


@dataclass(frozen=True, repr=False)
class Surroundings:
    """What every unit of work of this process shares."""

    sessions: sessionmaker[Session]
    keys: ServerKeys
    clock: Callable[[], datetime]
    notice_channels: frozenset[NoticeChannel] = frozenset()
    """By which ways a notice can leave from here."""


@dataclass(repr=False)
class UnitOfWork:
    """Passed first to every service; `now` stands still for the whole transaction (UTC)."""

    session: Session
    actor: Actor
    keyring: Keyring
    surroundings: Surroundings
    now: datetime
    at_end: list[Callable[[], None]] = field(default_factory=list)
    """What must come last because the row leaves the actor's eyes with it."""
    data_keys: dict[tuple[int, str], bytes] = field(default_factory=dict)
    recorded_reads: set[tuple[int, str]] = field(default_factory=set)
    known: dict[str, Any] = field(default_factory=dict)
    """What was read once for the whole transaction: the calendar, the rules in force, public keys."""

    @property
    def keys(self) -> ServerKeys:
        return self.surroundings.keys

    @property
    def today(self) -> date:
        """The local day in Ulaanbaatar."""
        return local_day(self.now)

    def once(self, name: str, read: Callable[[], Known]) -> Known:
        """Reads what the authority maintains at most once in this transaction."""
        if name not in self.known:
            self.known[name] = read()
        found: Known = self.known[name]
        return found

    def go_on_as(self, actor: Actor) -> None:
        """In the same transaction under another receipt, or another door: rows loaded before are let go."""
        self.session.flush()
        self.session.expunge_all()
        self.known.clear()
        self.actor = actor
        _state_the_actor(self.session, actor)

    def wait_in_line(self, name: str) -> None:
        """Until this transaction ends, no other one that stands in the line of this name goes on."""
        self.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _state_the_actor(session: Session, actor: Actor) -> None:
    receipt = actor.receipt_lookup.hex() if actor.receipt_lookup else ""
    draft = actor.draft_owner.hex() if actor.draft_owner else ""
    session.execute(
        text(
            "SELECT set_config('role', :role, true), set_config('caseapp.actor_id', :actor, true),"
            " set_config('caseapp.receipt', :receipt, true), set_config('caseapp.draft', :draft, true)"
        ),
        {
            "role": DATABASE_ROLE[actor.door],
            "actor": "" if actor.user_id is None else str(actor.user_id),
            "receipt": receipt,
            "draft": draft,
        },
    )


@contextmanager
def open_unit_of_work(surroundings: Surroundings, actor: Actor, keyring: Keyring | None = None) -> Iterator[UnitOfWork]:
    """Commits when the block ends well, else leaves nothing behind; whoever comes second with the same is told so."""
    try:
        with surroundings.sessions() as session, session.begin():
            _state_the_actor(session, actor)
            uow = UnitOfWork(session, actor, keyring or Keyring.empty(), surroundings, surroundings.clock())
            yield uow
            session.flush()
            for last in uow.at_end:
                last()
    except IntegrityError as broken:
        if not isinstance(broken.orig, UniqueViolation):
            raise
        raise RuleBroken(Reason.ALREADY_DONE) from None
