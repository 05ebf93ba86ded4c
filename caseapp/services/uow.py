"""The unit of work: one transaction, under the database role of one door, in the name of one actor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from psycopg.errors import UniqueViolation
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from caseapp.domain.actors import Actor, Door
from caseapp.domain.days import local_day
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.vault.keyring import Keyring

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

    @property
    def keys(self) -> ServerKeys:
        return self.surroundings.keys

    @property
    def today(self) -> date:
        """The local day in Ulaanbaatar."""
        return local_day(self.now)

    def wait_in_line(self, name: str) -> None:
        """Until this transaction ends, no other one that stands in the line of this name goes on."""
        self.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _state_the_actor(session: Session, actor: Actor) -> None:
    receipt = actor.receipt_lookup.hex() if actor.receipt_lookup else ""
    session.execute(
        text(
            "SELECT set_config('role', :role, true), set_config('caseapp.actor_id', :actor, true),"
            " set_config('caseapp.receipt', :receipt, true)"
        ),
        {
            "role": DATABASE_ROLE[actor.door],
            "actor": "" if actor.user_id is None else str(actor.user_id),
            "receipt": receipt,
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
