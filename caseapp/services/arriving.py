"""Files on their way in: ciphertext from the first byte on, then looked at, scanned and cleaned; never on a disk."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import delete, update

from caseapp.domain.actors import Actor, ActorKind
from caseapp.domain.attachments import NotTaken, room_left, why_no_room
from caseapp.domain.drafts import FromDraft, Place
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.domain.vocab import Author, Copy, Verdict
from caseapp.evidence import cleaning, scanning
from caseapp.evidence.copies import CannotClean, Obstacle
from caseapp.evidence.kinds import HEAD_BYTES, MediaKind, NotAllowed, kind_of
from caseapp.models.drafts import Attachment, AttachmentChunk
from caseapp.services import drafts
from caseapp.services.pieces import chunk_context, pieces_of
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.vault.errors import SealBroken
from caseapp.vault.streams import FileSealer, new_file_key, open_file

FILES = "files"
"""What a draft calls its list of files."""


@dataclass(frozen=True, repr=False)
class Arrived:
    """A file that was taken; all but `id` is known only inside the draft or the case's sealed part.

    `sha256` (hex) is the original's; `cleaned_kind` is empty when no cleaned copy could be made."""

    id: int
    name: str
    kind: str
    size: int
    sha256: str
    key: str
    verdict: str
    cleaned_kind: str
    warnings: list[str]


@dataclass(frozen=True, repr=False)
class Upload:
    """Who sends files, to which draft, and where the scanner listens (empty: nowhere)."""

    around: Surroundings
    actor: Actor
    place: Place
    clamd: str

    def step(self) -> AbstractContextManager[UnitOfWork]:
        return open_unit_of_work(self.around, self.actor)


class DraftGone(Exception):
    """The draft that a file was coming to has died or was sent meanwhile: nowhere to put the next piece."""


class _Sink:
    """Stores one copy's pieces under a file's key, each in a transaction of its own: nothing is held meanwhile."""

    def __init__(self, upload: Upload, attachment_id: int, copy: Copy, key: bytes) -> None:
        self._upload, self._id, self._copy = upload, attachment_id, copy
        self._sealer = FileSealer(key, chunk_context(attachment_id, copy))
        self._seq = 0

    def write(self, data: bytes) -> None:
        for piece in self._sealer.add(data):
            self._store(piece)

    def finish(self) -> None:
        self._store(self._sealer.finish())

    def discard(self) -> None:
        """Takes back the pieces of a cleaned copy that was not finished."""
        pieces = delete(AttachmentChunk).where(
            AttachmentChunk.attachment_id == self._id, AttachmentChunk.copy == self._copy
        )
        with self._upload.step() as uow:
            uow.session.execute(pieces)

    def _store(self, piece: bytes) -> None:
        with self._upload.step() as uow:
            if not drafts.hold(uow, self._upload.place):
                raise DraftGone
            if self._seq == 0 and self._copy is Copy.ORIGINAL:
                uow.session.add(_arriving(uow, self._upload, self._id))
                uow.session.flush()
            row = AttachmentChunk(attachment_id=self._id, copy=self._copy, seq=self._seq, ciphertext=piece)
            uow.session.add(row)
        self._seq += 1


@dataclass(repr=False)
class Arrival:
    """A file while it comes: what is written to it leaves as ciphertext; beyond its room it is only counted.

    `before` are the sizes of the files that it must fit beside."""

    upload: Upload
    name: str
    declared: str
    before: list[int]
    id: int = field(default_factory=new_id)
    key: bytes = field(default_factory=new_file_key)
    size: int = 0
    head: bytes = b""
    has_place: bool = True

    def __post_init__(self) -> None:
        self._room = room_left(self.before)
        self._digest = hashlib.sha256()
        self._sink = _Sink(self.upload, self.id, Copy.ORIGINAL, self.key)

    @property
    def fits(self) -> bool:
        return self.size <= self._room

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.fits:
            self.head += data[: HEAD_BYTES - len(self.head)]
            self._digest.update(data)
            self._send(lambda: self._sink.write(data))
        return len(data)

    def seek(self, _to: int) -> None:
        """Called by the request's parser once the file has come whole."""
        if self.fits:
            self._send(self._sink.finish)

    def _send(self, piece: Callable[[], None]) -> None:
        if self.has_place:
            try:
                piece()
            except DraftGone:
                self.has_place = False


def _arriving(uow: UnitOfWork, upload: Upload, attachment_id: int) -> Attachment:
    return Attachment(
        id=attachment_id,
        draft_id=upload.place.id,
        author=Author.CITIZEN if upload.actor.kind is ActorKind.CITIZEN else Author.STAFF,
        added_at=uow.now,
        size=0,
        verdict=Verdict.NOT_SCANNED,
        has_cleaned=False,
        complete=False,
    )


def listed(content: dict[str, Any] | None) -> list[Arrived]:
    """The files of an opened draft."""
    return [Arrived(**row) for row in (content or {}).get(FILES, [])]


