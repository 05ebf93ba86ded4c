"""The quarter's analysis as one object: the page, the PDF, the CSV and the frozen edition are renderings of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from caseapp.domain import rules
from caseapp.domain.disclosure import PrintedList, PrintedTable, protect_list, withhold_list
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Channel, Kind, Mode
from caseapp.domain.withholding import (
    Limits,
    balance_lines,
    integrity_lines,
    services_and_themes,
    timeliness_lines,
    unit_list,
)
from caseapp.models.analysis import FrozenReport
from caseapp.queries import analysis as counted
from caseapp.services import ledger
from caseapp.services.law import terms
from caseapp.services.quarterly import counting
from caseapp.services.quarterly.counting import EDITIONS, INTERNAL, PUBLIC, Beside, QuarterCounts
from caseapp.services.uow import UnitOfWork

__all__ = [
    "EDITIONS",
    "INTERNAL",
    "PUBLIC",
    "Edition",
    "Report",
    "as_edition",
    "build",
    "edition",
    "freeze",
    "report_of",
]
FORMAT = "caseapp-analysis/1"
_MEMBERS = {"kinds": Kind, "channels": Channel, "modes": Mode}


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


def build(uow: UnitOfWork, quarter: Quarter, edition: str) -> Report:
    """Counts everything anew; refuses to print when the balance does not hold."""
    if not uow.actor.may(Permission.ANALYSIS_READ) or edition not in EDITIONS:
        raise Refused("analysis")
    cutoff = terms.number(uow, rules.CUTOFF)
    counts = counting.count(uow, quarter, cutoff)
    beside = counting.beside(uow, quarter, edition, cutoff)
    return report_of(quarter, edition, cutoff, counts, counting.limits_of(uow, edition), beside)


def report_of(
    quarter: Quarter, edition: str, cutoff: int, counts: QuarterCounts, limits: Limits, beside: Beside
) -> Report:
    """The edition of these counts, with nothing in it that the edition withholds."""
    balance = balance_lines(counts.balance, limits.cell, beside.linked)
    received = balance["received"]
    lists = {name: _listed(name, counts, received, limits.cell) for name in _MEMBERS}
    services, table, base = services_and_themes(
        [counts.lists["services"].get(code, 0) for code in counts.themes.columns],
        counts.themes,
        counts.theme_base,
        received,
        limits.cell,
    )
    units = unit_list(counts.units, received, counts.balance["received"], limits.cell)
    timeliness = timeliness_lines(counts.timeliness, counts.days, balance, limits.cell)
    integrity = integrity_lines(counts.integrity, limits.integrity, chained=beside.integrity_withheld)
    in_time = {name: timeliness[name] for name in counts.timeliness}
    return Report(
        format=FORMAT,
        quarter=str(quarter),
        edition=edition,
        cutoff_day=cutoff,
        first_day=quarter.first_day(cutoff).isoformat(),
        last_day=quarter.last_day(cutoff).isoformat(),
        threshold=limits.cell,
        balance=balance,
        **lists,
        services=services,
        themes=PrintedList(table.rows, table.row_totals, None),
        theme_base=base,
        theme_by_service=table,
        units=units,
        unit_names={u.code: (u.name_mn, u.name_en) for u in counts.units if u.code in units.labels},
        timeliness=timeliness,
        integrity=integrity,
        received_before=beside.received,
        withheld=_dashes(table, services, units, *lists.values())
        + (_nulls({"base": base}, balance, in_time, integrity, beside.received) if limits.cell else 0),
    )


def _listed(name: str, counts: QuarterCounts, received: int | None, threshold: int) -> PrintedList:
    labels = tuple(member.value for member in _MEMBERS[name])
    found = tuple(counts.lists[name].get(code, 0) for code in labels)
    return withhold_list(labels, found) if received is None else protect_list(labels, found, threshold)


def _dashes(*printed: PrintedTable | PrintedList) -> int:
    return sum(part.withheld for part in printed)


def _nulls(*lines: Mapping[str, float | None]) -> int:
    return sum(value is None for part in lines for value in part.values())


def as_facts(report: Report) -> dict[str, Any]:
    """Plain values, in one order: what is printed, frozen and digested."""
    facts: dict[str, Any] = json.loads(json.dumps(asdict(report), sort_keys=True))
    return facts


def digest_of(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def freeze(uow: UnitOfWork, quarter: Quarter, edition: str) -> FrozenReport:
    """Keeps the edition with its digest and the ledger's head; one that has changed since becomes a new version.

    The ledger first learns that cases are counted that the page leaves out; without that entry the database would
    leave them out here, too."""
    if not uow.actor.may(Permission.ANALYSIS_FREEZE) or edition not in EDITIONS:
        raise Refused("freeze")
    if uow.today <= quarter.last_day(terms.number(uow, rules.CUTOFF)):
        raise RuleBroken(Reason.PERIOD_NOT_OVER)
    counted.one_at_a_time(uow.session, str(quarter), edition)
    ledger.append(uow, "report.counted", quarter=str(quarter), edition=edition)
    facts = as_facts(build(uow, quarter, edition))
    last, digest = counted.frozen(uow.session, str(quarter), edition), digest_of(facts)
    if last is not None and last.digest == digest:
        return last
    frozen = FrozenReport(
        quarter=str(quarter),
        edition=edition,
        version=(last.version if last else 0) + 1,
        facts=facts,
        digest=digest,
        ledger_head=counted.ledger_head(uow.session),
        frozen_at=uow.now,
        frozen_by_id=uow.actor.user_id,
    )
    uow.session.add(frozen)
    ledger.append(uow, "report.frozen", quarter=str(quarter), edition=edition, digest=digest)
    uow.session.flush()
    return frozen


@dataclass(frozen=True)
class Edition:
    """What is shown or printed: frozen facts where an edition was frozen, else today's count."""

    facts: dict[str, Any] = field(hash=False)
    version: int
    digest: str
    ledger_head: str
    stamp: str


def edition(uow: UnitOfWork, quarter: Quarter, name: str) -> Edition:
    if not uow.actor.may(Permission.ANALYSIS_READ) or name not in EDITIONS:
        raise Refused("analysis")
    frozen = counted.frozen(uow.session, str(quarter), name)
    if frozen is not None:
        return as_edition(frozen)
    facts = as_facts(build(uow, quarter, name))
    return Edition(facts, 0, digest_of(facts), "", uow.today.isoformat())


def as_edition(frozen: FrozenReport) -> Edition:
    """What was approved, as it was approved."""
    return Edition(frozen.facts, frozen.version, frozen.digest, frozen.ledger_head, frozen.frozen_at.date().isoformat())
