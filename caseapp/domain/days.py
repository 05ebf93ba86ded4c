"""Days as people in Mongolia count and write them: local dates, official forms."""

from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def _zone() -> tzinfo:
    try:
        return ZoneInfo("Asia/Ulaanbaatar")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=8), "Asia/Ulaanbaatar")


ULAANBAATAR = _zone()
"""UTC+8, without summer time since 2017."""

_FRONT_MONTHS = {1, 4, 9, 11}
_FRONT_DAYS = {1, 4, 9, 11, 14, 19, 21, 24, 29, 31}
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def local_day(moment: datetime) -> date:
    """The day in Ulaanbaatar on which an aware moment falls."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(ULAANBAATAR).date()


def _month_mn(month: int) -> str:
    """The ordinal follows the vowel harmony of the number's name."""
    return f"{month} {'дүгээр' if month in _FRONT_MONTHS else 'дугаар'} сарын"


def official_date(day: date, locale: str = "mn") -> str:
    """«2026 оны 11 дүгээр сарын 24», or "24 November 2026"."""
    if locale == "mn":
        return f"{day.year} оны {_month_mn(day.month)} {day.day}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def official_date_genitive(day: date) -> str:
    """«2024 оны 3 дугаар сарын 15-ны»: the form that stands before «өдөр» and «өдрийн»."""
    return f"{official_date(day)}-{'ний' if day.day in _FRONT_DAYS else 'ны'}"
