"""Sealed parts and the copies of their keys, as bytes: what the gate reads before it opens anything."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, desc, literal, select
from sqlalchemy.orm import Session

from caseapp.models.case import CaseKey, SealedPart

Part = Row[int, str, str, bytes, str, bytes]
"""Case, compartment, part, ciphertext, and one copy of the key with its reader."""


def keys_and_parts(
    session: Session, case_id: int, compartments: Sequence[str], readers: Collection[str]
) -> Sequence[Row[str, str, str, bytes]]:
    """Of one case in one statement, as (part, compartment, reader, sealed): a key has no part, a part no reader.

    Keys come before parts, a team's copy before a member's, which may be of keys from before a new password."""
    keys = select(literal("").label("part"), CaseKey.compartment, CaseKey.reader, CaseKey.wrapped.label("sealed"))
    parts = select(SealedPart.part, SealedPart.compartment, literal("").label("reader"), SealedPart.ciphertext)
    keys = keys.where(CaseKey.case_id == case_id, CaseKey.compartment.in_(compartments), CaseKey.reader.in_(readers))
    parts = parts.where(SealedPart.case_id == case_id, SealedPart.compartment.in_(compartments))
    return session.execute(keys.union_all(parts).order_by("part", desc("reader"))).all()


def across(
    session: Session,
    ids: Collection[int],
    compartments: Collection[str],
    parts: Collection[str],
    readers: Collection[str],
) -> Sequence[Part]:
    """Parts of many cases, each with every copy of its key for one of these readers, a team's before a member's."""
    columns = (SealedPart.case_id, SealedPart.compartment, SealedPart.part, SealedPart.ciphertext)
    same = (CaseKey.case_id == SealedPart.case_id) & (CaseKey.compartment == SealedPart.compartment)
    wanted = (SealedPart.case_id.in_(ids), SealedPart.compartment.in_(compartments), SealedPart.part.in_(parts))
    statement = select(*columns, CaseKey.reader, CaseKey.wrapped).join(CaseKey, same)
    return session.execute(statement.where(*wanted, CaseKey.reader.in_(readers)).order_by(CaseKey.reader.desc())).all()


def copy_of_key(session: Session, case_id: int, compartment: str, readers: Collection[str]) -> Row[str, bytes] | None:
    """One reader of these with its copy, if there is any."""
    mine = (CaseKey.case_id == case_id, CaseKey.compartment == compartment, CaseKey.reader.in_(readers))
    return session.execute(select(CaseKey.reader, CaseKey.wrapped).where(*mine)).first()


def parts_of(
    session: Session, case_id: int, compartment: str, parts: Collection[str] | None
) -> Sequence[Row[str, bytes]]:
    """Name and ciphertext, of all parts when none are named."""
    wanted = [SealedPart.case_id == case_id, SealedPart.compartment == compartment]
    if parts is not None:
        wanted.append(SealedPart.part.in_(parts))
    return session.execute(select(SealedPart.part, SealedPart.ciphertext).where(*wanted)).all()
