"""What the public edition withholds so that no other line, table or quarter gives a small count away."""

import pytest

from caseapp.domain.disclosure import Table
from caseapp.domain.withholding import (
    NO_UNIT,
    OTHER_UNITS,
    UnitCount,
    balance_lines,
    integrity_lines,
    received_line,
    services_and_themes,
    timeliness_lines,
    unit_list,
)

QUIET = {"opening": 30, "received": 100, "resolved": 70, "forwarded": 10, "otherwise_closed": 12, "closing": 38}
WATCHED = {
    "received": 40,
    "classified": 40,
    "referred": 20,
    "referred_in_time": 20,
    "acknowledged": 20,
    "not_referred": 0,
    "open_at_end": 30,
}


def balance(**changed: int) -> dict[str, int]:
    lines = {**QUIET, **changed}
    lines["closing"] = changed.get("closing", lines["opening"] + lines["received"] - sum(list(lines.values())[2:5]))
    return lines


def withheld(printed: dict[str, int | None]) -> set[str]:
    return {name for name, value in printed.items() if value is None}


def test_a_balance_without_small_lines_is_printed() -> None:
    assert balance_lines(QUIET, 5) == QUIET


@pytest.mark.parametrize(
    ("small", "hidden"),
    [
        ({"forwarded": 2}, {"forwarded", "otherwise_closed"}),
        ({"forwarded": 2, "otherwise_closed": 3}, {"forwarded", "otherwise_closed", "resolved"}),
        ({"opening": 4}, {"opening", "forwarded"}),
        ({"otherwise_closed": 4, "forwarded": 0}, {"otherwise_closed", "resolved"}),
    ],
)
def test_only_cases_that_ended_accompany_a_small_line(small: dict[str, int], hidden: set[str]) -> None:
    """Opening and closing stand in the neighbours' editions, and received in every list."""
    printed = balance_lines(balance(**small), 5)
    assert withheld(printed) == hidden


def test_the_closing_line_goes_only_where_nothing_else_is_left_and_takes_the_next_opening_with_it() -> None:
    first = balance_lines(balance(resolved=0, forwarded=3, otherwise_closed=0), 5)
    assert withheld(first) == {"forwarded", "closing"}
    then = balance(opening=127, resolved=90)
    assert withheld(balance_lines(then, 5)) == set()
    assert withheld(balance_lines(then, 5, frozenset({"opening"}))) == {"opening", "forwarded"}


def test_a_small_closing_is_withheld_on_both_sides_of_the_quarters_end() -> None:
    ends = balance(resolved=100, forwarded=10, otherwise_closed=12)
    assert ends["closing"] == 8
    assert "closing" in withheld(balance_lines(ends, 5))
    assert "opening" in withheld(balance_lines(balance(opening=8), 5))


def test_a_quarter_of_fifteen_cases_prints_no_number_received() -> None:
    assert [received_line(received, 5) for received in (0, 1, 15, 16)] == [0, None, None, 16]
    assert received_line(3, 0) == 3
    assert "received" in withheld(balance_lines(balance(received=15, resolved=20, forwarded=0, otherwise_closed=0), 5))


@pytest.mark.parametrize(
    ("changed", "hidden"),
    [
        ({}, set()),
        ({"in_time": 68}, {"in_time"}),
        ({"in_time": 3}, {"in_time"}),
        ({"in_time": 0}, set()),
        ({"extended": 67}, {"extended"}),
        ({"overdue_open": 36}, {"overdue_open"}),
        ({"overdue_open": 2}, {"overdue_open"}),
    ],
)
def test_a_part_is_withheld_when_it_or_what_it_leaves_is_small(changed: dict[str, int], hidden: set[str]) -> None:
    values = {"decided": 70, "in_time": 60, "extended": 20, "overdue_open": 10, "open_at_end": 38, **changed}
    printed = timeliness_lines(values, [10] * 70, dict(QUIET), 5)
    assert withheld(printed) - {"in_time_percent"} == hidden
    assert (printed["in_time_percent"] is None) == ("in_time" in hidden)


