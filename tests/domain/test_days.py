"""Dates as official letters write them: ordinals and genitives by vowel harmony."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.days import ULAANBAATAR, local_day, official_date, official_date_genitive

MONTHS = {
    1: "1 дүгээр",
    2: "2 дугаар",
    3: "3 дугаар",
    4: "4 дүгээр",
    5: "5 дугаар",
    6: "6 дугаар",
    7: "7 дугаар",
    8: "8 дугаар",
    9: "9 дүгээр",
    10: "10 дугаар",
    11: "11 дүгээр",
    12: "12 дугаар",
}
NII = (1, 4, 9, 11, 14, 19, 21, 24, 29, 31)
NY = (2, 3, 5, 6, 7, 8, 10, 12, 13, 15, 16, 17, 18, 20, 22, 23, 25, 26, 27, 28, 30)
DAYS = sorted([*((day, f"{day}-ний") for day in NII), *((day, f"{day}-ны") for day in NY)])


@pytest.mark.parametrize(("month", "written"), MONTHS.items())
def test_the_months_ordinal_follows_vowel_harmony(month: int, written: str) -> None:
    assert official_date(date(2026, month, 24)) == f"2026 оны {written} сарын 24"


@pytest.mark.parametrize(("day", "written"), DAYS)
def test_the_days_genitive_follows_vowel_harmony(day: int, written: str) -> None:
    assert official_date_genitive(date(2026, 1, day)) == f"2026 оны 1 дүгээр сарын {written}"


def test_every_day_of_the_month_stands_in_one_of_the_two_lists() -> None:
    assert [day for day, _ in DAYS] == list(range(1, 32))


def test_the_form_that_letters_of_the_authority_use() -> None:
    assert official_date_genitive(date(2024, 3, 15)) + " өдөр" == "2024 оны 3 дугаар сарын 15-ны өдөр"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 24), "24 November 2026"),
        (date(2024, 1, 1), "1 January 2024"),
        (date(2024, 9, 30), "30 September 2024"),
    ],
)
def test_english_dates_name_the_month(day: date, written: str) -> None:
    assert official_date(day, "en") == written


@given(st.datetimes(datetime(2018, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))
def test_the_same_moment_is_the_same_day_whatever_zone_it_is_told_in(naive: datetime, hours: int) -> None:
    moment = naive.replace(tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert local_day(elsewhere) == local_day(moment) == (moment + timedelta(hours=8)).date()


@pytest.mark.parametrize("month", range(1, 13))
def test_ulaanbaatar_keeps_no_summer_time(month: int) -> None:
    assert datetime(2026, month, 15, tzinfo=ULAANBAATAR).utcoffset() == timedelta(hours=8)


def test_a_moment_without_its_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 3, 2, 12, 0))
