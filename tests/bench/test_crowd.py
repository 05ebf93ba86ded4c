"""A crowd, a flood and the same instant: who files, who waits and for how long. Figures with `pytest -s -m slow`."""

import heapq
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, text

from caseapp.domain.actors import citizen
from caseapp.domain.filing import NewReport
from caseapp.domain.pacing import BUDGETS, ROUND, TURN, WINDOW, HeldBack, Sending, window_end
from caseapp.domain.receipts import Receipt, new_receipt
from caseapp.domain.vocab import Kind, Mode
from caseapp.services.filing import intake
from caseapp.services.petitioner import pacing, tracking
from caseapp.services.petitioner.pacing import Origin
from caseapp.services.uow import Surroundings, open_unit_of_work
from caseapp.web.network import prefix_of
from caseapp.web.public.pacing_at_the_door import next_minute
from tests.conftest import MONDAY_MORNING, Clock
from tests.lives import FiledCase, Lives

pytestmark = pytest.mark.slow
PEOPLE, FLOOD = 50, 1_000
HALL, ELSEWHERE = prefix_of("203.0.113.77"), prefix_of("198.51.100.9")


@dataclass(repr=False)
class Form:
    """One form in one browser of its own, pressed until it is filed."""

    network: bytes
    opened_at: datetime
    pressed_at: datetime
    words: str
    is_human: bool = True
    receipt: Receipt = field(default_factory=new_receipt)
    mark: bytes = field(default_factory=lambda: random.randbytes(16))
    filed_at: datetime | None = None
    number: str = ""

    @property
    def waited(self) -> timedelta:
        return (self.filed_at or datetime.max.replace(tzinfo=self.pressed_at.tzinfo)) - self.pressed_at


def people() -> list[Form]:
    """Fifty behind one address in ten minutes, each writing for one to four minutes."""
    chance = random.Random(50)
    opened = [MONDAY_MORNING + timedelta(seconds=7 * number) for number in range(PEOPLE)]
    return [
        Form(HALL, at, at + timedelta(seconds=chance.randint(60, 240)), f"Цонх {number} хаалттай байлаа.")
        for number, at in enumerate(opened)
    ]


def hasty(network: bytes) -> list[Form]:
    """Opens a form and sends it within a second, a thousand times in ten minutes; never comes back to one."""
    at = [MONDAY_MORNING + timedelta(seconds=0.6 * number) for number in range(FLOOD)]
    return [Form(network, one - timedelta(seconds=1), one, "Хог", is_human=False) for one in at]


def patient(network: bytes) -> list[Form]:
    """Opens a thousand forms in the first minute and presses each again whenever it is told to."""
    at = [MONDAY_MORNING + timedelta(seconds=0.06 * number) for number in range(FLOOD)]
    return [Form(network, one - timedelta(seconds=1), one, "Хог", is_human=False) for one in at]


def stocked(network: bytes) -> list[Form]:
    """Has a thousand forms open since an hour, and sends them as fast as it can."""
    at = [MONDAY_MORNING + timedelta(seconds=0.02 * number) for number in range(FLOOD)]
    return [Form(network, one - timedelta(hours=1), one, "Хог", is_human=False) for one in at]


def at_each_window(network: bytes) -> list[Form]:
    """Sends five hundred stored forms at the beginning of each window, for an hour."""
    at = [
        MONDAY_MORNING + number * WINDOW + timedelta(seconds=0.01 * each) for number in range(6) for each in range(500)
    ]
    return [Form(network, one - timedelta(hours=1), one, "Хог", is_human=False) for one in at]


def press(house: Surroundings, form: Form) -> int | None:
    """Seconds to wait, or None once it is filed."""
    age = int((house.clock() - form.opened_at).total_seconds())
    try:
        with open_unit_of_work(house, citizen()) as uow:
            pacing.let_in(uow, Sending.FILING, Origin(form.network, form.mark), age)
    except HeldBack as held:
        return held.wait.seconds
    new = NewReport(kind=Kind.COMPLAINT, text=form.words, mode=Mode.ANONYMOUS)
    with open_unit_of_work(house, intake.filing_actor(house.keys, form.receipt.secret)) as uow:
        form.number = intake.submit(uow, new, form.receipt.secret).number
    return None


def live(house: Surroundings, clock: Clock, forms: Iterable[Form], comes_back: bool) -> None:
    """Everybody presses in the order of time; people come back at the minute that they were told. The abuser who comes
    back has a form ready for each place at the second at which it becomes free, and all of them for the next window."""
    order, places = count(), set[datetime]()
    line = [(form.pressed_at, next(order), form) for form in forms]
    heapq.heapify(line)
    while line:
        clock.now, _, form = heapq.heappop(line)
        wait = press(house, form)
        if wait is None:
            form.filed_at = clock.now
        elif form.is_human:
            heapq.heappush(line, (next_minute(clock.now + timedelta(seconds=wait)), next(order), form))
        elif comes_back:
            at = clock.now + timedelta(seconds=wait)
            while at in places:
                at += timedelta(seconds=1)
            places.add(at)
            heapq.heappush(line, (min(at, window_end(clock.now)), -next(order), form))


