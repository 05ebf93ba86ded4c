"""Units, rules, the calendar and the Agency's keys, as administrators keep them; every change stands in the ledger."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from caseapp.domain.compartments import Team
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.rules import CASE_TERMS, LOWEST
from caseapp.domain.units import UnitLevel
from caseapp.models.reference import AgencyRecipient, DeadlineRule, SpecialDay, Unit
from caseapp.queries import rules as stored
from caseapp.queries import upkeep
from caseapp.queries.upkeep import PersonWithRoles
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork
from caseapp.vault import agency

DAY_UNITS = ("calendar", "working")
HIGHEST = {"calendar": 365, "working": 250, "count": 1000, "flag": 1, "day_of_month": 28, "years": 100}


def people(uow: UnitOfWork) -> tuple[PersonWithRoles, ...]:
    return upkeep.people(uow.session)


def units(uow: UnitOfWork) -> Sequence[Unit]:
    return upkeep.all_units(uow.session)


def rules(uow: UnitOfWork) -> Sequence[DeadlineRule]:
    return upkeep.rules(uow.session)


def days(uow: UnitOfWork, year: int) -> Sequence[SpecialDay]:
    return upkeep.days(uow.session, year)


def day(uow: UnitOfWork, wanted: date) -> SpecialDay | None:
    return upkeep.day(uow.session, wanted)


def recipients(uow: UnitOfWork) -> Sequence[AgencyRecipient]:
    return upkeep.recipients(uow.session)


def keep_unit(
    uow: UnitOfWork, unit_id: int | None, *, code: str, name_mn: str, name_en: str, level: UnitLevel, active: bool
) -> None:
    """Adds a unit, or changes one; a unit is never deleted, since old cases name it."""
    same = [unit for unit in units(uow) if unit.code == code and unit.id != unit_id]
    if same:
        raise RuleBroken(Reason.CODE_TAKEN)
    unit = uow.session.get(Unit, unit_id) if unit_id is not None else Unit()
    if unit is None:
        raise RuleBroken(Reason.NO_SUCH_UNIT)
    unit.code, unit.name_mn, unit.name_en, unit.level, unit.active = code, name_mn, name_en, level, active
    uow.session.add(unit)
    ledger.append(uow, "unit.changed", unit=code, active=int(active))


def changed_rule(
    uow: UnitOfWork,
    code: str,
    *,
    value: int,
    basis_mn: str,
    basis_en: str,
    source: str,
    verified: bool,
    unit: str | None = None,
    pauses: bool = False,
    pause_basis_mn: str = "",
    pause_basis_en: str = "",
) -> DeadlineRule:
    """The version that would follow the one in force, which is held until the transaction ends; it is not stored yet.

    What cases run under can be counted in calendar or working days, and pause where a basis is named for it."""
    old = stored.to_be_replaced(uow.session, code)
    if old is None:
        raise RuleBroken(Reason.ALREADY_DONE)
    unit = unit or old.unit
    _require_countable(code, unit, value, differs=unit != old.unit or pauses)
    if pauses and not (pause_basis_mn.strip() and pause_basis_en.strip()):
        raise RuleBroken(Reason.NEEDS_PAUSE_BASIS)
    return DeadlineRule(
        code=code,
        version=upkeep.newest_version(uow.session, code) + 1,
        value=value,
        unit=unit,
        basis_mn=basis_mn,
        basis_en=basis_en,
        source=source,
        verified=verified,
        current=True,
        changed_at=uow.now,
        changed_by_id=uow.actor.user_id,
        pauses_while_awaiting_citizen=pauses,
        pause_basis_mn=pause_basis_mn if pauses else "",
        pause_basis_en=pause_basis_en if pauses else "",
    )


def _require_countable(code: str, unit: str, value: int, *, differs: bool) -> None:
    """Only the terms of cases are counted in another unit than they were delivered in, or pause."""
    if differs and (code not in CASE_TERMS or unit not in DAY_UNITS):
        raise RuleBroken(Reason.NO_CASE_TERM)
    if not LOWEST.get(code, 1) <= value <= HIGHEST[unit]:
        raise RuleBroken(Reason.VALUE_OUT_OF_RANGE)


def change_rule(uow: UnitOfWork, code: str, **details: Any) -> None:
    """A new version, by the words of `changed_rule`; cases keep the version that they were received under."""
    new, old = changed_rule(uow, code, **details), stored.to_be_replaced(uow.session, code)
    if old is not None:
        old.current = False
    uow.session.flush()
    uow.session.add(new)
    uow.session.flush()
    uow.known.pop("rules", None)
    ledger.append(uow, "rule.changed", rule=code, value=new.value, verified=int(new.verified), version=new.version)


def keep_day(uow: UnitOfWork, day: date, *, name_mn: str, name_en: str, working: bool) -> None:
    """A day off, or a weekend day that work was moved to."""
    row = upkeep.day(uow.session, day) or SpecialDay(day=day)
    row.name_mn, row.name_en, row.working = name_mn, name_en, working
    uow.session.add(row)
    uow.known.pop("calendar", None)
    ledger.append(uow, "day.changed", day=day.isoformat(), working=int(working))


def drop_day(uow: UnitOfWork, day: date) -> None:
    row = upkeep.day(uow.session, day)
    if row is not None:
        uow.session.delete(row)
        uow.known.pop("calendar", None)
        ledger.append(uow, "day.changed", day=day.isoformat(), working=None)


def enter_recipient(uow: UnitOfWork, recipient: str) -> None:
    """Stands unused until a head of the integrity team confirms it."""
    recipient = recipient.strip()
    if not agency.is_recipient(recipient):
        raise RuleBroken(Reason.BAD_RECIPIENT)
    if recipient in {row.recipient for row in recipients(uow)}:
        raise RuleBroken(Reason.CODE_TAKEN)
    uow.session.add(
        AgencyRecipient(
            recipient=recipient,
            fingerprint=agency.fingerprint(recipient),
            entered_by_id=uow.actor.user_id,
            entered_at=uow.now,
        )
    )
    ledger.append(uow, "agency_key.entered", fingerprint=agency.fingerprint(recipient))


def may_confirm_recipients(uow: UnitOfWork) -> bool:
    """A head who holds the integrity team's key: no administrator can make one alone."""
    return uow.actor.may(Permission.KEYS_CONFIRM) and uow.keyring.team(Team.INTEGRITY.value) is not None


