"""Terms as law: which rule a case runs under, and how its due day came about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from caseapp.domain import rules
from caseapp.domain.days import local_day
from caseapp.domain.deadlines import Calendar, Explanation, Pause, Rule, due_day, explain
from caseapp.domain.vocab import Kind, Mode, Path
from caseapp.models.case import Case
from caseapp.models.ledger import LedgerEntry
from caseapp.models.reference import DeadlineRule
from caseapp.queries import rules as stored
from caseapp.queries.reckoning import Spans, waits_of
from caseapp.services.uow import UnitOfWork


def rule_code(path: Path, kind: Kind, mode: Mode) -> str:
    """An anonymous petition has no legal term, but a promised one; reports on staff have the feedback term.

    A complaint by name keeps its legal term wherever it is sealed: an alarm of the classifier takes no right away."""
    if path is Path.INTEGRITY and (kind.is_integrity or mode is Mode.ANONYMOUS):
        return rules.FEEDBACK
    if mode is Mode.ANONYMOUS or kind is Kind.TIP:
        return rules.TIP
    if kind in {Kind.SUGGESTION, Kind.THANKS}:
        return rules.SUGGESTION
    return rules.REPLY


def in_force(uow: UnitOfWork, code: str) -> DeadlineRule:
    return uow.once("rules", lambda: stored.in_force(uow.session))[code]


def number(uow: UnitOfWork, code: str) -> int:
    """The value of a rule in force."""
    return in_force(uow, code).value


def rolls(uow: UnitOfWork) -> bool:
    """Whether the due day of a case that comes in now moves from a day off to the next working day."""
    return bool(number(uow, rules.ROLL))


def as_rule(uow: UnitOfWork, row: DeadlineRule, *, rolled: bool | None = None) -> Rule:
    """`rolled` is what the case's own day was set under, if it has one."""
    return Rule(
        code=row.code,
        days=row.value,
        unit="working" if row.unit == "working" else "calendar",
        article=row.basis_mn,
        version=row.version,
        verified=row.verified,
        pauses_while_awaiting_citizen=row.pauses_while_awaiting_citizen,
        roll_to_working_day=rolls(uow) if rolled is None else rolled,
    )


def calendar(uow: UnitOfWork) -> Calendar:
    return uow.once("calendar", lambda: Calendar(*stored.special_days(uow.session)))


def first_due(uow: UnitOfWork, path: Path, kind: Kind, mode: Mode, received: datetime) -> tuple[int, date]:
    """The rule's row and the day that a newly received case is due."""
    row = in_force(uow, rule_code(path, kind, mode))
    return row.id, due_day(as_rule(uow, row), received, calendar(uow))


def working_days_from(uow: UnitOfWork, code: str) -> date:
    """Today plus a rule's number of working days."""
    return calendar(uow).add_working_days(uow.today, number(uow, code))


def extension(days: int) -> Rule | None:
    """The days that a head gave, counted after the term's own."""
    if not days:
        return None
    return Rule(code=rules.EXTENSION, days=days, unit="calendar", article="", version=1, verified=True)


def _waits(uow: UnitOfWork, case: Case, row: DeadlineRule) -> Spans:
    """When the case waited for the citizen; asked only where the rule pauses for it."""
    return waits_of(uow.session, case.id) if row.pauses_while_awaiting_citizen else ()


def as_pauses(spans: Spans) -> tuple[Pause, ...]:
    """In local days."""
    return tuple((local_day(since), local_day(until) if until else None) for since, until in spans)


def how_it_came(uow: UnitOfWork, case: Case) -> tuple[Explanation, DeadlineRule] | None:
    """The steps from the day of receipt to the due day, and the rule's row with its basis in both languages."""
    if case.due_rule_id is None:
        return None
    row = stored.by_id(uow.session, case.due_rule_id)
    waits = _waits(uow, case, row)
    found = explain(
        as_rule(uow, row, rolled=case.due_rolls),
        case.term_started_at,
        calendar(uow),
        extension=extension(case.extended_days),
        paused=as_pauses(waits),
    )
    kept = case.due_on if case.due_on != found.due else None
    return replace(found, kept=kept, standing_since=case.paused_since), row


@dataclass(frozen=True)
class Moved:
    """A day that a changed rule or calendar moved while the case was open, as the ledger tells it."""

    before: date
    after: date
    at: datetime


def moved(case: Case, entries: Iterable[LedgerEntry]) -> Moved | None:
    """The latest such move in the term that runs; none once the case is decided."""
    found = [entry for entry in entries if entry.verb == "deadline.recomputed" and entry.at >= case.term_started_at]
    if not found or not case.status.is_open:
        return None
    told = found[-1].detail
    return Moved(date.fromisoformat(told["before"]), date.fromisoformat(told["after"]), found[-1].at)


def _rule_of(uow: UnitOfWork, case: Case, code: str) -> tuple[DeadlineRule, bool]:
    """The version that the case was received under, while it stays under that rule, and whether its day rolls."""
    known = stored.by_id(uow.session, case.due_rule_id) if case.due_rule_id is not None else None
    if known is not None and known.code == code:
        return known, case.due_rolls
    return in_force(uow, code), rolls(uow)


def set_due(uow: UnitOfWork, case: Case, path: Path | None = None) -> None:
    """Computes the due day anew: after an extension, a wait, a change of kind at triage or a move to the path given."""
    row, case.due_rolls = _rule_of(uow, case, rule_code(path or case.path, case.kind, case.mode))
    case.due_rule_id = row.id
    case.due_on = due_day(
        as_rule(uow, row, rolled=case.due_rolls),
        case.term_started_at,
        calendar(uow),
        extension=extension(case.extended_days),
        paused=as_pauses(_waits(uow, case, row)),
    )


def start_again(uow: UnitOfWork, case: Case) -> None:
    """A reopened case has a whole term again, counted from its reopening, and may be extended once again."""
    case.term_started_at, case.extended_days = uow.now, 0
    set_due(uow, case)


def appeal_until(uow: UnitOfWork, decided: date) -> date:
    """The last day on which the citizen may say that they are not satisfied."""
    return decided + timedelta(days=number(uow, rules.APPEAL))


def handover_due(uow: UnitOfWork, case: Case) -> date:
    """The last day for the hand-over to the Agency: working days from triage, an internal standard."""
    since = local_day(case.triaged_at) if case.triaged_at else uow.today
    return calendar(uow).add_working_days(since, number(uow, rules.HANDOVER))
