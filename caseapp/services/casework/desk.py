"""The inspectors' desk: the case page, opened through the gate."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseapp.domain import workflow
from caseapp.domain.compartments import Compartment, extract_compartment, notes_of
from caseapp.domain.deadlines import Explanation as HowDue
from caseapp.domain.deadlines import days_left
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.letters import SentHow
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Path, Theme
from caseapp.domain.workflow import Elsewhere, Offer
from caseapp.models.case import Case, ThemeSuggestion
from caseapp.models.desk import ReplyTemplate
from caseapp.models.ledger import LedgerEntry
from caseapp.models.reference import DeadlineRule
from caseapp.models.steps import AgencyPackage, IdentityRequest
from caseapp.queries import cases
from caseapp.queries.hanging import Hanging
from caseapp.queries.thread import Appealed
from caseapp.services import at_hand, gate
from caseapp.services.answers import transfers
from caseapp.services.answers.transfers import Forwarded
from caseapp.services.casework import finding, linking, page_parts, presence
from caseapp.services.casework.linking import Linked
from caseapp.services.casework.page_parts import AskedUnit, Piece, Written
from caseapp.services.casework.presence import Beside
from caseapp.services.casework.tasks import ToDo
from caseapp.services.files import attachments
from caseapp.services.files.attachments import Attached
from caseapp.services.law import terms
from caseapp.services.petitioner import notices
from caseapp.services.petitioner.notices import Told
from caseapp.services.quarterly import tagging
from caseapp.services.quarterly.tagging import Spoken
from caseapp.services.staff import identity
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import steps


@dataclass(frozen=True, repr=False)
class CasePage:
    """All that a member of the team sees of a case; `opened` is None until they state that they have no conflict."""

    case: Case
    today: date
    opened: dict[str, Any] | None
    pieces: tuple[Piece, ...]
    reasons: dict[Theme, tuple[Spoken, ...]]
    title: str
    messages: tuple[Written, ...]
    notes: tuple[Written, ...]
    tasks: tuple[ToDo, ...]
    answer: dict[str, str] | None
    last_answer: dict[str, str]
    """The one proposed last, with its outcome: what the next one may begin from."""
    posted: tuple[date, SentHow] | None
    """When and how the newest approved answer left on paper, or was handed or told."""
    grounds: str
    with_identity: bool
    questions: tuple[AskedUnit, ...]
    suggested: tuple[ThemeSuggestion, ...]
    decided: frozenset[Theme]
    offers: tuple[Offer, ...]
    elsewhere: tuple[Elsewhere, ...]
    timeline: tuple[LedgerEntry, ...]
    last_seq: int
    """The last entry of the ledger that this page shows: what a letter's form was made for."""
    openings: tuple[LedgerEntry, ...]
    names: dict[int, str]
    unit_names: dict[int, Any]
    due: tuple[HowDue, DeadlineRule] | None
    moved: terms.Moved | None
    """When a changed rule or calendar moved the due day."""
    days_left: int | None
    identity_requests: tuple[IdentityRequest, ...]
    identity_until: datetime | None
    """Until when the actor may see the identity, if at all."""
    package: AgencyPackage | None
    merged_into: str | None
    officials: tuple[str, ...]
    notices: tuple[Told, ...]
    files: tuple[Attached, ...]
    templates: tuple[ReplyTemplate, ...]
    """Without their texts."""
    beside: tuple[Beside, ...]
    """Who else has the case open."""
    linked: Linked
    went: Forwarded | None
    appeal: Appealed | None
    satisfaction: int | None

    def moved_since(self, seq: int) -> tuple[LedgerEntry, ...]:
        """What has happened to the case, for whoever writes to its petitioner, after the entry of this number."""
        return tuple(
            row for row in self.timeline if row.seq > seq and (row.status_after is not None or row.verb in cases.MOVES)
        )


