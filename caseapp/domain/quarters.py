"""Quarters as they are reported: calendar quarters, or cut off on a day of their last month."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from caseapp.domain.days import ULAANBAATAR

_ROMAN = ("I", "II", "III", "IV")
_SHAPES = (re.compile(r"(\d{4})-?Q([1-4])", re.ASCII), re.compile(r"(\d{4}) оны (I{1,3}|IV) улирал", re.ASCII))


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1990 <= self.year <= 2200 and 1 <= self.number <= 4):
            raise ValueError("a quarter looks like 2026Q3")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """From 2026Q3, 2026-Q3 or «2026 оны III улирал»."""
        for shape in _SHAPES:
            match = shape.fullmatch(text.strip())
            if match:
                number = match.group(2)
                return cls(int(match.group(1)), int(number) if number.isdigit() else _ROMAN.index(number) + 1)
        raise ValueError("a quarter looks like 2026Q3")

    @classmethod
    def of(cls, day: date, cutoff_day: int = 0) -> "Quarter":
        """The quarter that reports this day; `cutoff_day` 0 means the quarter's own end."""
        quarter = cls(day.year, (day.month - 1) // 3 + 1)
        return quarter.next() if day > quarter.last_day(cutoff_day) else quarter

    def last_day(self, cutoff_day: int = 0) -> date:
        month = self.number * 3
        if cutoff_day:
            return date(self.year, month, cutoff_day)
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def first_day(self, cutoff_day: int = 0) -> date:
        return self.previous().last_day(cutoff_day) + timedelta(days=1)

    def bounds(self, cutoff_day: int = 0) -> tuple[datetime, datetime]:
        """Half-open in UTC, at local midnights."""
        days = self.first_day(cutoff_day), self.last_day(cutoff_day) + timedelta(days=1)
        start, end = (datetime.combine(day, time(), ULAANBAATAR).astimezone(UTC) for day in days)
        return start, end

    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def same_of_last_year(self) -> "Quarter":
        return Quarter(self.year - 1, self.number)

    def label(self, locale: str = "mn") -> str:
        if locale == "mn":
            return f"{self.year} оны {_ROMAN[self.number - 1]} улирал"
        return f"Quarter {_ROMAN[self.number - 1]} of {self.year}"

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
