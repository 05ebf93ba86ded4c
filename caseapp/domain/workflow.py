"""Planning a step: the row of the table that an order takes, or the first thing in its way; and what could be done."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.actors import Actor
from caseapp.domain.commands import Command
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.facts import CaseFacts
from caseapp.domain.life import STEPS, Step
from caseapp.domain.policy import Permission as P
from caseapp.domain.policy import Role, roles_with
from caseapp.domain.vocab import Action as A
from caseapp.domain.vocab import Path, Status

__all__ = ["STEPS", "Elsewhere", "Offer", "Step", "elsewhere", "next_plain", "offers", "permissions_for", "plan"]


def _rows(facts: CaseFacts, action: A | None = None) -> list[Step]:
    return [
        step
        for step in STEPS
        if facts.path in step.paths and step.before is facts.status and (action is None or step.action is action)
    ]


def plan(facts: CaseFacts, command: Command, actor: Actor, today: date) -> Step:
    """The row that this command takes now; raises RuleBroken with what is in its way, on an offered row first."""
    rows = _rows(facts, command.action)
    if not rows:
        raise RuleBroken(Reason.NOT_NOW)
    allowed = [step for step in rows if actor.may(step.permission)]
    if not allowed:
        raise RuleBroken(Reason.NOT_ALLOWED)
    blocked = None
    for step in sorted(allowed, key=lambda row: _in_the_way(row, facts, actor) is not None):
        reason = _in_the_way(step, facts, actor) or _typed_wrong(step, facts, command, actor, today)
        if reason is None:
            return step
        blocked = blocked or reason
    raise RuleBroken(blocked or Reason.NOT_NOW)


def _in_the_way(step: Step, facts: CaseFacts, actor: Actor) -> Reason | None:
    return next((r for c in step.offered_to if (r := c(facts, actor)) is not None), None)


def _typed_wrong(step: Step, facts: CaseFacts, command: Command, actor: Actor, today: date) -> Reason | None:
    return next((r for guard in step.guards if (r := guard(facts, command, actor, today)) is not None), None)


@dataclass(frozen=True)
class Offer:
    """A step that this person could take now, or what is still in its way."""

    action: A
    missing: Reason | None


def offers(facts: CaseFacts, actor: Actor) -> tuple[Offer, ...]:
    """Each action of the table that the actor's permissions cover from here, once, in the table's order.

    What is another side's alone to do (an appeal is the citizen's) is no offer, not even one with something missing."""
    found: dict[A, Offer] = {}
    for step in _rows(facts):
        if not actor.may(step.permission):
            continue
        offer = Offer(step.action, _in_the_way(step, facts, actor))
        if offer.missing is Reason.NOT_ALLOWED:
            continue
        known = found.get(step.action)
        if known is None or (known.missing is not None and offer.missing is None):
            found[step.action] = offer
    return tuple(found.values())


@dataclass(frozen=True)
class Elsewhere:
    """A step that others could take from here: the staff of these roles, or (none named) the petitioner alone."""

    action: A
    roles: tuple[Role, ...]


def elsewhere(facts: CaseFacts, actor: Actor) -> tuple[Elsewhere, ...]:
    """Each action of the table from here that is none of the actor's `offers`: what the case may wait for."""
    own = {offer.action for offer in offers(facts, actor)}
    found: dict[A, Elsewhere] = {}
    for step in _rows(facts):
        if step.action not in own:
            roles = () if actor.may(step.permission) else roles_with(step.permission)
            found.setdefault(step.action, Elsewhere(step.action, roles))
    return tuple(found.values())


def permissions_for(action: A) -> frozenset[P]:
    """Any one of these opens the step; which, depends on the row."""
    return frozenset(step.permission for step in STEPS if step.action is action)


_PLAIN = (A.ASSIGN, A.TRIAGE, A.REGISTER)
"""How a case comes into somebody's hands, the furthest first."""


def next_plain(path: Path, status: Status, actor: Actor) -> A | None:
    """What a list offers for a case that nobody has yet; whether anything is in its way is judged when it is taken."""
    may = {s.action for s in STEPS if path in s.paths and s.before is status and actor.may(s.permission)}
    return next((action for action in _PLAIN if action in may), None)
