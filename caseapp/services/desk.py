"""The inspectors' desk: queues and the case page, opened through the gate."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from caseapp.domain.compartments import Compartment, extract_compartment
from caseapp.domain.deadlines import Explanation as HowDue
from caseapp.domain.deadlines import days_left
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Author, Path, Theme
from caseapp.domain.workflow import Offer
from caseapp.models.case import Case
from caseapp.models.ledger import LedgerEntry
from caseapp.models.reference import DeadlineRule
from caseapp.models.steps import AgencyPackage, IdentityRequest
from caseapp.queries import cases, queue, thread
from caseapp.queries import steps as left
from caseapp.queries.queue import Filter, Row
from caseapp.queries.thread import Appealed
from caseapp.services import attachments, finding, gate, identity, lists, notices, satisfaction, steps, terms
from caseapp.services.attachments import Attached
from caseapp.services.notices import Told
from caseapp.services.uow import UnitOfWork

DUE_SOON_WORKING_DAYS = 3


@dataclass(frozen=True)
class Desk:
    """One page of a queue; `next_after` is the key that the following page starts behind."""

    rows: tuple[Row, ...]
    more: bool
    next_after: str
    counts: dict[str, int]
    today: date


def list_cases(uow: UnitOfWork, chosen: Filter, search: str = "") -> Desk:
    if not uow.actor.may(Permission.CASE_READ):
        raise Refused("queue")
    soon = terms.calendar(uow).add_working_days(uow.today, DUE_SOON_WORKING_DAYS)
    chosen = replace(chosen, due_soon=soon, tokens=finding.query_tokens(uow, search) if search.strip() else None)
    rows, more = queue.page(uow.session, chosen, uow.actor.user_id, uow.today)
    titles = gate.open_titles(uow, [(row.id, row.path) for row in rows])
    rows = tuple(replace(row, title=titles.get(row.id, "")) for row in rows)
    last = f"{rows[-1].due_on or date.max}.{rows[-1].id}" if more and rows else ""
    counts = queue.counts(uow.session, uow.actor.user_id, uow.today, soon)
    return Desk(rows, more, last, counts, uow.today)


@dataclass(frozen=True, repr=False)
class Written:
    """A letter or a note, opened."""

    id: int
    author: Author | str
    who: str
    at: datetime
    verb: str
    text: str
    read_at: datetime | None = None
    """Of a letter of the staff: when the petitioner first opened it."""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, repr=False)
class AskedUnit:
    unit: str
    asked_at: datetime
    due_on: date
    officers: tuple[str, ...]
    extract: str
    reply: str


@dataclass(frozen=True, repr=False)
class CasePage:
    """All that a member of the team sees of a case; `opened` is None until they state that they have no conflict."""

    case: Case
    opened: dict[str, Any] | None
    title: str
    messages: tuple[Written, ...]
    notes: tuple[Written, ...]
    answer: dict[str, str] | None
    grounds: str
    with_identity: bool
    questions: tuple[AskedUnit, ...]
    suggested: tuple[tuple[Theme, float, str], ...]
    decided: frozenset[Theme]
    offers: tuple[Offer, ...]
    timeline: tuple[LedgerEntry, ...]
    openings: tuple[LedgerEntry, ...]
    names: dict[int, str]
    unit_names: dict[int, Any]
    due: tuple[HowDue, DeadlineRule] | None
    days_left: int | None
    identity_requests: tuple[IdentityRequest, ...]
    may_open_identity: bool
    package: AgencyPackage | None
    merged_into: str | None
    officials: tuple[str, ...]
    notices: tuple[Told, ...]
    files: tuple[Attached, ...]
    appeal: Appealed | None
    satisfaction: int | None


def open_case(uow: UnitOfWork, number: str) -> CasePage:
    """Loading is permission; every opening stands in the ledger before anything is shown."""
    case = gate.load_case(uow, number, {Permission.CASE_READ})
    names = lists.names(uow)
    opened, kept = _opened(uow, case)
    if opened is not None:
        _remember_reading(uow, case)
    files = attachments.listed(uow, case, opened or {})
    timeline, openings = _timeline(uow, case)
    answer, referral = left.open_answer(uow.session, case.id), left.open_referral(uow.session, case.id)
    units = {unit.id: unit for unit in lists.units(uow)}
    return CasePage(
        case=case,
        opened=opened,
        title=str(kept.get("title", "")),
        messages=_messages(uow, case, opened or {}, names, files),
        notes=_notes(uow, case, kept, names),
        answer=kept.get(f"answer/{answer.id}") if answer else None,
        grounds=str(kept.get(f"grounds/{referral.id}", "")) if referral else "",
        with_identity=bool(referral and referral.with_identity),
        questions=_questions(uow, case, units) if opened is not None else (),
        suggested=cases.suggested_themes(uow.session, case.id),
        decided=cases.decided_themes(uow.session, case.id),
        offers=steps.offers(uow, case),
        timeline=timeline,
        openings=openings,
        names=names,
        unit_names=units,
        due=terms.how_it_came(uow, case),
        days_left=days_left(case.due_on, uow.today) if case.due_on and case.status.is_open else None,
        identity_requests=left.identity_requests(uow.session, case.id),
        may_open_identity=identity.may_open(uow, case),
        package=left.package_of(uow.session, case.id),
        merged_into=_number_of(uow, case.merged_into_id),
        files=tuple(file for file in files if file.message_id is None),
        notices=notices.told(uow, case),
        appeal=thread.last_appeal(uow.session, case.id) if case.appealed_at else None,
        satisfaction=satisfaction.score_of(uow, case),
        officials=tuple(", ".join(one) for one in cases.officials(uow.session, case.id)),
    )


def _opened(uow: UnitOfWork, case: Case) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Report and notes, or neither while the officer has not said to have no conflict."""
    try:
        return gate.open_parts(uow, case, Compartment.REPORT), gate.open_notes(uow, case)
    except RuleBroken as broken:
        if broken.reason is not Reason.NEEDS_NO_CONFLICT:
            raise
        return None, {}


