"""Lists for forms and pages: units, people, rules."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.units import UnitLevel
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit


@dataclass(frozen=True)
class UnitRow:
    id: int
    code: str
    name_mn: str
    name_en: str
    level: UnitLevel

    def name(self, locale: str) -> str:
        return self.name_mn if locale == "mn" else self.name_en


@dataclass(frozen=True)
class PersonRow:
    id: int
    name: str
    post: str


_PLACES = (UnitLevel.HEAD_OFFICE, UnitLevel.CAPITAL, UnitLevel.DISTRICT, UnitLevel.AIMAG)


def _rows(session: Session, levels: tuple[UnitLevel, ...] | None) -> tuple[UnitRow, ...]:
    statement = select(Unit).where(Unit.active).order_by(Unit.id)
    if levels is not None:
        statement = statement.where(Unit.level.in_(levels))
    return tuple(UnitRow(u.id, u.code, u.name_mn, u.name_en, u.level) for u in session.scalars(statement))


def places(session: Session) -> tuple[UnitRow, ...]:
    """Units that a citizen knows by their place: nobody needs to know the authority's departments."""
    return _rows(session, _PLACES)


def units(session: Session) -> tuple[UnitRow, ...]:
    return _rows(session, None)


def people(session: Session) -> tuple[PersonRow, ...]:
    """The staff register, by name."""
    rows = session.scalars(select(StaffUser).where(StaffUser.active).order_by(StaffUser.name, StaffUser.id))
    return tuple(PersonRow(person.id, person.name, person.post) for person in rows)


def person(session: Session, user_id: int) -> PersonRow | None:
    found = session.get(StaffUser, user_id)
    return PersonRow(found.id, found.name, found.post) if found else None


def names(session: Session) -> dict[int, str]:
    return {row.id: row.name for row in session.execute(select(StaffUser.id, StaffUser.name))}
