"""The append-only record of who did what: one hash chain a case, and signed checkpoints over all of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.actors import ActorKind
from caseapp.domain.vocab import Status
from caseapp.models.base import Base


class LedgerEntry(Base):
    """One event, codes only; `chain` is 'case/<id>', 'staff/<id>' or 'system'. No UPDATE, no DELETE, ever."""

    __tablename__ = "ledger_entry"
    __table_args__ = (CheckConstraint("seq > 0", name="seq"),)

    chain: Mapped[str] = mapped_column(Text, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int | None]
    at: Mapped[datetime]
    actor_kind: Mapped[ActorKind]
    actor_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(Text)
    status_after: Mapped[Status | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    previous: Mapped[bytes]
    hash: Mapped[bytes]
    xact: Mapped[int] = mapped_column(index=True, server_default="0")
    """The writing transaction, set by a trigger: what a checkpoint covers is a range of these."""
    cluster: Mapped[int] = mapped_column(server_default="0")
    """Where that transaction was counted, set with it: a database restored from a dump counts anew."""


class LedgerCheckpoint(Base):
    """A signed digest of all entries written in a range of transactions, chained to the one before."""

    __tablename__ = "ledger_checkpoint"
    __table_args__ = (UniqueConstraint("cluster", "to_xact"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    from_xact: Mapped[int]
    to_xact: Mapped[int]
    cluster: Mapped[int]
    entries: Mapped[int]
    digest: Mapped[bytes]
    previous: Mapped[bytes]
    signature: Mapped[bytes]