def _number_of(uow: UnitOfWork, case_id: int | None) -> str | None:
    return uow.session.scalar(select(Case.number).where(Case.id == case_id)) if case_id else None


def _remember_reading(uow: UnitOfWork, case: Case) -> None:
    """Marks the citizen's letters as read; the first opening by the team also makes the search words if need be."""
    if case.citizen_wrote_at is not None and (case.staff_read_at or case.received_at) <= case.citizen_wrote_at:
        case.staff_read_at = uow.now
    finding.index_if_missing(uow, case)


def _messages(
    uow: UnitOfWork, case: Case, opened: dict[str, Any], names: dict[int, str], files: tuple[Attached, ...]
) -> tuple[Written, ...]:
    return tuple(
        Written(
            id=m.id,
            author=m.author,
            who=names.get(m.author_id or 0, ""),
            at=m.sent_at,
            verb="",
            text=opened.get(f"message/{m.id}", ""),
            read_at=m.read_at,
            files=tuple(file for file in files if file.message_id == m.id),
        )
        for m in left.messages(uow.session, case.id)
    )


def _notes(uow: UnitOfWork, case: Case, kept: dict[str, Any], names: dict[int, str]) -> tuple[Written, ...]:
    return tuple(
        Written(n.id, "", names.get(n.author_id, ""), n.written_at, n.verb, kept.get(f"note/{n.id}", ""))
        for n in left.notes(uow.session, case.id)
        if f"note/{n.id}" in kept
    )


def _questions(uow: UnitOfWork, case: Case, units: dict[int, Any]) -> tuple[AskedUnit, ...]:
    asked = []
    for row in left.explanations(uow.session, case.id):
        parts = gate.open_parts(uow, case, extract_compartment(row.id))
        unit = units.get(row.unit_id)
        name, officers = unit.name_mn if unit else "", left.officers_asked(uow.session, row)
        asked.append(AskedUnit(name, row.asked_at, row.due_on, officers, parts["extract"], parts.get("reply", "")))
    return tuple(asked)


Entries = tuple[LedgerEntry, ...]
_BESIDE = ("case.read", "notice.queued")
"""Shown beside the timeline: who opened the case, and whether the petitioner was told."""


def _timeline(uow: UnitOfWork, case: Case) -> tuple[Entries, Entries]:
    """What happened, and apart from it who opened the case and when; before a return is the integrity team's own."""
    rows = cases.entries(uow.session, case.id)
    returned = max((n for n, row in enumerate(rows) if row.verb == "return.approved"), default=0)
    if case.path is Path.ORDINARY and returned:
        rows = (rows[0], *rows[returned:])
    report = Compartment.REPORT.value
    openings = tuple(row for row in rows if row.verb == "case.read" and row.detail.get("compartment") == report)
    return tuple(row for row in rows if row.verb not in _BESIDE), openings
