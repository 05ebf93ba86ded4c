"""Passing a petition on: until when, whether in time, and the covering letter to the body."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.domain import rules
from caseapp.domain.compartments import Compartment, notes_of
from caseapp.domain.days import local_day
from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.domain.transfers import is_in_time, transfer_due
from caseapp.domain.vocab import Mode
from caseapp.models.case import Case
from caseapp.models.reference import DeadlineRule
from caseapp.queries import rules as stored
from caseapp.services import gate
from caseapp.services.answers import bodies, printing
from caseapp.services.answers.bodies import BodyRow
from caseapp.services.law import terms
from caseapp.services.staff import identity
from caseapp.services.uow import UnitOfWork

LETTER = "forward"
"""The sealed part of the notes that holds what the body is written."""


@dataclass(frozen=True)
class Due:
    day: date
    rule: DeadlineRule


@dataclass(frozen=True)
class Forwarded:
    """Where it went; `in_time` is derived from the day of the step and the rule, never typed."""

    body: BodyRow
    on: date | None
    due: Due
    in_time: bool
    may_name: bool
    """Whether this person holds a consent to open the identity, without which the letter names nobody."""


def due(uow: UnitOfWork, case: Case) -> Due:
    """The last day for passing it on, by the rule in force, counted from the receipt."""
    row = uow.once("rules", lambda: stored.in_force(uow.session))[rules.TRANSFER]
    return Due(transfer_due(terms.as_rule(uow, row), case.term_started_at, terms.calendar(uow)), row)


def forwarded(uow: UnitOfWork, case: Case) -> Forwarded | None:
    body = bodies.find(uow, case.forwarded_to)
    if body is None:
        return None
    last, on = due(uow, case), local_day(case.decided_at) if case.decided_at else None
    may_name = case.mode is not Mode.ANONYMOUS and case.has_identity and identity.may_open(uow, case)
    return Forwarded(body, on, last, on is not None and is_in_time(on, last.day), may_name)


def covering_letter(uow: UnitOfWork, number: str, *, with_identity: bool) -> bytes:
    """For printing, with the report's text; the petitioner is named only by whoever was granted to open the identity,
    and the ledger tells of both openings."""
    case = gate.load_case(uow, number, {Permission.CASE_FORWARD})
    went = forwarded(uow, case)
    if went is None or went.on is None:
        raise Refused("letter")
    parts = gate.open_parts(uow, case, Compartment.REPORT, ["narrative"])
    kept = gate.open_parts(uow, case, notes_of(case.path), [LETTER])
    petitioner = identity.reveal(uow, number) if with_identity else None
    return printing.forwarding_letter(_content(case, went, parts["narrative"], kept.get(LETTER), petitioner), went.on)


def _content(
    case: Case, went: Forwarded, narrative: dict[str, Any], letter: str | None, petitioner: dict[str, Any] | None
) -> dict[str, Any]:
    named = ("family_name", "given_name", "address", "phone", "email", "organisation")
    return {
        "number": case.number,
        "received": local_day(case.received_at).isoformat(),
        "addressee": went.body.name_mn,
        "address": went.body.address,
        "phone": went.body.phone,
        "letter": letter or "",
        "text": str(narrative.get("text", "")),
        "remedy": str(narrative.get("remedy") or ""),
        "petitioner": [str(petitioner[name]) for name in named if petitioner.get(name)] if petitioner else [],
    }
