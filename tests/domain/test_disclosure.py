"""Small cells: an attacker with the printed table and a solver learns less than the threshold of any withheld entry."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from caseapp.domain.disclosure import (
    PrintedList,
    PrintedTable,
    Table,
    Ties,
    protect,
    protect_list,
    share,
    withhold_table,
)
from tests.domain.attacker import narrowest

SMALL = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(0, 40))
THRESHOLDS = st.sampled_from([2, 3, 5, 10])
EPSILON = 1e-6


def table(counts: list[list[int]] | tuple[tuple[int, ...], ...]) -> Table:
    lines = tuple(tuple(line) for line in counts)
    width = len(lines[0]) if lines else 0
    return Table(tuple(f"unit {i}" for i in range(len(lines))), tuple(f"theme {j}" for j in range(width)), lines)


def _lines(width: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(SMALL, min_size=width, max_size=width), min_size=1, max_size=5)


TABLES = st.integers(1, 5).flatmap(_lines).map(table)
LISTS = st.lists(SMALL, min_size=1, max_size=8).map(tuple)


def entries(printed: PrintedTable | PrintedList) -> Iterator[int | None]:
    if isinstance(printed, PrintedList):
        yield from (*printed.counts, printed.total)
    else:
        for line in printed.cells:
            yield from line
        yield from (*printed.row_totals, *printed.column_totals, printed.total)


def as_counted(original: Table) -> PrintedTable:
    return PrintedTable(
        original.rows,
        original.columns,
        original.counts,
        tuple(sum(line) for line in original.counts),
        tuple(sum(column) for column in zip(*original.counts, strict=True)),
        sum(sum(line) for line in original.counts),
    )


def test_the_attacker_finds_a_cell_that_its_margins_give_away() -> None:
    """Without a companion the withheld 3 follows from the row: the check itself must be able to fail."""
    naive = PrintedTable(("a", "b"), ("x", "y"), ((None, 20), (30, 40)), (23, 70), (33, 60), 93)
    assert narrowest(naive) < EPSILON
    half = PrintedTable(("a", "b"), ("x", "y"), ((None, None), (None, None)), (3, 70), (33, 40), 73)
    assert 0 < narrowest(half) < 2, "1 and 2 remain"
    assert 2 < narrowest(half, least=0) < 4
    assert narrowest(PrintedList(("a", "b"), (None, 9), 12)) < EPSILON


@settings(max_examples=150)
@given(TABLES, THRESHOLDS, st.booleans())
def test_no_solver_narrows_a_withheld_entry_below_the_threshold(
    original: Table, threshold: int, zeros_unsafe: bool
) -> None:
    printed = protect(original, threshold, zeros_unsafe=zeros_unsafe)
    assert narrowest(printed, least=0 if zeros_unsafe else 1) >= threshold - EPSILON


@given(TABLES, THRESHOLDS, st.booleans())
def test_no_small_count_is_published_and_what_is_published_is_true(
    original: Table, threshold: int, zeros_unsafe: bool
) -> None:
    printed = protect(original, threshold, zeros_unsafe=zeros_unsafe)
    lowest = 0 if zeros_unsafe else 1
    for shown, counted in zip(entries(printed), entries(as_counted(original)), strict=True):
        assert shown is None or (shown == counted and shown not in range(lowest, threshold))
    assert printed.withheld == sum(shown is None for shown in entries(printed))


@given(TABLES)
def test_the_internal_edition_prints_everything(original: Table) -> None:
    assert protect(original, 0) == as_counted(original)
    assert protect(original, 0).withheld == 0


@given(TABLES, THRESHOLDS)
def test_a_table_of_large_counts_and_zeros_is_printed_whole(original: Table, threshold: int) -> None:
    large = table([[count and count + threshold for count in line] for line in original.counts])
    assert protect(large, threshold) == as_counted(large)


@given(TABLES, THRESHOLDS)
def test_zeros_of_an_integrity_table_are_withheld(original: Table, threshold: int) -> None:
    """That nobody of a unit was reported is a fact about its people, too."""
    assume(any(0 in line for line in original.counts))
    printed = protect(original, threshold, zeros_unsafe=True)
    assert 0 not in list(entries(printed))
    assert printed.withheld > 0


def test_one_small_cell_takes_a_few_companions_with_it_and_no_totals() -> None:
    printed = protect(table([[3, 20, 30], [40, 50, 60], [70, 80, 90]]), 5)
    assert printed.cells == ((None, None, 30), (None, None, 60), (70, 80, 90))
    assert printed.row_totals == (53, 150, 240)
    assert printed.total == 443
    assert printed.withheld == 4


def test_the_same_counts_are_withheld_the_same_way_each_time() -> None:
    """So that two print-outs of a frozen quarter cannot be laid over each other."""
    counts = [[3, 20, 0], [7, 7, 7], [2, 80, 90]]
    assert protect(table(counts), 5) == protect(table(counts), 5)


@pytest.mark.parametrize(
    "counts", [[], [[3]], [[0, 0], [0, 0]], [[1, 1], [1, 1]]], ids=["none", "one", "zeros", "ones"]
)
def test_the_smallest_tables(counts: list[list[int]]) -> None:
    printed = protect(table(counts), 5)
    assert all(shown in (None, 0) for shown in entries(printed))


@settings(max_examples=150)
@given(LISTS, THRESHOLDS)
def test_no_solver_narrows_a_withheld_count_of_a_distribution(counts: tuple[int, ...], threshold: int) -> None:
    printed = protect_list(tuple(map(str, range(len(counts)))), counts, threshold, least=())
    assert narrowest(printed) >= threshold - EPSILON


@given(LISTS, THRESHOLDS)
def test_a_distribution_publishes_no_small_count_and_nothing_untrue(counts: tuple[int, ...], threshold: int) -> None:
    printed = protect_list(tuple(map(str, range(len(counts)))), counts, threshold)
    for shown, counted in zip(entries(printed), (*counts, sum(counts)), strict=True):
        assert shown is None or (shown == counted and not 0 < shown < threshold)
    assert printed.withheld == sum(shown is None for shown in printed.counts)


@given(LISTS)
def test_the_internal_edition_prints_every_distribution(counts: tuple[int, ...]) -> None:
    labels = tuple(map(str, range(len(counts))))
    assert protect_list(labels, counts, 0) == PrintedList(labels, counts, sum(counts))


def test_the_smallest_large_count_accompanies_a_lone_small_one() -> None:
    assert protect_list(("a", "b", "c"), (3, 40, 9), 5).counts == (None, 40, None)


def test_what_a_reader_knows_to_be_large_has_less_to_spare() -> None:
    """A unit that is named has five cases or more, so of nine only four can stand in for the others."""
    assert protect_list(("a", "b", "c"), (1, 40, 9), 5, least=(1, 5, 5)).counts == (None, None, None)
    assert protect_list(("a", "b", "c"), (2, 40, 9), 5, least=(1, 5, 5)).counts == (None, 40, None)


def test_a_small_total_is_withheld_with_all_of_its_parts() -> None:
    assert protect_list(("a", "b", "c"), (3, 0, 1), 5) == PrintedList(("a", "b", "c"), (None, 0, None), None)


def test_an_empty_distribution_says_so() -> None:
    assert protect_list(("a", "b"), (0, 0), 5) == PrintedList(("a", "b"), (0, 0), 0)


def test_a_table_of_which_nothing_may_be_told_keeps_its_zeros() -> None:
    printed = withhold_table(table([[3, 0], [40, 0]]))
    assert list(entries(printed)) == [None, 0, None, 0, None, None, None, 0, None]


def test_a_cell_that_another_table_leaves_no_room_for_hides_nothing() -> None:
    """Of a service with 31 cases a theme's 30 could rise by one: the rows' totals are withheld in its place."""
    original = table([[4, 30], [20, 30]])
    assert protect(original, 5).cells == ((None, None), (None, None))
    tied = protect(original, 5, ties=Ties({0: 24, 1: 31}, 80))
    assert (tied.cells, tied.row_totals) == (((None, 30), (None, 30)), (None, None))


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 4, 25), (4, 4, 100), (0, 4, 0), (None, 4, None), (1, None, None), (None, None, None), (0, 0, None)],
)
def test_a_share_is_withheld_with_its_cells(part: int | None, whole: int | None, percent: float | None) -> None:
    assert share(part, whole) == percent
