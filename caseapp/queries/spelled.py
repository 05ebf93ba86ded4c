"""Values written into a statement instead of being handed over with it.

A statement that the database knows is planned once and for all values, if that plan looks as good as one for the values
at hand. It never does while a bound of rows or a day is still unknown: then each asking is planned anew, which at many
cases takes longer than the answer. Only what we make ourselves is written so, never what somebody typed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, literal_column

from caseapp.domain.vocab import Status
from caseapp.models.case import Case


def spelled(value: int | date | datetime) -> ColumnElement[Any]:
    return literal(value, literal_execute=True)


def is_one_of(*statuses: Status) -> ColumnElement[bool]:
    """So that the planner sees that a partial index is of just these."""
    return Case.status.in_([literal_column(f"'{status.value}'") for status in statuses])
