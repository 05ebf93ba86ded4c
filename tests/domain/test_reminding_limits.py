"""When a term reaches a stage: so many working days before its end, and the acknowledgement in days of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.deadlines import Calendar
from caseapp.domain.reminding import Limits, Stage
from tests.domain.slow_counting import days_off

OFF = frozenset(days_off())
MONGOLIA = Calendar(OFF)
DAYS = st.dates(date(2024, 1, 1), date(2030, 6, 1))


def stage(today: str, due: str) -> Stage | None:
    return Limits.of(date.fromisoformat(today), MONGOLIA, 7).of_term(date.fromisoformat(due))


@pytest.mark.parametrize(
    ("today", "due", "expected"),
    [
        ("2026-03-02", "2026-03-01", Stage.OVERDUE),
        ("2026-03-02", "2026-03-02", Stage.IN_ONE),
        ("2026-03-02", "2026-03-03", Stage.IN_ONE),
        ("2026-03-02", "2026-03-04", Stage.IN_THREE),
        ("2026-03-02", "2026-03-05", Stage.IN_THREE),
        ("2026-03-02", "2026-03-06", Stage.IN_SEVEN),
        ("2026-03-02", "2026-03-11", Stage.IN_SEVEN),
        ("2026-03-02", "2026-03-12", None),
        ("2026-03-05", "2026-03-08", Stage.IN_ONE),
        ("2026-03-07", "2026-03-09", Stage.IN_ONE),
        ("2026-02-17", "2026-02-23", Stage.IN_ONE),
        ("2026-02-17", "2026-02-24", Stage.IN_THREE),
    ],
    ids=[
        "yesterday",
        "today",
        "one",
        "two",
        "three",
        "four",
        "seven",
        "eight",
        "a Sunday behind Friday",
        "from a Saturday",
        "behind Tsagaan sar",
        "the second day behind it",
    ],
)
def test_a_term_is_in_the_last_stage_that_it_reached(today: str, due: str, expected: Stage | None) -> None:
    assert stage(today, due) is expected


@given(DAYS, st.integers(-20, 30))
def test_stages_count_the_working_days_that_are_left(today: date, ahead: int) -> None:
    due = today + timedelta(days=ahead)
    left = sum(
        day.isoweekday() < 6 and day not in OFF for day in (today + timedelta(days=n) for n in range(1, ahead + 1))
    )
    expected = next(
        (name for limit, name in ((1, Stage.IN_ONE), (3, Stage.IN_THREE), (7, Stage.IN_SEVEN)) if left <= limit), None
    )
    assert Limits.of(today, MONGOLIA, 7).of_term(due) is (Stage.OVERDUE if ahead < 0 else expected)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-03-02", None),
        ("2026-03-06", None),
        ("2026-02-25", None),
        ("2026-02-24", Stage.ACKNOWLEDGE_SOON),
        ("2026-02-22", Stage.ACKNOWLEDGE_SOON),
        ("2026-02-21", Stage.ACKNOWLEDGE_OVER),
    ],
)
def test_nobody_acknowledged_within_seven_days_is_said_two_days_before(received: str, expected: Stage | None) -> None:
    """On 1 March 2026."""
    limits = Limits.of(date(2026, 3, 1), MONGOLIA, 7)
    assert limits.of_acknowledgement(date.fromisoformat(received)) is expected
