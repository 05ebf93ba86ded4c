"""The one door to sealed content: decide, record, open, in that order."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from caseapp.domain.actors import ActorKind
from caseapp.domain.compartments import (
    CITIZEN_COMPARTMENTS,
    EXTRACT,
    Compartment,
    extract_compartment,
    key_context,
    notes_of,
    part_context,
)
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.news import PART_OF_CHANNEL
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import NoticeChannel, Path
from caseapp.models.case import Case, CaseKey, SealedPart
from caseapp.models.steps import Explanation
from caseapp.queries import cases
from caseapp.queries import sealed as stored
from caseapp.services import at_hand, ledger
from caseapp.services.uow import UnitOfWork
from caseapp.vault import opening, sealing
from caseapp.vault.errors import SealBroken
from caseapp.vault.sealing import KeyPair


def load_case(uow: UnitOfWork, number: str, permissions: Iterable[Permission], *, for_change: bool = False) -> Case:
    """The case of this number, if it exists for the actor and they hold any of the permissions; else Refused."""
    allowed = any(uow.actor.may(permission) for permission in permissions)
    case = cases.by_number(uow.session, number, for_change=for_change) if allowed else None
    if case is None:
        raise Refused(number)
    return case


def load_whole(uow: UnitOfWork, number: str, permissions: Iterable[Permission]) -> Case:
    """As `load_case`, together with all that hangs on the case (`at_hand.of`)."""
    allowed = any(uow.actor.may(permission) for permission in permissions)
    case = at_hand.load(uow, number) if allowed else None
    if case is None:
        raise Refused(number)
    return case


def load_own_case(uow: UnitOfWork, *, for_change: bool = False) -> Case:
    """The case of the citizen's receipt."""
    case = cases.of_receipt(uow.session, for_change=for_change) if uow.actor.receipt_lookup else None
    if case is None:
        raise Refused("receipt")
    return case


def decide(uow: UnitOfWork, case: Case, compartment: str) -> None:
    """Refuses whoever may not open this compartment now: by rule here, by policy and by key besides."""
    if uow.actor.kind is ActorKind.CITIZEN:
        if compartment not in CITIZEN_COMPARTMENTS:
            raise Refused(compartment)
        return
    if compartment in {Compartment.NOTICE, Compartment.LINKS}:
        raise Refused(compartment)
    if compartment.startswith(EXTRACT):
        if not (uow.actor.may(Permission.EXPLANATION_ANSWER) or uow.actor.clears(case.path)):
            raise Refused(compartment)
        return
    if not uow.actor.clears(case.path) or not uow.actor.may(Permission.CASE_READ):
        raise Refused(compartment)
    if case.assignee_id == uow.actor.user_id and not at_hand.states_no_conflict(uow, case):
        raise RuleBroken(Reason.NEEDS_NO_CONFLICT)
    if compartment == Compartment.IDENTITY:
        raise RuleBroken(Reason.IDENTITY_NOT_OPENED)


def _data_key(uow: UnitOfWork, case_id: int, compartment: str) -> bytes:
    """The compartment's data key through a reader that this session holds; kept for this transaction alone."""
    known = uow.data_keys.get((case_id, compartment))
    if known is not None:
        return known
    row = stored.copy_of_key(uow.session, case_id, compartment, list(uow.keyring.readers()))
    if row is None:
        raise Refused(compartment)
    return _take_key(uow, case_id, compartment, row.reader, row.wrapped)


def _take_key(uow: UnitOfWork, case_id: int, compartment: str, reader: str, wrapped: bytes) -> bytes:
    try:
        key = opening.unwrap(uow.keyring.readers()[reader], wrapped, key_context(case_id, compartment))
    except SealBroken:
        if not reader.startswith("member:"):
            raise
        raise Refused(compartment) from None  # sealed to keys that the person had before a new password
    uow.data_keys[(case_id, compartment)] = key
    return key


def open_parts(uow: UnitOfWork, case: Case, compartment: str, parts: Iterable[str] | None = None) -> dict[str, Any]:
    """The opened parts by name (all of the compartment when none are named), as what was sealed from JSON."""
    decide(uow, case, compartment)
    return _open(uow, case, compartment, parts)


