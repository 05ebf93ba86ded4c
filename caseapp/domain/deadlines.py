"""Terms as the law counts them: one pure function from rule, day of receipt and calendar to the due day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from caseapp.domain.days import local_day

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Rule:
    """A term in force: `article` is its legal basis; `version` and `verified` come from its row."""

    code: str
    days: int
    unit: Literal["calendar", "working"]
    article: str
    version: int
    verified: bool
    pauses_while_awaiting_citizen: bool = False
    roll_to_working_day: bool = False


@dataclass(frozen=True)
class Calendar:
    """Days off by law, and weekend days that work was moved to; a moved day wins over both."""

    days_off: frozenset[date] = frozenset()
    moved_working_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.moved_working_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after `day`; `day` itself does not count, and 0 leaves it as it is."""
        while count > 0:
            day += _DAY
            if self.is_working(day):
                count -= 1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def with_day(self, day: date, *, working: bool | None) -> "Calendar":
        """As it would be with this day off (False), with work moved to it (True), or as any other day (None)."""
        off, moved = self.days_off - {day}, self.moved_working_days - {day}
        return Calendar(off | {day} if working is False else off, moved | {day} if working else moved)


Pause = tuple[date, date | None]
"""Since when nothing could be done and until when, if it is over: the day of the question does not count any more, the
day of the answer counts again. A pause that goes on counts nothing yet: nobody knows how long it will be."""


@dataclass(frozen=True)
class Explanation:
    """How a due day came about, in the order in which a person would count it.

    `kept` is the day that stands all the same, when the calendar was changed later for new cases alone;
    `standing_since` is when a pause began that goes on."""

    start: date
    days: int
    unit: Literal["calendar", "working"]
    rule_code: str
    article: str
    extension_days: int
    paused_days: int
    rolled_from: date | None
    due: date
    kept: date | None = None
    standing_since: date | None = None


def _ended(rule: Rule, paused: Sequence[Pause]) -> list[tuple[date, date]]:
    """Pauses that are over, in order and each day in one of them only; none where the rule knows of none."""
    merged: list[tuple[date, date]] = []
    for since, until in sorted((since, until) for since, until in paused if until is not None and until > since):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        else:
            merged.append((since, until))
    return merged if rule.pauses_while_awaiting_citizen else []


def _calendar_days(start: date, count: int, pauses: Sequence[tuple[date, date]]) -> tuple[date, int]:
    """The `count`th day after `start` that was not waited through, and how many were."""
    end, waited = start + _DAY * count, 0
    for since, until in pauses:
        first = max(since, start + _DAY)
        if first > end:
            break
        span = max(0, (until - first).days)
        end, waited = end + _DAY * span, waited + span
    return end, waited


def _working_days(calendar: Calendar, start: date, count: int, pauses: Sequence[tuple[date, date]]) -> tuple[date, int]:
    """As `_calendar_days`, in working days of which none was waited through."""
    day, waited = start, 0
    while count > 0:
        day += _DAY
        if calendar.is_working(day):
            if any(since <= day < until for since, until in pauses):
                waited += 1
            else:
                count -= 1
    return day, waited


def explain(
    rule: Rule,
    received: datetime,
    calendar: Calendar,
    extension: Rule | None = None,
    paused: Sequence[Pause] = (),
) -> Explanation:
    """Day 1 is the day after receipt in local time («хүлээн авсан өдрөөс хойш»)."""
    start, pauses = local_day(received), _ended(rule, paused)
    if rule.unit == "working":
        due, waited = _working_days(calendar, start, rule.days, pauses)
    else:
        due, waited = _calendar_days(start, rule.days, pauses)
    extra = extension.days if extension else 0
    due, more = _calendar_days(due, extra, pauses)
    rolled_from = None
    if rule.roll_to_working_day and not calendar.is_working(due):
        rolled_from, due = due, calendar.add_working_days(due, 1)
    return Explanation(start, rule.days, rule.unit, rule.code, rule.article, extra, waited + more, rolled_from, due)


def due_day(
    rule: Rule,
    received: datetime,
    calendar: Calendar,
    extension: Rule | None = None,
    paused: Sequence[Pause] = (),
) -> date:
    """The last day on which an answer is in time."""
    return explain(rule, received, calendar, extension, paused).due


def days_left(due: date, today: date) -> int:
    """Calendar days until the due day; 0 on the day itself, negative when overdue."""
    return (due - today).days
