"""The law's clock counted a second time, as a clerk would with a wall calendar: day after day, one tick each.

Nothing here is taken from the code that is tested: terms, days off and the lunar days are written out by hand."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

HERE = timezone(timedelta(hours=8))
TERMS: dict[str, tuple[int, str]] = {
    "reply_days": (30, "calendar"),
    "suggestion_reply_days": (60, "calendar"),
    "tip_days": (30, "calendar"),
    "feedback_days_integrity": (90, "calendar"),
    "appeal_days": (30, "calendar"),
    "acknowledge_days": (7, "calendar"),
    "transfer_days": (5, "calendar"),
    "handover_workdays": (3, "working"),
    "handover_alarm_workdays": (5, "working"),
    "explanation_workdays": (5, "working"),
}
EACH_YEAR = ((1, 1), (3, 8), (6, 1), (7, 10), (7, 11), (7, 12), (7, 13), (7, 14), (7, 15), (11, 26), (12, 29))
WHITE_MONTH = {
    2024: (2, 10),
    2025: (3, 1),
    2026: (2, 18),
    2027: (2, 7),
    2028: (2, 26),
    2029: (2, 14),
    2030: (2, 3),
}
"""The first of its three days."""
BUDDHA = {2024: (5, 23), 2025: (6, 11), 2026: (5, 31), 2027: (5, 20), 2028: (6, 7), 2029: (5, 27), 2030: (5, 17)}
CHINGGIS = {
    2024: (11, 2),
    2025: (11, 21),
    2026: (11, 10),
    2027: (11, 29),
    2028: (11, 17),
    2029: (11, 7),
    2030: (11, 26),
}


def days_off() -> set[date]:
    found = set()
    for year, (month, day) in WHITE_MONTH.items():
        first = date(year, month, day)
        found |= {first, first + timedelta(days=1), first + timedelta(days=2)}
        found |= {date(year, *one) for one in (*EACH_YEAR, BUDDHA[year], CHINGGIS[year])}
    return found


@dataclass(frozen=True)
class Asked:
    """One vector: what is given. `moved` are pairs of a day that became free and the day that is worked instead."""

    days: int
    unit: str
    received: datetime
    extension: int = 0
    pauses: tuple[tuple[date, date], ...] = ()
    moved: tuple[tuple[date, date], ...] = ()
    rolls: bool = False
    off: frozenset[date] = field(default_factory=lambda: frozenset(days_off()))


def tick_off(asked: Asked) -> date:
    """Each morning the clerk looks whether the day counts, and strikes it out until none is left."""
    free = set(asked.off) | {free for free, _ in asked.moved}
    worked = {worked for _, worked in asked.moved}

    def is_work(day: date) -> bool:
        return day in worked or (day.isoweekday() not in {6, 7} and day not in free)

    def waits(day: date) -> bool:
        return any(asked_on <= day < answered_on for asked_on, answered_on in asked.pauses)

    day = asked.received.astimezone(HERE).date()
    left, extra = asked.days, asked.extension
    while left or extra:
        day += timedelta(days=1)
        if waits(day):
            continue
        if not left:
            extra -= 1
        elif asked.unit == "calendar" or is_work(day):
            left -= 1
    if asked.rolls:
        while not is_work(day):
            day += timedelta(days=1)
    return day
