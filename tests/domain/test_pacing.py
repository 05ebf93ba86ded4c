"""Crowds are let in, floods are slowed, shared exits stay open: the rule, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caseapp.domain.pacing import (
    BUDGETS,
    ROUND,
    TURN,
    WINDOW,
    Beyond,
    Counts,
    Sending,
    Wait,
    judge,
    seconds_left,
    until_turn,
    window_end,
)

FILING = BUDGETS[Sending.FILING]
LEFT = 400

seconds = st.integers(0, 4_000)
lefts = st.integers(1, 600)
kinds = st.sampled_from(sorted(BUDGETS))
numbers = st.one_of(st.integers(0, 8), st.integers(100, 700), st.integers(0, 10_000))
counts = st.builds(Counts, numbers, numbers, numbers)
turns = st.none() | st.integers(0, 1_680)


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
        ("far beyond it, written in three minutes", Counts(0, 299, 299), 180, None),
        ("far beyond it, sent by a machine", Counts(0, 299, 299), 0, Wait(180, Beyond.NETWORK)),
        ("beyond it when all is used up, where one place is free", Counts(0, 120, 365), 3_600, None),
        ("beyond it when all is used up, a place later", Counts(0, 120, 367), 3_600, Wait(4, Beyond.NETWORK)),
        ("beyond it when all is used up, sent by a machine", Counts(0, 120, 366), 0, Wait(180, Beyond.NETWORK)),
        ("beyond all that goes steadily, too", Counts(0, 120, 600), 3_600, Wait(LEFT, Beyond.NETWORK)),
        ("within it when all is used up", Counts(0, 119, 600), 0, None),
        ("from a quiet network in the worst flood", Counts(0, 0, 1_000_000), 0, None),
        ("the tenth of one browser", Counts(9, 9, 9), 0, None),
        ("the eleventh of one browser", Counts(10, 10, 10), 3_600, Wait(LEFT, Beyond.SENDER)),
        ("the eleventh of one browser in a flood", Counts(10, 300, 500), 3_600, Wait(LEFT, Beyond.SENDER)),
    ],
)
def test_who_goes_on_and_who_waits(told: str, before: Counts, form_age: int, wait: Wait | None) -> None:
    assert judge(before, form_age, LEFT, FILING) == wait, told


def test_nobody_waits_beyond_the_window_for_what_the_next_one_forgets() -> None:
    assert judge(Counts(0, 200, 200), 0, 12, FILING) == Wait(12, Beyond.NETWORK)


@pytest.mark.parametrize("kind", [Sending.WRONG_CODE, Sending.PROOF_CHECK, Sending.MESSAGE, Sending.FILE])
def test_a_network_waits_beyond_its_own_budget_also_for_what_has_no_form_to_be_open(kind: Sending) -> None:
    own = BUDGETS[kind].network
    assert judge(Counts(0, own - 1, own - 1), 0, LEFT, BUDGETS[kind]) is None
    assert judge(Counts(0, 2 * own, 2 * own), 0, LEFT, BUDGETS[kind]) == Wait(LEFT, Beyond.NETWORK)


def test_letters_and_files_go_on_steadily_where_others_use_the_network_up() -> None:
    for kind in (Sending.MESSAGE, Sending.FILE):
        own = BUDGETS[kind].network
        assert judge(Counts(0, own + 50, own + 50), 0, LEFT, BUDGETS[kind]) is None, kind
    code = BUDGETS[Sending.WRONG_CODE].network
    assert judge(Counts(0, code, code), 0, LEFT, BUDGETS[Sending.WRONG_CODE]) == Wait(LEFT, Beyond.NETWORK)


def test_drafts_are_kept_for_nobody_once_the_disk_has_its_fill() -> None:
    drafts = BUDGETS[Sending.DRAFT]
    assert judge(Counts(0, 0, drafts.whole - 1), 0, LEFT, drafts) is None
    assert judge(Counts(0, 0, drafts.whole), 0, LEFT, drafts) == Wait(LEFT, Beyond.NETWORK)


def test_its_own_turn_lets_a_browser_through_whatever_others_send() -> None:
    flood = Counts(0, 100_000, 100_000)
    assert judge(flood, FILING.patience, LEFT, FILING, turn=0) is None
    assert judge(flood, FILING.patience, LEFT, FILING, turn=50) == Wait(50, Beyond.NETWORK)
    assert judge(flood, 0, LEFT, FILING, turn=200) == Wait(200, Beyond.NETWORK)
    assert judge(flood, 0, LEFT, FILING, turn=0) == Wait(LEFT, Beyond.NETWORK), "not before it can have been written"
    assert judge(replace(flood, sender=10), 3_600, LEFT, FILING, turn=0) == Wait(LEFT, Beyond.SENDER)


def test_turns_are_for_words_and_not_for_the_room_on_the_disk() -> None:
    assert {kind for kind in Sending if BUDGETS[kind].turns} == {Sending.FILING, Sending.MESSAGE}
    files = BUDGETS[Sending.FILE]
    assert judge(Counts(0, 9_000, 9_000), 0, LEFT, files, turn=0) == Wait(LEFT, Beyond.NETWORK)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(lambda day: day.replace(tzinfo=UTC))
lots = st.integers(0, ROUND // TURN - 1)


@given(lots, moments)
def test_everybodys_turn_comes_once_in_half_an_hour_and_begins_at_a_full_minute(lot: int, now: datetime) -> None:
    wait = until_turn(lot, now)
    assert 0 <= wait <= (ROUND - TURN).total_seconds()
    begin = now.replace(microsecond=0) + timedelta(seconds=wait)
    assert until_turn(lot, begin) == 0
    assert wait == 0 or begin.second == 0
    assert [other for other in range(ROUND // TURN) if until_turn(other, begin) == 0] == [lot]


@given(counts, counts, seconds, lefts, kinds, turns)
def test_more_sendings_never_make_it_easier(
    one: Counts, other: Counts, age: int, left: int, kind: Sending, turn: int | None
) -> None:
    more = Counts(*(max(a, b) for a, b in zip(vars(one).values(), vars(other).values(), strict=True)))
    before, after = judge(one, age, left, BUDGETS[kind], turn), judge(more, age, left, BUDGETS[kind], turn)
    assert (before.seconds if before else 0) <= (after.seconds if after else 0)


@given(counts, seconds, seconds, lefts, kinds, turns)
def test_a_form_that_is_open_for_longer_never_waits_for_longer(
    before: Counts, age: int, more: int, left: int, kind: Sending, turn: int | None
) -> None:
    early, late = (judge(before, open_for, left, BUDGETS[kind], turn) for open_for in (age, age + more))
    assert (late.seconds if late else 0) <= (early.seconds if early else 0)


@given(counts, seconds, lefts, kinds, turns)
def test_whoever_waited_as_told_goes_through_unless_others_sent_meanwhile(
    before: Counts, age: int, left: int, kind: Sending, turn: int | None
) -> None:
    wait = judge(before, age, left, BUDGETS[kind], turn)
    assume(wait is not None)
    assert wait is not None and 0 < wait.seconds <= left
    over = wait.seconds >= left
    then = Counts() if over else before
    rest = int(WINDOW.total_seconds()) if over else left - wait.seconds
    turn_then = None if turn is None or turn < wait.seconds else turn - wait.seconds
    assert judge(then, age + wait.seconds, rest, BUDGETS[kind], turn_then) is None


@given(numbers, seconds, lefts, kinds.filter(lambda kind: not BUDGETS[kind].is_firm))
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
        assert 10 <= budget.sender <= budget.network
        assert budget.network <= budget.whole or not (budget.whole or budget.writing or budget.is_firm)
        assert 0 <= budget.writing <= budget.patience <= 180
    assert BUDGETS[Sending.FILE].sender >= 60, "MiB: one form's files"
    assert BUDGETS[Sending.DRAFT].sender >= 20 * 50, "KiB: twenty times a person's form"


@given(moments)
def test_a_window_ends_after_now_and_within_ten_minutes(now: datetime) -> None:
    end = window_end(now)
    assert now < end <= now + WINDOW
    assert timedelta(seconds=seconds_left(now) - 1) < end - now <= timedelta(seconds=seconds_left(now))
    assert window_end(end) == end + WINDOW, "the moment at which it ends belongs to the next"
