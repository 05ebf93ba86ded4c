"""Give the case page tasks, reply templates and a hint of who else has it open."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0010_desk"
down_revision = "0009_bodies"

_SQL = Path(__file__).parents[1] / "sql"
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
_AT = sa.DateTime(timezone=True)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False)


def _case(**more: bool) -> sa.Column[int]:
    return sa.Column("case_id", sa.BigInteger(), sa.ForeignKey("case.id"), nullable=False, **more)


def _person(name: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[int]:
    person = sa.ForeignKey("staff_user.id")
    return sa.Column(name, sa.BigInteger(), person, nullable=nullable, primary_key=primary_key)


def upgrade() -> None:
    op.create_table(
        "task",
        _id(),
        _case(index=True),
        _person("assignee_id"),
        _person("made_by_id"),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _person("done_by_id", nullable=True),
        sa.Column("done_at", _AT, nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
    )
    op.create_index("ix_task_open", "task", ["assignee_id", "due_on"], postgresql_where=sa.text("done_at IS NULL"))
    op.create_table(
        "reply_template",
        _id(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.Enum(*_KINDS, name="kind", native_enum=False, create_constraint=True, length=40)),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        _person("changed_by_id"),
    )
    op.create_table(
        "presence",
        _case(primary_key=True),
        _person("user_id", primary_key=True),
        sa.Column("seen_at", _AT, nullable=False),
        prefixes=["UNLOGGED"],
    )
    op.execute((_SQL / "0010_desk.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0010_desk_down.sql").read_text(encoding="utf-8"))
    for table in ("presence", "reply_template", "task"):
        op.drop_table(table)
