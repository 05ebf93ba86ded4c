"""The citizen's own page: what the receipt opens, in words, dates and letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from caseapp.domain.compartments import Compartment
from caseapp.domain.days import local_day
from caseapp.domain.deadlines import Explanation, days_left
from caseapp.domain.own_case import SHOWN_VERBS, Turn, turn_of
from caseapp.domain.vocab import Action, AgencyOutcome, Author, Kind, Mode, Path, Status
from caseapp.models.case import Case
from caseapp.models.ledger import LedgerEntry
from caseapp.models.reference import DeadlineRule, Unit
from caseapp.models.steps import AgencyPackage
from caseapp.queries import bodies, cases, links
from caseapp.queries import steps as left
from caseapp.queries.bodies import BodyRow
from caseapp.queries.links import GoesOn
from caseapp.services import gate
from caseapp.services.answers import signed_copies
from caseapp.services.files import attachments
from caseapp.services.files.attachments import Attached
from caseapp.services.law import terms
from caseapp.services.petitioner import satisfaction
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import steps

_BESIDES = ("where", "when", "remedy")
"""What may have been written besides the text itself."""


@dataclass(frozen=True, repr=False)
class Letter:
    """`is_new` until the citizen has opened it; `is_seen` once the authority has opened what the citizen wrote."""

    id: int
    author: Author
    sent_at: datetime
    text: str
    is_new: bool
    is_seen: bool
    files: tuple[Attached, ...]


@dataclass(frozen=True, repr=False)
class OwnAnswer:
    """`day` is unknown of answers that were approved before it was written down with them."""

    id: int
    letter: str
    legal_ground: str
    day: date | None
    number: str
    signed: int | None
    """The file that is its signed copy."""


@dataclass(frozen=True, repr=False)
class Extension:
    """By how many days, to which day and why: told in one place."""

    days: int
    due_on: date | None
    reason: str


@dataclass(frozen=True, repr=False)
class Filed:
    """As it was filed, whatever the case is taken for later."""

    text: str
    besides: Mapping[str, str]
    unit: Unit | None
    details: Mapping[str, str]
    files: tuple[Attached, ...]


@dataclass(frozen=True)
class Event:
    """`again` when the same had happened before, so that the sentence says so."""

    at: datetime
    verb: str
    again: bool


@dataclass(frozen=True, repr=False)
class OwnCase:
    """All that a citizen sees of their case; `answers` are those that were approved, the latest first.

    `has_replied` when we asked and have the
    answer, but nobody has taken it up yet. `appealed_on` while the appeal is not decided; `appeal_until` while there
    could be one."""

    number: str
    status: Status
    path: Path
    kind: Kind
    mode: Mode
    received_at: datetime
    due_on: date | None
    days_left: int | None
    explanation: Explanation | None
    rule: DeadlineRule | None
    extension: Extension | None
    moved: terms.Moved | None
    """When a changed rule or calendar moved the day."""
    filed: Filed
    letters: tuple[Letter, ...]
    answers: tuple[OwnAnswer, ...]
    events: tuple[Event, ...]
    agency_number: str | None
    agency_date: date | None
    agency_outcome: AgencyOutcome | None
    can: frozenset[Action]
    turn: Turn
    has_replied: bool
    appealed_on: date | None
    appeal_until: date | None
    body: BodyRow | None
    """Who has it now, if it was forwarded."""
    goes_on: GoesOn | None
    """Of a merged case, how far the one is that goes on: no word and no number of it."""
    score: int | None
    asks_score: bool


def open_own(uow: UnitOfWork) -> OwnCase:
    """Opening it marks the authority's letters as read."""
    case = gate.load_own_case(uow)
    parts = gate.open_parts(uow, case, Compartment.REPORT)
    entries = cases.entries(uow.session, case.id)
    how = terms.how_it_came(uow, case)
    files = attachments.listed(uow, case, parts)
    can = frozenset(offer.action for offer in steps.offers(uow, case) if offer.missing is None)
    asks_score = satisfaction.is_asked(uow, case)
    letters = _letters(uow, case, parts, files)
    has_replied = case.status is Status.AWAITING_CITIZEN and _is_replied(letters)
    return OwnCase(
        number=case.number,
        status=case.status,
        path=case.path,
        kind=case.kind,
        mode=case.mode,
        received_at=case.received_at,
        due_on=case.due_on,
        days_left=days_left(case.due_on, uow.today) if case.due_on and case.status.is_open else None,
        explanation=how[0] if how else None,
        rule=how[1] if how else None,
        extension=_extension(case, entries, parts),
        moved=terms.moved(case, entries),
        filed=_filed(uow, parts["narrative"], _with(files, None)),
        letters=letters,
        answers=_answers(entries, parts),
        events=_events(entries),
        **_agency(uow, case),
        can=can,
        turn=turn_of(case.status, can, is_rated=not asks_score, has_replied=has_replied),
        has_replied=has_replied,
        appealed_on=local_day(case.appealed_at) if case.appealed_at and case.status.is_open else None,
        appeal_until=_appeal_until(uow, case, can),
        **_elsewhere(uow, case),
        score=satisfaction.score_of(uow, case),
        asks_score=asks_score,
    )


