"""What the public edition withholds where lines of several tables, or of two quarters, give each other away.

A quarter's lines are withheld by their values alone, and by the line that the edition before shares with them, so that
two editions agree. The bounds leave a reader who knows all that is printed, this rule not counted, at least as many
values as the threshold for each withheld line; docs/report-method.md shows how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from caseapp.domain.disclosure import (
    PrintedList,
    PrintedTable,
    Table,
    Ties,
    protect,
    protect_list,
    share,
    withhold_list,
    withhold_table,
)
from caseapp.domain.stats import median, percentile_90
from caseapp.domain.vocab import Kind

Lines = Mapping[str, int]
PrintedLines = dict[str, int | None]
OTHER_UNITS, NO_UNIT = "others", "unknown"
_ENDED = ("resolved", "forwarded", "otherwise_closed")
_PART_OF = {"in_time": "decided", "extended": "decided", "overdue_open": "open_at_end"}
_CHAIN = frozenset({"referred", "referred_in_time", "acknowledged", "not_referred"})


@dataclass(frozen=True)
class Limits:
    """The smallest counts that are printed; 0 marks the internal edition, which prints all."""

    cell: int
    integrity: int


@dataclass(frozen=True)
class UnitCount:
    code: str
    name_mn: str
    name_en: str
    cases: int


def is_small(part: int, threshold: int) -> bool:
    return 0 < part < threshold


def received_line(received: int, threshold: int) -> int | None:
    """R stands in every list, so a quarter too small for any of them to be protected prints none."""
    least = max(2 * threshold + 6, threshold + len(Kind)) if threshold else 0
    return None if is_small(received, least) else received


def balance_lines(values: Lines, threshold: int, linked: frozenset[str] = frozenset()) -> PrintedLines:
    """Five of six lines pin the sixth, and the closing line is the opening one of the next quarter's edition.

    `linked` are the lines that an edition beside this one withholds. What accompanies them are lines of cases that
    ended, which stand in no other edition; the closing line only where nothing else is left."""
    if not threshold:
        return dict(values)
    bounds = {"opening": threshold + 4, "closing": threshold + 4, "resolved": threshold + 2}
    hidden = {name for name in values if is_small(values[name], bounds.get(name, threshold))}
    hidden |= {name for name in linked if values[name]}
    if received_line(values["received"], threshold) is None:
        hidden.add("received")
    while hidden and not _has_room(values, hidden, threshold):
        rest = [name for name in _ENDED if name not in hidden and values[name]]
        if not rest and values["closing"] and "closing" not in hidden:
            rest = ["closing"]
        if not rest:
            break
        hidden.add(min(rest, key=lambda name: values[name]))
    return {name: None if name in hidden else value for name, value in values.items()}


def _has_room(values: Lines, hidden: set[str], threshold: int) -> bool:
    if "received" in hidden:
        return bool(hidden & {*_ENDED, "closing"})
    givers = hidden & {*_ENDED, *(["closing"] if values["closing"] >= threshold + 4 else [])}
    return len(hidden) > 1 and sum(values[name] - 1 for name in givers) >= threshold


def timeliness_lines(
    values: Lines, days: Sequence[int], balance: PrintedLines, threshold: int
) -> dict[str, float | int | None]:
    """N and the open cases are lines of the balance; a part goes where it, or what it leaves of its whole, is small."""
    printed: dict[str, int | None] = {
        "decided": None if balance["resolved"] is None else values["decided"],
        "open_at_end": None if balance["closing"] is None else values["open_at_end"],
    }
    for part, whole in _PART_OF.items():
        near = is_small(values[part], threshold) or is_small(values[whole] - values[part], threshold)
        printed[part] = None if values[part] and (near or printed[whole] is None) else values[part]
    few = printed["decided"] is None
    return {
        **printed,
        "in_time_percent": share(printed["in_time"], printed["decided"]),
        "median_days": None if few else median(days),
        "p90_days": None if few else percentile_90(days),
    }


def integrity_lines(values: Lines, threshold: int, *, chained: bool = False) -> PrintedLines:
    """Each line is about people, zeros too. Open at the end is open before + received − referred − not referred.

    `chained` tells that the edition before withholds its open cases, which this one would give away."""
    if not threshold:
        return dict(values)
    hidden: set[str] = set(_CHAIN) if chained else set()
    if (
        min(values["received"], values["referred"] - 2) < threshold
        or is_small(values["not_referred"], threshold)
        or is_small(values["open_at_end"], threshold)
    ):
        hidden |= {*_CHAIN, "open_at_end"}
        if min(values["received"], values["referred"] + values["not_referred"]) < threshold:
            hidden |= {"received", "classified"}
    wholes = {"referred_in_time": "referred", "classified": "received", "acknowledged": "referred"}
    for part, whole in wholes.items():
        if is_small(values[part], threshold) or is_small(abs(values[whole] - values[part]), threshold):
            hidden.add(part)
    return {name: None if name in hidden else value for name, value in values.items()}


def unit_list(units: Sequence[UnitCount], received: int | None, total: int, threshold: int) -> PrintedList:
    """Units by their code; those with few cases are joined before anything is withheld, then cases without a unit."""
    named = sorted((unit for unit in units if unit.cases >= threshold), key=lambda unit: unit.code)
    rest = sum(unit.cases for unit in units) - sum(unit.cases for unit in named)
    unknown = total - sum(unit.cases for unit in units)
    if received is None:
        return withhold_list((OTHER_UNITS,), (total,))
    found = _units(named, rest, unknown, threshold)
    if found.total is None:
        return _units([], total - unknown, unknown, threshold)
    return found


def _units(named: Sequence[UnitCount], rest: int, unknown: int, threshold: int) -> PrintedList:
    """That a unit is named tells that it has at least as many cases as the threshold."""
    rows = [(unit.code, unit.cases, threshold) for unit in named]
    rows += [(code, cases, 1) for code, cases in ((OTHER_UNITS, rest), (NO_UNIT, unknown)) if cases]
    codes, counts, least = (tuple(column) for column in zip(*rows, strict=True)) if rows else ((), (), ())
    return protect_list(codes, counts, threshold, least=least)


def services_and_themes(
    services: Sequence[int], themes: Table, base: int, received: int | None, threshold: int
) -> tuple[PrintedList, PrintedTable, int | None]:
    """No theme can have more cases of a service than the service has, nor more at all than carry a theme."""
    labels, counts = themes.columns, tuple(services)
    if not threshold:
        return protect_list(labels, counts, 0), protect(themes, 0), base
    plain = withhold_list(labels, counts) if received is None else protect_list(labels, counts, threshold + 1)
    if is_small(base, threshold + len(labels)):
        return plain, withhold_table(themes), None
    if received is None:
        return plain, protect(themes, threshold, ties=Ties(rows=base)), base
    largest = tuple(max((line[j] for line in themes.counts), default=0) for j in range(len(labels)))
    room = _room_for_cells(counts, largest, threshold)
    if room is None:
        return plain, _rows_alone(themes, counts, threshold), base
    shown = tuple(None if j in room else count for j, count in enumerate(counts))
    most = {j: count + room.get(j, 0) for j, count in enumerate(counts)}
    return PrintedList(labels, shown, sum(counts)), protect(themes, threshold, ties=Ties(most, base)), base


def _rows_alone(themes: Table, services: Sequence[int], threshold: int) -> PrintedTable:
    """How often each theme was told, where no table by service can be printed: its cells stay withheld.

    A theme's total is printed when each of its cells could still hold a range as wide as the threshold, whatever the
    other cells are: at least 1 (a printed zero is no dash) and at most the service's own cases.
    """
    hidden = withhold_table(themes)
    totals = tuple(
        sum(line) if total is None and _stays_wide(line, services, threshold) else total
        for line, total in zip(themes.counts, hidden.row_totals, strict=True)
    )
    return replace(hidden, row_totals=totals)


def _stays_wide(line: Sequence[int], services: Sequence[int], threshold: int) -> bool:
    total, most = sum(line), {j: services[j] for j, count in enumerate(line) if count}
    for j, upper in most.items():
        others = [limit for i, limit in most.items() if i != j]
        highest, lowest = min(upper, total - len(others)), max(1, total - sum(others))
        if highest - lowest < threshold:
            return False
    return len(most) > 1 and total > threshold


def _room_for_cells(counts: Sequence[int], largest: Sequence[int], threshold: int) -> dict[int, int] | None:
    """The services to withhold, and how many more (or fewer) cases each could have while its cells stay possible.

    A withheld companion gives up to half of what it has above its largest cell to the small ones; the other half is
    left to its own cells. None where that does not reach."""
    small = {j for j, count in enumerate(counts) if 0 < count <= threshold}
    halves = {j: (counts[j] - max(1, largest[j])) // 2 for j in range(len(counts)) if counts[j] > threshold}
    givers: list[int] = []
    while small and sum(halves[j] for j in givers) < threshold * len(small):
        rest = [j for j in halves if j not in givers and halves[j] > 0]
        if not rest:
            return None
        givers.append(min(rest, key=lambda j: (counts[j], j)))
    return {**dict.fromkeys(small, threshold), **{j: -halves[j] for j in givers}}
