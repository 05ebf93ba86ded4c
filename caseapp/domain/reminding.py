"""When whom to remind: so many working days before a term ends, when it is over, when nobody has acknowledged."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from caseapp.domain.deadlines import Calendar

ACKNOWLEDGE_BEFORE = 2
"""Calendar days before the day by which a case must be acknowledged."""


class Stage(StrEnum):
    """What a reminder is about; of a term's stages a person has the last one that was reached."""

    IN_SEVEN = "in_seven"
    IN_THREE = "in_three"
    IN_ONE = "in_one"
    OVERDUE = "overdue"
    ACKNOWLEDGE_SOON = "acknowledge_soon"
    ACKNOWLEDGE_OVER = "acknowledge_over"


@dataclass(frozen=True)
class Limits:
    """Today in days that a database can compare: the last due day of each stage, the last day of receipt of others."""

    today: date
    last_one: date
    last_three: date
    last_seven: date
    acknowledge_soon: date
    acknowledge_over: date

    @classmethod
    def of(cls, today: date, calendar: Calendar, acknowledge_days: int) -> "Limits":
        """A due day on a Sunday has as many working days left as the Friday before it."""
        one, three, seven = (calendar.add_working_days(today, n + 1) - timedelta(days=1) for n in (1, 3, 7))
        last_received = today - timedelta(days=acknowledge_days)
        soon, over = last_received + timedelta(days=ACKNOWLEDGE_BEFORE), last_received - timedelta(days=1)
        return cls(today, one, three, seven, soon, over)

    def of_term(self, due_on: date) -> Stage | None:
        if due_on < self.today:
            return Stage.OVERDUE
        known = ((self.last_one, Stage.IN_ONE), (self.last_three, Stage.IN_THREE), (self.last_seven, Stage.IN_SEVEN))
        return next((stage for last, stage in known if due_on <= last), None)

    def of_acknowledgement(self, received: date) -> Stage | None:
        if received <= self.acknowledge_over:
            return Stage.ACKNOWLEDGE_OVER
        return Stage.ACKNOWLEDGE_SOON if received <= self.acknowledge_soon else None
