"""The declarative base: names of constraints, closed lists as CHECKs, times with their zone."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Enum, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


def closed_list(kind: type[enum.StrEnum], name: str) -> Enum:
    """The column type of a closed list whose table has another column of the same list: `name` names its CHECK."""
    return Enum(kind, native_enum=False, create_constraint=True, length=40, values_callable=_values, name=name)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        int: BigInteger,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        enum.StrEnum: Enum(enum.StrEnum, native_enum=False, create_constraint=True, length=40, values_callable=_values),
    }
