"""Files of a case: filed with a report or a letter, listed, and handed out, cleaned copy first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update

from caseapp.domain.actors import ActorKind
from caseapp.domain.compartments import Compartment
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Author, Copy, Verdict
from caseapp.evidence import scanning
from caseapp.evidence.kinds import MediaKind
from caseapp.models.case import Case
from caseapp.models.drafts import Attachment
from caseapp.services import gate, ledger
from caseapp.services.files.arriving import Arrived
from caseapp.services.files.pieces import chunk_context, pieces_of
from caseapp.services.uow import UnitOfWork, open_unit_of_work
from caseapp.vault.streams import open_file

PART = "attachment/"
"""How the sealed parts are called that hold a file's name, kind, digest and key."""
SIGNED = "signed/"
"""And those that say of a file that it is the signed copy of an answer."""


@dataclass(frozen=True, repr=False)
class Attached:
    """A file as a page lists it; `copies` are those that may be opened, the one to open first in front.

    `size` in bytes; `sha256` (hex) of the original; `remarks` are codes of what the cleaning left or could not do."""

    id: int
    name: str
    kind: MediaKind
    size: int
    sha256: str
    author: Author
    message_id: int | None
    verdict: Verdict
    copies: tuple[Copy, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Served:
    """A copy on its way out: `content` is read piece by piece while it is sent."""

    name: str
    media_type: str
    content: Iterator[bytes]


def file_with(uow: UnitOfWork, case: Case, files: Iterable[Arrived], message_id: int | None = None) -> None:
    """Moves a draft's files to the case: from then on they are evidence, which nobody changes."""
    for arrived in files:
        moved = uow.session.execute(
            update(Attachment)
            .where(Attachment.id == arrived.id, Attachment.case_id.is_(None), Attachment.complete)
            .values(case_id=case.id, draft_id=None, message_id=message_id)
        )
        if moved.rowcount != 1:  # type: ignore[attr-defined]
            raise RuleBroken(Reason.FILES_GONE)
        gate.put_new_part(uow, case, Compartment.REPORT, f"{PART}{arrived.id}", asdict(arrived))


def listed(uow: UnitOfWork, case: Case, parts: Mapping[str, Any]) -> tuple[Attached, ...]:
    """The case's files, oldest first, from its opened report parts."""
    rows = uow.session.scalars(
        select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.added_at, Attachment.id)
    )
    return shown(uow, rows, parts)


def shown(uow: UnitOfWork, rows: Iterable[Attachment], parts: Mapping[str, Any]) -> tuple[Attached, ...]:
    """As `listed`, for whoever has the rows already."""
    by_citizen = uow.actor.kind is ActorKind.CITIZEN
    return tuple(
        _attached(row, Arrived(**parts[f"{PART}{row.id}"]), by_citizen, is_signed=f"{SIGNED}{row.id}" in parts)
        for row in rows
        if f"{PART}{row.id}" in parts
    )


def _attached(row: Attachment, arrived: Arrived, by_citizen: bool, *, is_signed: bool) -> Attached:
    copies: tuple[Copy, ...] = (Copy.CLEANED, Copy.ORIGINAL) if row.has_cleaned else (Copy.ORIGINAL,)
    if by_citizen:
        # What they sent themselves comes back as it was, and a signature holds for the original alone; what else the
        # authority sent comes without its officers' traces.
        copies = (Copy.ORIGINAL,) if row.author is Author.CITIZEN or is_signed else copies[:1]
    return Attached(
        id=row.id,
        name=arrived.name,
        kind=MediaKind(arrived.kind),
        size=arrived.size,
        sha256=arrived.sha256,
        author=row.author,
        message_id=row.message_id,
        verdict=row.verdict,
        copies=() if row.verdict is Verdict.INFECTED else copies,
        remarks=tuple(arrived.warnings),
    )


def digests(uow: UnitOfWork, case: Case) -> tuple[str, ...]:
    """SHA-256 (hex) of the files that came with the report itself, in the order in which they were sent."""
    parts = gate.open_parts(uow, case, Compartment.REPORT)
    return tuple(file.sha256 for file in listed(uow, case, parts) if file.message_id is None)


def serve(uow: UnitOfWork, case: Case, attachment_id: int, copy: Copy, clamd: str = "") -> Served:
    """One copy for the actor; a staff member's opening is recorded first. A file never scanned is scanned now."""
    part = f"{PART}{attachment_id}"
    parts = gate.open_parts(uow, case, Compartment.REPORT, [part, f"{SIGNED}{attachment_id}"])
    found = next((file for file in listed(uow, case, parts) if file.id == attachment_id), None)
    if found is None or copy not in found.copies:
        raise Refused("attachment")
    arrived = Arrived(**parts[part])
    if uow.actor.kind is not ActorKind.CITIZEN:
        ledger.append(uow, "attachment.opened", case, attachment=attachment_id, copy=copy)
    if clamd and found.verdict is Verdict.NOT_SCANNED:
        _scan_now(uow, parts[part], clamd)
    kind = MediaKind(arrived.cleaned_kind) if copy is Copy.CLEANED else found.kind
    return Served(_name(found.name, kind, copy), kind.served_as, content_of(uow, parts[part], copy))


def content_of(uow: UnitOfWork, sealed_part: Mapping[str, Any], copy: Copy) -> Iterator[bytes]:
    """A copy's plaintext, piece by piece, for whoever has opened the file's sealed part through the gate."""
    arrived = Arrived(**sealed_part)
    pieces = pieces_of(uow.surroundings, uow.actor, arrived.id, copy)
    return open_file(bytes.fromhex(arrived.key), chunk_context(arrived.id, copy), pieces)


def _scan_now(uow: UnitOfWork, sealed_part: Mapping[str, Any], clamd: str) -> None:
    """What the scanner says is kept even when the file is refused with it."""
    verdict = scanning.scan(clamd, content_of(uow, sealed_part, Copy.ORIGINAL))
    if uow.actor.kind is ActorKind.STAFF:
        with open_unit_of_work(uow.surroundings, uow.actor) as own:
            row = update(Attachment).where(Attachment.id == sealed_part["id"])
            own.session.execute(row.values(verdict=verdict.value))
    if verdict.value == Verdict.INFECTED:
        raise RuleBroken(Reason.FILE_INFECTED)


def _name(name: str, kind: MediaKind, copy: Copy) -> str:
    """A cleaned copy of another kind gets that kind's ending."""
    if copy is Copy.CLEANED and not name.lower().endswith(tuple(f".{end}" for end in kind.extensions)):
        return f"{name.rpartition('.')[0] or name}.{kind.extensions[0]}"
    return name
