"""The strongest abuser behind a shared exit against fifty people: the rule alone, second by second."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from caseapp.domain.pacing import BUDGETS, ROUND, TURN, WINDOW, Counts, Sending, judge, seconds_left, until_turn

FILING = BUDGETS[Sending.FILING]
BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LOTS = ROUND // TURN
PEOPLE = 50


@dataclass
class Person:
    """Writes for some minutes, presses, and comes back at each full minute that was told."""

    lot: int
    opened: int
    pressed: int
    due: int
    filed: int | None = None


@dataclass
class Exit:
    """One address that all of them share."""

    now: int = 0
    sent: int = 0

    @property
    def moment(self) -> datetime:
        return BEGIN + timedelta(seconds=self.now)

    def press(self, lot: int, form_age: int) -> int | None:
        """Seconds to wait, None once it is filed."""
        before = Counts(0, self.sent, self.sent)
        wait = judge(before, form_age, seconds_left(self.moment), FILING, until_turn(lot, self.moment))
        self.sent += wait is None
        return wait.seconds if wait else None


def flood(door: Exit, stock: int) -> int:
    """Presses stored forms until none of them goes through; in a turn all of those go whose turn it is, once."""
    filed, nobodys = 0, next(lot for lot in range(LOTS) if until_turn(lot, door.moment))
    while door.press(nobodys, 3_600) is None:
        filed += 1
    if door.now % TURN.total_seconds() == 0:
        door.sent += stock // LOTS
        filed += stock // LOTS
    return filed


def crowd(chance: random.Random) -> list[Person]:
    opened = [7 * number for number in range(PEOPLE)]
    pressed = [at + chance.randint(60, 240) for at in opened]
    return [Person(chance.randrange(LOTS), at, first, first) for at, first in zip(opened, pressed, strict=True)]


@pytest.mark.parametrize("stock", [500, 3_000])
@pytest.mark.parametrize("seed", range(5))
def test_all_fifty_file_within_half_an_hour_against_one_who_takes_every_place(stock: int, seed: int) -> None:
    people, door, abused = crowd(random.Random(seed)), Exit(), Counter[int]()
    for door.now in range(2 * 3_600):
        if door.now % WINDOW.total_seconds() == 0:
            door.sent = 0
        abused[door.now // 600] += flood(door, stock)
        for person in people:
            if person.filed is None and person.due == door.now:
                wait = door.press(person.lot, door.now - person.opened)
                if wait is None:
                    person.filed = door.now
                else:
                    person.due = -(-(door.now + wait) // 60) * 60
    waits = sorted((person.filed or 10**6) - person.pressed for person in people)
    print(f"\n{stock}: median {waits[PEOPLE // 2]} s, longest {waits[-1]} s, abuser at most {max(abused.values())}")
    assert waits[-1] <= ROUND.total_seconds() + FILING.patience
    assert waits[PEOPLE // 2] <= ROUND.total_seconds() * 2 / 3 + FILING.patience
    assert max(abused.values()) <= 500 + stock // 3