IN_TIME = BUDGETS[Sending.FILING].network
PATIENTLY = 500 + 1.5 * FLOOD / (ROUND / TURN)
"""With what goes steadily, and those of a thousand browsers whose turn is the last of the window, or some more."""


@pytest.mark.parametrize(
    ("abuser", "network", "comes_back", "most_at_once", "median_wait", "longest_wait"),
    [
        (hasty, HALL, False, IN_TIME, timedelta(minutes=1), timedelta(minutes=2)),
        (patient, HALL, True, PATIENTLY, 1.5 * WINDOW, 2 * WINDOW),
        (stocked, HALL, True, PATIENTLY, 1.5 * WINDOW, 2 * WINDOW),
        (at_each_window, HALL, False, PATIENTLY, timedelta(minutes=2), timedelta(minutes=4)),
        (stocked, ELSEWHERE, True, PATIENTLY, timedelta(0), timedelta(0)),
    ],
    ids=["hasty", "patient", "stocked", "stocked at each window", "stocked, elsewhere"],
)
def test_all_fifty_file_and_the_abuser_is_slowed(
    lives: Lives,
    clock: Clock,
    abuser: Callable[[bytes], list[Form]],
    network: bytes,
    comes_back: bool,
    most_at_once: float,
    median_wait: timedelta,
    longest_wait: timedelta,
) -> None:
    crowd, flood = people(), abuser(network)
    live(lives.around, clock, [*crowd, *flood], comes_back)
    first = sum(form.filed_at is not None and form.filed_at < MONDAY_MORNING + WINDOW for form in flood)
    in_time = sum(form.filed_at is not None and form.filed_at <= form.opened_at + WINDOW for form in crowd)
    waits = sorted(form.waited for form in crowd)
    print(
        f"\n{abuser.__name__:14} {'same network' if network == HALL else 'elsewhere':13} abuser in 10 minutes {first:4}"
        f" of {len(flood)}; people {sum(f.filed_at is not None for f in crowd)} of {PEOPLE} filed, {in_time} within 10"
        f" minutes from opening, at once {sum(not w for w in waits)}, median wait {waits[PEOPLE // 2]}, longest"
        f" {waits[-1]}"
    )
    assert first <= most_at_once
    assert all(form.filed_at for form in crowd)
    assert waits[PEOPLE // 2] <= median_wait and waits[-1] <= longest_wait
    assert in_time == PEOPLE or abuser in {patient, stocked}
    for form in crowd:
        with lives.citizen(FiledCase(form.number, form.receipt, 0)) as uow:
            assert tracking.open_own(uow).filed.text == form.words


CLIENTS, ROUNDS = 8, 500


def rounds(house: Surroundings, clock: Clock) -> Iterator[tuple[list[str], float]]:
    """What eight clients of one address heard in each round, and how long the round took."""
    for number in range(ROUNDS):
        if number % 10 == 0:
            clock.forward(minutes=10)
        forms = [Form(HALL, clock.now - timedelta(minutes=2), clock.now, f"{number}") for _ in range(CLIENTS)]
        starting, heard = threading.Barrier(CLIENTS + 1), list[str]()

        def send(form: Form, starting: threading.Barrier = starting, heard: list[str] = heard) -> None:
            starting.wait(20)
            heard.append(form.number if press(house, form) is None else "")

        clients = [threading.Thread(target=send, args=(form,)) for form in forms]
        for client in clients:
            client.start()
        starting.wait(20)
        before = time.perf_counter()
        for client in clients:
            client.join(60)
        yield heard, time.perf_counter() - before


def test_eight_at_the_same_instant_are_all_filed_five_hundred_times(
    lives: Lives, clock: Clock, owner_engine: Engine
) -> None:
    numbers, took = list[str](), list[float]()
    for heard, seconds in rounds(lives.around, clock):
        assert len(heard) == CLIENTS and all(heard)
        numbers.extend(heard)
        took.append(seconds)
    print(
        f"\n{CLIENTS} at the same instant, {ROUNDS} rounds: {len(numbers)} filed, {len(set(numbers))} numbers,"
        f" {CLIENTS * ROUNDS / sum(took):.0f} a second, slowest round {1000 * max(took):.0f} ms"
    )
    assert len(set(numbers)) == CLIENTS * ROUNDS
    with owner_engine.connect() as connection:
        assert connection.scalar(text('SELECT count(*) FROM "case"')) == CLIENTS * ROUNDS
