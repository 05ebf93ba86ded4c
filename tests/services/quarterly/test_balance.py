"""Opening and received make resolved, forwarded, otherwise closed and closing: tried on lives that nobody planned."""

import random
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import pairwise

import pytest

from caseapp.domain import commands as c
from caseapp.domain.errors import RuleBroken
from caseapp.domain.quarters import Quarter
from caseapp.domain.stats import balance_holds
from caseapp.domain.vocab import Kind, Outcome, Status, Theme
from caseapp.queries import analysis as counted
from caseapp.services.quarterly import analysis
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import FiledCase, Lives

QUARTERS = [Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4), Quarter(2027, 1)]
ENDS = {
    c.ApproveAnswer: "resolved",
    c.Forward: "forwarded",
    c.Withdraw: "otherwise_closed",
    c.Merge: "otherwise_closed",
}


@dataclass
class Life:
    """What really became of one case, kept apart from the database."""

    filed: FiledCase
    received: datetime
    status: Status = Status.RECEIVED
    ordinary: bool = True
    end: tuple[str, datetime] | None = None


@dataclass
class Fates:
    """Takes steps that the table allows, by chance; Bat works, Tuya is the second person."""

    lives: Lives
    clock: Clock
    chance: random.Random
    all: list[Life] = field(default_factory=list)

    def file(self) -> None:
        kind = self.chance.choice((Kind.COMPLAINT, Kind.COMPLAINT, Kind.SUGGESTION, Kind.REQUEST))
        self.all.append(Life(self.lives.file(kind=kind), self.clock.now))

    def choices(self, life: Life) -> list[tuple[str, c.Command]]:
        """Who could do what from here; the citizen is called so."""
        bat = self.lives.cast.id_of("bat")
        if not life.ordinary:
            return {
                Status.TRIAGED: [("bat", c.ProposeReturn("Шинжгүй."))],
                Status.RETURN_PROPOSED: [("tuya", c.ApproveReturn()), ("tuya", c.DeclineReturn("Үгүй."))],
            }.get(life.status, [])
        triage = ("bat", self.lives.triage_of(self.chance.choice((Theme.QUEUE, Theme.DELAY))))
        escalate = ("bat", c.Escalate("Шинжтэй."))
        merge = ("bat", c.Merge(self.chance.choice(self.all).filed.number))
        withdraw = ("citizen", c.Withdraw("Болилоо."))
        return {
            Status.RECEIVED: [("bat", c.Register()), withdraw],
            Status.REGISTERED: [triage, merge, withdraw],
            Status.TRIAGED: [
                ("bat", c.Assign(bat, no_conflict=True)),
                ("bat", c.Forward("police", "Харьяаллын дагуу.")),
                ("bat", c.ReturnIncomplete("Хавсралт дутуу.")),
                escalate,
                merge,
                withdraw,
            ],
            Status.RETURNED: [("citizen", c.Complete("Нөхлөө."))],
            Status.IN_PROGRESS: [
                ("bat", c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу.")),
                ("bat", c.ProposeAnswer(Outcome.NOT_UPHELD, "16 дугаар зүйл", "Хариу.")),
                ("bat", c.AskCitizen("Тодруулна уу.")),
                ("tuya", c.Extend(10, "Хугацаа.")),
                escalate,
                merge,
                withdraw,
            ],
            Status.AWAITING_CITIZEN: [("bat", c.Resume())],
            Status.ANSWER_PROPOSED: [("tuya", c.ApproveAnswer()), ("tuya", c.ReturnAnswer("Дахин."))],
            Status.ANSWERED: [("bat", self.lives.close())],
            Status.FORWARDED: [("bat", self.lives.close())],
            Status.CLOSED: [("tuya", c.Reopen("Шинэ баримт.")), ("citizen", c.Appeal("Болоогүй."))],
        }.get(life.status, [])

    def step(self, life: Life) -> None:
        choices = self.choices(life)
        if not choices or (self.chance.random() < 0.8 and (life.status is Status.CLOSED or not life.ordinary)):
            return
        weights = [1 if isinstance(command, c.Withdraw | c.Merge) else 4 for _, command in choices]
        who, command = self.chance.choices(choices, weights)[0]
        try:
            life.status = self._take(life, who, command)
        except RuleBroken:
            return
        if isinstance(command, c.Escalate | c.ApproveReturn):
            life.ordinary = isinstance(command, c.ApproveReturn)
        if type(command) in ENDS:
            life.end = (ENDS[type(command)], self.clock.now)
        elif isinstance(command, c.Reopen | c.Appeal):
            life.end = None

    def _take(self, life: Life, who: str, command: c.Command) -> Status:
        if who != "citizen":
            return self.lives.cast.step(who, life.filed.number, command).status
        with self.lives.citizen(life.filed) as uow:
            return steps.take_own_step(uow, command).status

    def told(self, quarter: Quarter) -> dict[str, int]:
        """The balance as whoever watched all these lives would tell it."""
        since, until = quarter.bounds()
        told = dict.fromkeys(("opening", "received", *sorted(set(ENDS.values())), "closing"), 0)
        for life in self.all:
            if not life.ordinary:
                continue
            ended = life.end[1] if life.end else None
            told["received"] += since <= life.received < until
            told["opening"] += life.received < since and (ended is None or ended >= since)
            told["closing"] += life.received < until and (ended is None or ended >= until)
            if life.end and since <= life.end[1] < until:
                told[life.end[0]] += 1
        return told


@pytest.mark.parametrize("seed", [2026, 1995])
def test_the_balance_holds_and_tells_what_became_of_the_cases(lives: Lives, clock: Clock, seed: int) -> None:
    fates = Fates(lives, clock, random.Random(seed))
    for _ in range(14):
        for _ in range(2):
            fates.file()
        for life in fates.chance.choices(fates.all, k=len(fates.all) * 2):
            fates.step(life)
        clock.forward(days=fates.chance.randint(8, 30))
    assert {life.end[0] for life in fates.all if life.end} == set(ENDS.values())
    assert not all(life.ordinary for life in fates.all)
    with lives.cast.at("oyun") as uow:
        found = [asdict(counted.balance(uow.session, quarter.bounds())) for quarter in QUARTERS]
        for quarter in QUARTERS:
            analysis.build(uow, quarter, analysis.INTERNAL)
            analysis.build(uow, quarter, analysis.PUBLIC)
    assert found == [fates.told(quarter) for quarter in QUARTERS]
    assert all(balance_holds(**one) for one in found)
    for one, following in pairwise(found):
        assert following["opening"] == one["closing"]
