"""What administrators look after: people with roles, all units, rules with their versions, the calendar, keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from caseapp.domain.policy import Role
from caseapp.models.people import RoleGrant, StaffUser
from caseapp.models.reference import AgencyRecipient, DeadlineRule, SpecialDay, Unit


@dataclass(frozen=True)
class PersonWithRoles:
    id: int
    login: str
    name: str
    post: str
    unit_id: int | None
    supervisor_id: int | None
    active: bool
    roles: tuple[Role, ...]


def people(session: Session) -> tuple[PersonWithRoles, ...]:
    roles: dict[int, list[Role]] = {}
    for grant in session.scalars(select(RoleGrant).order_by(RoleGrant.role)):
        roles.setdefault(grant.user_id, []).append(grant.role)
    return tuple(
        PersonWithRoles(p.id, p.login, p.name, p.post, p.unit_id, p.supervisor_id, p.active, tuple(roles.get(p.id, ())))
        for p in session.scalars(select(StaffUser).order_by(StaffUser.name, StaffUser.id))
    )


def all_units(session: Session) -> Sequence[Unit]:
    return session.scalars(select(Unit).order_by(Unit.id)).all()


def rules(session: Session) -> Sequence[DeadlineRule]:
    """The versions in force."""
    return session.scalars(select(DeadlineRule).where(DeadlineRule.current).order_by(DeadlineRule.code)).all()


def days(session: Session, year: int) -> Sequence[SpecialDay]:
    return session.scalars(
        select(SpecialDay).where(extract("year", SpecialDay.day) == year).order_by(SpecialDay.day)
    ).all()


def day(session: Session, wanted: date) -> SpecialDay | None:
    return session.get(SpecialDay, wanted)


def recipients(session: Session) -> Sequence[AgencyRecipient]:
    return session.scalars(select(AgencyRecipient).order_by(AgencyRecipient.id)).all()


def newest_version(session: Session, code: str) -> int:
    return session.scalar(select(func.max(DeadlineRule.version)).where(DeadlineRule.code == code)) or 0
