"""Let the database defend itself: roles, rights, row-level security, the ledger's triggers."""

from pathlib import Path

from alembic import op

revision = "0002_defence"
down_revision = "0001_tables"

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((_SQL / "0002_defence.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((_SQL / "0002_defence_down.sql").read_text(encoding="utf-8"))