def expected(uow: UnitOfWork, draft: FromDraft | None) -> list[Arrived]:
    """The draft's files, if they are those that the person saw; RuleBroken(FILES_GONE) else."""
    if draft is None:
        return []
    # A draft without files is no longer needed at all; one with files goes when they have been moved.
    read = drafts.opened(uow, draft.place, for_change=True) if draft.files else drafts.empty_out(uow, draft.place)
    files = listed(read)
    if len(files) != draft.files:
        raise RuleBroken(Reason.FILES_GONE)
    return files


def begin(upload: Upload) -> Callable[[str, str], Arrival] | None:
    """What takes the files of one request, by name and declared type; None when there is no draft to take them to."""
    with upload.step() as uow:
        content = drafts.opened(uow, upload.place)
    if content is None:
        return None
    sizes = [arrived.size for arrived in listed(content)]
    coming: list[Arrival] = []

    def take(name: str, declared: str) -> Arrival:
        before = [*sizes, *(arrival.size for arrival in coming if arrival.fits and arrival.size)]
        coming.append(Arrival(upload, name, declared, before))
        return coming[-1]

    return take


def settle(upload: Upload, arrival: Arrival) -> Arrived | NotTaken:
    """Judges a file that has come whole: taken, scanned and cleaned, or nothing of it is left."""
    judged: Arrived | NotTaken
    try:
        judged = _taken(upload, arrival)
    except (DraftGone, SealBroken):  # its pieces went with the draft while they were looked at
        judged = NotTaken.DRAFT_GONE
    if isinstance(judged, NotTaken):
        with upload.step() as uow:
            uow.session.execute(delete(Attachment).where(Attachment.id == arrival.id))
    return judged


def _taken(upload: Upload, arrival: Arrival) -> Arrived | NotTaken:
    kind = _judged(arrival)
    if isinstance(kind, NotTaken):
        return kind
    arrived = _made_safe(upload, arrival, kind)
    return arrived if isinstance(arrived, NotTaken) else _kept(upload, arrived)


def _judged(arrival: Arrival) -> MediaKind | NotTaken:
    if not arrival.has_place:
        return NotTaken.DRAFT_GONE
    if not arrival.fits:
        return why_no_room(arrival.before, arrival.size) or NotTaken.TOO_LARGE_TOGETHER
    try:
        return kind_of(arrival.head, arrival.name, arrival.declared)
    except NotAllowed as why:
        return NotTaken(why.reason.value)


def _made_safe(upload: Upload, arrival: Arrival, kind: MediaKind) -> Arrived | NotTaken:
    verdict = scanning.scan(upload.clamd, _plaintext(upload, arrival)) if upload.clamd else Verdict.NOT_SCANNED
    cleaned_kind, warnings = "", list[str]()
    if verdict != Verdict.INFECTED:
        sink = _Sink(upload, arrival.id, Copy.CLEANED, arrival.key)
        try:
            cleaned = cleaning.clean(kind, _plaintext(upload, arrival), sink.write)
        except CannotClean as obstacle:
            if obstacle.reason is Obstacle.NOT_THIS_KIND:
                return NotTaken.SIGNATURE_DIFFERS
            warnings = [obstacle.reason.value]
            sink.discard()
        except cleaning.CleaningUnavailable:
            warnings = ["not_cleaned"]
            sink.discard()
        else:
            sink.finish()
            cleaned_kind, warnings = kind.cleaned_as.value, sorted(warning.value for warning in cleaned.warnings)
    return Arrived(
        id=arrival.id,
        name=arrival.name,
        kind=kind.value,
        size=arrival.size,
        sha256=arrival.sha256,
        key=arrival.key.hex(),
        verdict=Verdict(verdict.value).value,
        cleaned_kind=cleaned_kind,
        warnings=warnings,
    )


def _plaintext(upload: Upload, arrival: Arrival) -> Iterator[bytes]:
    pieces = pieces_of(upload.around, upload.actor, arrival.id, Copy.ORIGINAL)
    return open_file(arrival.key, chunk_context(arrival.id, Copy.ORIGINAL), pieces)


def _kept(upload: Upload, arrived: Arrived) -> Arrived | NotTaken:
    """Into the draft's list, unless another window has filled it meanwhile."""
    with upload.step() as uow:
        content = drafts.opened(uow, upload.place, for_change=True)
        if content is None:
            return NotTaken.DRAFT_GONE
        known = listed(content)
        too_much = why_no_room([other.size for other in known], arrived.size)
        if too_much is not None:
            return too_much
        uow.session.execute(
            update(Attachment)
            .where(Attachment.id == arrived.id)
            .values(size=arrived.size, verdict=arrived.verdict, has_cleaned=bool(arrived.cleaned_kind), complete=True)
        )
        drafts.keep(uow, upload.place, **{FILES: [asdict(other) for other in (*known, arrived)]})
    return arrived


def remove(uow: UnitOfWork, place: Place, attachment_id: int) -> None:
    """Takes a file out of a draft; one that is not there is no error."""
    content = drafts.opened(uow, place, for_change=True)
    if content is None:
        return
    left = [arrived for arrived in listed(content) if arrived.id != attachment_id]
    uow.session.execute(delete(Attachment).where(Attachment.id == attachment_id, Attachment.case_id.is_(None)))
    drafts.keep(uow, place, **{FILES: [asdict(arrived) for arrived in left]})
