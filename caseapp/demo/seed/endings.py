"""Seeded cases that go elsewhere: to the integrity team, into another case, to the Agency in an encrypted package."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from caseapp.demo.seed.shares import drawn as drawn_at
from caseapp.demo.seed.shares import id_of
from caseapp.demo.seed.story import INSTEAD
from caseapp.demo.seed.telling import Telling
from caseapp.domain import rules
from caseapp.domain.days import local_day
from caseapp.domain.numbers import new_id
from caseapp.domain.vocab import Action, AgencyOutcome, PackageState, Path, Status
from caseapp.services.agency import packages
from caseapp.services.agency.packages import Made
from caseapp.services.answers import printing
from caseapp.services.law.terms import rule_code

Codes = dict[str, str | int | None]
Told = tuple[int | None, Codes]
_LOOKS = 300
"""At so many cases before it, the nearest first, for one that it can be merged into."""


def possible(case: Telling) -> str:
    """The drawn fate, or what becomes of the case where that cannot be."""
    drawn = case.drawn
    if drawn.status is Status.MERGED:
        case.target = _target(case)
        return drawn.fate if case.target is not None else INSTEAD[drawn.fate]
    return drawn.fate if case.ground.recipients else INSTEAD.get(drawn.fate, drawn.fate)


def _target(case: Telling) -> int | None:
    """An older ordinary case that was worked on all the while; cases before this one are always seeded with it."""
    drawn = case.drawn
    for place in range(drawn.place - 1, max(-1, drawn.place - _LOOKS), -1):
        other = drawn_at(place, case.ground.places)
        if other.path is Path.ORDINARY and other.status is Status.IN_PROGRESS and other.age_days > drawn.age_days:
            return id_of(place)
    return None


def _escalate(case: Telling, at: datetime) -> Told:
    """The ordinary team's reason stays in its notes, which the integrity team opens from now on, and nobody else."""
    who = case.inspector()
    case.note(at, "case.escalated", who, case.said(Action.ESCALATE))
    case.path = Path.INTEGRITY
    case.sealed.compartment(case.notes, case.staff)
    case.rule_code = rule_code(case.path, case.kind, case.drawn.mode)
    case.facts["due_rule_id"], case.facts["due_on"] = case.ground.due(case.rule_code, case.received)
    case.facts["due_rolls"] = case.ground.rules[case.rule_code][1].roll_to_working_day
    return who, {}


def _merge(case: Telling, _at: datetime) -> Told:
    case.facts["merged_into_id"] = case.target
    return case.inspector(), {}


def _approve_referral(case: Telling, at: datetime) -> Told:
    referral, calendar = case.referral, case.ground.calendar
    who = case.head(referral["proposed_by_id"])
    referral |= {"decided_by_id": who, "decided_at": at, "approved": True}
    made = _package(case, local_day(at))
    days = case.ground.rules[rules.HANDOVER][1].days
    case.package = {
        "id": new_id(),
        "referral_id": referral["id"],
        "reference": made.reference,
        "ciphertext": made.ciphertext,
        "sha256": made.sha256,
        "recipients": " ".join(made.fingerprints),
        "state": PackageState.SENT,
        "made_at": at,
        "due_on": calendar.add_working_days(local_day(case.facts["triaged_at"]), days),
        "downloads": 0,
    }
    case.facts["proposed_by_id"] = None
    return who, {"proposed_by": referral["proposed_by_id"], "with_identity": 0, "sha256": made.sha256}


def _package(case: Telling, day: date) -> Made:
    """Without the reporter's identity and without files, as seeded referrals are."""
    report = _report(case, packages.new_reference(day))
    return packages.packed(case.ground.recipients, printing.referral_letter(report, day), report, ())


def _report(case: Telling, reference: str) -> dict[str, Any]:
    """As `packages` describes a case."""
    facts, said = case.facts, case.narrative
    return {
        "format": packages.FORMAT,
        "reference": reference,
        "received": case.received.isoformat(),
        "channel": case.drawn.channel.value,
        "kind": facts["filed_kind"].value,
        "service": facts["service"].value,
        "unit": case.ground.unit_names[facts["unit_id"]],
        "officials": [],
        "themes": sorted(case.drawn.report.themes),
        "mode": case.drawn.mode.value,
        **{name: said[name] for name in ("text", "when", "where", "remedy", "details")},
        "grounds": case.grounds,
        "messages": [],
        "reporter": None,
        "attachments": [],
    }


def _acknowledge(case: Telling, at: datetime) -> Told:
    """By telephone or on paper: the integrity team enters it."""
    day, number = local_day(at), f"{case.random.randint(1, 12)}/{case.random.randrange(100, 9000)}"
    case.package |= {"agency_number": number, "agency_date": day, "acknowledged_at": at}
    case.package["state"] = PackageState.ACKNOWLEDGED
    return case.facts["assignee_id"], {"agency_date": day.isoformat()}


def _record_outcome(case: Telling, _at: datetime) -> Told:
    outcome = case.random.choice(list(AgencyOutcome))
    case.package |= {"agency_outcome": outcome, "state": PackageState.OUTCOME_KNOWN}
    case.facts["agency_outcome"] = outcome
    return case.facts["assignee_id"], {"outcome": outcome}


ACTS: dict[Action, Callable[[Telling, datetime], Told]] = {
    Action.ESCALATE: _escalate,
    Action.MERGE: _merge,
    Action.APPROVE_REFERRAL: _approve_referral,
    Action.ACKNOWLEDGE: _acknowledge,
    Action.RECORD_OUTCOME: _record_outcome,
}
