"""Small cells: what a public table withholds so that nobody can be counted out of it.

An entry is unsafe below the threshold; further entries are withheld until every withheld one could still hold a range
of values at least as wide as the threshold, given all that is printed. Zeros are printed, so whoever reads a dash knows
that it is 1 or more. A table with its totals is a circulation: cells flow from their row to their column, totals flow
back. The range of a withheld entry is then the greatest flow that can be sent around it through the other withheld
entries, which is exact.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

Node = str
Arc = tuple[Node, Node]
_Way = tuple[Node, Arc, int]

_ALL_ROWS, _ALL_COLUMNS = "rows", "columns"
_GRAND_TOTAL = (_ALL_ROWS, _ALL_COLUMNS)
_UNBOUNDED = 10**12


@dataclass(frozen=True)
class Table:
    """Counts by row and column, printed with row totals, column totals and the grand total."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class PrintedTable:
    """What may be printed: None stands for a withheld entry, which is shown as a dash and never as 0."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    @property
    def withheld(self) -> int:
        entries = [*(c for line in self.cells for c in line), *self.row_totals, *self.column_totals, self.total]
        return sum(entry is None for entry in entries)


@dataclass(frozen=True)
class Ties:
    """What else is printed about a table's entries: by row or column the most that each cell can be, and all rows'."""

    cells: Mapping[int, int] = field(default_factory=dict)
    """By column, the greatest count that another table leaves room for in any of its cells."""
    rows: int | None = None
    """The greatest count that a row's total could be; all rows together are at least as many."""


@dataclass(frozen=True)
class _Circulation:
    """Every entry as an arc with its value as the flow, and what a reader knows of each before any is printed."""

    flows: Mapping[Arc, int]
    least: int
    most: Mapping[Arc, int]
    total_at_least: int

    def up(self, arc: Arc) -> int:
        return self.most.get(arc, _UNBOUNDED) - self.flows[arc]

    def down(self, arc: Arc) -> int:
        least = max(self.least, self.total_at_least) if arc == _GRAND_TOTAL else self.least
        return max(0, self.flows[arc] - least)


def _circulation(table: Table, ties: Ties, *, zeros_unsafe: bool) -> _Circulation:
    flows: dict[Arc, int] = {}
    most: dict[Arc, int] = {}
    for i, line in enumerate(table.counts):
        for j, count in enumerate(line):
            flows[f"r{i}", f"c{j}"] = count
            limits = [limit for limit in (ties.cells.get(j), ties.rows) if limit is not None]
            if limits:
                most[f"r{i}", f"c{j}"] = min(limits)
        flows[_ALL_COLUMNS, f"r{i}"] = sum(line)
        if ties.rows is not None:
            most[_ALL_COLUMNS, f"r{i}"] = ties.rows
    for j in range(len(table.columns)):
        flows[f"c{j}", _ALL_ROWS] = sum(line[j] for line in table.counts)
    flows[_GRAND_TOTAL] = sum(map(sum, table.counts))
    return _Circulation(flows, 0 if zeros_unsafe else 1, most, ties.rows or 0)


def _residual(known: _Circulation, hidden: Iterable[Arc]) -> dict[Node, dict[Node, int]]:
    capacity: dict[Node, dict[Node, int]] = {}
    for arc in hidden:
        tail, head = arc
        capacity.setdefault(tail, {})[head] = known.up(arc)
        capacity.setdefault(head, {})[tail] = known.down(arc)
    return capacity


def _path(capacity: Mapping[Node, Mapping[Node, int]], source: Node, sink: Node) -> list[Arc] | None:
    before: dict[Node, Node] = {source: source}
    queue = deque([source])
    while queue:
        here = queue.popleft()
        for there, room in capacity.get(here, {}).items():
            if room <= 0 or there in before:
                continue
            before[there] = here
            if there == sink:
                return _walk_back(before, source, sink)
            queue.append(there)
    return None


def _walk_back(before: Mapping[Node, Node], source: Node, sink: Node) -> list[Arc]:
    path, here = [], sink
    while here != source:
        path.append((before[here], here))
        here = before[here]
    return path


def _send(capacity: dict[Node, dict[Node, int]], source: Node, sink: Node, limit: int) -> int:
    """The greatest flow up to `limit` (Edmonds and Karp, 1972)."""
    sent = 0
    while sent < limit and (path := _path(capacity, source, sink)) is not None:
        step = min(limit - sent, *(capacity[a][b] for a, b in path))
        for a, b in path:
            capacity[a][b] -= step
            capacity[b][a] = capacity[b].get(a, 0) + step
        sent += step
    return sent


def _range_width(known: _Circulation, hidden: frozenset[Arc], arc: Arc, enough: int) -> int:
    """How many values, less one, the hidden entry could take; counted up to `enough`."""
    tail, head = arc
    others = hidden - {arc}
    down = _send(_residual(known, others), tail, head, min(enough, known.down(arc)))
    if down >= enough:
        return down
    return down + _send(_residual(known, others), head, tail, min(enough - down, known.up(arc)))


def _price(flows: Mapping[Arc, int], arc: Arc) -> int:
    """What withholding costs the reader: large counts more than small ones, totals more than any cells."""
    is_total = _ALL_ROWS in arc or _ALL_COLUMNS in arc
    return flows[arc] + 1 + (is_total and 1000 * (1 + flows[_ALL_ROWS, _ALL_COLUMNS]))


