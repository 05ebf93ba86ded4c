"""More than 300 vectors of the law's clock, counted by hand or by a clerk who ticks off days, and never by itself."""

import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.deadlines import Calendar, Rule, due_day, explain
from caseapp.domain.rules import RULES
from caseapp.domain.transfers import transfer_due
from tests.domain.slow_counting import HERE, TERMS, Asked, days_off, tick_off

TABLE = tomllib.loads((Path(__file__).parent / "vectors" / "due_days.toml").read_text(encoding="utf-8"))
VECTORS = [*TABLE["by_hand"], *TABLE["ticked_off"]]
YEARS = range(2024, 2031)
OFF = frozenset(days_off())


def named(vector: dict[str, Any]) -> str:
    return " ".join(str(value) for name, value in vector.items() if name != "due")


def pairs(vector: dict[str, Any], name: str) -> tuple[tuple[date, date], ...]:
    return tuple((date.fromisoformat(one), date.fromisoformat(other)) for one, other in vector.get(name, ()))


def received(vector: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(vector["received"]).replace(tzinfo=HERE)


def rule_of(days: int, unit: str, *, pauses: bool = False, rolls: bool = False) -> Rule:
    return Rule(
        "rule", days, unit, "", 1, verified=True, pauses_while_awaiting_citizen=pauses, roll_to_working_day=rolls
    )  # type: ignore[arg-type]


def extension_of(days: int) -> Rule | None:
    return rule_of(days, "calendar") if days else None


def test_there_are_300_vectors_for_every_rule_that_counts_days() -> None:
    assert len(VECTORS) > 300
    assert len({named(vector) for vector in VECTORS}) == len(VECTORS)
    told = Counter(vector["rule"] for vector in VECTORS)
    counting = {rule.code: (rule.value, rule.unit) for rule in RULES if rule.unit in {"calendar", "working"}}
    assert {code: counting[code] for code in told} == TERMS
    assert set(counting) - set(told) == {"extension_max_days"}
    assert min(told.values()) >= 7


def test_the_days_off_are_those_of_the_law_and_of_the_moon() -> None:
    """What a new authority starts from, against the table written out by hand."""
    assert {day for day in holidays.country_holidays("MN", years=YEARS) if day.year in YEARS} == OFF


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_the_term_ends_on_the_day_that_was_counted(vector: dict[str, Any]) -> None:
    days, unit = TERMS[vector["rule"]]
    moved = pairs(vector, "moved")
    calendar = Calendar(OFF | {free for free, _ in moved}, frozenset(worked for _, worked in moved))
    rule = rule_of(days, unit, pauses=True, rolls=vector.get("rolls", False))
    extension = extension_of(vector.get("extension", 0))
    found = due_day(rule, received(vector), calendar, extension, pairs(vector, "pauses"))
    assert found == date.fromisoformat(vector["due"])


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_the_clerk_agrees_with_the_table(vector: dict[str, Any]) -> None:
    """Both the vectors counted by hand and those that the clerk wrote down before."""
    days, unit = TERMS[vector["rule"]]
    asked = Asked(
        days,
        unit,
        received(vector),
        vector.get("extension", 0),
        pairs(vector, "pauses"),
        pairs(vector, "moved"),
        vector.get("rolls", False),
    )
    assert tick_off(asked) == date.fromisoformat(vector["due"])


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["rule"] == "transfer_days"], ids=named)
def test_a_petition_is_passed_on_within_the_transfer_term(vector: dict[str, Any]) -> None:
    assert transfer_due(rule_of(5, "calendar"), received(vector), Calendar(OFF)) == date.fromisoformat(vector["due"])


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 9, 1)).map(lambda moment: moment.replace(tzinfo=HERE))
SPANS = st.tuples(st.integers(-5, 60), st.integers(0, 30))
MOVED = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.dates(date(2024, 1, 1), date(2030, 1, 1))), max_size=4
)


@given(
    MOMENTS,
    st.integers(0, 90),
    st.sampled_from(["calendar", "working"]),
    st.integers(0, 30),
    st.lists(SPANS, max_size=3),
    MOVED,
    st.booleans(),
)
def test_the_clerk_never_comes_to_another_day(
    moment: datetime,
    days: int,
    unit: str,
    extension: int,
    spans: list[tuple[int, int]],
    moved: list[tuple[date, date]],
    rolls: bool,
) -> None:
    start = moment.date()
    pauses = tuple((start + timedelta(days=n), start + timedelta(days=n + length)) for n, length in spans)
    worked = {day for _, day in moved}
    apart = tuple((free, day) for free, day in moved if free not in worked)
    calendar = Calendar(OFF | {free for free, _ in apart}, frozenset(day for _, day in apart))
    found = explain(rule_of(days, unit, pauses=True, rolls=rolls), moment, calendar, extension_of(extension), pauses)
    assert found.due == tick_off(Asked(days, unit, moment, extension, pauses, apart, rolls))
    assert found.paused_days >= 0


@given(MOMENTS, st.integers(1, 90), st.lists(SPANS, max_size=3))
def test_each_day_of_waiting_moves_a_calendar_term_by_one(
    moment: datetime, days: int, spans: list[tuple[int, int]]
) -> None:
    start = moment.date()
    pauses = [(start + timedelta(days=n), start + timedelta(days=n + length)) for n, length in spans]
    found = explain(rule_of(days, "calendar", pauses=True), moment, Calendar(OFF), None, pauses)
    assert (found.due - start).days == days + found.paused_days


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sampled_from([False, True, None]))
def test_a_day_is_what_the_calendar_was_told_last(day: date, working: bool | None) -> None:
    calendar = Calendar(OFF, frozenset({date(2026, 3, 7)})).with_day(day, working=working)
    expected = day.isoweekday() not in {6, 7} if working is None else working
    assert calendar.is_working(day) is expected