def test_the_lines_of_timeliness_go_with_the_balance_that_they_repeat() -> None:
    values = {"decided": 70, "in_time": 60, "extended": 20, "overdue_open": 10, "open_at_end": 38}
    printed = timeliness_lines(values, [10] * 70, {**QUIET, "resolved": None, "closing": None}, 5)
    assert set(printed.values()) == {None}


def test_integrity_without_small_counts_is_printed() -> None:
    assert integrity_lines(WATCHED, 10) == WATCHED


@pytest.mark.parametrize(
    ("changed", "hidden"),
    [
        ({"referred_in_time": 17}, {"referred_in_time"}),
        ({"classified": 38}, {"classified"}),
        ({"acknowledged": 15}, {"acknowledged"}),
        (
            {"not_referred": 4},
            {"referred", "referred_in_time", "acknowledged", "not_referred", "open_at_end"},
        ),
        ({"referred": 0, "referred_in_time": 0, "acknowledged": 0}, set(WATCHED)),
        ({"received": 9}, set(WATCHED)),
    ],
)
def test_the_rest_that_integrity_lines_leave_is_about_people_too(changed: dict[str, int], hidden: set[str]) -> None:
    assert withheld(integrity_lines({**WATCHED, **changed}, 10)) == hidden


def test_what_became_of_reports_is_withheld_after_a_quarter_whose_open_ones_were() -> None:
    """Else this quarter's opening, and with it what the last one withheld, could be computed."""
    printed = integrity_lines(WATCHED, 10, chained=True)
    assert withheld(printed) == {"referred", "referred_in_time", "acknowledged", "not_referred"}


def unit(code: str, cases: int) -> UnitCount:
    return UnitCount(code, code, code, cases)


def test_units_add_up_to_all_that_was_received() -> None:
    found = unit_list([unit("B", 30), unit("A", 40), unit("C", 9)], 100, 100, 5)
    assert found.labels == ("A", "B", "C", NO_UNIT)
    assert (found.counts, found.total) == ((40, 30, 9, 21), 100)


def test_units_that_cannot_hide_a_small_rest_are_not_named() -> None:
    found = unit_list([unit(code, 5) for code in "ABC"] + [unit("D", 2)], 17, 17, 5)
    assert (found.labels, found.counts, found.total) == ((OTHER_UNITS,), (17,), 17)


def test_the_internal_edition_names_every_unit() -> None:
    found = unit_list([unit("B", 1), unit("A", 2)], 4, 4, 0)
    assert (found.labels, found.counts) == (("A", "B", NO_UNIT), (2, 1, 1))


THEMES = Table(("queue", "delay"), ("civil", "property", "legal"), ((30, 12, 0), (20, 8, 2)))


def test_services_with_room_for_their_themes_hide_a_small_one() -> None:
    """Two of legal entities' cases carry a theme: that there are three is hidden behind property's twenty-five."""
    services, table, base = services_and_themes([60, 25, 3], THEMES, 70, 88, 5)
    assert (services.counts, services.total, base) == ((60, None, None), 88, 70)
    assert table.cells[1][2] is None


def test_where_services_leave_no_room_the_themes_are_withheld_whole() -> None:
    services, table, _ = services_and_themes([31, 13, 3], THEMES, 45, 47, 5)
    assert (table.total, table.cells[0]) == (None, (None, None, 0))
    assert services.counts == (31, None, None)


def test_few_cases_with_a_theme_are_not_told_by_service() -> None:
    services, table, base = services_and_themes(
        [60, 25, 20], Table(("queue",), ("a", "b", "c"), ((6, 0, 0),)), 6, 105, 5
    )
    assert (table.total, base, services.counts) == (None, None, (60, 25, 20))


def test_a_theme_is_printed_without_its_services_only_where_none_of_them_follows_from_it() -> None:
    """Two services of few cases leave no room for a table: of the themes alone, what pins no cell is still told."""
    services, columns = (12, 11, 3, 2), ("civil", "property", "archive", "other")
    counts = ((9, 8, 0, 0), (12, 11, 0, 0), (6, 0, 0, 0), (2, 1, 1, 1))
    themes = Table(("wide", "pinned by its services", "one service", "small"), columns, counts)
    _plain, table, _base = services_and_themes(services, themes, 26, 28, 5)
    assert table.row_totals == (17, None, None, None)
    assert {cell for line in table.cells for cell in line} == {None, 0}
