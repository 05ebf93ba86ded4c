"""The steps of a seeded case: what each writes besides its entry, who takes it, and which codes the entry carries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from random import Random

from caseapp.demo.seed import endings
from caseapp.demo.seed.ground import Ground
from caseapp.demo.seed.rows import Rows
from caseapp.demo.seed.shares import Drawn
from caseapp.demo.seed.story import DECIDES, way
from caseapp.demo.seed.telling import Telling
from caseapp.demo.texts import Letter, Report, letter_for, library
from caseapp.domain import rules
from caseapp.domain.compartments import (
    READER_RECOVERY,
    TEAM_OF_PATH,
    Compartment,
    extract_compartment,
    member_reader,
    team_reader,
)
from caseapp.domain.days import local_day
from caseapp.domain.deadlines import Rule
from caseapp.domain.numbers import new_id
from caseapp.domain.transfers import transfer_due
from caseapp.domain.vocab import (
    Action,
    Author,
    Cause,
    Completeness,
    NoReferralReason,
    Severity,
    Status,
)

Codes = dict[str, str | int | None]
Told = tuple[int | None, Codes]
_LONGER = (10, 15, 30)
_VARIANTS = 3
_QUESTION = "Дугаарлал, бүртгэлийн явцын талаар тайлбар ирүүлнэ үү. Тухайн өдрийн цонхны ачааллыг хавсаргана уу."


def tell(ground: Ground, drawn: Drawn, rows: Rows, lookup_key: bytes, digits: int) -> None:
    """The whole case, from receipt to where it stands today."""
    case = Telling(ground, drawn, rows, lookup_key, digits)
    case.file()
    steps = way(drawn.path, endings.possible(case), extended=drawn.extended)
    decides = next((n for n, step in enumerate(steps) if step.action in DECIDES), None)
    times = case.times(len(steps), decides)
    for step, at in zip(steps, times, strict=True):
        who, codes = ACTS[step.action](case, at)
        case.sealed.record(step.verb, at, who, step.after, codes)
        case.facts |= {"status": step.after, "status_seq": case.sealed.seq}
        if step.action in DECIDES:
            case.facts["decided_at"] = at
    if drawn.citizen_wrote:
        _citizen_writes(case, times[-1])
    rows.add("case", **case.facts)
    own = {"answer": case.answer, "referral": case.referral, "agency_package": case.package, "waiting": case.waiting}
    for table, row in own.items():
        if row:
            rows.add(table, case_id=drawn.case_id, **row)


def _write(case: Telling, at: datetime, text: str, who: int | None) -> int:
    row, author = new_id(), Author.CITIZEN if who is None else Author.STAFF
    case.rows.add("message", id=row, case_id=case.drawn.case_id, author=author, author_id=who, sent_at=at)
    case.sealed.part(Compartment.REPORT.value, f"message/{row}", text)
    return row


def _citizen_writes(case: Telling, after: datetime) -> None:
    """A letter of the petitioner, which the staff have read unless it is still unread."""
    at = min(after + timedelta(hours=case.random.uniform(1, 40)), case.ground.now - timedelta(minutes=2))
    _write(case, at, case.random.choice(library().from_citizens), None)
    case.sealed.record("message.sent", at, None, None, _answered(case, at))
    read = None if case.drawn.unread else at + timedelta(minutes=1)
    case.facts |= {"citizen_wrote_at": at, "staff_read_at": read}


def _answered(case: Telling, at: datetime) -> Codes:
    """The letter ends a wait for it, and with that a pause."""
    if not case.waiting:
        return {}
    case.waiting["until"], case.facts["paused_since"] = at, None
    before, span = case.facts["due_on"], (local_day(case.waiting["since"]), local_day(at))
    _, case.facts["due_on"] = case.ground.due(case.rule_code, case.received, case.extension, (span,))
    return {} if case.facts["due_on"] == before else {"due_on": case.facts["due_on"].isoformat()}


def _register(case: Telling, at: datetime) -> Told:
    case.facts |= {"registered_at": at, "acknowledged_at": at}
    case.index()
    return case.inspector(), {}


def _triage(case: Telling, at: datetime) -> Told:
    who, report, random = case.inspector(), case.drawn.report, case.random
    complete = random.choice((Completeness.COMPLETE, Completeness.COMPLETE, Completeness.PARTIAL))
    case.facts |= {"triaged_at": at, "severity": random.choice(list(Severity)), "completeness": complete}
    for theme in report.themes:
        case.rows.add("theme_decision", case_id=case.drawn.case_id, theme=theme, decided_by_id=who, decided_at=at)
    case.sealed.part(case.notes, "title", report.subject[:200])
    return who, {"kind": case.kind, "service": report.service, "themes": " ".join(sorted(report.themes))}


def _assign(case: Telling, at: datetime) -> Told:
    """Whoever has done more with it since has said that they have no stake in it."""
    assignee = case.facts["assignee_id"] = case.inspector()
    if not case.drawn.own_assignment and case.drawn.status is Status.IN_PROGRESS:
        return case.head(assignee), {"assignee": assignee}
    case.rows.add("conflict_statement", case_id=case.drawn.case_id, user_id=assignee, stated_at=at)
    return assignee, {"assignee": assignee}


def _extend(case: Telling, at: datetime) -> Told:
    days, who = case.random.choice(_LONGER), case.head()
    case.extension = Rule(rules.EXTENSION, days, "calendar", "", 1, verified=True)
    rule_id, due_on = case.ground.due(case.rule_code, case.received, case.extension)
    case.facts |= {"due_rule_id": rule_id, "due_on": due_on, "extended_days": days}
    letter = _write(case, at, case.said(Action.EXTEND), who)
    return who, {"days": days, "due_on": due_on.isoformat(), "message": letter}


def _return_incomplete(case: Telling, at: datetime) -> Told:
    who = case.inspector()
    _write(case, at, case.said(Action.RETURN_INCOMPLETE), who)
    return who, {}


def _forward(case: Telling, at: datetime) -> Told:
    who, body = case.inspector(), case.random.choice(case.ground.bodies)
    case.facts["forwarded_to"] = body
    _write(case, at, case.said(Action.FORWARD), who)
    last = transfer_due(case.ground.rules[rules.TRANSFER][1], case.received, case.ground.calendar)
    return who, {"body": body, "transfer_due": last.isoformat()}


def _request_explanation(case: Telling, at: datetime) -> Told:
    """Of the case's unit, if somebody answers for it; else of one where somebody does."""
    ground, row, who = case.ground, new_id(), case.facts["assignee_id"]
    answering = sorted(ground.officers)
    asked = case.drawn.unit if case.drawn.unit in answering or not answering else case.random.choice(answering)
    days = ground.rules[rules.EXPLANATION][1].days
    case.rows.add(
        "explanation",
        id=row,
        case_id=case.drawn.case_id,
        unit_id=ground.units[asked],
        asked_by_id=who,
        asked_at=at,
        due_on=ground.calendar.add_working_days(local_day(at), days),
    )
    team = team_reader(TEAM_OF_PATH[case.drawn.path])
    readers = {name: ground.publics[name] for name in (team, READER_RECOVERY)}
    readers |= {member_reader(person): public for person, public in ground.officers.get(asked, ())}
    case.sealed.compartment(extract_compartment(row), readers)
    case.sealed.part(extract_compartment(row), "extract", _QUESTION)
    return who, {"unit": ground.units[asked]}


