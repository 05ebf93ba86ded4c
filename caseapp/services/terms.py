"""Terms as law: which rule a case runs under, and how its due day came about."""

from datetime import date, datetime, timedelta

from caseapp.domain import rules
from caseapp.domain.days import local_day
from caseapp.domain.deadlines import Calendar, Explanation, Rule, due_day, explain
from caseapp.domain.vocab import Kind, Mode, Path
from caseapp.models.case import Case
from caseapp.models.reference import DeadlineRule
from caseapp.queries import rules as stored
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


def _in_force(uow: UnitOfWork, code: str) -> DeadlineRule:
    return uow.once("rules", lambda: stored.in_force(uow.session))[code]


def number(uow: UnitOfWork, code: str) -> int:
    """The value of a rule in force."""
    return _in_force(uow, code).value


def as_rule(uow: UnitOfWork, row: DeadlineRule) -> Rule:
    return Rule(
        code=row.code,
        days=row.value,
        unit="working" if row.unit == "working" else "calendar",
        article=row.basis_mn,
        version=row.version,
        verified=row.verified,
        roll_to_working_day=bool(number(uow, rules.ROLL)),
    )


def calendar(uow: UnitOfWork) -> Calendar:
    return uow.once("calendar", lambda: Calendar(*stored.special_days(uow.session)))


def first_due(uow: UnitOfWork, path: Path, kind: Kind, mode: Mode, received: datetime) -> tuple[int, date]:
    """The rule's row and the day that a newly received case is due."""
    row = _in_force(uow, rule_code(path, kind, mode))
    return row.id, due_day(as_rule(uow, row), received, calendar(uow))


def working_days_from(uow: UnitOfWork, code: str) -> date:
    """Today plus a rule's number of working days."""
    return calendar(uow).add_working_days(uow.today, number(uow, code))


def _extension(case: Case) -> Rule | None:
    if not case.extended_days:
        return None
    return Rule(code=rules.EXTENSION, days=case.extended_days, unit="calendar", article="", version=1, verified=True)


def how_it_came(uow: UnitOfWork, case: Case) -> tuple[Explanation, DeadlineRule] | None:
    """The steps from the day of receipt to the due day, and the rule's row with its basis in both languages."""
    if case.due_rule_id is None:
        return None
    row = stored.by_id(uow.session, case.due_rule_id)
    return explain(as_rule(uow, row), case.term_started_at, calendar(uow), extension=_extension(case)), row


def _rule_of(uow: UnitOfWork, case: Case, code: str) -> DeadlineRule:
    """The version that the case was received under, while it stays under that rule."""
    known = stored.by_id(uow.session, case.due_rule_id) if case.due_rule_id is not None else None
    return known if known is not None and known.code == code else _in_force(uow, code)


def set_due(uow: UnitOfWork, case: Case, path: Path | None = None) -> None:
    """Computes the due day anew: after an extension, a change of kind at triage or a move to the path given."""
    row = _rule_of(uow, case, rule_code(path or case.path, case.kind, case.mode))
    case.due_rule_id = row.id
    case.due_on = due_day(as_rule(uow, row), case.term_started_at, calendar(uow), extension=_extension(case))


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
