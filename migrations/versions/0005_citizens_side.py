"""Give citizens drafts, attachments, notices, appeals; count sendings; let the public read published editions."""

from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0005_citizens_side"
down_revision = "0004_reference"

_SQL = Path(__file__).parents[1] / "sql"
_KINDS = ("complaint", "request", "suggestion", "thanks", "criticism", "tip", "corruption", "conflict_of_interest")
_CHANNELS = ("web", "in_person", "phone", "post", "government_1111", "other")
_TYPES = ("citizen", "group", "legal_entity", "foreign", "staff", "anonymous")
_BEFORE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("kind", "kind"): _KINDS,
    ("filed_kind", "filed_kind"): _KINDS,
    ("channel", "channel"): _CHANNELS,
    ("petitioner_type", "petitionertype"): _TYPES,
}
"""Of the table `case`: (column, name of its CHECK) to the words of the first release."""
_MORE: Mapping[str, tuple[str, ...]] = {
    "kind": ("reprisal",),
    "filed_kind": ("reprisal",),
    "channel": ("phone_110", "phone_1890", "open_day", "suggestion_box"),
    "petitioner_type": ("representative",),
}
_AT = sa.DateTime(timezone=True)


def _closed(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _lists(more: Mapping[str, tuple[str, ...]]) -> None:
    for (column, name), words in _BEFORE.items():
        allowed = ", ".join(f"'{word}'" for word in (*words, *more.get(column, ())))
        op.drop_constraint(op.f(f"ck_case_{name}"), "case", type_="check")
        op.create_check_constraint(op.f(f"ck_case_{name}"), "case", f"{column} IN ({allowed})")


def _of_case(nullable: bool = False) -> sa.Column[int]:
    return sa.Column("case_id", sa.BigInteger(), sa.ForeignKey("case.id"), nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False)


def _drafts_and_attachments() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.LargeBinary(), primary_key=True),
        sa.Column("owner", sa.LargeBinary(), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False, index=True),
    )
    op.create_table(
        "attachment",
        _id(),
        _of_case(nullable=True),
        sa.Column("draft_id", sa.LargeBinary(), sa.ForeignKey("draft.id", ondelete="CASCADE"), nullable=True),
        sa.Column("message_id", sa.BigInteger(), sa.ForeignKey("message.id"), nullable=True),
        sa.Column("author", _closed("author", "citizen", "staff"), nullable=False),
        sa.Column("added_at", _AT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("verdict", _closed("verdict", "not_scanned", "clean", "infected"), nullable=False),
        sa.Column("has_cleaned", sa.Boolean(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(case_id IS NULL) <> (draft_id IS NULL)", name="one_place"),
        sa.CheckConstraint("(case_id IS NOT NULL) <= complete", name="filed_whole"),
    )
    op.create_index("ix_attachment_case_id", "attachment", ["case_id"])
    op.create_index("ix_attachment_draft_id", "attachment", ["draft_id"])
    op.create_table(
        "attachment_chunk",
        sa.Column(
            "attachment_id", sa.BigInteger(), sa.ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("copy", _closed("copy", "original", "cleaned"), primary_key=True),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
    )


def _what_hangs_on_cases() -> None:
    op.create_table(
        "notice",
        _id(),
        _of_case(),
        sa.Column("channel", _closed("noticechannel", "email", "sms"), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("state", _closed("noticestate", "waiting", "delivered", "failed"), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", _AT, nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (address IS NOT NULL)", name="address_goes"),
    )
    op.create_index("ix_notice_case_id", "notice", ["case_id"])
    op.create_table(
        "satisfaction",
        sa.Column("case_id", sa.BigInteger(), sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("given_at", _AT, nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    )
    op.create_table(
        "appeal",
        _id(),
        _of_case(),
        sa.Column("answer_id", sa.BigInteger(), sa.ForeignKey("answer.id"), nullable=True),
        sa.Column("filed_at", _AT, nullable=False),
    )
    op.create_index("ix_appeal_case_id", "appeal", ["case_id"])


def upgrade() -> None:
    _lists(_MORE)
    op.add_column("case", sa.Column("appealed_at", _AT, nullable=True))
    op.add_column("case", sa.Column("external_lookup", sa.LargeBinary(), nullable=True))
    op.create_unique_constraint(op.f("uq_case_external_lookup"), "case", ["external_lookup"])
    op.create_index("ix_case_appealed", "case", ["appealed_at"], postgresql_where=sa.text("appealed_at IS NOT NULL"))
    _drafts_and_attachments()
    _what_hangs_on_cases()
    op.create_table(
        "sending_count",
        sa.Column("bucket", sa.LargeBinary(), primary_key=True),
        sa.Column("window_ends", _AT, primary_key=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        prefixes=["UNLOGGED"],  # kept out of the write-ahead log, of replicas and of physical backups
    )
    op.execute((_SQL / "0005_citizens_side.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0005_citizens_side_down.sql").read_text(encoding="utf-8"))
    for table in ("sending_count", "appeal", "satisfaction", "notice", "attachment_chunk", "attachment", "draft"):
        op.drop_table(table)
    op.drop_constraint(op.f("uq_case_external_lookup"), "case", type_="unique")
    op.drop_column("case", "external_lookup")
    op.drop_index("ix_case_appealed", "case")
    op.drop_column("case", "appealed_at")
    _lists({})
