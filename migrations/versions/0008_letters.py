"""Number the authority's letters; keep their templates and signed copies."""

import secrets
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from caseapp.domain.letter_texts import LETTERS

revision = "0008_letters"
down_revision = "0007_views"

_SQL = Path(__file__).parents[1] / "sql"
_AT = sa.DateTime(timezone=True)
_KINDS = (
    "complaint",
    "request",
    "suggestion",
    "thanks",
    "criticism",
    "tip",
    "corruption",
    "conflict_of_interest",
    "reprisal",
)
_OUTCOMES = ("upheld", "partly_upheld", "not_upheld", "explained", "repeat")
_template = sa.table(
    "answer_template",
    *(sa.column(c) for c in ("id", "code", "version", "current", "outcome", "kind", "subject", "body")),
)


def _closed(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "answer_template",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("outcome", _closed("outcome", *_OUTCOMES), nullable=False),
        sa.Column("kind", _closed("kind", *_KINDS), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", _AT, nullable=True),
        sa.Column("changed_by_id", sa.BigInteger(), sa.ForeignKey("staff_user.id"), nullable=True),
        sa.CheckConstraint("version > 0", name="version"),
    )
    current = sa.text("current")
    op.create_index("ix_answer_template_current", "answer_template", ["code"], unique=True, postgresql_where=current)
    op.create_table(
        "letter_count",
        sa.Column("year", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "letter_index",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", _AT, nullable=True),
        sa.Column("changed_by_id", sa.BigInteger(), sa.ForeignKey("staff_user.id"), nullable=True),
        sa.CheckConstraint("id = 1", name="only"),
        sa.CheckConstraint("words ~ '^[0-9A-Za-zА-Яа-яЁёӨөҮү./-]{0,20}$'", name="words"),
    )
    op.execute("INSERT INTO letter_index (id, words) VALUES (1, '')")
    op.add_column("answer", sa.Column("number", sa.Text(), nullable=True))
    op.add_column("answer", sa.Column("numbered_on", sa.Date(), nullable=True))
    op.add_column("answer", sa.Column("posted_on", sa.Date(), nullable=True))
    op.add_column("answer", sa.Column("posted_how", _closed("senthow", "posted", "handed", "told"), nullable=True))
    op.add_column("answer", sa.Column("template_id", sa.BigInteger(), nullable=True))
    template = op.f("fk_answer_template_id_answer_template")
    op.create_foreign_key(template, "answer", "answer_template", ["template_id"], ["id"])
    posted = op.f("ck_answer_posted_somehow")
    op.create_check_constraint(posted, "answer", "(posted_on IS NULL) = (posted_how IS NULL)")
    op.create_unique_constraint(op.f("uq_answer_number"), "answer", ["number"])
    op.bulk_insert(
        _template,
        [
            {
                "id": secrets.randbits(62),
                "code": letter.code,
                "version": 1,
                "current": True,
                "outcome": letter.outcome.value,
                "kind": letter.kind.value if letter.kind else None,
                "subject": letter.subject,
                "body": letter.body,
            }
            for letter in LETTERS
        ],
    )
    op.execute((_SQL / "0008_letters.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0008_letters_down.sql").read_text(encoding="utf-8"))
    op.drop_constraint(op.f("uq_answer_number"), "answer", type_="unique")
    for constraint in ("ck_answer_posted_somehow", "ck_answer_senthow"):
        op.drop_constraint(op.f(constraint), "answer", type_="check")
    for column in ("template_id", "posted_how", "posted_on", "numbered_on", "number"):
        op.drop_column("answer", column)
    op.drop_table("letter_index")
    op.drop_table("letter_count")
    op.drop_table("answer_template")
