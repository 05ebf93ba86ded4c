"""Keep a register of competent bodies and their letters; link repeats and groups of cases."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from caseapp.domain.bodies import BODIES, OTHER_BODY

revision = "0009_bodies"
down_revision = "0008_letters"

_SQL = Path(__file__).parents[1] / "sql"
_AT = sa.DateTime(timezone=True)
_OUTCOMES = ("upheld", "partly_upheld", "not_upheld", "explained")
_FIRST_BODIES = (
    "local_government",
    "land_authority",
    "police",
    "social_insurance",
    "tax_authority",
    "court",
    "immigration",
    OTHER_BODY,
)
"""What the first release's closed list held."""
_body = sa.table(
    "competent_body", *(sa.column(c) for c in ("code", "name_mn", "name_en", "address", "phone", "active"))
)


def _words(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _closed(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _of_case(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)


def _outcomes(*words: str) -> None:
    for table in ("case", "answer"):
        op.drop_constraint(op.f(f"ck_{table}_outcome"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_outcome"), table, f"outcome IN ({_words(*words)})")


def _bodies() -> None:
    op.create_table(
        "competent_body",
        sa.Column("code", sa.Text(), primary_key=True),
        sa.Column("name_mn", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9_]{1,39}$'", name="code"),
    )
    op.bulk_insert(_body, [{**vars(body), "address": "", "phone": "", "active": True} for body in BODIES])
    op.drop_constraint(op.f("ck_case_competentbody"), "case", type_="check")
    op.alter_column("case", "forwarded_to", type_=sa.Text(), existing_type=sa.String(40))
    op.create_foreign_key(
        op.f("fk_case_forwarded_to_competent_body"), "case", "competent_body", ["forwarded_to"], ["code"]
    )


def _links() -> None:
    op.create_table(
        "case_link",
        _of_case("case_id"),
        _of_case("other_id"),
        sa.Column("kind", _closed("linkkind", "repeat_of", "group", "duplicate"), nullable=False),
        sa.Column("linked_by_id", sa.BigInteger(), sa.ForeignKey("staff_user.id"), nullable=False),
        sa.Column("linked_at", _AT, nullable=False),
        sa.CheckConstraint("case_id <> other_id", name="two_cases"),
    )
    op.create_table(
        "case_similar",
        _of_case("case_id"),
        _of_case("other_id"),
        sa.Column("why", _closed("why", "person", "matter"), primary_key=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("found_at", _AT, nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )
    for table in ("case_link", "case_similar"):
        op.create_index(f"ix_{table}_other_id", table, ["other_id"])


def upgrade() -> None:
    _bodies()
    _outcomes(*_OUTCOMES, "repeat")
    op.add_column("answer", sa.Column("earlier_answer_id", sa.BigInteger(), sa.ForeignKey("answer.id"), nullable=True))
    op.create_check_constraint(
        op.f("ck_answer_repeat_names_answer"), "answer", "(outcome = 'repeat') = (earlier_answer_id IS NOT NULL)"
    )
    for name in ("is_repeat", "in_group"):
        op.add_column("case", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index("ix_case_merged_into_id", "case", ["merged_into_id"])
    _links()
    op.execute((_SQL / "0009_bodies.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0009_bodies_down.sql").read_text(encoding="utf-8"))
    for table in ("case_similar", "case_link"):
        op.drop_table(table)
    op.drop_index("ix_case_merged_into_id", "case")
    for name in ("in_group", "is_repeat"):
        op.drop_column("case", name)
    op.drop_constraint(op.f("ck_answer_repeat_names_answer"), "answer", type_="check")
    op.drop_column("answer", "earlier_answer_id")
    for table in ("case", "answer"):
        op.execute(f"UPDATE \"{table}\" SET outcome = 'explained' WHERE outcome = 'repeat'")  # noqa: S608
    _outcomes(*_OUTCOMES)
    op.drop_constraint(op.f("fk_case_forwarded_to_competent_body"), "case", type_="foreignkey")
    op.execute(
        f"UPDATE \"case\" SET forwarded_to = '{OTHER_BODY}' WHERE forwarded_to NOT IN ({_words(*_FIRST_BODIES)})"  # noqa: S608
    )
    op.alter_column("case", "forwarded_to", type_=sa.String(40), existing_type=sa.Text())
    op.create_check_constraint(op.f("ck_case_competentbody"), "case", f"forwarded_to IN ({_words(*_FIRST_BODIES)})")
    op.drop_table("competent_body")
