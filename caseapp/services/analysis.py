"""The quarter's analysis as one object: the page, the PDF, the CSV and the frozen edition are renderings of it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from caseapp.domain import rules
from caseapp.domain.disclosure import PrintedList, PrintedTable, Table, protect, protect_list, share
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.quarters import Quarter
from caseapp.domain.stats import balance_holds, median, percentile_90
from caseapp.domain.vocab import Channel, Kind, Mode, Service, Theme
from caseapp.models.analysis import FrozenReport
from caseapp.models.case import Case
from caseapp.queries import analysis as counted
from caseapp.services import ledger, terms
from caseapp.services.uow import UnitOfWork

INTERNAL, PUBLIC = "internal", "public"
EDITIONS = (INTERNAL, PUBLIC)
FORMAT = "caseapp-analysis/1"
_RED_TAPE = tuple(theme for theme in Theme if not theme.is_integrity)


@dataclass(frozen=True)
class Report:
    """Counts and what follows from them; None is a withheld value. `threshold` 0 marks the internal edition."""

    format: str
    quarter: str
    edition: str
    cutoff_day: int
    first_day: str
    last_day: str
    threshold: int
    balance: dict[str, int | None]
    kinds: PrintedList
    channels: PrintedList
    modes: PrintedList
    services: PrintedList
    themes: PrintedList
    theme_base: int | None
    theme_by_service: PrintedTable
    units: PrintedList
    unit_names: dict[str, tuple[str, str]]
    timeliness: dict[str, float | int | None]
    integrity: dict[str, int | None]
    received_before: dict[str, int | None]
    withheld: int


def _listed(members: Any, counts: dict[str, int], threshold: int, *, adds_up: bool = True) -> PrintedList:
    labels = tuple(member.value for member in members)
    return protect_list(labels, tuple(counts.get(code, 0) for code in labels), threshold, adds_up=adds_up)


def _small(value: int, threshold: int) -> int | None:
    return None if 0 < value < threshold else value


def _units(uow: UnitOfWork, bounds: counted.Bounds, threshold: int) -> tuple[PrintedList, dict[str, tuple[str, str]]]:
    """Units with few cases are joined under «Бусад» in the public edition, before anything is withheld."""
    rows = counted.received_by_unit(uow.session, bounds)
    large = [row for row in rows if row[3] >= threshold]
    rest = sum(row[3] for row in rows) - sum(row[3] for row in large)
    labels = [row[0] for row in large] + (["others"] if rest else [])
    printed = protect_list(
        tuple(labels), tuple([row[3] for row in large] + ([rest] if rest else [])), threshold, adds_up=True
    )
    return printed, {row[0]: (row[1], row[2]) for row in large}


def _theme_table(uow: UnitOfWork, bounds: counted.Bounds, threshold: int) -> PrintedTable:
    found = counted.themes_by_service(uow.session, bounds)
    rows, columns = tuple(t.value for t in _RED_TAPE), tuple(s.value for s in Service)
    counts = tuple(tuple(found.get((row, column), 0) for column in columns) for row in rows)
    return protect(Table(rows, columns, counts), threshold)


def _timeliness(
    uow: UnitOfWork, bounds: counted.Bounds, quarter: Quarter, cutoff: int, threshold: int
) -> dict[str, Any]:
    found = counted.timeliness(uow.session, bounds, min(quarter.last_day(cutoff), uow.today - timedelta(days=1)))
    few = 0 < found.decided < threshold
    late = found.decided - found.in_time
    hidden = few or 0 < late < threshold or 0 < found.in_time < threshold
    in_time = None if hidden else found.in_time
    decided = None if few else found.decided
    overdue, still_open = _small(found.overdue_open, threshold), _small(found.open_at_end, threshold)
    if still_open is not None and 0 < found.open_at_end - found.overdue_open < threshold:
        overdue = None
    return {
        "decided": decided,
        "in_time": in_time,
        "in_time_percent": share(in_time, decided),
        "extended": _small(found.extended, threshold),
        "overdue_open": overdue,
        "open_at_end": still_open,
        "median_days": None if few else median(found.days),
        "p90_days": None if few else percentile_90(found.days),
    }


def build(uow: UnitOfWork, quarter: Quarter, edition: str) -> Report:
    """Counts everything anew; refuses to print when the balance does not hold."""
    if not uow.actor.may(Permission.ANALYSIS_READ) or edition not in EDITIONS:
        raise Refused("analysis")
    cutoff = terms.number(uow, rules.CUTOFF)
    bounds = quarter.bounds(cutoff)
    threshold = terms.number(uow, rules.SMALL_CELL) if edition == PUBLIC else 0
    integrity_threshold = terms.number(uow, rules.SMALL_CELL_INTEGRITY) if edition == PUBLIC else 0
    balance = counted.balance(uow.session, bounds)
    if not balance_holds(**asdict(balance)):
        raise RuleBroken(Reason.BALANCE_BROKEN)
    units, unit_names = _units(uow, bounds, threshold)
    table = _theme_table(uow, bounds, threshold)
    lists = _lists(uow, bounds, threshold)
    integrity = _integrity(counted.integrity(uow.session, bounds), integrity_threshold)
    balance_lines = _balance(asdict(balance), threshold)
    return Report(
        format=FORMAT,
        quarter=str(quarter),
        edition=edition,
        cutoff_day=cutoff,
        first_day=quarter.first_day(cutoff).isoformat(),
        last_day=quarter.last_day(cutoff).isoformat(),
        threshold=threshold,
        balance=balance_lines,
        **lists,
        themes=PrintedList(table.rows, table.row_totals, None),
        theme_base=_small(counted.red_tape_cases(uow.session, bounds), threshold),
        theme_by_service=table,
        units=units,
        unit_names=unit_names,
        timeliness=_linked(_timeliness(uow, bounds, quarter, cutoff, threshold), balance_lines),
        integrity=integrity,
        received_before=_before(uow, quarter, cutoff, threshold),
        withheld=units.withheld
        + table.withheld
        + sum(part.withheld for part in lists.values())
        + _none(balance_lines, integrity),
    )


def _lists(uow: UnitOfWork, bounds: counted.Bounds, threshold: int) -> dict[str, PrintedList]:
    """What was received, by each of its facts."""
    return {
        "kinds": _listed([k for k in Kind if not k.is_integrity], _by(uow, Case.kind, bounds), threshold),
        "channels": _listed(Channel, _by(uow, Case.channel, bounds), threshold),
        "modes": _listed(Mode, _by(uow, Case.mode, bounds), threshold),
        "services": _listed(Service, _by(uow, Case.service, bounds), threshold),
    }


def _by(uow: UnitOfWork, column: Any, bounds: counted.Bounds) -> dict[str, int]:
    return counted.received_by(uow.session, column, bounds)


def _balance(values: dict[str, int], threshold: int) -> dict[str, int | None]:
    """Five of six lines pin the sixth: where one is small a second is withheld; not R, which every list prints."""
    names = tuple(values)
    small = {name for name in names if 0 < values[name] < threshold}
    while small and (len(small) < 2 or sum(values[name] for name in small) < threshold):
        rest = [name for name in names if name not in small and name != "received" and values[name] > 0]
        if not rest:
            break
        small.add(min(rest, key=lambda name: values[name]))
    return {name: None if name in small else values[name] for name in names}


def _none(*lines: dict[str, int | None]) -> int:
    return sum(value is None for part in lines for value in part.values())


def _linked(found: dict[str, Any], balance: dict[str, int | None]) -> dict[str, Any]:
    """The resolved are N of table T6, and the closing line stands there, too."""
    if balance["resolved"] is None:
        found = {**found, **dict.fromkeys(("decided", "in_time", "in_time_percent", "median_days", "p90_days"))}
    if balance["closing"] is None:
        found = {**found, **dict.fromkeys(("open_at_end", "overdue_open"))}
    return found


def _integrity(values: dict[str, int], threshold: int) -> dict[str, int | None]:
    """Withheld as a whole as soon as one count is small: the lines are linked, and each is about people."""
    if threshold and any(value < threshold for name, value in values.items() if name in {"received", "referred"}):
        return dict.fromkeys(values)
    return {name: _small(value, threshold) for name, value in values.items()}


def _before(uow: UnitOfWork, quarter: Quarter, cutoff: int, threshold: int) -> dict[str, int | None]:
    """Received in the previous quarter and in the same one of last year, for comparison (indicator I12)."""
    earlier = {"previous": quarter.previous(), "last_year": quarter.same_of_last_year()}
    return {
        name: _small(counted.balance(uow.session, one.bounds(cutoff)).received, threshold)
        for name, one in earlier.items()
    }


def as_facts(report: Report) -> dict[str, Any]:
    """Plain values, in one order: what is printed, frozen and digested."""
    facts: dict[str, Any] = json.loads(json.dumps(asdict(report), sort_keys=True))
    return facts


def digest_of(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def latest_frozen(uow: UnitOfWork, quarter: Quarter, edition: str) -> FrozenReport | None:
    return uow.session.scalars(
        select(FrozenReport)
        .where(FrozenReport.quarter == str(quarter), FrozenReport.edition == edition)
        .order_by(FrozenReport.version.desc())
        .limit(1)
    ).first()


def freeze(uow: UnitOfWork, quarter: Quarter, edition: str) -> FrozenReport:
    """Keeps the edition as it is now, with its digest and the ledger's head; a later one is a new version."""
    if not uow.actor.may(Permission.ANALYSIS_FREEZE):
        raise Refused("freeze")
    if uow.today <= quarter.last_day(terms.number(uow, rules.CUTOFF)):
        raise RuleBroken(Reason.PERIOD_NOT_OVER)
    with counted.for_everybody(uow.session, uow.actor.user_id):
        facts = as_facts(build(uow, quarter, edition))
    last = uow.session.scalar(
        select(func.max(FrozenReport.version)).where(
            FrozenReport.quarter == str(quarter), FrozenReport.edition == edition
        )
    )
    frozen = FrozenReport(
        quarter=str(quarter),
        edition=edition,
        version=(last or 0) + 1,
        facts=facts,
        digest=digest_of(facts),
        ledger_head=counted.ledger_head(uow.session),
        frozen_at=uow.now,
        frozen_by_id=uow.actor.user_id,
    )
    uow.session.add(frozen)
    ledger.append(uow, "report.frozen", quarter=str(quarter), edition=edition, digest=frozen.digest)
    uow.session.flush()
    return frozen


@dataclass(frozen=True)
class Edition:
    """What is shown or printed: frozen facts where an edition was frozen, else today's count."""

    facts: dict[str, Any]
    version: int
    digest: str
    ledger_head: str
    stamp: str


def edition(uow: UnitOfWork, quarter: Quarter, name: str) -> Edition:
    if not uow.actor.may(Permission.ANALYSIS_READ) or name not in EDITIONS:
        raise Refused("analysis")
    frozen = latest_frozen(uow, quarter, name)
    if frozen is not None:
        return Edition(
            frozen.facts, frozen.version, frozen.digest, frozen.ledger_head, frozen.frozen_at.date().isoformat()
        )
    facts = as_facts(build(uow, quarter, name))
    return Edition(facts, 0, digest_of(facts), "", uow.today.isoformat())
