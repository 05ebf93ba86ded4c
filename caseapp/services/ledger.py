"""The append-only record: entries in hash chains, checkpoints over all of them, and the proof that both hold."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, text

from caseapp.domain.vocab import Status
from caseapp.models.case import Case
from caseapp.models.ledger import LedgerCheckpoint, LedgerEntry
from caseapp.services.uow import UnitOfWork
from caseapp.vault import chain as chains


def _canonical(entry: dict[str, object]) -> bytes:
    at = entry["at"]
    if not isinstance(at, datetime):
        raise TypeError("an entry has a time")
    fields = [entry[name] for name in ("chain", "seq", "case_id", "actor_kind", "actor_id", "verb", "status_after")]
    return json.dumps(
        [*fields, at.astimezone(UTC).isoformat(), entry["detail"]], ensure_ascii=False, sort_keys=True
    ).encode()


def link(ledger_key: bytes, previous: bytes, entry: dict[str, object]) -> bytes:
    """The hash by which an entry continues the chain that ends with `previous`."""
    return chains.entry_hash(ledger_key, previous, _canonical(entry))


def append(
    uow: UnitOfWork, verb: str, case: Case | None = None, status_after: Status | None = None, **detail: str | int | None
) -> int:
    """Writes one entry, codes only, and returns its number in its chain: the case's, or the actor's own."""
    if case is not None:
        return append_for(uow, verb, case.id, status_after, **detail)
    chain = "system" if uow.actor.user_id is None else f"staff/{uow.actor.user_id}"
    return _append(uow, chain, verb, None, None, dict(detail))


def begin(uow: UnitOfWork, verb: str, case: Case, status: Status, **detail: str | int | None) -> None:
    """The first entry of a case that this transaction has made: there is no chain yet that it could continue."""
    _write(uow, f"case/{case.id}", verb, case.id, status, dict(detail), (0, b""))


def append_for(
    uow: UnitOfWork, verb: str, case_id: int, status_after: Status | None = None, **detail: str | int | None
) -> int:
    """As `append`, for whoever knows the case by its id alone."""
    return _append(uow, f"case/{case_id}", verb, case_id, status_after, dict(detail))


def append_together(uow: UnitOfWork, case_id: int, entries: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Several entries (verb, detail) of one case in its one chain: one look at its end, one writing."""
    chain, rows = f"case/{case_id}", []
    tip = _tip(uow, chain)
    for verb, detail in entries:
        row = _entry(uow, chain, verb, case_id, None, dict(detail), tip)
        rows.append(row)
        tip = (row["seq"], row["hash"])
    if rows:
        uow.session.execute(insert(LedgerEntry).values(rows))


def append_across(uow: UnitOfWork, case_ids: Iterable[int], verb: str, detail: Mapping[str, str]) -> None:
    """The same entry in each of these cases' chains: one look at their ends, one writing."""
    chains_of = {f"case/{case_id}": case_id for case_id in case_ids}
    if not chains_of:
        return
    # Whoever writes to several chains takes them in one order, so that two never wait for each other.
    look = text(
        "SELECT c.chain, t.seq, t.hash FROM unnest(CAST(:chains AS text[])) AS c (chain), LATERAL ledger_tip(c.chain) t"
    )
    tips = uow.session.execute(look, {"chains": sorted(chains_of)})
    ends = [(tip.chain, (int(tip.seq), bytes(tip.hash))) for tip in tips]
    rows = [_entry(uow, chain, verb, chains_of[chain], None, dict(detail), end) for chain, end in ends]
    uow.session.execute(insert(LedgerEntry).values(rows))


def _tip(uow: UnitOfWork, chain: str) -> tuple[int, bytes]:
    tip = uow.session.execute(text("SELECT seq, hash FROM ledger_tip(:chain)"), {"chain": chain}).one()
    return int(tip.seq), bytes(tip.hash)