def open_together(uow: UnitOfWork, case: Case, compartments: Sequence[str]) -> dict[str, dict[str, Any]]:
    """All parts of several compartments, for the team: each is decided on, then all are recorded, then all opened."""
    for compartment in compartments:
        decide(uow, case, compartment)
    at_hand.record_reads(uow, case.id, compartments)
    wanted, readers = [str(one) for one in compartments], list(uow.keyring.readers())
    opened: dict[str, dict[str, Any]] = {compartment: {} for compartment in wanted}
    for part, compartment, reader, sealed in stored.keys_and_parts(uow.session, case.id, wanted, readers):
        key = uow.data_keys.get((case.id, compartment))
        if reader and key is None:
            _take_key(uow, case.id, compartment, reader, sealed)
        elif key is not None and not reader:
            context = part_context(case.id, compartment, part)
            opened[compartment][part] = json.loads(opening.unseal(key, context, sealed))
    missing = next((one for one in wanted if (case.id, one) not in uow.data_keys), None)
    if missing is not None:
        raise Refused(missing)
    return opened


def open_across(uow: UnitOfWork, ids: Collection[int], compartment: str, part: str) -> dict[int, Any]:
    """One part of many cases, by case: each is decided on, then all are recorded, then all opened in one pass.

    What may not be opened is left out; what is damaged is None, and its attempt is recorded as well."""
    allowed = [case.id for case in at_hand.load_many(uow, ids) if _may_open(uow, case, compartment)]
    readers = uow.keyring.readers()
    sealed = stored.across(uow.session, allowed, [str(compartment)], [part], list(readers))
    at_hand.record_reads_across(uow, {row.case_id for row in sealed}, compartment)
    opened: dict[int, Any] = {}
    for row in sealed:
        if opened.get(row.case_id) is None:
            opened[row.case_id] = _line(row, readers[row.reader])
    return opened


def _may_open(uow: UnitOfWork, case: Case, compartment: str) -> bool:
    try:
        decide(uow, case, compartment)
    except (Refused, RuleBroken):
        return False
    return True


def open_notes(uow: UnitOfWork, case: Case, parts: Iterable[str] | None = None) -> dict[str, Any]:
    """What the case's team noted; the integrity team also reads what the ordinary one had noted before it."""
    before = case.path is Path.INTEGRITY and Compartment.NOTES in compartments_of(uow, case)
    kept = open_parts(uow, case, Compartment.NOTES, parts) if before else {}
    return kept | open_parts(uow, case, notes_of(case.path), parts)


def open_identity(uow: UnitOfWork, case: Case, *, granted: bool) -> dict[str, Any]:
    """The identity compartment, once a second person's consent stands (`services/staff/identity.py`)."""
    if not granted or not uow.actor.clears(case.path):
        raise RuleBroken(Reason.IDENTITY_NOT_OPENED)
    return _open(uow, case, Compartment.IDENTITY, None)


def open_identity_marks(uow: UnitOfWork, case: Case) -> dict[str, Any]:
    """For keyed hashes alone (`services/casework/alike.py`): shown to nobody; the ledger learns that they were made."""
    if not uow.actor.clears(case.path):
        raise Refused(Compartment.IDENTITY)
    ledger.append(uow, "identity.compared", case)
    return dict(_unsealed(uow, case.id, Compartment.IDENTITY, ["identity"]).get("identity", {}))


def open_notice_address(uow: UnitOfWork, case: Case, channel: NoticeChannel) -> str:
    """For the outbox alone (`services/petitioner/notices.py`): shown to nobody; the ledger learns the channel."""
    if not uow.actor.clears(case.path):
        raise Refused(Compartment.NOTICE)
    ledger.append(uow, "notice.queued", case, channel=channel)
    part = PART_OF_CHANNEL[channel]
    return str(_unsealed(uow, case.id, Compartment.NOTICE, [part])[part])


def _open(uow: UnitOfWork, case: Case, compartment: str, parts: Iterable[str] | None) -> dict[str, Any]:
    at_hand.record_reads(uow, case.id, [compartment])
    return _unsealed(uow, case.id, compartment, parts)


def _unsealed(uow: UnitOfWork, case_id: int, compartment: str, parts: Iterable[str] | None) -> dict[str, Any]:
    key = _data_key(uow, case_id, compartment)
    found = stored.parts_of(uow.session, case_id, compartment, None if parts is None else list(parts))
    return {
        row.part: json.loads(opening.unseal(key, part_context(case_id, compartment, row.part), row.ciphertext))
        for row in found
    }


def open_extract(uow: UnitOfWork, asked: Explanation) -> dict[str, Any]:
    """What a unit was asked and what it replied, for the officers whom the key was wrapped for."""
    compartment = extract_compartment(asked.id)
    if not uow.actor.may(Permission.EXPLANATION_ANSWER):
        raise Refused(compartment)
    at_hand.record_reads(uow, asked.case_id, [compartment])
    return _unsealed(uow, asked.case_id, compartment, None)


def put_extract_reply(uow: UnitOfWork, asked: Explanation, reply: str) -> None:
    _put(uow, asked.case_id, extract_compartment(asked.id), "reply", reply)