def _ask_citizen(case: Telling, at: datetime) -> Told:
    who = case.facts["assignee_id"]
    _write(case, at, case.random.choice(library().questions), who)
    case.waiting = {"since": at}
    if case.ground.rules[case.rule_code][1].pauses_while_awaiting_citizen:
        case.facts["paused_since"] = local_day(at)
    return who, {}


@cache
def _letter(report: Report, variant: int) -> Letter:
    return letter_for(report, Random(variant))  # noqa: S311 - a story, not a secret


def _propose_answer(case: Telling, at: datetime) -> Told:
    letter, who = _letter(case.drawn.report, case.random.randrange(_VARIANTS)), case.facts["assignee_id"]
    case.answer = {"id": new_id(), "outcome": letter.outcome, "proposed_by_id": who, "proposed_at": at}
    case.draft = {"subject": case.drawn.report.subject, "letter": letter.body, "legal_ground": letter.legal_ground}
    case.sealed.part(case.notes, f"answer/{case.answer['id']}", case.draft)
    case.facts["proposed_by_id"] = who
    return who, {"outcome": letter.outcome}


def _approve_answer(case: Telling, at: datetime) -> Told:
    answer, proposed_by = case.answer, case.answer["proposed_by_id"]
    who = case.head(proposed_by)
    day = local_day(at)
    number = case.rows.letters.number(day, case.drawn.place)
    answer |= {"approved_by_id": who, "approved_at": at, "number": number, "numbered_on": day}
    (signer, post), (executor, _) = case.ground.names[who], case.ground.names[proposed_by]
    signed = {"number": number, "day": day.isoformat(), "signer": signer, "post": post, "executor": executor}
    appeal = case.ground.rules[rules.APPEAL][1]
    signed |= {"appeal_days": str(appeal.days), "basis": appeal.article}
    case.sealed.part(Compartment.REPORT.value, f"answer/{answer['id']}", {**case.draft, **signed})
    case.facts |= {"outcome": answer["outcome"], "proposed_by_id": None}
    return who, {"answer": answer["id"], "outcome": answer["outcome"], "proposed_by": proposed_by}


