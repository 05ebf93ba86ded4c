"""The citizen's own page: what the receipt opens, in words, dates and letters."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from caseapp.domain.compartments import Compartment
from caseapp.domain.deadlines import Explanation, days_left
from caseapp.domain.vocab import Author, Kind, Mode, Path, Status
from caseapp.domain.workflow import Offer
from caseapp.models.reference import DeadlineRule
from caseapp.models.steps import AgencyPackage
from caseapp.queries import cases
from caseapp.queries import steps as left
from caseapp.services import gate, steps, terms
from caseapp.services.uow import UnitOfWork


@dataclass(frozen=True, repr=False)
class Letter:
    author: Author
    sent_at: datetime
    text: str
    is_new: bool


@dataclass(frozen=True, repr=False)
class OwnCase:
    """All that a citizen sees of their case; `answers` are those that were approved."""

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
    extended_days: int
    text: str
    letters: tuple[Letter, ...]
    answers: tuple[dict[str, str], ...]
    events: tuple[tuple[datetime, str], ...]
    agency_number: str | None
    agency_date: date | None
    offers: tuple[Offer, ...]


_SHOWN = (
    "report.received",
    "case.registered",
    "case.triaged",
    "case.returned",
    "case.completed",
    "case.forwarded",
    "case.assigned",
    "explanation.requested",
    "citizen.asked",
    "deadline.extended",
    "answer.approved",
    "case.referred",
    "agency.acknowledged",
    "no_referral.approved",
    "case.closed",
    "case.withdrawn",
    "case.merged",
    "case.reopened",
)
"""Events that a citizen may know of; proposals, readings and escalations stay inside."""


def open_own(uow: UnitOfWork) -> OwnCase:
    """Opening it marks the authority's letters as read."""
    case = gate.load_own_case(uow)
    parts = gate.open_parts(uow, case, Compartment.REPORT)
    how = terms.how_it_came(uow, case)
    agency = uow.session.execute(
        select(AgencyPackage.agency_number, AgencyPackage.agency_date)
        .where(AgencyPackage.case_id == case.id)
        .order_by(AgencyPackage.made_at.desc())
        .limit(1)
    ).first()
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
        extended_days=case.extended_days,
        text=parts["narrative"]["text"],
        letters=_letters(uow, case.id, parts),
        answers=tuple(content for name, content in sorted(parts.items()) if name.startswith("answer/")),
        events=_events(uow, case.id),
        agency_number=agency.agency_number if agency else None,
        agency_date=agency.agency_date if agency else None,
        offers=steps.offers(uow, case),
    )


def _letters(uow: UnitOfWork, case_id: int, parts: dict[str, str]) -> tuple[Letter, ...]:
    letters = []
    for message in left.messages(uow.session, case_id):
        is_new = message.author is Author.STAFF and message.read_at is None
        letters.append(Letter(message.author, message.sent_at, parts[f"message/{message.id}"], is_new))
        if is_new:
            message.read_at = uow.now
    return tuple(letters)


def _events(uow: UnitOfWork, case_id: int) -> tuple[tuple[datetime, str], ...]:
    return tuple((row.at, row.verb) for row in cases.entries(uow.session, case_id) if row.verb in _SHOWN)