def confirm_recipient(uow: UnitOfWork, recipient_id: int, fingerprint: str) -> None:
    """By a second person, who types the fingerprint that the Agency read out on another way."""
    if not may_confirm_recipients(uow):
        raise Refused("agency key")
    row = _waiting_recipient(uow, recipient_id)
    if row.entered_by_id == uow.actor.user_id:
        raise RuleBroken(Reason.NEEDS_ANOTHER_PERSON)
    right = agency.fingerprint(row.recipient)
    if "".join(fingerprint.split()).lower() != right.replace(" ", ""):
        raise RuleBroken(Reason.FINGERPRINT_DIFFERS)
    row.confirmed_by_id, row.confirmed_at = uow.actor.user_id, uow.now
    ledger.append(uow, "agency_key.confirmed", fingerprint=right)


def retire_recipient(uow: UnitOfWork, recipient_id: int) -> None:
    """Old packages stay openable by whoever holds the old key; new ones are not made to it."""
    row = uow.session.get(AgencyRecipient, recipient_id, with_for_update=True)
    if row is None:
        raise RuleBroken(Reason.BAD_RECIPIENT)
    if row.retired_at is not None:
        raise RuleBroken(Reason.REQUEST_DECIDED)
    row.retired_at = uow.now
    ledger.append(uow, "agency_key.retired", fingerprint=row.fingerprint)


def _waiting_recipient(uow: UnitOfWork, recipient_id: int) -> AgencyRecipient:
    """Neither confirmed nor retired yet, and held until this transaction ends: the policy hands out no other."""
    row = uow.session.get(AgencyRecipient, recipient_id, with_for_update=True)
    if row is None or row.confirmed_at is not None or row.retired_at is not None:
        raise RuleBroken(Reason.REQUEST_DECIDED)
    return row