def _propose_referral(case: Telling, at: datetime) -> Told:
    row, who = new_id(), case.facts["assignee_id"]
    case.referral = {"id": row, "with_identity": False, "proposed_by_id": who, "proposed_at": at}
    case.grounds = case.drawn.report.grounds or case.said(Action.PROPOSE_REFERRAL)
    case.sealed.part(case.notes, f"grounds/{row}", case.grounds)
    case.facts["proposed_by_id"] = who
    return who, {"with_identity": 0}


def _propose_no_referral(case: Telling, at: datetime) -> Told:
    who, reason = case.facts["assignee_id"], case.random.choice(list(NoReferralReason))
    case.note(at, "no_referral.proposed", who, case.said(Action.PROPOSE_NO_REFERRAL))
    case.facts |= {"no_referral_reason": reason, "proposed_by_id": who}
    return who, {"reason": reason}


def _approve_no_referral(case: Telling, _at: datetime) -> Told:
    proposed_by, case.facts["proposed_by_id"] = case.facts["proposed_by_id"], None
    return case.head(proposed_by), {"proposed_by": proposed_by}


def _close(case: Telling, at: datetime) -> Told:
    who, cause = case.facts["assignee_id"], case.random.choice(list(Cause))
    case.facts |= {"cause": cause, "closed_at": at}
    case.note(at, "case.closed", who, _letter(case.drawn.report, 0).lessons)
    return who, {"cause": cause}


def _withdraw(_case: Telling, _at: datetime) -> Told:
    return None, {"by": "citizen"}


ACTS: dict[Action, Callable[[Telling, datetime], Told]] = {
    Action.REGISTER: _register,
    Action.TRIAGE: _triage,
    Action.ASSIGN: _assign,
    Action.EXTEND: _extend,
    Action.RETURN_INCOMPLETE: _return_incomplete,
    Action.FORWARD: _forward,
    Action.REQUEST_EXPLANATION: _request_explanation,
    Action.ASK_CITIZEN: _ask_citizen,
    Action.PROPOSE_ANSWER: _propose_answer,
    Action.APPROVE_ANSWER: _approve_answer,
    Action.PROPOSE_REFERRAL: _propose_referral,
    Action.PROPOSE_NO_REFERRAL: _propose_no_referral,
    Action.APPROVE_NO_REFERRAL: _approve_no_referral,
    Action.CLOSE: _close,
    Action.WITHDRAW: _withdraw,
    **endings.ACTS,
}