def _ways(known: _Circulation, hidden: frozenset[Arc], pinned: Arc, threshold: int) -> dict[Node, list[_Way]]:
    """Where a flow of the threshold's size could go from each node, through which entry and at what price."""
    ways: dict[Node, list[_Way]] = {}
    for arc, count in known.flows.items():
        if arc == pinned or (count == 0 and arc not in hidden):
            continue
        price = 0 if arc in hidden else _price(known.flows, arc)
        if known.up(arc) >= threshold:
            ways.setdefault(arc[0], []).append((arc[1], arc, price))
        if known.down(arc) >= threshold:
            ways.setdefault(arc[1], []).append((arc[0], arc, price))
    return ways


def _companions(known: _Circulation, hidden: frozenset[Arc], pinned: Arc, threshold: int) -> frozenset[Arc]:
    """The cheapest further entries that free a pinned one: the shortest way round it (E. W. Dijkstra, 1959)."""
    ways, flows = _ways(known, hidden, pinned, threshold), known.flows
    tail, head = pinned
    queue: list[tuple[int, Node, tuple[Arc, ...]]] = [(0, head, ())]
    seen: set[Node] = set()
    while queue:
        price, here, used = heappop(queue)
        if here == tail:
            return frozenset(used) - hidden
        if here not in seen:
            seen.add(here)
            for there, arc, more in ways.get(here, ()):
                heappush(queue, (price + more, there, (*used, arc)))
    rest = [arc for arc, count in flows.items() if arc not in hidden and count > 0]
    return frozenset(sorted(rest, key=lambda arc: (_price(flows, arc), arc))[:1])


def _hidden(known: _Circulation, threshold: int) -> frozenset[Arc]:
    """The unsafe entries and as many others as protect them."""
    hidden = frozenset(arc for arc, count in known.flows.items() if known.least <= count < threshold)
    while True:
        pinned = [arc for arc in sorted(hidden) if _range_width(known, hidden, arc, threshold) < threshold]
        if not pinned:
            return hidden
        companions = _companions(known, hidden, pinned[0], threshold)
        if not companions:
            return frozenset(arc for arc, count in known.flows.items() if count >= known.least)
        hidden |= companions


NO_TIES = Ties()


def protect(table: Table, threshold: int, *, zeros_unsafe: bool = False, ties: Ties = NO_TIES) -> PrintedTable:
    """The table as the public edition prints it; a threshold of 0 prints everything (the internal edition)."""
    known = _circulation(table, ties, zeros_unsafe=zeros_unsafe)
    return _printed(table, known.flows, _hidden(known, threshold) if threshold > 0 else frozenset())


def withhold_table(table: Table) -> PrintedTable:
    """Nothing of the table but its zeros."""
    flows = _circulation(table, NO_TIES, zeros_unsafe=False).flows
    return _printed(table, flows, frozenset(arc for arc, count in flows.items() if count))


def _printed(table: Table, flows: Mapping[Arc, int], hidden: frozenset[Arc]) -> PrintedTable:
    def shown(tail: Node, head: Node) -> int | None:
        return None if (tail, head) in hidden else flows[tail, head]

    rows, columns = range(len(table.rows)), range(len(table.columns))
    return PrintedTable(
        table.rows,
        table.columns,
        tuple(tuple(shown(f"r{i}", f"c{j}") for j in columns) for i in rows),
        tuple(shown(_ALL_COLUMNS, f"r{i}") for i in rows),
        tuple(shown(f"c{j}", _ALL_ROWS) for j in columns),
        shown(_ALL_ROWS, _ALL_COLUMNS),
    )


@dataclass(frozen=True)
class PrintedList:
    """Counts that add up to a printed total (themes, of which a case may carry several, to none)."""

    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    total: int | None

    @property
    def withheld(self) -> int:
        return sum(count is None for count in self.counts)


def protect_list(
    labels: tuple[str, ...], counts: tuple[int, ...], threshold: int, *, least: tuple[int, ...] = ()
) -> PrintedList:
    """Counts that add up to a printed total; `least` is what a reader knows each withheld one to be at least.

    Any withheld count moves as far as all withheld ones together could shrink, so that is what must reach the
    threshold. Where not even all of them do, the total is withheld, too."""
    total = sum(counts)
    if threshold <= 0:
        return PrintedList(labels, counts, total)
    least = least or (1,) * len(counts)
    hidden = {i for i, count in enumerate(counts) if 0 < count < threshold}
    while hidden and (len(hidden) < 2 or sum(counts[i] - least[i] for i in hidden) < threshold):
        rest = [i for i, count in enumerate(counts) if i not in hidden and count > least[i]]
        if not rest:
            return withhold_list(labels, counts)
        hidden.add(min(rest, key=lambda i: (counts[i], i)))
    return PrintedList(labels, tuple(None if i in hidden else count for i, count in enumerate(counts)), total)


def withhold_list(labels: tuple[str, ...], counts: tuple[int, ...]) -> PrintedList:
    """Nothing of a distribution but its zeros."""
    return PrintedList(labels, tuple(count and None for count in counts), None if any(counts) else 0)


def share(part: int | None, whole: int | None) -> float | None:
    """A percentage that follows its cells: withheld when either is, absent when there is nothing to divide by."""
    if part is None or not whole:
        return None
    return 100 * part / whole
