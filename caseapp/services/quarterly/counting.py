"""What a quarter's analysis is made from: its counts, and what the editions beside it print of shared lines."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from caseapp.domain import rules
from caseapp.domain.disclosure import Table
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.quarters import Quarter
from caseapp.domain.stats import balance_holds
from caseapp.domain.vocab import Service, Theme
from caseapp.domain.withholding import Limits, PrintedLines, UnitCount, balance_lines, integrity_lines
from caseapp.models.case import Case
from caseapp.queries import analysis as counted
from caseapp.services.law import terms
from caseapp.services.uow import UnitOfWork

INTERNAL, PUBLIC = "internal", "public"
EDITIONS = (INTERNAL, PUBLIC)
LISTS = {"kinds": Case.kind, "channels": Case.channel, "modes": Case.mode, "services": Case.service}
RED_TAPE = tuple(theme for theme in Theme if not theme.is_integrity)


@dataclass(frozen=True)
class QuarterCounts:
    """Everything as it was counted, before an edition withholds any of it."""

    balance: dict[str, int]
    lists: dict[str, dict[str, int]]
    units: tuple[UnitCount, ...]
    themes: Table
    theme_base: int
    timeliness: dict[str, int]
    days: list[int]
    integrity: dict[str, int]


@dataclass(frozen=True)
class Beside:
    """What the editions of other quarters print that this one shares with them."""

    received: PrintedLines
    linked: frozenset[str] = frozenset()
    """Lines of the balance that a neighbouring quarter's edition withholds."""
    integrity_withheld: bool = False


def limits_of(uow: UnitOfWork, edition: str) -> Limits:
    if edition == INTERNAL:
        return Limits(0, 0)
    return Limits(terms.number(uow, rules.SMALL_CELL), terms.number(uow, rules.SMALL_CELL_INTEGRITY))


def count(uow: UnitOfWork, quarter: Quarter, cutoff: int) -> QuarterCounts:
    """Counts everything anew; refuses when the balance does not hold."""
    bounds, session = quarter.bounds(cutoff), uow.session
    balance = asdict(counted.balance(session, bounds))
    if not balance_holds(**balance):
        raise RuleBroken(Reason.BALANCE_BROKEN)
    last_day = min(quarter.last_day(cutoff), uow.today - timedelta(days=1))
    timeliness = asdict(counted.timeliness(session, bounds, last_day))
    return QuarterCounts(
        balance=balance,
        lists={name: counted.received_by(session, column, bounds) for name, column in LISTS.items()},
        units=counted.received_by_unit(session, bounds),
        themes=_theme_table(counted.themes_by_service(session, bounds)),
        theme_base=counted.red_tape_cases(session, bounds),
        days=timeliness.pop("days"),
        timeliness=timeliness,
        integrity=counted.integrity(session, bounds),
    )


def _theme_table(found: dict[tuple[str, str], int]) -> Table:
    rows, columns = tuple(t.value for t in RED_TAPE), tuple(s.value for s in Service)
    return Table(rows, columns, tuple(tuple(found.get((row, column), 0) for column in columns) for row in rows))


def beside(uow: UnitOfWork, quarter: Quarter, edition: str, cutoff: int) -> Beside:
    """Other quarters as their approved editions print them, else as they would be printed now (indicator I12)."""
    limits = limits_of(uow, edition)
    before = _balance_of(uow, quarter.previous(), edition, cutoff, limits)
    last_year = _balance_of(uow, quarter.same_of_last_year(), edition, cutoff, limits)
    received = {"previous": before["received"], "last_year": last_year["received"]}
    if edition == INTERNAL:
        return Beside(received)
    linked = {"opening"} if before["closing"] is None else set()
    following = _approved(uow, quarter.next(), edition)
    if following is not None and following["balance"]["opening"] is None:
        linked.add("closing")
    integrity = _integrity_of(uow, quarter.previous(), edition, cutoff, limits)
    return Beside(received, frozenset(linked), integrity["open_at_end"] is None)


def _approved(uow: UnitOfWork, quarter: Quarter, edition: str) -> dict[str, Any] | None:
    frozen = counted.frozen(uow.session, str(quarter), edition)
    return None if frozen is None else frozen.facts


def _balance_of(
    uow: UnitOfWork, quarter: Quarter, edition: str, cutoff: int, limits: Limits, *, nearest: bool = True
) -> PrintedLines:
    """The line that it shares with the quarter before that one is looked at, too, but no further back."""
    facts = _approved(uow, quarter, edition)
    if facts is not None:
        approved: PrintedLines = facts["balance"]
        return approved
    linked: frozenset[str] = frozenset()
    if nearest and limits.cell:
        before = _balance_of(uow, quarter.previous(), edition, cutoff, limits, nearest=False)
        linked = frozenset({"opening"} if before["closing"] is None else ())
    return balance_lines(asdict(counted.balance(uow.session, quarter.bounds(cutoff))), limits.cell, linked)


def _integrity_of(uow: UnitOfWork, quarter: Quarter, edition: str, cutoff: int, limits: Limits) -> PrintedLines:
    facts = _approved(uow, quarter, edition)
    if facts is not None:
        approved: PrintedLines = facts["integrity"]
        return approved
    return integrity_lines(counted.integrity(uow.session, quarter.bounds(cutoff)), limits.integrity)
