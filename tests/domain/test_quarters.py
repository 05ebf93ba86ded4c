"""Quarters as they are reported: every day in exactly one, whether cut off on a day or at the quarter's end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.days import local_day
from caseapp.domain.quarters import Quarter

CUTOFFS = st.one_of(st.just(0), st.integers(1, 28))
QUARTERS = st.builds(Quarter, st.integers(1991, 2199), st.integers(1, 4))
DAYS = st.dates(date(1991, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("written", "year", "number"),
    [
        ("2026Q1", 2026, 1),
        ("2026-Q4", 2026, 4),
        (" 2026Q3\n", 2026, 3),
        ("2026 оны I улирал", 2026, 1),
        ("2026 оны II улирал", 2026, 2),
        ("2026 оны III улирал", 2026, 3),
        ("2026 оны IV улирал", 2026, 4),
    ],
)
def test_a_quarter_is_read_from_each_of_its_forms(written: str, year: int, number: int) -> None:
    assert Quarter.parse(written) == Quarter(year, number)


@pytest.mark.parametrize(
    "written",
    ["", "2026", "2026Q0", "2026Q5", "26Q1", "2026q1", "Q1 2026", "2026 оны V улирал", "1989Q4", "2201Q1", "२०२६Q1"],
)
def test_anything_else_is_no_quarter(written: str) -> None:
    with pytest.raises(ValueError, match="2026Q3"):
        Quarter.parse(written)


@given(QUARTERS)
def test_a_quarter_is_read_back_from_what_it_writes(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == Quarter.parse(quarter.label()) == quarter


def test_labels_in_both_languages() -> None:
    assert Quarter(2026, 3).label() == "2026 оны III улирал"
    assert Quarter(2026, 4).label("en") == "Quarter IV of 2026"


@pytest.mark.parametrize(
    ("number", "cutoff", "first", "last"),
    [
        (1, 0, "2024-01-01", "2024-03-31"),
        (2, 0, "2024-04-01", "2024-06-30"),
        (3, 0, "2024-07-01", "2024-09-30"),
        (4, 0, "2024-10-01", "2024-12-31"),
        (1, 20, "2023-12-21", "2024-03-20"),
        (2, 20, "2024-03-21", "2024-06-20"),
        (3, 20, "2024-06-21", "2024-09-20"),
        (4, 20, "2024-09-21", "2024-12-20"),
    ],
)
def test_first_and_last_day(number: int, cutoff: int, first: str, last: str) -> None:
    quarter = Quarter(2024, number)
    assert quarter.first_day(cutoff) == date.fromisoformat(first)
    assert quarter.last_day(cutoff) == date.fromisoformat(last)


def test_bounds_are_local_midnights_told_in_utc() -> None:
    at_end = datetime(2025, 12, 31, 16, tzinfo=UTC), datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert Quarter(2026, 1).bounds() == at_end
    assert Quarter(2026, 1).bounds(20) == (
        datetime(2025, 12, 20, 16, tzinfo=UTC),
        datetime(2026, 3, 20, 16, tzinfo=UTC),
    )


@given(QUARTERS, CUTOFFS)
def test_each_quarter_begins_where_the_one_before_it_ends(quarter: Quarter, cutoff: int) -> None:
    assert quarter.previous().bounds(cutoff)[1] == quarter.bounds(cutoff)[0]
    assert quarter.next().bounds(cutoff)[0] == quarter.bounds(cutoff)[1]
    start, end = quarter.bounds(cutoff)
    assert start < end
    assert start.tzinfo is UTC


@given(DAYS, CUTOFFS)
def test_every_day_belongs_to_exactly_one_quarter(day: date, cutoff: int) -> None:
    found = Quarter.of(day, cutoff)
    around = (found.previous(), found, found.next())
    assert [q.first_day(cutoff) <= day <= q.last_day(cutoff) for q in around] == [False, True, False]


@given(st.datetimes(datetime(2018, 1, 2), datetime(2150, 1, 1)), CUTOFFS)
def test_a_moment_lies_in_the_half_open_bounds_of_its_local_days_quarter(naive: datetime, cutoff: int) -> None:
    moment = naive.replace(tzinfo=UTC)
    start, end = Quarter.of(local_day(moment), cutoff).bounds(cutoff)
    assert start <= moment < end


@given(QUARTERS, CUTOFFS)
def test_the_end_itself_belongs_to_the_next_quarter(quarter: Quarter, cutoff: int) -> None:
    end = quarter.bounds(cutoff)[1]
    assert Quarter.of(local_day(end), cutoff) == quarter.next()
    assert Quarter.of(local_day(end - timedelta(microseconds=1)), cutoff) == quarter


@given(QUARTERS)
def test_next_and_previous_undo_each_other_and_four_make_a_year(quarter: Quarter) -> None:
    assert quarter.next().previous() == quarter.previous().next() == quarter
    assert quarter.previous() < quarter < quarter.next()
    assert quarter.previous().previous().previous().previous() == quarter.same_of_last_year()