def open_case(uow: UnitOfWork, number: str) -> CasePage:
    """Loading is permission; every opening stands in the ledger before anything is shown."""
    case = gate.load_whole(uow, number, {Permission.CASE_READ})
    known = at_hand.of(uow, case)
    opened = _opened(uow, case, known)
    report = opened.get(Compartment.REPORT.value) if opened is not None else None
    kept = _kept(case, opened or {})
    if report is not None:
        _remember_reading(uow, case, known)
    files = attachments.shown(uow, known.files, report or {})
    text = str(report["narrative"]["text"]) if report else ""
    reasons = tagging.reasons(uow, known.suggested, text)
    facts = steps.facts_of(uow, case)
    timeline, openings = page_parts.timeline(uow, case, known.entries, opening_now=report is not None)
    return CasePage(
        case=case,
        today=uow.today,
        opened=report,
        pieces=page_parts.marked(text, reasons),
        reasons=reasons,
        title=str(kept.get("title", "")),
        messages=page_parts.messages(known, report or {}, files),
        notes=page_parts.notes(known, kept),
        tasks=page_parts.to_do(case, known, kept),
        questions=page_parts.questions(uow, known, opened) if opened is not None else (),
        suggested=known.suggested,
        decided=known.decided,
        offers=workflow.offers(facts, uow.actor),
        elsewhere=workflow.elsewhere(facts, uow.actor),
        timeline=timeline,
        last_seq=max((row.seq for row in known.entries), default=0),
        openings=openings,
        files=tuple(file for file in files if file.message_id is None),
        beside=presence.enter(uow, case) if report is not None else (),
        linked=linking.of(uow, case, opened=report is not None),
        **_proposed(known, kept),
        **_facts(uow, case, known),
    )


def _facts(uow: UnitOfWork, case: Case, known: Hanging) -> dict[str, Any]:
    """What needs no opening."""
    return {
        "names": known.register.names,
        "unit_names": {unit.id: unit for unit in known.register.units},
        "due": terms.how_it_came(uow, case),
        "moved": terms.moved(case, known.entries),
        "days_left": days_left(case.due_on, uow.today) if case.due_on and case.status.is_open else None,
        "identity_requests": known.identity_requests,
        "identity_until": identity.open_until(uow, known.identity_requests),
        "package": known.packages[-1] if known.packages else None,
        "merged_into": known.merged_into,
        "notices": notices.told(uow, known.notices, known.notice_parts),
        "templates": tuple(one for one in known.templates if one.kind in {None, case.kind}),
        "went": transfers.forwarded(uow, case) if case.forwarded_to else None,
        "appeal": known.appeal if case.appealed_at else None,
        "satisfaction": known.satisfaction,
        "officials": tuple(", ".join(one) for one in known.officials),
    }


def _opened(uow: UnitOfWork, case: Case, known: Hanging) -> dict[str, dict[str, Any]] | None:
    """Report, notes and extracts by compartment, or nothing while the officer has not said to have no conflict."""
    wanted = [Compartment.REPORT.value, notes_of(case.path).value]
    if case.path is Path.INTEGRITY and known.has_older_notes:
        wanted.append(Compartment.NOTES.value)
    wanted += [extract_compartment(row.id) for row in known.explanations]
    try:
        return gate.open_together(uow, case, wanted)
    except RuleBroken as broken:
        if broken.reason is not Reason.NEEDS_NO_CONFLICT:
            raise
        return None


def _kept(case: Case, opened: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The team's notes; what the integrity team noted stands over what the ordinary one had noted before it."""
    return opened.get(Compartment.NOTES.value, {}) | opened.get(notes_of(case.path).value, {})


def _proposed(known: Hanging, kept: dict[str, Any]) -> dict[str, Any]:
    """What waits for a second person: an answer, or a referral with its grounds."""
    answer = next((row for row in known.answers if row.approved_at is None and row.returned_at is None), None)
    referral = next((row for row in known.referrals if row.decided_at is None), None)
    last = known.answers[-1] if known.answers else None
    part = f"answer/{last.id}" if last else ""
    return {
        "answer": kept.get(f"answer/{answer.id}") if answer else None,
        "last_answer": {"outcome": last.outcome.value, **kept[part]} if last and part in kept else {},
        "posted": _posted(known),
        "grounds": str(kept.get(f"grounds/{referral.id}", "")) if referral else "",
        "with_identity": bool(referral and referral.with_identity),
    }


def _posted(known: Hanging) -> tuple[date, SentHow] | None:
    approved = [row for row in known.answers if row.approved_at is not None]
    told = [row for row in known.entries if row.verb == "answer.posted"] if not approved else []
    if told:
        return date.fromisoformat(told[-1].detail["day"]), SentHow(told[-1].detail["how"])
    newest = max(approved, key=lambda row: row.approved_at or row.proposed_at, default=None)
    return (newest.posted_on, newest.posted_how) if newest and newest.posted_on and newest.posted_how else None


def _remember_reading(uow: UnitOfWork, case: Case, known: Hanging) -> None:
    """Marks the citizen's letters as read; the first opening by the team also makes the search words if need be."""
    if case.citizen_wrote_at is not None and (case.staff_read_at or case.received_at) <= case.citizen_wrote_at:
        case.staff_read_at = uow.now
    if not known.is_indexed:
        finding.index_if_missing(uow, case)
