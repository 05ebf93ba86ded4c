"""When a crowd is let in at once and when a sending waits: nobody is refused, and shared exits are never locked out.

Counts are of the present window of ten minutes and forget everything with it; a sending that is held back is not
counted, so that whoever presses too early does not make it longer for others. Whoever fills a window at its beginning
shuts nobody out: beyond all budgets a few still go through all the time, and each browser has two minutes in every
half hour that nobody can take from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=10)
"""Long enough for a hall to file in, short enough to wait for."""

ROUND = timedelta(minutes=30)
TURN = timedelta(minutes=2)
"""How long a browser's own turn lasts, once in each round; it begins at a full minute, as the times told do."""


class Sending(StrEnum):
    """What is sent at the citizens' door; each is counted by itself."""

    FILING = "filing"
    FILE = "file"
    WRONG_CODE = "wrong_code"
    PROOF_CHECK = "proof_check"
    MESSAGE = "message"
    DRAFT = "draft"


@dataclass(frozen=True)
class Budget:
    """How much goes through in one window without any waiting.

    Beyond the network's own budget a form must have been open as long as a person needs to write (`writing` seconds,
    and one more for each sending beyond, at most `patience`), until `whole` is used up, too; what has no form to be
    open has no such room. From there on the networks that are beyond their own budget go on with one sending in every
    `steady` seconds (0: with none until the window ends), and where there are `turns` with whoever's own it is. All
    others go on as if nothing happened, unless the whole `is_firm`.
    """

    sender: int
    network: int
    whole: int = 0
    writing: int = 0
    patience: int = 0
    steady: int = 0
    turns: bool = False
    is_firm: bool = False


BUDGETS: Mapping[Sending, Budget] = {
    # One person has one or two things to say, and a shared machine in a hall serves one in two minutes; and twice
    # that, since both clicks of a double click may be counted. A full hall behind one address files fifty in ten
    # minutes: twice that passes freely. The whole is six such halls at once; with the 200 that go through steadily,
    # 500 is what one abuser with patience and stored forms can place on the registrars' table in a window.
    Sending.FILING: Budget(sender=10, network=120, whole=300, writing=45, patience=180, steady=3, turns=True),
    # In MiB, since it is room that is used up: four times what one form may carry, and as much as twenty full forms,
    # from one network. It lies on the disk for an hour at most, while drafts live. No turns: a browser's own would hold
    # 240 MiB, and browsers cost nothing.
    Sending.FILE: Budget(sender=240, network=1_200, steady=2),
    # Only wrong ones are counted: a right code always opens. 133 random bits are not guessed; this spares the search
    # for the slip of a sign.
    Sending.WRONG_CODE: Budget(sender=20, network=120),
    # A signature is checked in no time; a newspaper's office may check a whole list.
    Sending.PROOF_CHECK: Budget(sender=60, network=240),
    # By receipt: nobody writes two letters a minute for ten minutes about one case.
    Sending.MESSAGE: Budget(sender=20, network=240, steady=3, turns=True),
    # In KiB: a person's form has less than 50, and is saved at each step. Whose draft is not kept loses nothing, since
    # the page carries the text: so the disk comes first, and the whole holds for everybody.
    Sending.DRAFT: Budget(sender=4 * 1024, network=20 * 1024, whole=200 * 1024, is_firm=True),
}


@dataclass(frozen=True)
class Counts:
    """What went through in this window before the present sending."""

    sender: int = 0
    network: int = 0
    whole: int = 0


class Beyond(StrEnum):
    """Whose budget is used up: of this sender alone, or of the network that others share."""

    SENDER = "sender"
    NETWORK = "network"


@dataclass(frozen=True)
class Wait:
    """How many seconds until the same sending goes through, unless others sent meanwhile."""

    seconds: int
    beyond: Beyond


class HeldBack(Exception):
    """This sending has to wait: nothing of it was counted, nothing of it was kept."""

    def __init__(self, wait: Wait) -> None:
        super().__init__(wait.beyond.value)
        self.wait = wait


def window_end(now: datetime) -> datetime:
    """The end of the window that `now` lies in; all windows of all nodes begin and end together."""
    span = int(WINDOW.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // span + 1) * span, UTC)


def seconds_left(now: datetime) -> int:
    """Until the present window ends, rounded up."""
    return -int((now - window_end(now)) // timedelta(seconds=1))


def until_turn(lot: int, now: datetime) -> int:
    """Seconds until the turn of whoever drew this lot begins, 0 while it lasts."""
    span, turn = int(ROUND.total_seconds()), int(TURN.total_seconds())
    into = (int(now.timestamp()) - lot * turn) % span
    return 0 if into < turn else span - into


def judge(counts: Counts, form_age: int, left: int, budget: Budget, turn: int | None = None) -> Wait | None:
    """None lets it through. `form_age` is for how many seconds the form has been open, `left` the window's rest,
    `turn` in how many seconds the sender's own turn begins: None where there is no mark to draw a lot for."""
    if counts.sender >= budget.sender:
        return Wait(left, Beyond.SENDER)
    if budget.is_firm and counts.whole >= budget.whole:
        return Wait(left, Beyond.NETWORK)
    if counts.network < budget.network:
        return None
    seconds = _seconds_beyond(counts, max(form_age, 0), left, budget, turn)
    return Wait(min(seconds, left), Beyond.NETWORK) if seconds > 0 else None


def _seconds_beyond(counts: Counts, form_age: int, left: int, budget: Budget, turn: int | None) -> int:
    """For a network that is beyond its own budget. A turn that begins before the form is old enough is passed over."""
    excess = counts.network - budget.network
    if budget.writing:
        if counts.whole < budget.whole:
            return min(budget.writing + excess, budget.patience) - form_age
        excess = counts.whole - budget.whole
    if not budget.steady:
        return left
    lacking = budget.patience - form_age
    place = budget.steady * (excess + 1) - (int(WINDOW.total_seconds()) - left)
    if budget.turns and turn is not None and turn >= lacking:
        place = min(place, turn)
    return max(lacking, place)
