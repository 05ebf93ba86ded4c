"""Apply changed rules and days off on confirmation; remind in time; let a rule pause the clock."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006_law"
down_revision = "0005_citizens_side"

_SQL = Path(__file__).parents[1] / "sql"
_AT = sa.DateTime(timezone=True)
_STAGES = ("in_seven", "in_three", "in_one", "overdue", "acknowledge_soon", "acknowledge_over")


def _pausing() -> None:
    off, none = sa.text("false"), sa.text("''")
    op.add_column(
        "deadline_rule", sa.Column("pauses_while_awaiting_citizen", sa.Boolean(), nullable=False, server_default=off)
    )
    for column in ("pause_basis_mn", "pause_basis_en"):
        op.add_column("deadline_rule", sa.Column(column, sa.Text(), nullable=False, server_default=none))
    op.create_check_constraint(
        op.f("ck_deadline_rule_pauses"),
        "deadline_rule",
        "NOT pauses_while_awaiting_citizen OR"
        " (unit IN ('calendar', 'working') AND pause_basis_mn <> '' AND pause_basis_en <> '')",
    )
    op.create_table(
        "waiting",
        sa.Column("case_id", sa.BigInteger(), sa.ForeignKey("case.id"), primary_key=True, autoincrement=False),
        sa.Column("since", _AT, primary_key=True),
        sa.Column("until", _AT, nullable=True),
        sa.CheckConstraint("until >= since", name="order"),
    )


def _reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("case_id", sa.BigInteger(), sa.ForeignKey("case.id"), primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("staff_user.id"), primary_key=True, autoincrement=False),
        sa.Column(
            "stage",
            sa.Enum(*_STAGES, name="stage", native_enum=False, create_constraint=True, length=40),
            primary_key=True,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("seen_at", _AT, nullable=True),
    )
    op.create_index("ix_reminder_unseen", "reminder", ["user_id"], postgresql_where=sa.text("seen_at IS NULL"))


def upgrade() -> None:
    _pausing()
    op.add_column("case", sa.Column("due_rolls", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("case", sa.Column("acknowledged_at", _AT, nullable=True))
    op.create_index(
        "ix_case_unacknowledged",
        "case",
        ["received_day"],
        postgresql_where=sa.text("acknowledged_at IS NULL AND decided_at IS NULL"),
    )
    _reminders()
    op.execute((_SQL / "0006_law.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0006_law_down.sql").read_text(encoding="utf-8"))
    op.drop_table("reminder")
    op.drop_table("waiting")
    op.drop_index("ix_case_unacknowledged", "case")
    op.drop_column("case", "acknowledged_at")
    op.drop_column("case", "due_rolls")
    op.drop_constraint(op.f("ck_deadline_rule_pauses"), "deadline_rule", type_="check")
    for column in ("pause_basis_en", "pause_basis_mn", "pauses_while_awaiting_citizen"):
        op.drop_column("deadline_rule", column)
