"""What a citizen may know of a case's life, and the one thing that is theirs to do now."""

from collections.abc import Set
from enum import StrEnum

from caseapp.domain.vocab import Action, Status

SHOWN_VERBS = (
    "report.received",
    "case.registered",
    "case.triaged",
    "case.returned",
    "case.completed",
    "case.forwarded",
    "case.taken_back",
    "case.assigned",
    "explanation.requested",
    "citizen.asked",
    "deadline.extended",
    "deadline.recomputed",
    "answer.approved",
    "answer.shared",
    "case.appealed",
    "case.referred",
    "agency.acknowledged",
    "agency.outcome_recorded",
    "no_referral.approved",
    "case.closed",
    "case.withdrawn",
    "case.merged",
    "case.reopened",
    "satisfaction.given",
)
"""Events that a citizen may know of; proposals, readings and escalations stay inside."""


class Turn(StrEnum):
    """Whose turn it is, as the citizen sees it: at most one thing to do at a time."""

    COMPLETE = "complete"
    REPLY = "reply"
    RATE = "rate"
    ADD = "add"
    REST = "rest"


def turn_of(status: Status, can: Set[Action], *, is_rated: bool, has_replied: bool) -> Turn:
    """`can` are the citizen's own steps with nothing in the way; `has_replied` when the last letter is theirs."""
    if Action.COMPLETE in can:
        return Turn.COMPLETE
    if status is Status.AWAITING_CITIZEN and not has_replied:
        return Turn.REPLY
    if not is_rated:
        return Turn.RATE
    return Turn.ADD if status.is_open else Turn.REST
