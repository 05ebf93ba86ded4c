"""Fields that WTForms lacks: a day in three boxes, in the order of Mongolian official dates; a box for machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from caseapp.web.wording.pacing import TRAP_FILLED, TRAP_LABEL

PARTS: tuple[tuple[str, LazyString, int], ...] = (
    ("year", _l("Year"), 4),
    ("month", _l("Month"), 2),
    ("day", _l("Day of the month"), 2),
)
MISSING: Mapping[str, LazyString] = {
    "year": _l("Write the year of this date, too."),
    "month": _l("Write the month of this date, too."),
    "day": _l("Write the day of this date, too."),
}
NO_NUMBER = _l("Write the date in numbers, for example 2026 11 24.")
SHORT_YEAR = _l("Write the year in four digits, for example 2026.")
NO_SUCH_MONTH = _l("Write the month as a number from 1 to 12.")
NO_SUCH_DAY = _l("That month has no such day. Check the date.")


class NotADay(Exception):
    """What to tell the person, and which boxes are concerned."""

    def __init__(self, message: LazyString, parts: Sequence[str]) -> None:
        super().__init__()
        self.message, self.parts = message, frozenset(parts)


@dataclass(frozen=True)
class Box:
    """One of the three inputs, as the page draws it; `signs` is its width."""

    id: str
    name: str
    label: LazyString
    typed: str
    signs: int
    wrong: bool


def read_day(typed: Mapping[str, str]) -> date:
    """The day that stands in the three boxes; raises NotADay with the first thing to correct."""
    for part, _label, _signs in PARTS:
        if not typed[part]:
            raise NotADay(MISSING[part], [part])
    odd = [part for part, _label, signs in PARTS if not _is_number(typed[part], signs)]
    if odd:
        raise NotADay(NO_NUMBER, odd)
    if len(typed["year"]) != 4 or typed["year"] == "0000":
        raise NotADay(SHORT_YEAR, ["year"])
    year, month, day = (int(typed[part]) for part, _label, _signs in PARTS)
    if not 1 <= month <= 12:
        raise NotADay(NO_SUCH_MONTH, ["month"])
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay(NO_SUCH_DAY, ["day"]) from None


def _is_number(typed: str, signs: int) -> bool:
    """Other scripts' digits are no numbers here, and a long row of zeros is none either."""
    return typed.isascii() and typed.isdecimal() and len(typed) <= signs


class DayField(Field):
    """`data` is a date, or None while empty or wrong; what was typed stays in its boxes."""

    data: date | None

    def __init__(self, label: LazyString, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self._typed: dict[str, str] = {}
        self._wrong: frozenset[str] = frozenset()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is None:
            self._typed = _boxes_of(self.data)
            return
        self._typed = {part: str(formdata.get(f"{self.name}-{part}", "")).strip() for part, _label, _signs in PARTS}
        self.raw_data = [typed for typed in self._typed.values() if typed]
        self.data = None
        if not self.raw_data:
            return
        try:
            self.data = read_day(self._typed)
        except NotADay as wrong:
            self._wrong = wrong.parts
            self.process_errors.append(wrong.message)

    @property
    def boxes(self) -> list[Box]:
        """Year, month and day; all three are wrong when the error names none of them."""
        wrong = self._wrong or (frozenset(part for part, _label, _signs in PARTS) if self.errors else frozenset())
        return [
            Box(f"{self.id}-{part}", f"{self.name}-{part}", label, self._typed.get(part, ""), signs, part in wrong)
            for part, label, signs in PARTS
        ]

    def required_day(self) -> date:
        """The day, once the field was found valid with a needed value."""
        if self.data is None:
            raise ValueError("no day was typed")
        return self.data


def _boxes_of(day: date | None) -> dict[str, str]:
    return {} if day is None else {"year": str(day.year), "month": str(day.month), "day": str(day.day)}


class TrapField(StringField):
    """A box that people do not see and must leave empty; its name is one that machines like to fill.

    Filled, it stops the form like any other error: nothing is dropped in silence, the page comes back with all values,
    and this box is shown on it, so that a person whose browser filled it can empty it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(TRAP_LABEL, **kwargs)

    def pre_validate(self, _form: Any) -> None:
        if self.data:
            raise StopValidation(TRAP_FILLED)
