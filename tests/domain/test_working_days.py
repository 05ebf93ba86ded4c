"""Mongolia's working days from 2024 to 2027: every month against the law's days off, and the days around holidays."""

from calendar import monthrange
from datetime import date, timedelta

import holidays
import pytest

from caseapp.domain.deadlines import Calendar

YEARS = range(2024, 2028)
DAYS_OFF = frozenset(holidays.country_holidays("MN", years=YEARS))
MONGOLIA = Calendar(DAYS_OFF)
MONTHS = [(year, month) for year in YEARS for month in range(1, 13)]

BY_LAW = {(1, 1), (3, 8), (6, 1), (7, 11), (7, 12), (7, 13), (7, 14), (7, 15), (7, 10), (11, 26), (12, 29)}
"""Fixed days of the law on public holidays; the lunar ones are listed for the years checked."""
LUNAR = {
    2025: {(3, 1), (3, 2), (3, 3), (6, 11), (11, 21)},
    2026: {(2, 18), (2, 19), (2, 20), (5, 31), (11, 10)},
}


@pytest.mark.parametrize("year", sorted(LUNAR))
def test_the_calendar_knows_the_days_off_by_law(year: int) -> None:
    expected = {date(year, month, day) for month, day in BY_LAW | LUNAR[year]}
    assert {day for day in DAYS_OFF if day.year == year} == expected


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_a_month_has_its_weekdays_less_those_off(year: int, month: int) -> None:
    last = monthrange(year, month)[1]
    days = [date(year, month, n) for n in range(1, last + 1)]
    weekdays = {day for day in days if day.isoweekday() <= 5}
    before, end = days[0] - timedelta(days=1), days[-1]
    assert MONGOLIA.working_days_between(before, end) == len(weekdays - DAYS_OFF)


@pytest.mark.parametrize("day", sorted(DAYS_OFF), ids=str)
@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_term_received_on_a_day_off_counts_the_working_days_after_it(day: date, count: int) -> None:
    seen, end = 0, day
    while seen < count:
        end += timedelta(days=1)
        seen += end.isoweekday() not in {6, 7} and end not in DAYS_OFF
    assert not MONGOLIA.is_working(day)
    assert MONGOLIA.add_working_days(day, count) == end
    assert MONGOLIA.working_days_between(day, end) == count


def test_three_working_days_before_naadam_end_after_it() -> None:
    """Naadam 2026: off from Friday 10 to Wednesday 15 July."""
    assert MONGOLIA.add_working_days(date(2026, 7, 8), 3) == date(2026, 7, 17)


def test_a_saturday_worked_for_a_bridge_day_counts() -> None:
    """When the Government moves Monday 9 March 2026 to Saturday 7 March."""
    moved = Calendar(DAYS_OFF | {date(2026, 3, 9)}, frozenset({date(2026, 3, 7)}))
    assert moved.add_working_days(date(2026, 3, 6), 1) == date(2026, 3, 7)
    assert moved.add_working_days(date(2026, 3, 6), 2) == date(2026, 3, 10)
