"""At the citizens' door: whether what is being sent goes through now, and if not, when, in words.

Nobody loses what they wrote: the view shows its page again with all values, these words above them and status 429.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import make_response, request
from werkzeug.wrappers import Response

from caseapp.domain.actors import Actor, citizen
from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.pacing import Beyond, HeldBack, Sending
from caseapp.services.petitioner import pacing
from caseapp.services.petitioner.pacing import Origin
from caseapp.services.uow import open_unit_of_work
from caseapp.web import network
from caseapp.web.extensions import surroundings
from caseapp.web.public import tokens
from caseapp.web.wording.pacing import held_back

MINUTE = timedelta(minutes=1)
KIB = 1024
MIB = 1024 * KIB
HEAVIEST = 64


@dataclass(frozen=True)
class Pause:
    """`seconds` for the browser, `words` for the person."""

    seconds: int
    words: str

    def on(self, page: str | Response) -> Response:
        """The page with everything that was typed, as the answer to a sending that waits."""
        response = make_response(page, 429)
        response.headers["Retry-After"] = str(self.seconds)
        return response


def hold_back(sending: Sending, *, form_age: float = 0, sender: bytes = b"", weight: int = 1) -> Pause | None:
    """None: go on, it is counted. `form_age` in seconds; `sender` is the browser's or the receipt's mark, if any."""
    origin = Origin(network.here(), sender)
    try:
        with open_unit_of_work(surroundings(), citizen()) as uow:
            pacing.let_in(uow, sending, origin, int(form_age), weight)
    except HeldBack as held:
        return _pause(held.wait.seconds, sending, held.wait.beyond)
    return None


def hold_back_filing(filer: Actor, *, form_age: float, sender: bytes) -> Pause | None:
    """As `hold_back`; a form that was filed before shows its receipt again, however crowded it is, and counts once."""
    with open_unit_of_work(surroundings(), filer) as uow:
        if pacing.was_filed(uow):
            return None
    return hold_back(Sending.FILING, form_age=form_age, sender=sender)


def hold_back_draft(size: int) -> bool:
    """Whether a draft of so many bytes is not kept now; nothing is said, since the page carries the text anyway."""
    kib = max(1, -(-size // KIB))
    return hold_back(Sending.DRAFT, sender=tokens.browser(), weight=kib) is not None


def hold_back_files() -> Pause | None:
    """As `hold_back`, for the files of this request, before any of it is read."""
    return hold_back(Sending.FILE, sender=tokens.browser(), weight=weight_of(request.content_length))


def weight_of(size: int | None) -> int:
    """Of a request that says it has so many bytes, in begun MiB. Whoever says too much or nothing uses up no more than
    the fullest form, of which no more is read."""
    return HEAVIEST if size is None else min(max(1, -(-size // MIB)), HEAVIEST)


def _pause(seconds: int, sending: Sending, beyond: Beyond) -> Pause:
    again = next_minute(surroundings().clock() + timedelta(seconds=seconds))
    return Pause(seconds, held_back(sending, beyond, again.astimezone(ULAANBAATAR).strftime("%H:%M")))


def next_minute(moment: datetime) -> datetime:
    """The first full minute that is not before it: people read clocks without seconds."""
    full = moment.replace(second=0, microsecond=0)
    return full if full == moment else full + MINUTE
