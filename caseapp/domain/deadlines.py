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


Pause = tuple[date, date | None]


@dataclass(frozen=True)
class Explanation:
    """How a due day came about, in the order in which a person would count it."""

    start: date
    days: int
    unit: Literal["calendar", "working"]
    rule_code: str
    article: str
    extension_days: int
    paused_days: int
    rolled_from: date | None
    due: date


def _paused_days(rule: Rule, start: date, due: date, paused: Sequence[Pause]) -> int:
    """Days of waiting, each once; a pause that began after the term ran out no longer lengthens it."""
    if not rule.pauses_while_awaiting_citizen:
        return 0
    waited, counted_to = 0, start
    for since, until in sorted(paused, key=lambda pause: pause[0]):
        if since > due + _DAY * waited:
            break
        waited += max(0, ((until or due) - max(since, counted_to)).days)
        counted_to = max(counted_to, until or due)
    return waited


def explain(
    rule: Rule,
    received: datetime,
    calendar: Calendar,
    extension: Rule | None = None,
    paused: Sequence[Pause] = (),
) -> Explanation:
    """Day 1 is the day after receipt in local time («хүлээн авсан өдрөөс хойш»)."""
    start = local_day(received)
    extra = extension.days if extension else 0
    if rule.unit == "working":
        due = calendar.add_working_days(start, rule.days)
    else:
        due = start + _DAY * rule.days
    due += _DAY * extra
    pauses = _paused_days(rule, start, due, paused)
    due += _DAY * pauses
    rolled_from = None
    if rule.roll_to_working_day and not calendar.is_working(due):
        rolled_from, due = due, calendar.add_working_days(due, 1)
    return Explanation(start, rule.days, rule.unit, rule.code, rule.article, extra, pauses, rolled_from, due)


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
