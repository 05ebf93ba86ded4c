"""Keep on the case since when its clock stands still, so that no list calls it overdue meanwhile."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0012_law_mends"
down_revision = "0011_overview"

_SQL = Path(__file__).parents[1] / "sql"
_OPEN = (
    "status IN ('received', 'registered', 'triaged', 'returned', 'in_progress', 'awaiting_unit', 'awaiting_citizen',"
    " 'answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
)
_OF_OPEN = ["path", "id", "assignee_id", "unit_id", "status", "received_day", "extended_days"]


def _load(*included: str) -> None:
    columns = [*_OF_OPEN, *included]
    op.create_index("ix_case_load", "case", ["due_on"], postgresql_where=sa.text(_OPEN), postgresql_include=columns)


def upgrade() -> None:
    op.add_column("case", sa.Column("paused_since", sa.Date(), nullable=True))
    op.execute((_SQL / "0012_law_mends.sql").read_text())
    running = sa.text(f"paused_since IS NULL AND {_OPEN}")
    op.create_index(
        "ix_case_due_running", "case", ["due_on", "id"], postgresql_where=running, postgresql_include=["path"]
    )
    op.drop_index("ix_case_load", "case")
    _load("paused_since")


def downgrade() -> None:
    op.drop_index("ix_case_load", "case")
    _load()
    op.drop_index("ix_case_due_running", "case")
    op.execute((_SQL / "0012_law_mends_down.sql").read_text())
    op.drop_column("case", "paused_since")
