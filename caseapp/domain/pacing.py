"""When a crowd is let in at once and when a sending waits: nobody is refused, and shared exits are never locked out.

Counts are of the present window of ten minutes and forget everything with it; a sending that is held back is not
counted, so that whoever presses too early does not make it longer for others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=10)
"""Long enough for a hall to file in, short enough to wait for."""


class Sending(StrEnum):
    """What is sent at the citizens' door; each is counted by itself."""

    FILING = "filing"
    FILE = "file"
    WRONG_CODE = "wrong_code"
    PROOF_CHECK = "proof_check"
    MESSAGE = "message"


@dataclass(frozen=True)
class Budget:
    """How much goes through in one window without any waiting.

    Beyond the network's own budget a form must have been open as long as a person needs to write (`writing` seconds,
    and one more for each sending beyond, at most `patience`); and once `whole` is used up, too, the networks that are
    beyond their own budget wait for the next window. All others go on as if nothing happened.
    """

    sender: int
    network: int
    whole: int
    writing: int = 0
    patience: int = 0


BUDGETS: Mapping[Sending, Budget] = {
    # One person has one or two things to say, and a shared machine in a hall serves one in two minutes. A full hall
    # behind one address files fifty in ten minutes: twice that passes freely. The whole is four such halls at once;
    # and as much as one abuser with patience and stored forms can place on the registrars' table in a window.
    Sending.FILING: Budget(sender=5, network=120, whole=500, writing=45, patience=180),
    # In MiB, since it is room that is used up: four times what one form may carry, and as much as twenty-five full
    # forms, from one network; the whole lies on the disk for an hour at most, while drafts live.
    Sending.FILE: Budget(sender=240, network=1_500, whole=4_000),
    # Only wrong ones are counted: a right code always opens. 133 random bits are not guessed; this spares the search
    # for the slip of a sign.
    Sending.WRONG_CODE: Budget(sender=20, network=120, whole=600),
    # A signature is checked in no time; a newspaper's office may check a whole list.
    Sending.PROOF_CHECK: Budget(sender=60, network=240, whole=1_000),
    # By receipt: nobody writes two letters a minute for ten minutes about one case.
    Sending.MESSAGE: Budget(sender=20, network=240, whole=1_000),
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


def judge(counts: Counts, form_age: int, left: int, budget: Budget) -> Wait | None:
    """None lets it through; `form_age` is for how many seconds the form has been open, `left` the window's rest."""
    if counts.sender >= budget.sender:
        return Wait(left, Beyond.SENDER)
    if counts.network < budget.network:
        return None
    if counts.whole >= budget.whole:
        return Wait(left, Beyond.NETWORK)
    lacking = _time_to_write(counts.network - budget.network, budget) - max(form_age, 0)
    return Wait(min(lacking, left), Beyond.NETWORK) if lacking > 0 else None


def _time_to_write(excess: int, budget: Budget) -> int:
    return min(budget.writing + excess, budget.patience)
