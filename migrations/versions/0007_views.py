"""Keep saved and shared views of the queue; let the desk find its rows by indexes at any size."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007_views"
down_revision = "0006_law"

_SQL = Path(__file__).parents[1] / "sql"
_OPEN = (
    "status IN ('received', 'registered', 'triaged', 'returned', 'in_progress', 'awaiting_unit', 'awaiting_citizen',"
    " 'answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
)
_PROPOSED = "status IN ('answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
_UNREAD = "citizen_wrote_at IS NOT NULL AND (staff_read_at IS NULL OR staff_read_at < citizen_wrote_at)"
_INCLUDED = {"ix_case_due_proposed": ["path", "proposed_by_id", "appealed_at"]}
"""What is filtered by besides: counted from the index alone."""
_INDEXES: tuple[tuple[str, str, tuple[str, ...], str | None], ...] = (
    ("ix_case_due", "case", ("due_on", "id"), None),
    ("ix_case_due_open", "case", ("due_on", "id"), _OPEN),
    ("ix_case_due_unassigned", "case", ("due_on", "id"), f"assignee_id IS NULL AND {_OPEN}"),
    ("ix_case_due_proposed", "case", ("due_on", "id"), _PROPOSED),
    ("ix_case_due_unread", "case", ("due_on", "id"), _UNREAD),
    ("ix_case_due_integrity", "case", ("due_on", "id"), f"path = 'integrity' AND {_OPEN}"),
    ("ix_case_due_status", "case", ("status", "due_on", "id"), None),
    ("ix_case_due_unit", "case", ("unit_id", "due_on", "id"), None),
    ("ix_case_due_assignee", "case", ("assignee_id", "due_on", "id"), None),
    ("ix_case_received_day", "case", ("received_day", "id"), None),
    ("ix_theme_decision_theme", "theme_decision", ("theme", "case_id"), None),
)


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("owner_id", sa.BigInteger(), sa.ForeignKey("staff_user.id"), nullable=False, index=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name"),
        sa.CheckConstraint(
            "filter ~ '^((queue|status|kind|service|theme|mode|sort)=[a-z_]{1,40}|(unit|assignee)=[0-9]{1,19}"
            "|&(?=[a-z]))*$'",
            name="filter",
        ),
    )
    for name, table, columns, where in _INDEXES:
        if where is None:
            op.create_index(name, table, list(columns))
        else:
            held = _INCLUDED.get(name, ["path"])
            op.create_index(name, table, list(columns), postgresql_where=sa.text(where), postgresql_include=held)
    op.execute((_SQL / "0007_views.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0007_views_down.sql").read_text(encoding="utf-8"))
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table)
    op.drop_table("saved_view")
