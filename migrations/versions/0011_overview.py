"""Let the head's page count from indexes alone: open cases, and what came and was decided week by week."""

import sqlalchemy as sa
from alembic import op

revision = "0011_overview"
down_revision = "0010_desk"

_OPEN = (
    "status IN ('received', 'registered', 'triaged', 'returned', 'in_progress', 'awaiting_unit', 'awaiting_citizen',"
    " 'answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
)
_OF_OPEN = ["path", "id", "assignee_id", "unit_id", "status", "received_day", "extended_days"]


def upgrade() -> None:
    op.create_index("ix_case_load", "case", ["due_on"], postgresql_where=sa.text(_OPEN), postgresql_include=_OF_OPEN)
    decided = ["path", "id", "due_on", "extended_days"]
    op.create_index("ix_case_decided", "case", ["decided_at"], postgresql_include=decided)
    op.drop_index("ix_case_received", "case")
    op.create_index("ix_case_received", "case", ["received_at"], postgresql_include=["path", "id"])


def downgrade() -> None:
    op.drop_index("ix_case_received", "case")
    op.create_index("ix_case_received", "case", ["received_at"])
    op.drop_index("ix_case_decided", "case")
    op.drop_index("ix_case_load", "case")