def open_titles(uow: UnitOfWork, found: Iterable[tuple[int, Path]]) -> dict[int, str]:
    """Short titles of many cases of (id, path) in one pass, for a list; a title that does not open is left out."""
    lines = open_lines(uow, [(case_id, path, "title") for case_id, path in found])
    return {case_id: title for (case_id, _), title in lines.items()}


def open_lines(uow: UnitOfWork, found: Iterable[tuple[int, Path, str]]) -> dict[tuple[int, str], str]:
    """As `open_titles`, for parts of the notes by (case, path, part): what a list shows of many cases at once."""
    wanted = {(case_id, part): path for case_id, path, part in found}
    readers = uow.keyring.readers()
    ids, parts = {case_id for case_id, _ in wanted}, {part for _, part in wanted}
    rows = stored.across(uow.session, ids, [notes_of(path).value for path in Path], parts, list(readers))
    opened = {}
    # The ordinary team's first, so that the integrity team's own stands over it.
    for row in sorted(rows, key=lambda row: row.compartment != Compartment.NOTES):
        path = wanted.get((row.case_id, row.part))
        if path is not None and row.compartment in {Compartment.NOTES, notes_of(path)}:
            opened[(row.case_id, row.part)] = str(_line(row, readers[row.reader]) or "")
    return {key: line for key, line in opened.items() if line}


def _line(row: stored.Part, reader: KeyPair) -> Any:
    """What the part says; None when its seal is broken."""
    try:
        key = opening.unwrap(reader, row.wrapped, key_context(row.case_id, row.compartment))
        context = part_context(row.case_id, row.compartment, row.part)
        return json.loads(opening.unseal(key, context, row.ciphertext))
    except SealBroken:
        return None


def put_new_part(uow: UnitOfWork, case: Case, compartment: str, part: str, content: Any) -> None:
    """Seals `content` (JSON) as a new part of a compartment whose key this session holds or has just made."""
    _put(uow, case.id, compartment, part, content)


def _put(uow: UnitOfWork, case_id: int, compartment: str, part: str, content: Any) -> None:
    ciphertext = _sealed(uow, case_id, compartment, part, content)
    uow.session.add(SealedPart(case_id=case_id, compartment=str(compartment), part=part, ciphertext=ciphertext))


def put_part(uow: UnitOfWork, case: Case, compartment: str, part: str, content: Any) -> None:
    """As `put_new_part`, but a part of that name is replaced."""
    known = uow.session.get(SealedPart, (case.id, str(compartment), part))
    if known is None:
        put_new_part(uow, case, compartment, part, content)
    else:
        known.ciphertext = _sealed(uow, case.id, compartment, part, content)


def remove_link(uow: UnitOfWork, case: Case, part: str) -> None:
    """What the citizen takes back is gone; no other part is ever removed."""
    decide(uow, case, Compartment.LINKS)
    known = uow.session.get(SealedPart, (case.id, Compartment.LINKS.value, part))
    if known is not None:
        uow.session.delete(known)


def _sealed(uow: UnitOfWork, case_id: int, compartment: str, part: str, content: Any) -> bytes:
    plaintext = json.dumps(content, ensure_ascii=False).encode()
    return sealing.seal(_data_key(uow, case_id, compartment), part_context(case_id, compartment, part), plaintext)


def new_compartment(uow: UnitOfWork, case: Case, compartment: str, readers: Mapping[str, bytes]) -> None:
    """Makes a data key for a compartment and wraps it for each reader (name to public key): writing needs no secret."""
    key = sealing.new_data_key()
    uow.data_keys[(case.id, compartment)] = key
    _wrap(uow, case, compartment, key, readers)


def _wrap(uow: UnitOfWork, case: Case, compartment: str, key: bytes, readers: Mapping[str, bytes]) -> None:
    uow.session.add_all(
        CaseKey(
            case_id=case.id,
            compartment=str(compartment),
            reader=reader,
            wrapped=sealing.wrap(public, key, key_context(case.id, compartment)),
        )
        for reader, public in readers.items()
    )


def share_with(uow: UnitOfWork, case: Case, compartments: Iterable[str], reader: str, public: bytes) -> None:
    """Wraps the keys of these compartments once more, for another reader."""
    for compartment in compartments:
        _wrap(uow, case, compartment, _data_key(uow, case.id, compartment), {reader: public})


def compartments_of(uow: UnitOfWork, case: Case) -> tuple[str, ...]:
    statement = select(CaseKey.compartment).where(CaseKey.case_id == case.id).distinct()
    return tuple(uow.session.scalars(statement))
