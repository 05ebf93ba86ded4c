"""Lists for forms and pages: units, people, rules."""

from dataclasses import dataclass

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from caseapp.domain.units import UnitLevel
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit
from caseapp.queries.rows_as_json import listed, one


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


@dataclass(frozen=True)
class Register:
    """The staff and the units, read together: `names` of everybody ever, `people` and `units` those in use."""

    names: dict[int, str]
    people: tuple[PersonRow, ...]
    units: tuple[UnitRow, ...]


_UNIT = func.json_build_array(Unit.id, Unit.code, Unit.name_mn, Unit.name_en, Unit.level)
_PERSON = func.json_build_array(StaffUser.id, StaffUser.name, StaffUser.post, StaffUser.active)
REGISTER = (
    one("register_units", select(listed(_UNIT, Unit.id)).where(Unit.active)),
    one("register_people", select(listed(_PERSON, StaffUser.name, StaffUser.id))),
)
"""Columns that any statement may add, so that a page needs none of its own for them."""


def read_register(row: RowMapping) -> Register:
    people = row["register_people"]
    return Register(
        names={number: name for number, name, _, _ in people},
        people=tuple(PersonRow(number, name, post) for number, name, post, active in people if active),
        units=tuple(UnitRow(a, b, c, d, UnitLevel(level)) for a, b, c, d, level in row["register_units"]),
    )


def register(session: Session) -> Register:
    return read_register(session.execute(select(*REGISTER)).one()._mapping)
