"""Files on their way in: ciphertext from the first byte on, then looked at, scanned and cleaned; never on a disk."""

import hashlib
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from caseapp.domain.attachments import NotTaken, room_left, why_no_room
from caseapp.domain.drafts import FromDraft, Place
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.domain.vocab import Copy, Verdict
from caseapp.evidence import cleaning, scanning
from caseapp.evidence.copies import CannotClean, Obstacle
from caseapp.evidence.kinds import HEAD_BYTES, MediaKind, NotAllowed, kind_of
from caseapp.models.drafts import Attachment
from caseapp.services.files import drafts
from caseapp.services.files.pieces import chunk_context, pieces_of
from caseapp.services.files.sinks import DraftGone, Sink, Upload
from caseapp.services.uow import UnitOfWork
from caseapp.vault.errors import SealBroken
from caseapp.vault.streams import new_file_key, open_file

UNFINISHED_AT_ONCE = 4
"""Beyond these, each file that has not come whole takes the place of one that has."""
CUT_OFF = timedelta(minutes=15)
"""After that long a file that has not come whole will not come any more."""
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
        self._sink = Sink(self.upload, self.id, Copy.ORIGINAL, self.key)

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


def _unfinished(uow: UnitOfWork, place: Place) -> int:
    """Files that are on their way into this draft; those that have long been cut off are forgotten here."""
    own = (Attachment.draft_id == place.id, ~Attachment.complete)
    uow.session.execute(delete(Attachment).where(*own, Attachment.added_at < uow.now - CUT_OFF))
    return int(uow.session.scalar(select(func.count()).where(*own)) or 0)


def begin(upload: Upload) -> Callable[[str, str], Arrival] | None:
    """What takes the files of one request, by name and declared type; None when there is no draft to take them to."""
    with upload.step() as uow:
        content = drafts.opened(uow, upload.place)
        unfinished = _unfinished(uow, upload.place) if content is not None else 0
    if content is None:
        return None
    sizes = [arrived.size for arrived in listed(content)] + [0] * max(0, unfinished - UNFINISHED_AT_ONCE)
    coming: list[Arrival] = []

    def take(name: str, declared: str) -> Arrival:
        before = [*sizes, *(arrival.size for arrival in coming if arrival.fits and arrival.size)]
        coming.append(Arrival(upload, name, declared, before))
        return coming[-1]

    return take


def discard(upload: Upload, arrival: Arrival) -> None:
    """Leaves nothing of a file."""
    with upload.step() as uow:
        uow.session.execute(delete(Attachment).where(Attachment.id == arrival.id))


def settle(upload: Upload, arrival: Arrival, clean_until: float = math.inf) -> Arrived | NotTaken:
    """Judges a file that has come whole: taken, scanned and cleaned, or nothing of it is left.

    After `clean_until` of the monotonic clock it is taken without a cleaned copy."""
    judged: Arrived | NotTaken
    try:
        judged = _taken(upload, arrival, clean_until)
    except (DraftGone, SealBroken):  # its pieces went with the draft while they were looked at
        judged = NotTaken.DRAFT_GONE
    if isinstance(judged, NotTaken):
        with upload.step() as uow:
            uow.session.execute(delete(Attachment).where(Attachment.id == arrival.id))
    return judged


def _taken(upload: Upload, arrival: Arrival, clean_until: float) -> Arrived | NotTaken:
    kind = _judged(arrival)
    if isinstance(kind, NotTaken):
        return kind
    arrived = _made_safe(upload, arrival, kind, clean_until)
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


def _made_safe(upload: Upload, arrival: Arrival, kind: MediaKind, clean_until: float) -> Arrived | NotTaken:
    verdict = scanning.scan(upload.clamd, _plaintext(upload, arrival)) if upload.clamd else Verdict.NOT_SCANNED
    cleaned_kind, warnings = "", list[str]()
    if verdict != Verdict.INFECTED:
        sink = Sink(upload, arrival.id, Copy.CLEANED, arrival.key)
        try:
            cleaned = _cleaned(kind, _plaintext(upload, arrival), sink, clean_until)
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


def _cleaned(kind: MediaKind, plaintext: Iterator[bytes], sink: Sink, until: float) -> cleaning.Cleaned:
    left = min(cleaning.TIMEOUT_SECONDS, until - time.monotonic())
    if left <= 0:
        raise cleaning.CleaningUnavailable
    return cleaning.clean(kind, plaintext, sink.write, left)


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
