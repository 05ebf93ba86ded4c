"""Let a merged petitioner appeal; name the earlier answer in letters to repeats; dismiss what only looks alike."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0013_letter_mends"
down_revision = "0012_law_mends"

_SQL = Path(__file__).parents[1] / "sql"


def _case(name: str, **more: bool) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey("case.id"), primary_key=True, **more)


def upgrade() -> None:
    op.create_table(
        "case_unrelated",
        _case("case_id"),
        _case("other_id", index=True),
        sa.Column("said_by_id", sa.BigInteger(), sa.ForeignKey("staff_user.id"), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("case_id < other_id", name="one_row_a_pair"),
    )
    op.execute((_SQL / "0013_letter_mends.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0013_letter_mends_down.sql").read_text(encoding="utf-8"))
    op.drop_table("case_unrelated")
