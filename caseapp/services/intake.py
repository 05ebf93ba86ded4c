"""Taking in a report: suggest themes while the text is in hand, seal, store, record; one transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from caseapp.domain.actors import Actor, ActorKind, Door, citizen
from caseapp.domain.commands import NewReport
from caseapp.domain.compartments import (
    READER_RECEIPT,
    READER_RECOVERY,
    TEAM_OF_PATH,
    Compartment,
    notes_of,
    team_reader,
)
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.numbers import new_case_number
from caseapp.domain.vocab import Kind, Mode, Path, PetitionerType, Status
from caseapp.models.case import Case
from caseapp.models.reference import AuthorityKey, Unit
from caseapp.queries import cases
from caseapp.services import gate, ledger, tagging, terms
from caseapp.services.uow import ServerKeys, UnitOfWork
from caseapp.vault.receipts import key_pair_of_receipt, lookup_of_receipt

MAX_TEXT = 100_000
"""Signs of one narrative; the form says so before."""

NUMBER_TRIES = 20

_PETITIONS = frozenset({Kind.COMPLAINT, Kind.REQUEST, Kind.CRITICISM})


@dataclass(frozen=True)
class Filed:
    """What the receipt page shows besides the receipt; `again` when the same form had been sent before."""

    number: str
    due_on: date | None
    path: Path
    kind: Kind
    again: bool


def filing_actor(keys: ServerKeys, secret: bytes, clerk: Actor | None = None) -> Actor:
    """Who files with this receipt: the citizen, or a clerk for paper, phone and counter."""
    lookup = lookup_of_receipt(keys.lookup, secret)
    if clerk is None:
        return citizen(lookup)
    return Actor(ActorKind.STAFF, Door.PUBLIC, clerk.user_id, clerk.permissions, clerk.teams, lookup)


def submit(uow: UnitOfWork, new: NewReport, secret: bytes) -> Filed:
    """Files the report under the receipt's secret; the same secret files once, however often it is sent."""
    _wait_for_the_same_receipt(uow)
    known = cases.of_receipt(uow.session)
    if known is not None:
        return Filed(known.number, known.due_on, known.path, known.kind, again=True)
    if not new.text.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    if len(new.text) > MAX_TEXT:
        raise RuleBroken(Reason.TEXT_TOO_LONG)
    suggestion = tagging.suggest(uow, new.text)
    path = Path.INTEGRITY if new.kind.is_integrity or (suggestion and suggestion.alarm) else Path.ORDINARY
    case = _new_case(uow, new, path)
    _seal(uow, case, new, secret)
    if suggestion is not None:
        tagging.keep(uow, case.id, suggestion)
    uow.session.flush()  # with its first entry the case is taken in: from then on this door adds no key and no part
    ledger.append(uow, "report.received", case, Status.RECEIVED, channel=new.channel, mode=new.mode)
    return Filed(case.number, case.due_on, case.path, case.kind, again=False)


def _wait_for_the_same_receipt(uow: UnitOfWork) -> None:
    """The second of two clicks stands here until the first has committed, and then finds its case."""
    lookup = uow.actor.receipt_lookup or b""
    uow.session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(lookup[:8], "big", signed=True))))


def _kind(new: NewReport) -> Kind:
    """An anonymous petition is taken as a tip: the petitions law gives no duty to answer it."""
    return Kind.TIP if new.mode is Mode.ANONYMOUS and new.kind in _PETITIONS else new.kind


def _new_case(uow: UnitOfWork, new: NewReport, path: Path) -> Case:
    if new.unit_id is not None and uow.session.get(Unit, new.unit_id) is None:
        raise RuleBroken(Reason.NO_SUCH_UNIT)
    kind = _kind(new)
    rule_id, due_on = terms.first_due(uow, path, kind, new.mode, uow.now)
    anonymous = new.mode is Mode.ANONYMOUS
    case = Case(
        id=secrets.randbits(62),
        number="",
        path=path,
        status=Status.RECEIVED,
        status_seq=1,
        kind=kind,
        filed_kind=new.kind,
        service=new.service,
        unit_id=new.unit_id,
        mode=new.mode,
        channel=new.channel,
        petitioner_type=PetitionerType.ANONYMOUS if anonymous else new.petitioner_type,
        has_identity=not anonymous and not new.identity.is_empty,
        receipt_lookup=uow.actor.receipt_lookup,
        received_at=uow.now,
        received_day=uow.today,
        term_started_at=uow.now,
        due_on=due_on,
        due_rule_id=rule_id,
    )
    _number(uow, case)
    return case


def _number(uow: UnitOfWork, case: Case) -> None:
    """Numbers are drawn blindly, since this door sees no other case: a taken one is drawn again."""
    for tries_left in reversed(range(NUMBER_TRIES)):
        case.number = new_case_number(uow.today.year, secrets.randbelow)
        try:
            with uow.session.begin_nested():
                uow.session.add(case)
        except IntegrityError as taken:
            if tries_left == 0 or "uq_case_number" not in str(taken.orig):
                raise
        else:
            return


def _readers(uow: UnitOfWork, path: Path, secret: bytes) -> dict[str, bytes]:
    team = team_reader(TEAM_OF_PATH[path])
    publics = public_keys(uow)
    return {
        team: publics[team],
        READER_RECEIPT: key_pair_of_receipt(secret).public,
        READER_RECOVERY: publics[READER_RECOVERY],
    }


def public_keys(uow: UnitOfWork) -> dict[str, bytes]:
    """What can be sealed to: the teams and the recovery key, by reader's name."""
    return {row.name: row.public for row in uow.session.scalars(select(AuthorityKey))}


def _seal(uow: UnitOfWork, case: Case, new: NewReport, secret: bytes) -> None:
    readers = _readers(uow, case.path, secret)
    staff_only = {name: public for name, public in readers.items() if name != READER_RECEIPT}
    gate.new_compartment(uow, case, Compartment.REPORT, readers)
    gate.new_compartment(uow, case, notes_of(case.path), staff_only)
    narrative = {"text": new.text, "when": new.when, "where": new.where, "remedy": new.remedy}
    gate.put_new_part(uow, case, Compartment.REPORT, "narrative", {**narrative, "external_ref": new.external_ref})
    if case.has_identity:
        _seal_identity(uow, case, new, readers, staff_only)


def _seal_identity(
    uow: UnitOfWork, case: Case, new: NewReport, readers: Mapping[str, bytes], staff_only: Mapping[str, bytes]
) -> None:
    gate.new_compartment(uow, case, Compartment.IDENTITY, readers)
    gate.put_new_part(uow, case, Compartment.IDENTITY, "identity", vars(new.identity))
    if new.identity.email:
        gate.new_compartment(uow, case, Compartment.NOTICE, staff_only)
        gate.put_new_part(uow, case, Compartment.NOTICE, "email", new.identity.email)