def _append(
    uow: UnitOfWork,
    chain: str,
    verb: str,
    case_id: int | None,
    status_after: Status | None,
    detail: dict[str, str | int | None],
) -> int:
    return _write(uow, chain, verb, case_id, status_after, detail, _tip(uow, chain))


def _write(
    uow: UnitOfWork,
    chain: str,
    verb: str,
    case_id: int | None,
    status_after: Status | None,
    detail: dict[str, str | int | None],
    tip: tuple[int, bytes],
) -> int:
    row = _entry(uow, chain, verb, case_id, status_after, detail, tip)
    uow.session.execute(insert(LedgerEntry).values(row))
    return int(row["seq"])


def _entry(
    uow: UnitOfWork,
    chain: str,
    verb: str,
    case_id: int | None,
    status_after: Status | None,
    detail: dict[str, str | int | None],
    tip: tuple[int, bytes],
) -> dict[str, Any]:
    """Behind `tip`, the number and hash of the chain's last entry; the database refuses what does not continue it."""
    seq, previous = tip
    entry: dict[str, object] = {
        "chain": chain,
        "seq": seq + 1,
        "case_id": case_id,
        "at": uow.now,
        "actor_kind": uow.actor.kind,
        "actor_id": uow.actor.user_id,
        "verb": verb,
        "status_after": status_after,
        "detail": detail,
    }
    digest = chains.entry_hash(uow.keys.ledger, previous, _canonical(entry))
    return {**entry, "previous": previous, "hash": digest}


def _digest(uow: UnitOfWork, rows: list[Row[tuple[str, int, bytes]]]) -> bytes:
    digest = b""
    for row in rows:
        digest = chains.entry_hash(uow.keys.ledger, digest, f"{row.chain}/{row.seq}/".encode() + bytes(row.hash))
    return digest


@dataclass(frozen=True)
class _Range:
    """Transactions of one cluster, from the first up to but without the last."""

    cluster: int
    since: int
    until: int


_ALL_DONE = 2**63 - 1
"""No transaction of a cluster that the database has left can still be open."""


def _entries_between(uow: UnitOfWork, span: _Range) -> list[Row[tuple[str, int, bytes]]]:
    return list(
        uow.session.execute(
            select(LedgerEntry.chain, LedgerEntry.seq, LedgerEntry.hash)
            .where(LedgerEntry.cluster == span.cluster, LedgerEntry.xact >= span.since, LedgerEntry.xact < span.until)
            .order_by(LedgerEntry.chain, LedgerEntry.seq)
        )
    )


def _checkpoint_message(span: _Range, entries: int, digest: bytes, previous: bytes) -> bytes:
    return f"caseapp checkpoint {span.cluster} {span.since} {span.until} {entries} ".encode() + digest + previous


def checkpoint(uow: UnitOfWork) -> int:
    """Signs all entries of finished transactions since the last checkpoint; returns how many they were.

    After a restore from a dump the old cluster's range is closed first: the new one counts its transactions anew.
    """
    last = uow.session.scalars(select(LedgerCheckpoint).order_by(LedgerCheckpoint.id.desc()).limit(1)).first()
    here = uow.session.execute(
        text(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS until,"
            " (SELECT system_identifier FROM pg_control_system()) AS cluster"
        )
    ).one()
    if last is None or last.cluster == here.cluster:
        return _sign(uow, _Range(here.cluster, last.to_xact if last else 0, here.until), last)
    closed = _sign(uow, _Range(last.cluster, last.to_xact, _ALL_DONE), last)
    uow.session.flush()
    last = uow.session.scalars(select(LedgerCheckpoint).order_by(LedgerCheckpoint.id.desc()).limit(1)).one()
    return closed + _sign(uow, _Range(here.cluster, 0, here.until), last)


