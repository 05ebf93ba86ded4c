"""The package for the Anti-Corruption Agency: letter, report and manifest in a zip, encrypted to the Agency's keys."""

import hashlib
import io
import json
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.domain.compartments import Compartment, notes_of
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Copy
from caseapp.models.case import Case
from caseapp.models.reference import Unit
from caseapp.models.steps import Referral
from caseapp.queries import cases
from caseapp.queries import steps as left
from caseapp.services import gate
from caseapp.services.answers import printing
from caseapp.services.files import attachments
from caseapp.services.files.attachments import Attached
from caseapp.services.uow import UnitOfWork
from caseapp.vault import agency

FORMAT = "caseapp-referral/1"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""One date for all members of the zip: the package tells no times but those it states."""


@dataclass(frozen=True, repr=False)
class Made:
    reference: str
    ciphertext: bytes
    sha256: str
    fingerprints: tuple[str, ...]


def _report(uow: UnitOfWork, case: Case, referral: Referral, reference: str) -> dict[str, Any]:
    """What the Agency reads: of the staff only those complained about, and the reporter only when that was chosen."""
    parts = gate.open_parts(uow, case, Compartment.REPORT)
    narrative = parts.pop("narrative")
    grounds_part = f"grounds/{referral.id}"
    grounds = gate.open_parts(uow, case, notes_of(case.path), [grounds_part])[grounds_part]
    unit = uow.session.get(Unit, case.unit_id) if case.unit_id else None
    messages = left.messages(uow.session, case.id)
    return {
        "format": FORMAT,
        "reference": reference,
        "received": case.received_at.isoformat(),
        "channel": case.channel.value,
        "kind": case.filed_kind.value,
        "service": case.service.value,
        "unit": unit.name_mn if unit else None,
        "officials": [{"name": name, "post": post} for name, post in cases.officials(uow.session, case.id)],
        "themes": sorted(cases.decided_themes(uow.session, case.id)),
        "mode": case.mode.value,
        "text": narrative["text"],
        "when": narrative["when"],
        "where": narrative["where"],
        "remedy": narrative["remedy"],
        "details": narrative.get("details", {}),
        "grounds": grounds,
        "messages": [
            {"at": m.sent_at.isoformat(), "from": m.author.value, "text": parts[f"message/{m.id}"]} for m in messages
        ],
        "reporter": _reporter(uow, case, referral),
        "attachments": [_described(number, file) for number, file in enumerate(_files(uow, case, parts), start=1)],
    }


def _files(uow: UnitOfWork, case: Case, parts: Mapping[str, Any]) -> tuple[Attached, ...]:
    """What can be handed on: an infected file stays here, and the list says so by its absence."""
    return tuple(file for file in attachments.listed(uow, case, parts) if file.copies)


def _member_name(number: int, file: Attached) -> str:
    return f"files/{number:02}.{file.kind.extensions[0]}"


def _described(number: int, file: Attached) -> dict[str, Any]:
    return {
        "file": _member_name(number, file),
        "name": file.name,
        "bytes": file.size,
        "sha256": file.sha256,
        "from": file.author.value,
        "scanned": file.verdict.value,
    }


def _originals(uow: UnitOfWork, case: Case) -> Iterator[tuple[str, bytes]]:
    """The files as they came, one after the other: they are the evidence."""
    parts = gate.open_parts(uow, case, Compartment.REPORT)
    for number, file in enumerate(_files(uow, case, parts), start=1):
        content = attachments.content_of(uow, parts[f"{attachments.PART}{file.id}"], Copy.ORIGINAL)
        yield _member_name(number, file), b"".join(content)


def _reporter(uow: UnitOfWork, case: Case, referral: Referral) -> dict[str, Any] | None:
    if not referral.with_identity:
        return None
    return dict(gate.open_identity(uow, case, granted=bool(referral.approved))["identity"])


def _member(archive: zipfile.ZipFile, name: str, content: bytes) -> dict[str, str | int]:
    archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).encode()


def fingerprints(uow: UnitOfWork) -> tuple[str, ...]:
    """Of the keys that a package made now would be encrypted to."""
    return tuple(agency.fingerprint(recipient) for recipient in left.agency_recipients(uow.session))


def make(uow: UnitOfWork, case: Case, referral: Referral) -> Made:
    """Opens what the referral names through the gate and encrypts it at once; no plaintext touches a disk."""
    recipients = left.agency_recipients(uow.session)
    if not recipients:
        raise RuleBroken(Reason.NO_AGENCY_KEY)
    reference = new_reference(uow.today)
    report = _report(uow, case, referral, reference)
    letter = printing.referral_letter(report, uow.today)
    return packed(recipients, letter, report, _originals(uow, case))


def new_reference(day: date) -> str:
    return f"R-{day.year}-{secrets.token_hex(4).upper()}"


def packed(
    recipients: Sequence[str], letter: bytes, report: Mapping[str, Any], originals: Iterable[tuple[str, bytes]]
) -> Made:
    """One encrypted zip of the letter, the report with its `reference`, the originals and a list of them all."""
    reference, buffer = str(report["reference"]), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        files = [_member(archive, "letter.pdf", letter), _member(archive, "report.json", _as_json(report))]
        files += [_member(archive, name, content) for name, content in originals]
        _member(archive, "manifest.json", _as_json({"format": FORMAT, "reference": reference, "files": files}))
    ciphertext = agency.encrypt_to_agency(recipients, buffer.getvalue())
    fingerprints = tuple(agency.fingerprint(recipient) for recipient in recipients)
    return Made(reference, ciphertext, hashlib.sha256(ciphertext).hexdigest(), fingerprints)
