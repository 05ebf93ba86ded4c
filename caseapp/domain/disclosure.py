"""Small cells: what a public table withholds so that nobody can be counted out of it.

An entry is unsafe below the threshold; further entries are withheld until every withheld one could still hold a range
of values at least as wide as the threshold, given all that is printed. A table with its totals is a circulation: cells
flow from their row to their column, totals flow back. The range of a withheld entry is then the greatest flow that can
be sent around it through the other withheld entries, which is exact.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

Node = str
Arc = tuple[Node, Node]
_Way = tuple[Node, Arc, int]

_ALL_ROWS, _ALL_COLUMNS = "rows", "columns"
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


def _flows(table: Table) -> dict[Arc, int]:
    """Every printed entry as an arc of the circulation, with its value as the flow."""
    flows: dict[Arc, int] = {}
    for i, line in enumerate(table.counts):
        for j, count in enumerate(line):
            flows[f"r{i}", f"c{j}"] = count
        flows[_ALL_COLUMNS, f"r{i}"] = sum(line)
    for j in range(len(table.columns)):
        flows[f"c{j}", _ALL_ROWS] = sum(line[j] for line in table.counts)
    flows[_ALL_ROWS, _ALL_COLUMNS] = sum(map(sum, table.counts))
    return flows


def _residual(flows: Mapping[Arc, int], hidden: Iterable[Arc]) -> dict[Node, dict[Node, int]]:
    capacity: dict[Node, dict[Node, int]] = {}
    for tail, head in hidden:
        capacity.setdefault(tail, {})[head] = _UNBOUNDED
        capacity.setdefault(head, {})[tail] = flows[tail, head]
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


def range_width(flows: Mapping[Arc, int], hidden: frozenset[Arc], arc: Arc, enough: int) -> int:
    """How many values, less one, the hidden entry could take; counted up to `enough`."""
    tail, head = arc
    others = hidden - {arc}
    down = _send(_residual(flows, others), tail, head, min(enough, flows[arc]))
    if down >= enough:
        return down
    return down + _send(_residual(flows, others), head, tail, enough - down)


def _unsafe(flows: Mapping[Arc, int], threshold: int, *, zeros_unsafe: bool) -> frozenset[Arc]:
    lowest = 0 if zeros_unsafe else 1
    return frozenset(arc for arc, count in flows.items() if lowest <= count < threshold)


def _price(flows: Mapping[Arc, int], arc: Arc) -> int:
    """What withholding costs the reader: large counts more than small ones, totals more than any cells."""
    is_total = _ALL_ROWS in arc or _ALL_COLUMNS in arc
    return flows[arc] + 1 + (is_total and 1000 * (1 + flows[_ALL_ROWS, _ALL_COLUMNS]))


def _ways(flows: Mapping[Arc, int], hidden: frozenset[Arc], pinned: Arc, threshold: int) -> dict[Node, list[_Way]]:
    """Where a flow of the threshold's size could go from each node, through which entry and at what price."""
    ways: dict[Node, list[_Way]] = {}
    for arc, count in flows.items():
        if arc == pinned or (count == 0 and arc not in hidden):
            continue
        price = 0 if arc in hidden else _price(flows, arc)
        ways.setdefault(arc[0], []).append((arc[1], arc, price))
        if count >= threshold:
            ways.setdefault(arc[1], []).append((arc[0], arc, price))
    return ways


def _companions(flows: Mapping[Arc, int], hidden: frozenset[Arc], pinned: Arc, threshold: int) -> frozenset[Arc]:
    """The cheapest further entries that free a pinned one: the shortest way round it (E. W. Dijkstra, 1959)."""
    ways = _ways(flows, hidden, pinned, threshold)
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


def hidden_entries(table: Table, threshold: int, *, zeros_unsafe: bool = False) -> frozenset[Arc]:
    """The unsafe entries and as many others as protect them."""
    flows = _flows(table)
    hidden = _unsafe(flows, threshold, zeros_unsafe=zeros_unsafe)
    while True:
        pinned = [arc for arc in sorted(hidden) if range_width(flows, hidden, arc, threshold) < threshold]
        if not pinned:
            return hidden
        companions = _companions(flows, hidden, pinned[0], threshold)
        if not companions:
            return frozenset(flows)
        hidden |= companions


def protect(table: Table, threshold: int, *, zeros_unsafe: bool = False) -> PrintedTable:
    """The table as the public edition prints it; a threshold of 0 prints everything (the internal edition)."""
    flows = _flows(table)
    hidden = hidden_entries(table, threshold, zeros_unsafe=zeros_unsafe) if threshold > 0 else frozenset()

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
    """Counts that add up to a printed total (or, for multi-label themes, to none)."""

    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    total: int | None

    @property
    def withheld(self) -> int:
        return sum(count is None for count in self.counts)


def protect_list(labels: tuple[str, ...], counts: tuple[int, ...], threshold: int, *, adds_up: bool) -> PrintedList:
    """A distribution; where it adds up to its total, companions are withheld as in a table of one row."""
    total = sum(counts) if adds_up else None
    if threshold <= 0:
        return PrintedList(labels, counts, total)
    hidden = {i for i, count in enumerate(counts) if 0 < count < threshold}
    while adds_up and hidden and (len(hidden) < 2 or sum(counts[i] for i in hidden) < threshold):
        rest = [i for i, count in enumerate(counts) if i not in hidden and count > 0]
        if not rest:
            return PrintedList(labels, tuple(None for _ in counts), None)
        hidden.add(min(rest, key=lambda i: (counts[i], i)))
    shown = tuple(None if i in hidden else count for i, count in enumerate(counts))
    return PrintedList(labels, shown, total if total is None or total == 0 or total >= threshold else None)


def share(part: int | None, whole: int | None) -> float | None:
    """A percentage that follows its cells: withheld when either is, absent when there is nothing to divide by."""
    if part is None or not whole:
        return None
    return 100 * part / whole
