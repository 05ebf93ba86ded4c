"""A reader of the printed report with a linear-programming solver: how far can they narrow a withheld entry down?"""

from itertools import count

import numpy as np
from scipy.optimize import linprog

from caseapp.domain.disclosure import PrintedList, PrintedTable

Sum = tuple[list[int | None], int | None]
"""Entries that add up to a total, each printed or withheld (None)."""


class _Equations:
    """Every entry of a print-out as a variable, fixed where it is printed."""

    def __init__(self, least: int) -> None:
        self._least = least
        self._numbers = count()
        self.printed: list[int | None] = []
        self.sums: list[tuple[list[int], int]] = []

    def entry(self, shown: int | None) -> int:
        self.printed.append(shown)
        return next(self._numbers)

    def ranges(self) -> list[tuple[int, float]]:
        """For each withheld entry the width of what it could be; infinite where nothing limits it."""
        matrix = np.zeros((len(self.sums), len(self.printed)))
        for row, (parts, whole) in enumerate(self.sums):
            matrix[row, parts] = 1
            matrix[row, whole] = -1
        bounds = [(self._least, None) if shown is None else (shown, shown) for shown in self.printed]
        return [(i, self._width(i, matrix, bounds)) for i, shown in enumerate(self.printed) if shown is None]

    def _width(self, entry: int, matrix: np.ndarray, bounds: list[tuple[int, int | None]]) -> float:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(self.printed))
            goal[entry] = sign
            found = linprog(goal, A_eq=matrix, b_eq=np.zeros(len(self.sums)), bounds=bounds, method="highs")
            ends.append(sign * found.fun if found.status == 0 else float("inf"))
        return ends[1] - ends[0]


def narrowest(printed: PrintedTable | PrintedList, least: int = 1) -> float:
    """The width of the narrowest withheld entry's range, given all that is printed and that totals are totals.

    Where zeros are printed a withheld entry is at least 1. Whole numbers need no extra care here: what adds up by rows
    and columns has its extremes at whole numbers."""
    equations = _Equations(least)
    if isinstance(printed, PrintedList):
        parts = [equations.entry(shown) for shown in printed.counts]
        equations.sums.append((parts, equations.entry(printed.total)))
    else:
        _table(equations, printed)
    return min((width for _, width in equations.ranges()), default=float("inf"))


def _table(equations: _Equations, printed: PrintedTable) -> None:
    cells = [[equations.entry(shown) for shown in line] for line in printed.cells]
    rows = [equations.entry(shown) for shown in printed.row_totals]
    columns = [equations.entry(shown) for shown in printed.column_totals]
    total = equations.entry(printed.total)
    equations.sums += zip(cells, rows, strict=True)
    equations.sums += [([line[j] for line in cells], column) for j, column in enumerate(columns)]
    equations.sums += [(rows, total), (columns, total)]