def _elsewhere(uow: UnitOfWork, case: Case) -> dict[str, Any]:
    """Who has it now, or which case goes on for it."""
    return {
        "body": bodies.by_code(uow.session, case.forwarded_to) if case.forwarded_to else None,
        "goes_on": links.goes_on(uow.session) if case.status is Status.MERGED else None,
    }


def _filed(uow: UnitOfWork, narrative: dict[str, Any], files: tuple[Attached, ...]) -> Filed:
    besides = {name: said for name in _BESIDES if (said := narrative.get(name))}
    unit = uow.session.get(Unit, narrative.get("unit_id") or 0)
    return Filed(narrative["text"], besides, unit, narrative.get("details", {}), files)


def _appeal_until(uow: UnitOfWork, case: Case, can: frozenset[Action]) -> date | None:
    decided = steps.answered_on(uow, case) if Action.APPEAL in can else None
    return terms.appeal_until(uow, decided) if decided else None


def _agency(uow: UnitOfWork, case: Case) -> dict[str, Any]:
    """The Agency's own number and day for the latest package, and what it made of the report."""
    row = uow.session.execute(
        select(AgencyPackage.agency_number, AgencyPackage.agency_date)
        .where(AgencyPackage.case_id == case.id)
        .order_by(AgencyPackage.made_at.desc())
        .limit(1)
    ).first()
    number, day = (row.agency_number, row.agency_date) if row else (None, None)
    return {"agency_number": number, "agency_date": day, "agency_outcome": case.agency_outcome}


def _extension(case: Case, entries: tuple[LedgerEntry, ...], parts: dict[str, Any]) -> Extension | None:
    """The reason is the letter that was sent with the extension; its entry names it."""
    if not case.extended_days:
        return None
    said = [entry.detail.get("message") for entry in entries if entry.verb == "deadline.extended"]
    return Extension(case.extended_days, case.due_on, parts.get(f"message/{said[-1]}", "") if said else "")


def _with(files: tuple[Attached, ...], message_id: int | None) -> tuple[Attached, ...]:
    return tuple(file for file in files if file.message_id == message_id)


def _letters(uow: UnitOfWork, case: Case, parts: dict[str, Any], files: tuple[Attached, ...]) -> tuple[Letter, ...]:
    letters = []
    for message in left.messages(uow.session, case.id):
        is_new = message.author is Author.STAFF and message.read_at is None
        is_seen = message.author is Author.CITIZEN and _is_seen(case, message.sent_at)
        text = parts[f"message/{message.id}"]
        enclosed = _with(files, message.id)
        letters.append(Letter(message.id, message.author, message.sent_at, text, is_new, is_seen, enclosed))
        if is_new:
            message.read_at = uow.now
    return tuple(letters)


def _is_replied(letters: tuple[Letter, ...]) -> bool:
    return bool(letters) and letters[-1].author is Author.CITIZEN


def _is_seen(case: Case, sent_at: datetime) -> bool:
    return case.staff_read_at is not None and sent_at <= case.staff_read_at


def _answers(entries: tuple[LedgerEntry, ...], parts: dict[str, Any]) -> tuple[OwnAnswer, ...]:
    approved = [entry for entry in entries if entry.verb in {"answer.approved", "answer.shared"}]
    when = {f"answer/{entry.detail.get('answer')}": entry.at for entry in approved}
    order = {name: number for number, name in enumerate(when)}
    names = sorted((name for name in parts if name.startswith("answer/")), key=lambda name: order.get(name, -1))
    return tuple(_answer(name, parts, when.get(name)) for name in reversed(names))


def _answer(name: str, parts: dict[str, Any], at: datetime | None) -> OwnAnswer:
    said, answer = parts[name], int(name.removeprefix("answer/"))
    return OwnAnswer(
        id=answer,
        letter=said["letter"],
        legal_ground=said["legal_ground"],
        day=local_day(at) if at else None,
        number=said.get("number", ""),
        signed=signed_copies.newest_of(parts, answer),
    )


def _events(entries: tuple[LedgerEntry, ...]) -> tuple[Event, ...]:
    events: list[Event] = []
    for entry in entries:
        if entry.verb in SHOWN_VERBS:
            events.append(Event(entry.at, entry.verb, again=any(before.verb == entry.verb for before in events)))
    return tuple(events)
