"""Terms as the law counts them: the vectors of the petitions law, the calendar's days off, and what always holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.deadlines import Calendar, Explanation, Pause, Rule, days_left, due_day, explain

NO_HOLIDAYS = Calendar()
REPLY = Rule("reply_days", 30, "calendar", "art. 16", 1, verified=True)
EXTENSION = Rule("extension_max_days", 30, "calendar", "art. 16", 1, verified=True)
HANDOVER = Rule("handover_workdays", 3, "working", "", 1, verified=False)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CALENDARS = st.builds(
    Calendar,
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=12),
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=4),
)
NEAR = st.dates(date(2025, 12, 20), date(2026, 4, 10))


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), ULAANBAATAR) + timedelta(hours=12)


def pausing(days: int = 30, *, roll: bool = False) -> Rule:
    return Rule(
        "reply_days",
        days,
        "calendar",
        "",
        1,
        verified=True,
        pauses_while_awaiting_citizen=True,
        roll_to_working_day=roll,
    )


@pytest.mark.parametrize(
    ("received", "extension", "due"),
    [
        ("2024-02-09", None, "2024-03-10"),
        ("2024-02-09", EXTENSION, "2024-04-09"),
        ("2024-12-20", None, "2025-01-19"),
        ("2023-02-09", None, "2023-03-11"),
        ("2026-01-01", None, "2026-01-31"),
    ],
)
def test_the_petitions_law_gives_thirty_days_after_the_day_of_receipt(
    received: str, extension: Rule | None, due: str
) -> None:
    assert due_day(REPLY, noon(received), NO_HOLIDAYS, extension) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("moment", "counts_for"),
    [
        (datetime(2026, 3, 2, 23, 59, 59, tzinfo=ULAANBAATAR), date(2026, 3, 2)),
        (datetime(2026, 3, 3, 0, 0, tzinfo=ULAANBAATAR), date(2026, 3, 3)),
        (datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 7, 31, 16, 0, tzinfo=UTC), date(2026, 8, 1)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_report_counts_for_the_day_in_ulaanbaatar(moment: datetime, counts_for: date) -> None:
    found = explain(REPLY, moment, NO_HOLIDAYS)
    assert (found.start, found.due) == (counts_for, counts_for + timedelta(days=30))


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_day(REPLY, datetime(2026, 3, 2, 12, 0), NO_HOLIDAYS)


def test_three_working_days_pass_over_the_weekend() -> None:
    assert due_day(HANDOVER, noon("2026-03-05"), NO_HOLIDAYS) == date(2026, 3, 10)


def test_a_day_off_does_not_count_and_a_moved_working_day_does() -> None:
    saturday, monday = date(2026, 3, 7), date(2026, 3, 9)
    assert due_day(HANDOVER, noon("2026-03-05"), Calendar(frozenset({monday}))) == date(2026, 3, 11)
    moved = Calendar(frozenset({monday}), frozenset({saturday}))
    assert due_day(HANDOVER, noon("2026-03-05"), moved) == date(2026, 3, 10)


def test_work_moved_to_a_day_off_wins_over_the_day_off() -> None:
    day = date(2026, 3, 9)
    assert not Calendar(frozenset({day})).is_working(day)
    assert Calendar(frozenset({day}), frozenset({day})).is_working(day)


def test_the_due_day_rolls_off_a_sunday_only_where_the_rule_says_so() -> None:
    """2024-03-10 is a Sunday; the stricter reading stands by default."""
    plain = explain(REPLY, noon("2024-02-09"), NO_HOLIDAYS)
    assert (plain.due, plain.rolled_from) == (date(2024, 3, 10), None)
    rolled = explain(pausing(roll=True), noon("2024-02-09"), NO_HOLIDAYS)
    assert (rolled.due, rolled.rolled_from) == (date(2024, 3, 11), date(2024, 3, 10))


def test_the_due_day_rolls_over_days_off_and_stays_on_a_working_day() -> None:
    off = Calendar(frozenset({date(2024, 3, 11), date(2024, 3, 12)}))
    assert due_day(pausing(roll=True), noon("2024-02-09"), off) == date(2024, 3, 13)
    on_monday = explain(pausing(roll=True), noon("2024-02-10"), NO_HOLIDAYS)
    assert (on_monday.due, on_monday.rolled_from) == (date(2024, 3, 11), None)


def _march(first: int, last: int | None) -> Pause:
    return date(2026, 3, first), date(2026, 3, last) if last else None


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([], 0),
        ([_march(5, 12)], 7),
        ([_march(5, 12), _march(20, 23)], 10),
        ([_march(20, 23), _march(5, 12)], 10),
        ([_march(5, 12), _march(8, 14)], 9),
        ([_march(5, 12), _march(6, 7)], 7),
        ([_march(12, 12)], 0),
        ([(date(2026, 2, 20), date(2026, 3, 4))], 1),
        ([_march(5, None)], 0),
        ([(date(2026, 5, 1), date(2026, 5, 9))], 0),
        ([_march(22, 31), (date(2026, 4, 5), date(2026, 4, 6))], 10),
    ],
    ids=[
        "none",
        "one",
        "two",
        "unsorted",
        "overlapping",
        "inside",
        "empty",
        "before receipt",
        "goes on",
        "overdue",
        "in the pause",
    ],
)
def test_waiting_for_the_citizen_lengthens_a_term_whose_rule_pauses(pauses: list[Pause], days: int) -> None:
    """Received on 2 March, so the term without pauses ends on 1 April; the day of the answer counts again."""
    found = explain(pausing(), noon("2026-03-02"), NO_HOLIDAYS, paused=pauses)
    assert (found.paused_days, found.due) == (days, date(2026, 4, 1) + timedelta(days=days))


def test_the_clock_of_a_rule_without_pauses_runs_on() -> None:
    found = explain(REPLY, noon("2026-03-02"), NO_HOLIDAYS, paused=[_march(5, 12)])
    assert (found.paused_days, found.due) == (0, date(2026, 4, 1))


def test_the_explanation_names_each_thing_that_was_counted() -> None:
    found = explain(pausing(roll=True), noon("2026-03-02"), NO_HOLIDAYS, EXTENSION, [_march(5, 6)])
    assert found == Explanation(
        date(2026, 3, 2), 30, "calendar", "reply_days", "", 30, 1, date(2026, 5, 2), date(2026, 5, 4)
    )


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_a_longer_term_never_ends_sooner(day: date, days: int, more: int) -> None:
    received = noon(day.isoformat())
    short, long = (
        due_day(Rule("a", n, "calendar", "", 1, verified=True), received, NO_HOLIDAYS) for n in (days, days + more)
    )
    assert day <= short <= long
    assert (long - short).days == more


@given(NEAR, st.integers(0, 60), st.sampled_from(["calendar", "working"]), CALENDARS, st.booleans())
def test_no_term_ends_before_it_starts_and_a_rolled_one_ends_on_a_working_day(
    day: date, days: int, unit: str, calendar: Calendar, roll: bool
) -> None:
    rule = Rule("a", days, unit, "", 1, verified=True, roll_to_working_day=roll)  # type: ignore[arg-type]
    found = explain(rule, noon(day.isoformat()), calendar)
    assert found.due >= found.start == day
    if roll or (unit == "working" and days):
        assert calendar.is_working(found.due)
    if found.rolled_from:
        assert found.rolled_from < found.due
        assert not calendar.is_working(found.rolled_from)


@given(NEAR, st.integers(1, 40), CALENDARS)
def test_counting_working_days_undoes_adding_them(day: date, count: int, calendar: Calendar) -> None:
    end = calendar.add_working_days(day, count)
    assert calendar.is_working(end)
    assert calendar.working_days_between(day, end) == count
    assert calendar.working_days_between(end, day) == -count


@given(NEAR, st.integers(0, 20), st.integers(0, 20), CALENDARS)
def test_working_days_add_up(day: date, first: int, then: int, calendar: Calendar) -> None:
    in_two = calendar.add_working_days(calendar.add_working_days(day, first), then)
    assert in_two == calendar.add_working_days(day, first + then)


@given(DAYS)
def test_adding_no_working_day_leaves_the_day(day: date) -> None:
    assert NO_HOLIDAYS.add_working_days(day, 0) == day
    assert NO_HOLIDAYS.working_days_between(day, day) == 0


@given(NEAR, st.lists(st.tuples(NEAR, st.one_of(st.none(), NEAR)), max_size=4))
def test_a_pause_never_shortens_a_term(day: date, pauses: list[Pause]) -> None:
    received = noon(day.isoformat())
    assert due_day(pausing(), received, NO_HOLIDAYS, paused=pauses) >= due_day(pausing(), received, NO_HOLIDAYS)


@pytest.mark.parametrize(
    ("today", "left"), [("2026-04-01", 0), ("2026-03-31", 1), ("2026-04-02", -1), ("2026-03-02", 30)]
)
def test_the_due_day_itself_is_still_in_time(today: str, left: int) -> None:
    assert days_left(date(2026, 4, 1), date.fromisoformat(today)) == left
