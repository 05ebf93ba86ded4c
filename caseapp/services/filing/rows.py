"""Reports as rows of a JSON-lines file, checked as the form checks them."""

import json
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import select

from caseapp.domain.addresses import mailbox_of
from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.vocab import Channel, Kind, Mode, PetitionerType, ReplyForm, Service
from caseapp.models.reference import Unit
from caseapp.services.uow import UnitOfWork

Member = TypeVar("Member", bound=StrEnum)
_TEXTS = ("when", "where", "remedy", "external_ref")
_IGNORED = frozenset({"id", "themes", "text", "kind", "mode", "service", "unit", "petitioner_type", "identity"})
_KNOWN = _IGNORED | {*_TEXTS, "received_on", "reply_form"}


class BadRow(ValueError):
    """One line on what is wrong with a row."""


def report_of_line(uow: UnitOfWork, line: str, channel: Channel) -> NewReport:
    """Labels such as `themes` and `id` of a corpus are passed over; what is not said takes the form's default."""
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as wrong:
        raise BadRow("not JSON") from wrong
    if not _is_writable(row):
        raise BadRow("holds half a sign (a lone surrogate) or a zero byte")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise BadRow('needs a "text" that is not empty')
    unknown = sorted(set(row) - _KNOWN)
    if unknown:
        raise BadRow(f'there is no field "{unknown[0]}"')
    identity = _identity(row.get("identity", {}))
    mode = _member(row, "mode", Mode, Mode.ANONYMOUS if identity.is_empty else Mode.NAMED)
    if (mode is Mode.ANONYMOUS) != identity.is_empty:
        raise BadRow(f'"mode" is {mode.value}, but "identity" is {"empty" if identity.is_empty else "given"}')
    return NewReport(
        kind=_member(row, "kind", Kind, Kind.COMPLAINT),
        text=row["text"],
        mode=mode,
        service=_member(row, "service", Service, Service.OTHER),
        unit_id=_unit(uow, row.get("unit")),
        channel=channel,
        petitioner_type=_member(row, "petitioner_type", PetitionerType, PetitionerType.CITIZEN),
        identity=identity,
        received_on=_day(row.get("received_on")),
        reply_form=_member(row, "reply_form", ReplyForm, ReplyForm.WRITTEN) if "reply_form" in row else None,
        when=_text(row, "when"),
        where=_text(row, "where"),
        remedy=_text(row, "remedy"),
        external_ref=_text(row, "external_ref"),
    )


def _is_writable(row: Any) -> bool:
    """False for what JSON's escapes can say and neither UTF-8 nor PostgreSQL can hold."""
    written = json.dumps(row, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in written


def _member(row: dict[str, Any], name: str, kind: type[Member], default: Member) -> Member:
    value = row.get(name, default.value)
    if not isinstance(value, str) or value not in {member.value for member in kind}:
        raise BadRow(f'"{name}" must be one of {", ".join(member.value for member in kind)}')
    return kind(value)


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as wrong:
        raise BadRow('"received_on" must be a day such as 2026-11-24') from wrong


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise BadRow(f'"{name}" must be a text')
    return value


def _identity(value: Any) -> Identity:
    known = set(Identity.__dataclass_fields__)
    if not isinstance(value, dict) or not set(value) <= known or not all(isinstance(v, str) for v in value.values()):
        raise BadRow(f'"identity" may hold texts named {", ".join(sorted(known))}')
    if value.get("email") and mailbox_of(value["email"]) is None:
        raise BadRow('"email" in "identity" must be one address such as bat@example.mn')
    return Identity(**value)


def _unit(uow: UnitOfWork, code: Any) -> int | None:
    if code is None:
        return None
    unit_id = uow.session.scalar(select(Unit.id).where(Unit.code == code)) if isinstance(code, str) else None
    if unit_id is None:
        raise BadRow('"unit" must be the code of a unit')
    return unit_id
