"""Many rows of another table in one column of a statement, and rows again on this side."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Enum, Label, Select, func, select
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by
from sqlalchemy.types import Date, DateTime, TypeEngine

from caseapp.models.base import Base

Model = TypeVar("Model", bound=Base)


def _reader(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    if isinstance(kind, DateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Enum) and kind.enum_class is not None:
        members: Mapping[str, enum.Enum] = {member.value: member for member in kind.enum_class}
        return members.__getitem__
    return None


@dataclass(frozen=True)
class Rows(Generic[Model]):
    """Of `model`, its columns but those left out (bytes never travel so); read rows belong to no session."""

    model: type[Model]
    names: tuple[str, ...]

    def column(self, label: str, where: Sequence[ColumnElement[bool]], *order: Any) -> Label[Any]:
        """A scalar sub-select that correlates with whatever table of `where` the outer statement reads."""
        table = self.model.__table__
        row = func.json_build_array(*[table.c[name] for name in self.names])
        return one(label, select(listed(row, *order)).select_from(table).where(*where))

    def read(self, told: Sequence[Sequence[Any]]) -> tuple[Model, ...]:
        readers = [_reader(self.model.__table__.c[name].type) for name in self.names]
        return tuple(
            self.model(
                **{
                    name: value if value is None or reader is None else reader(value)
                    for name, reader, value in zip(self.names, readers, row, strict=True)
                }
            )
            for row in told
        )


def of(model: type[Model], *left_out: str) -> Rows[Model]:
    return Rows(model, tuple(column.name for column in model.__table__.columns if column.name not in left_out))


def listed(value: Any, *order: Any) -> ColumnElement[Any]:
    """All values as one JSON list, empty where there are none."""
    gathered = func.json_agg(aggregate_order_by(value, *order)) if order else func.json_agg(value)
    return func.coalesce(gathered, func.json_build_array(), type_=JSON())


def one(label: str, statement: Select[Any]) -> Label[Any]:
    return statement.scalar_subquery().label(label)