def _sign(uow: UnitOfWork, span: _Range, last: LedgerCheckpoint | None) -> int:
    rows = _entries_between(uow, span)
    if not rows:
        return 0
    previous, digest = (last.signature if last else b""), _digest(uow, rows)
    uow.session.add(
        LedgerCheckpoint(
            at=uow.now,
            from_xact=span.since,
            to_xact=span.until,
            cluster=span.cluster,
            entries=len(rows),
            digest=digest,
            previous=previous,
            signature=chains.sign(uow.keys.signing, _checkpoint_message(span, len(rows), digest, previous)),
        )
    )
    return len(rows)


@dataclass(frozen=True)
class Flaw:
    """Something in the ledger that does not hold: `where` is a chain or a checkpoint."""

    where: str
    what: str


def verify(uow: UnitOfWork) -> tuple[int, tuple[Flaw, ...]]:
    """Recomputes every chain and checkpoint and compares the cases with them: entries read, and what does not hold."""
    read, flaws = _verify_chains(uow)
    return read, (*flaws, *_verify_checkpoints(uow), *_verify_cases(uow))


def _verify_chains(uow: UnitOfWork) -> tuple[int, list[Flaw]]:
    flaws: list[Flaw] = []
    read, chain, seq, previous = 0, "", 0, b""
    columns = LedgerEntry.__table__.columns
    stream = uow.session.execute(
        select(*columns).order_by(LedgerEntry.chain, LedgerEntry.seq).execution_options(yield_per=2000)
    )
    for row in stream.mappings():
        read += 1
        if row["chain"] != chain:
            chain, seq, previous = row["chain"], 0, b""
        expected = link(uow.keys.ledger, previous, dict(row))
        if row["seq"] != seq + 1 or bytes(row["previous"]) != previous or bytes(row["hash"]) != expected:
            flaws.append(Flaw(chain, f"entry {row['seq']} was altered or its neighbour removed"))
        seq, previous = row["seq"], bytes(row["hash"])
    return read, flaws


def _verify_checkpoints(uow: UnitOfWork) -> Iterator[Flaw]:
    verify_key = chains.verify_key_of(uow.keys.signing)
    previous, before = b"", _Range(0, 0, 0)
    for mark in uow.session.scalars(select(LedgerCheckpoint).order_by(LedgerCheckpoint.id)):
        where, span = f"checkpoint {mark.id}", _Range(mark.cluster, mark.from_xact, mark.to_xact)
        message = _checkpoint_message(span, mark.entries, mark.digest, mark.previous)
        if mark.previous != previous or span.since != (before.until if span.cluster == before.cluster else 0):
            yield Flaw(where, "does not continue the one before")
        if not chains.is_signed(verify_key, message, mark.signature):
            yield Flaw(where, "is not signed by this system")
        rows = _entries_between(uow, span)
        if len(rows) != mark.entries or _digest(uow, rows) != mark.digest:
            yield Flaw(where, f"covered {mark.entries} entries that are not the {len(rows)} found")
        previous, before = mark.signature, span


def _verify_cases(uow: UnitOfWork) -> Iterator[Flaw]:
    """A case whose status no entry explains, and a chain whose case has vanished."""
    for row in uow.session.execute(
        text(
            "SELECT c.id AS case_id, e.chain FROM"
            ' (SELECT id, status, status_seq FROM "case") c'
            " FULL JOIN (SELECT DISTINCT ON (chain) chain, case_id, seq, status_after FROM ledger_entry"
            "   WHERE case_id IS NOT NULL AND status_after IS NOT NULL ORDER BY chain, seq DESC) e"
            " ON e.case_id = c.id AND e.seq = c.status_seq AND e.status_after = c.status"
            " WHERE c.id IS NULL OR e.case_id IS NULL"
        )
    ):
        if row.case_id is None:
            yield Flaw(row.chain, "tells of a case that is gone, or of a status that it does not have")
        else:
            yield Flaw(f"case/{row.case_id}", "has a status that the ledger does not tell of")
