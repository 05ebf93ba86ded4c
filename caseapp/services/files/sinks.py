"""Pieces of files on their way into a draft, each stored in a transaction of its own."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import delete

from caseapp.domain.actors import Actor, ActorKind
from caseapp.domain.drafts import Place
from caseapp.domain.vocab import Author, Copy, Verdict
from caseapp.models.drafts import Attachment, AttachmentChunk
from caseapp.services.files import drafts
from caseapp.services.files.pieces import chunk_context
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.vault.streams import FileSealer


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


class Sink:
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
