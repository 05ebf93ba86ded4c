"""What is particular to the ways in which reports arrive: said or written, days ago, under another body's number."""

import re
import unicodedata
from datetime import date

from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Channel

ORAL = frozenset({Channel.IN_PERSON, Channel.PHONE, Channel.PHONE_110, Channel.PHONE_1890, Channel.OPEN_DAY})
"""What was said is written down by the officer and signed by the petitioner (petitions law)."""
NUMBERED = frozenset({Channel.GOVERNMENT_1111, Channel.PHONE_110, Channel.PHONE_1890})
"""One body gives all numbers of such a channel, so that the same number is the same report; letters have none."""
LONGEST_BACK = 60
"""Days between receipt and filing; more is a slip of the pen, or a matter for the head."""
_BETWEEN = re.compile(r"[^0-9a-zа-яёөү]+")


def check_received(received: date, today: date) -> None:
    """The term counts from this day, so that it can be neither tomorrow's nor long past."""
    if received > today:
        raise RuleBroken(Reason.DATE_IN_FUTURE)
    if (today - received).days > LONGEST_BACK:
        raise RuleBroken(Reason.RECEIVED_TOO_LONG_AGO)


def external_key(channel: Channel, reference: str) -> str | None:
    """What two writings of one number have in common; None where a number tells nothing."""
    signs = _BETWEEN.sub("-", unicodedata.normalize("NFKC", reference.replace("№", "")).casefold()).strip("-")
    return f"{channel.value}/{signs}" if signs and channel in NUMBERED else None
