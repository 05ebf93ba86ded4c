"""Taking in a report: suggest themes while the text is in hand, seal, store, record; one transaction."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from caseapp.domain.actors import Actor, ActorKind, Door, citizen
from caseapp.domain.channels import check_received, external_key
from caseapp.domain.compartments import (
    READER_RECEIPT,
    READER_RECOVERY,
    TEAM_OF_PATH,
    Compartment,
    notes_of,
    team_reader,
)
from caseapp.domain.days import ULAANBAATAR, local_day
from caseapp.domain.deadlines import Explanation
from caseapp.domain.drafts import FromDraft
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.filing import NewReport
from caseapp.domain.news import PART_OF_CHANNEL
from caseapp.domain.numbers import new_case_number
from caseapp.domain.vocab import Channel, Kind, Mode, NoticeChannel, Path, PetitionerType, Status
from caseapp.models.case import Case
from caseapp.models.reference import AuthorityKey, DeadlineRule, Unit
from caseapp.queries import cases
from caseapp.services import gate, ledger
from caseapp.services.files import arriving, attachments, drafts
from caseapp.services.law import terms
from caseapp.services.quarterly import tagging
from caseapp.services.uow import ServerKeys, UnitOfWork
from caseapp.vault.externals import lookup_of_external
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
    how: tuple[Explanation, DeadlineRule] | None = field(default=None, compare=False)
    """How the due day came about."""


def filing_actor(keys: ServerKeys, secret: bytes, clerk: Actor | None = None) -> Actor:
    """Who files with this receipt: the citizen, or a clerk for paper, phone and counter."""
    lookup = lookup_of_receipt(keys.lookup, secret)
    if clerk is None:
        return citizen(lookup)
    return Actor(ActorKind.STAFF, Door.PUBLIC, clerk.user_id, clerk.permissions, clerk.teams, lookup)


def submit(uow: UnitOfWork, new: NewReport, secret: bytes, draft: FromDraft | None = None) -> Filed:
    """Files the report under the receipt's secret; the same secret files once, however often it is sent.

    The draft's files become the case's, and the draft is forgotten; RuleBroken(FILES_GONE) when some are missing."""
    _wait_for_the_same_receipt(uow)
    return _submit(uow, new, secret, draft)


def submit_all(uow: UnitOfWork, reports: Iterable[tuple[NewReport, bytes]]) -> Iterator[Filed]:
    """Files many reports in one transaction, each under its own receipt: whatever is wrong with one, none is filed."""
    uow.wait_in_line("many reports")  # one after another: a list takes as many of the server's locks as it has rows
    clerk = uow.actor
    for new, secret in reports:
        uow.go_on_as(filing_actor(uow.keys, secret, clerk))
        yield _submit(uow, new, secret)


def _submit(uow: UnitOfWork, new: NewReport, secret: bytes, draft: FromDraft | None = None) -> Filed:
    known = cases.of_receipt(uow.session)
    if known is not None:
        return _filed(uow, known, again=True)
    if not new.text.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    if len(new.text) > MAX_TEXT:
        raise RuleBroken(Reason.TEXT_TOO_LONG)
    files = arriving.expected(uow, draft)
    suggestion = tagging.suggest(uow, new.text)
    path = Path.INTEGRITY if new.kind.is_integrity or (suggestion and suggestion.alarm) else Path.ORDINARY
    case = _new_case(uow, new, path)
    _seal(uow, case, new, secret)
    attachments.file_with(uow, case, files)
    if draft is not None and draft.files:
        drafts.forget(uow, [draft.place])
    if suggestion is not None:
        tagging.keep(uow, case.id, suggestion)
    uow.session.flush()  # with its first entry the case is taken in: from then on this door adds no key and no part
    ledger.begin(uow, "report.received", case, Status.RECEIVED, channel=new.channel, mode=new.mode)
    return _filed(uow, case, again=False)


def _filed(uow: UnitOfWork, case: Case, *, again: bool) -> Filed:
    return Filed(case.number, case.due_on, case.path, case.kind, again, terms.how_it_came(uow, case))


def _wait_for_the_same_receipt(uow: UnitOfWork) -> None:
    """The second of two clicks stands here until the first has committed, and then finds its case."""
    lookup = uow.actor.receipt_lookup or b""
    uow.session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(lookup[:8], "big", signed=True))))


def external_lookup(keys: ServerKeys, channel: Channel, reference: str) -> bytes | None:
    """By what a number of 11-11 or a hotline is known again, whatever became of the case."""
    number = external_key(channel, reference)
    return lookup_of_external(keys.lookup, number) if number else None


def _received(uow: UnitOfWork, new: NewReport) -> datetime:
    """Noon of the day that a letter came or a box was opened; this moment, unless it was another day."""
    if new.received_on is None or new.received_on == uow.today:
        return uow.now
    check_received(new.received_on, uow.today)
    return datetime.combine(new.received_on, time(12), ULAANBAATAR)


def _kind(new: NewReport) -> Kind:
    """An anonymous petition is taken as a tip: the petitions law gives no duty to answer it."""
    return Kind.TIP if new.mode is Mode.ANONYMOUS and new.kind in _PETITIONS else new.kind


def _new_case(uow: UnitOfWork, new: NewReport, path: Path) -> Case:
    if new.unit_id is not None and uow.session.get(Unit, new.unit_id) is None:
        raise RuleBroken(Reason.NO_SUCH_UNIT)
    kind = _kind(new)
    received = _received(uow, new)
    rule_id, due_on = terms.first_due(uow, path, kind, new.mode, received)
    anonymous = new.mode is Mode.ANONYMOUS
    facts = {
        "id": secrets.randbits(62),
        "path": path,
        "status": Status.RECEIVED,
        "status_seq": 1,
        "kind": kind,
        "filed_kind": new.kind,
        "service": new.service,
        "unit_id": new.unit_id,
        "mode": new.mode,
        "channel": new.channel,
        "petitioner_type": PetitionerType.ANONYMOUS if anonymous else new.petitioner_type,
        "has_identity": not anonymous and not new.identity.is_empty,
        "receipt_lookup": uow.actor.receipt_lookup,
        "received_at": received,
        "received_day": local_day(received),
        "term_started_at": received,
        "due_on": due_on,
        "due_rule_id": rule_id,
        "due_rolls": terms.rolls(uow),
        "external_lookup": external_lookup(uow.keys, new.channel, new.external_ref),
    }
    return _numbered(uow, facts)


def _numbered(uow: UnitOfWork, facts: Mapping[str, object]) -> Case:
    """Numbers are drawn blindly, since this door sees no other case: a taken one is drawn again."""
    for _ in range(NUMBER_TRIES):
        number = new_case_number(uow.today.year, secrets.randbelow)
        row = insert(Case).values(number=number, **facts).on_conflict_do_nothing(index_elements=[Case.number])
        try:
            case = uow.session.scalar(row.returning(Case))
        except IntegrityError as taken:
            if "uq_case_external_lookup" in str(taken.orig):
                raise RuleBroken(Reason.ALREADY_TAKEN_IN) from None
            raise
        if case is not None:
            return case
    raise RuleBroken(Reason.NO_NUMBER_LEFT)


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
    return uow.once("keys", lambda: {row.name: row.public for row in uow.session.scalars(select(AuthorityKey))})


def _seal(uow: UnitOfWork, case: Case, new: NewReport, secret: bytes) -> None:
    readers = _readers(uow, case.path, secret)
    staff_only = {name: public for name, public in readers.items() if name != READER_RECEIPT}
    gate.new_compartment(uow, case, Compartment.REPORT, readers)
    gate.new_compartment(uow, case, notes_of(case.path), staff_only)
    said = {"text": new.text, "when": new.when, "where": new.where, "remedy": new.remedy, "unit_id": new.unit_id}
    details = {name.value: answer for name, answer in new.details.items() if answer}
    also = {"external_ref": new.external_ref, "reply_form": new.reply_form or "", "details": details}
    gate.put_new_part(uow, case, Compartment.REPORT, "narrative", {**said, **also})
    if case.has_identity:
        gate.new_compartment(uow, case, Compartment.IDENTITY, readers)
        gate.put_new_part(uow, case, Compartment.IDENTITY, "identity", vars(new.identity))
    _seal_notice_addresses(uow, case, new, staff_only)


def _seal_notice_addresses(uow: UnitOfWork, case: Case, new: NewReport, staff_only: Mapping[str, bytes]) -> None:
    """Apart from the identity: whoever stays anonymous may leave an address, too."""
    email = new.notice_email or (new.identity.email if case.has_identity else "")
    left = {NoticeChannel.EMAIL: email.strip(), NoticeChannel.SMS: new.notice_phone.strip()}
    if any(left.values()):
        gate.new_compartment(uow, case, Compartment.NOTICE, staff_only)
    for channel, address in left.items():
        if address:
            gate.put_new_part(uow, case, Compartment.NOTICE, PART_OF_CHANNEL[channel], address)
