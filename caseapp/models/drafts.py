"""What a citizen is still writing, and the files that came with it or with a letter; all of it ciphertext."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.vocab import Author, Copy, Verdict
from caseapp.models.base import Base


class Draft(Base):
    """Sealed under a key that only the browser's cookie holds; `owner` is a keyed hash of that cookie's secret."""

    __tablename__ = "draft"

    id: Mapped[bytes] = mapped_column(primary_key=True)
    owner: Mapped[bytes] = mapped_column(index=True)
    sealed: Mapped[bytes]
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Attachment(Base):
    """A file of a draft, and once filed of a case: name, kind, key and digest are the sealed part 'attachment/<id>'.

    `size` in bytes of the original; `has_cleaned` when a copy without metadata could be made."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("(case_id IS NULL) <> (draft_id IS NULL)", name="one_place"),
        CheckConstraint("(case_id IS NOT NULL) <= complete", name="filed_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    draft_id: Mapped[bytes | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    author: Mapped[Author]
    added_at: Mapped[datetime]
    size: Mapped[int]
    verdict: Mapped[Verdict]
    has_cleaned: Mapped[bool]
    complete: Mapped[bool]


class AttachmentChunk(Base):
    """A piece of a file's encrypted stream; pieces open in their order alone."""

    __tablename__ = "attachment_chunk"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True)
    copy: Mapped[Copy] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ciphertext: Mapped[bytes]


class SendingCount(Base):
    """How often something was sent in a window, by a keyed hash of that window; in no log, replica or backup."""

    __tablename__ = "sending_count"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    bucket: Mapped[bytes] = mapped_column(primary_key=True)
    window_ends: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]
