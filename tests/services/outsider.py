"""A reader of several public editions with a solver: all that is printed is known, and how it hangs together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ENOUGH = 10_000
LISTS = ("kinds", "channels", "modes", "services", "units")
NOT_NAMED = {"others", "unknown"}
Facts = dict[str, Any]
Terms = Mapping[str, int]


@dataclass
class Outsider:
    """Each count as a whole number: fixed where an edition prints it, else at least what a dash tells."""

    threshold: int
    least: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def learn(self, name: str, shown: int | None, least: int = 1) -> str:
        """A dash stands for 1 or more, since zeros are printed; in the table of integrity for any number."""
        self.least[name] = least if shown is None else shown
        self.most[name] = ENOUGH if shown is None else shown
        if shown is None:
            self.withheld.append(name)
        return name

    def adds_up(self, parts: Sequence[str], whole: str) -> None:
        self.rows.append(({**dict.fromkeys(parts, 1), whole: -1}, 0, 0))

    def same(self, one: str, other: str) -> None:
        self.rows.append(({one: 1, other: -1}, 0, 0))

    def at_most(self, part: str, whole: str, less: int = 0) -> None:
        self.rows.append(({part: 1, whole: -1}, -np.inf, -less))

    def read(self, facts: Facts) -> None:
        """One edition by itself."""
        q = facts["quarter"]
        for name, shown in facts["balance"].items():
            self.learn(f"{q} balance {name}", shown)
        line = {name: f"{q} balance {name}" for name in facts["balance"]}
        ended = {line[name]: -1 for name in ("resolved", "forwarded", "otherwise_closed", "closing")}
        self.rows.append(({line["opening"]: 1, line["received"]: 1, **ended}, 0, 0))
        for name in LISTS:
            self._list(q, name, facts[name])
        self._themes(q, facts)
        self._timeliness(q, facts["timeliness"])
        for name, shown in facts["integrity"].items():
            self.learn(f"{q} integrity {name}", shown, least=0)
        self.at_most(f"{q} integrity referred_in_time", f"{q} integrity referred")

    def _list(self, q: str, name: str, printed: Facts) -> None:
        total = self.learn(f"{q} {name} total", printed["total"])
        self.same(total, f"{q} balance received")
        parts = []
        for label, shown in zip(printed["labels"], printed["counts"], strict=True):
            named = name == "units" and label not in NOT_NAMED
            parts.append(self.learn(f"{q} {name} {label}", shown, self.threshold if named else 1))
        self.adds_up(parts, total)

    def _themes(self, q: str, facts: Facts) -> None:
        """No theme has more cases of a service than the service, nor more than all that carry a theme."""
        table = facts["theme_by_service"]
        base = self.learn(f"{q} theme base", facts["theme_base"])
        total = self.learn(f"{q} themes total", table["total"])
        self.at_most(base, f"{q} balance received")
        self.at_most(base, total)
        rows = [
            self.learn(f"{q} theme {row}", shown) for row, shown in zip(table["rows"], table["row_totals"], strict=True)
        ]
        columns = [
            self.learn(f"{q} themes of {column}", shown)
            for column, shown in zip(table["columns"], table["column_totals"], strict=True)
        ]
        cells = [
            [self.learn(f"{q} {row} {column}", shown) for column, shown in zip(table["columns"], line, strict=True)]
            for row, line in zip(table["rows"], table["cells"], strict=True)
        ]
        for row, line in zip(rows, cells, strict=True):
            self.adds_up(line, row)
            self.at_most(row, base)
        for j, column in enumerate(table["columns"]):
            self.adds_up([line[j] for line in cells], columns[j])
            for line in cells:
                self.at_most(line[j], f"{q} services {column}")
        self.adds_up(rows, total)
        self.adds_up(columns, total)

    def _timeliness(self, q: str, found: Facts) -> None:
        wholes = {"in_time": "resolved", "extended": "resolved", "overdue_open": "closing"}
        for name, line in (("decided", "resolved"), ("open_at_end", "closing")):
            self.same(self.learn(f"{q} {name}", found[name]), f"{q} balance {line}")
        for part, whole in wholes.items():
            known = found[part] is None and found[{"resolved": "decided"}.get(whole, "open_at_end")] is not None
            self.at_most(self.learn(f"{q} {part}", found[part]), f"{q} balance {whole}", less=int(known))

    def compare(self, editions: Sequence[Facts]) -> None:
        """Quarters that follow each other: what was open then is open now, and R is printed again and again."""
        for before, now in pairwise(editions):
            b, q = before["quarter"], now["quarter"]
            self.same(f"{b} balance closing", f"{q} balance opening")
            self._repeated(now, "previous", before)
            line = f"{q} integrity "
            flow = {f"{b} integrity open_at_end": 1, f"{line}received": 1, f"{line}referred": -1}
            self.rows.append(({**flow, f"{line}not_referred": -1, f"{line}open_at_end": -1}, 0, 0))
        for last_year, now in zip(editions, editions[4:], strict=False):
            self._repeated(now, "last_year", last_year)

    def _repeated(self, now: Facts, name: str, then: Facts) -> None:
        repeated = self.learn(f"{now['quarter']} received {name}", now["received_before"][name])
        self.same(repeated, f"{then['quarter']} balance received")

    def narrowed(self) -> Iterator[tuple[str, int, int]]:
        """Each withheld count that can be told to be one of fewer values than the threshold."""
        names = list(self.least)
        index = {name: i for i, name in enumerate(names)}
        data = [(k, index[name], factor) for k, (terms, _, _) in enumerate(self.rows) for name, factor in terms.items()]
        at, columns, factors = zip(*data, strict=True)
        matrix = csr_array((factors, (at, columns)), shape=(len(self.rows), len(names)), dtype=float)
        known = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        bounds = Bounds([self.least[name] for name in names], [self.most[name] for name in names])
        for name in self.withheld:
            wide = 10 if " integrity " in name else self.threshold
            low, high = (self._end(index[name], len(names), sign, known, bounds) for sign in (1, -1))
            if high - low < wide:
                yield name, low, high

    @staticmethod
    def _end(entry: int, size: int, sign: int, known: LinearConstraint, bounds: Bounds) -> int:
        goal = np.zeros(size)
        goal[entry] = sign
        found = milp(goal, constraints=known, bounds=bounds, integrality=np.ones(size))
        assert found.status == 0, "what is printed is possible"
        return round(sign * found.fun)


def narrowed(editions: Sequence[Facts]) -> list[tuple[str, int, int]]:
    """All that this reader finds out from these editions of quarters in a row."""
    reader = Outsider(editions[0]["threshold"])
    for facts in editions:
        reader.read(facts)
    reader.compare(editions)
    return list(reader.narrowed())
