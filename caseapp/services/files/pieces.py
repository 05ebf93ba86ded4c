"""The stored pieces of a file, read one by one while they are wanted."""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.domain.actors import Actor
from caseapp.domain.vocab import Copy
from caseapp.models.drafts import AttachmentChunk
from caseapp.services.uow import Surroundings, open_unit_of_work


def chunk_context(attachment_id: int, copy: Copy) -> str:
    """What each piece of a file is bound to."""
    return f"attachment/{attachment_id}/{copy}"


def pieces_of(around: Surroundings, actor: Actor, attachment_id: int, copy: Copy) -> Iterator[bytes]:
    """The stored pieces in their order, each read when it is wanted."""
    seq = 0
    while True:
        with open_unit_of_work(around, actor) as uow:
            piece = uow.session.scalar(
                select(AttachmentChunk.ciphertext).where(
                    AttachmentChunk.attachment_id == attachment_id,
                    AttachmentChunk.copy == copy,
                    AttachmentChunk.seq == seq,
                )
            )
        if piece is None:
            return
        yield piece
        seq += 1
