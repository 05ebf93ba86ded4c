"""Let every queue of the desk be counted and walked from an index alone, and the policy of cases be asked quickly."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0014_queue_speed"
down_revision = "0013_letter_mends"

_SQL = Path(__file__).parents[1] / "sql"
_OPEN = (
    "status IN ('received', 'registered', 'triaged', 'returned', 'in_progress', 'awaiting_unit', 'awaiting_citizen',"
    " 'answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
)
_PROPOSED = "status IN ('answer_proposed', 'return_proposed', 'referral_proposed', 'no_referral_proposed')"
_ASKED_OF_PROPOSED = ["path", "status", "proposed_by_id", "appealed_at", "is_repeat"]


def _index(name: str, columns: list[str], included: list[str], where: str | None = None) -> None:
    only = sa.text(where) if where else None
    op.create_index(name, "case", columns, postgresql_include=included, postgresql_where=only)


def upgrade() -> None:
    for name in ("ix_case_due", "ix_case_due_status", "ix_case_due_proposed"):
        op.drop_index(name, "case")
    _index("ix_case_due", ["due_on", "id"], ["path"])
    _index("ix_case_due_status", ["status", "due_on", "id"], ["path"])
    _index("ix_case_due_proposed", ["due_on", "id"], _ASKED_OF_PROPOSED, _PROPOSED)
    _index("ix_case_due_mine", ["assignee_id", "due_on", "id"], ["path"], _OPEN)
    op.execute((_SQL / "0014_queue_speed.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0014_queue_speed_down.sql").read_text(encoding="utf-8"))
    for name in ("ix_case_due_mine", "ix_case_due_proposed", "ix_case_due_status", "ix_case_due"):
        op.drop_index(name, "case")
    op.create_index("ix_case_due", "case", ["due_on", "id"])
    op.create_index("ix_case_due_status", "case", ["status", "due_on", "id"])
    _index("ix_case_due_proposed", ["due_on", "id"], ["path", "proposed_by_id", "appealed_at"], _PROPOSED)
