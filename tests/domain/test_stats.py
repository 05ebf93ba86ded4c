"""The report's arithmetic, against worked examples and the standard library."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.stats import balance_holds, median, percentile_90

NUMBERS = st.lists(st.integers(-50, 400), min_size=1, max_size=60)


@given(NUMBERS)
def test_the_median_is_the_middle_in_any_order(values: list[int]) -> None:
    assert median(values) == median(values[::-1]) == statistics.median(values)


@given(NUMBERS)
def test_at_least_nine_in_ten_do_not_exceed_the_90th_percentile_and_no_smaller_value_does(values: list[int]) -> None:
    found = percentile_90(values)
    assert found in values
    assert 10 * sum(value <= found for value in values) >= 9 * len(values)
    smaller = [value for value in values if value < found]
    assert not smaller or 10 * sum(value <= max(smaller) for value in values) < 9 * len(values)


@pytest.mark.parametrize(("values", "p90"), [(range(1, 11), 9), (range(1, 12), 10), ([7], 7), ([1, 2], 2)])
def test_nearest_rank(values: list[int], p90: int) -> None:
    assert percentile_90(values) == p90


def test_of_nothing_there_is_no_x() -> None:
    assert median([]) is percentile_90([]) is None


@given(*[st.integers(0, 1000)] * 5)
def test_the_balance_holds_for_exactly_one_closing_number(
    opening: int, received: int, resolved: int, forwarded: int, otherwise: int
) -> None:
    closing = opening + received - resolved - forwarded - otherwise
    assert balance_holds(opening, received, resolved, forwarded, otherwise, closing)
    assert not balance_holds(opening, received, resolved, forwarded, otherwise, closing + 1)
