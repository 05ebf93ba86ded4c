"""Fill in what a new authority starts from: units, rules with their basis, days off."""

from datetime import date

import holidays
import sqlalchemy as sa
from alembic import op

from caseapp.domain.rules import RULES
from caseapp.domain.units import UNITS

revision = "0004_reference"
down_revision = "0003_jobs"

FIRST_YEAR, LAST_YEAR = 2023, 2035

_unit = sa.table("unit", *(sa.column(c) for c in ("code", "name_mn", "name_en", "level", "parent_id", "active")))
_rule = sa.table(
    "deadline_rule",
    *(
        sa.column(c)
        for c in ("code", "version", "value", "unit", "basis_mn", "basis_en", "source", "verified", "current")
    ),
)
_day = sa.table("special_day", *(sa.column(c) for c in ("day", "name_mn", "name_en", "working")))


def _days_off() -> list[dict[str, object]]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    mongolian, english = (holidays.country_holidays("MN", years=years, language=lang) for lang in ("mn", "en_US"))
    return [
        {"day": day, "name_mn": mongolian[day], "name_en": english[day], "working": False}
        for day in sorted(mongolian)
        if isinstance(day, date)
    ]


def upgrade() -> None:
    for unit in UNITS:
        op.execute(
            sa.insert(_unit).values(
                code=unit.code,
                name_mn=unit.name_mn,
                name_en=unit.name_en,
                level=unit.level.value,
                active=True,
                parent_id=sa.select(sa.table("unit", sa.column("id"), sa.column("code")).c.id)
                .where(sa.column("code") == (unit.parent or ""))
                .scalar_subquery(),
            )
        )
    op.bulk_insert(_rule, [{**vars(rule), "version": 1, "current": True} for rule in RULES])
    op.bulk_insert(_day, _days_off())


def downgrade() -> None:
    op.execute(sa.delete(_day))
    op.execute(sa.delete(_rule))
    op.execute(sa.text("UPDATE unit SET parent_id = NULL"))
    op.execute(sa.delete(_unit))
