"""Crowds are let in, floods are slowed, shared exits stay open: the rule, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caseapp.domain.pacing import (
    BUDGETS,
    WINDOW,
    Beyond,
    Budget,
    Counts,
    Sending,
    Wait,
    judge,
    seconds_left,
    window_end,
)

FILING = BUDGETS[Sending.FILING]
LEFT = 400

seconds = st.integers(0, 4_000)
lefts = st.integers(1, 600)
kinds = st.sampled_from(sorted(BUDGETS))
numbers = st.one_of(st.integers(0, 8), st.integers(100, 700), st.integers(0, 10_000))
counts = st.builds(Counts, numbers, numbers, numbers)


@pytest.mark.parametrize(
    ("told", "before", "form_age", "wait"),
    [
        ("the first of all", Counts(0, 0, 0), 0, None),
        ("the fiftieth of a hall, at once", Counts(0, 49, 49), 0, None),
        ("the last of the network's budget", Counts(0, 119, 119), 0, None),
        ("one beyond it, sent by a machine", Counts(0, 120, 120), 0, Wait(45, Beyond.NETWORK)),
        ("one beyond it, written in half a minute", Counts(0, 120, 120), 30, Wait(15, Beyond.NETWORK)),
        ("one beyond it, written by a person", Counts(0, 120, 120), 45, None),
        ("fifty beyond it, written by a person", Counts(0, 170, 170), 95, None),
        ("fifty beyond it, written in a minute", Counts(0, 170, 170), 60, Wait(35, Beyond.NETWORK)),
        ("far beyond it, written in three minutes", Counts(0, 480, 480), 180, None),
        ("far beyond it, sent by a machine", Counts(0, 480, 480), 0, Wait(180, Beyond.NETWORK)),
        ("beyond it when all is used up, however patient", Counts(0, 120, 500), 3_600, Wait(LEFT, Beyond.NETWORK)),
        ("within it when all is used up", Counts(0, 119, 500), 0, None),
        ("from a quiet network in the worst flood", Counts(0, 0, 1_000_000), 0, None),
        ("the fifth of one browser", Counts(4, 4, 4), 0, None),
        ("the sixth of one browser", Counts(5, 5, 5), 3_600, Wait(LEFT, Beyond.SENDER)),
        ("the sixth of one browser in a flood", Counts(5, 300, 500), 3_600, Wait(LEFT, Beyond.SENDER)),
    ],
)
def test_who_goes_on_and_who_waits(told: str, before: Counts, form_age: int, wait: Wait | None) -> None:
    assert judge(before, form_age, LEFT, FILING) == wait, told


def test_nobody_waits_beyond_the_window_for_what_the_next_one_forgets() -> None:
    assert judge(Counts(0, 300, 300), 0, 12, FILING) == Wait(12, Beyond.NETWORK)


def test_what_has_no_form_to_be_open_waits_only_when_everything_is_used_up() -> None:
    budget = BUDGETS[Sending.WRONG_CODE]
    assert judge(Counts(0, budget.network, budget.whole - 1), 0, LEFT, budget) is None
    assert judge(Counts(0, budget.network, budget.whole), 0, LEFT, budget) == Wait(LEFT, Beyond.NETWORK)


@given(counts, counts, seconds, lefts, kinds)
def test_more_sendings_never_make_it_easier(one: Counts, other: Counts, age: int, left: int, kind: Sending) -> None:
    more = Counts(*(max(a, b) for a, b in zip(vars(one).values(), vars(other).values(), strict=True)))
    before, after = judge(one, age, left, BUDGETS[kind]), judge(more, age, left, BUDGETS[kind])
    assert (before.seconds if before else 0) <= (after.seconds if after else 0)


@given(counts, seconds, seconds, lefts, kinds)
def test_a_form_that_is_open_for_longer_never_waits_for_longer(
    before: Counts, age: int, more: int, left: int, kind: Sending
) -> None:
    early, late = judge(before, age, left, BUDGETS[kind]), judge(before, age + more, left, BUDGETS[kind])
    assert (late.seconds if late else 0) <= (early.seconds if early else 0)


@given(counts, seconds, lefts, kinds)
def test_whoever_waited_as_told_goes_through_unless_others_sent_meanwhile(
    before: Counts, age: int, left: int, kind: Sending
) -> None:
    wait = judge(before, age, left, BUDGETS[kind])
    assume(wait is not None)
    assert wait is not None and 0 < wait.seconds <= left
    over = wait.seconds >= left
    then = Counts() if over else before
    rest = int(WINDOW.total_seconds()) if over else left - wait.seconds
    assert judge(then, age + wait.seconds, rest, BUDGETS[kind]) is None


@given(numbers, seconds, lefts, kinds)
def test_a_first_sending_from_a_quiet_network_always_goes_through(
    whole: int, age: int, left: int, kind: Sending
) -> None:
    assert judge(Counts(0, 0, whole), age, left, BUDGETS[kind]) is None


@given(st.integers(0, 119), numbers, seconds, lefts)
def test_a_flood_elsewhere_never_holds_a_network_back_that_is_within_its_own_budget(
    network: int, whole: int, age: int, left: int
) -> None:
    assert judge(Counts(0, network, whole), age, left, FILING) is None


@given(counts, seconds, lefts)
def test_while_the_whole_has_room_a_patient_first_time_sender_of_a_shared_exit_goes_through(
    before: Counts, age: int, left: int
) -> None:
    calm = replace(before, sender=0, whole=min(before.whole, FILING.whole - 1))
    assert judge(calm, FILING.patience + age, left, FILING) is None


def test_every_kind_of_sending_has_a_budget_that_a_person_never_meets() -> None:
    assert set(BUDGETS) == set(Sending)
    for budget in BUDGETS.values():
        assert 5 <= budget.sender <= budget.network <= budget.whole
        assert 0 <= budget.writing <= budget.patience <= 180
    assert Budget(1, 1, 1).writing == 0
    assert BUDGETS[Sending.FILE].sender >= 60, "MiB: one form's files"


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(lambda day: day.replace(tzinfo=UTC)))
def test_a_window_ends_after_now_and_within_ten_minutes(now: datetime) -> None:
    end = window_end(now)
    assert now < end <= now + WINDOW
    assert timedelta(seconds=seconds_left(now) - 1) < end - now <= timedelta(seconds=seconds_left(now))
    assert window_end(end) == end + WINDOW, "the moment at which it ends belongs to the next"
