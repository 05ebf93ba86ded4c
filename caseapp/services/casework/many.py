"""One step on many cases: each is judged by the workflow's table on its own, in a transaction of its own."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from caseapp.domain.actors import Actor
from caseapp.domain.commands import Assign, Command, ProposeAnswer, Register, Triage
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Completeness, Outcome, Service, Severity, Theme
from caseapp.models.case import Case
from caseapp.queries import cases, queue
from caseapp.queries.filtering import Filter
from caseapp.queries.listing import PersonRow
from caseapp.services import gate
from caseapp.services.casework import queues, tasks
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import steps

MOST = 500
"""So many are judged in one request."""
Work = Callable[[], AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True)
class Picked:
    """A row that was ticked, with the status it showed: when the case has moved on since, nothing happens to it."""

    number: str
    seen: int | None


@dataclass(frozen=True)
class Result:
    """`reason` says what was in the way; `gone` that there is no such case for this person, be there one or not."""

    number: str
    reason: Reason | None = None
    gone: bool = False


@dataclass(frozen=True)
class RegisterAll:
    def of(self, _case: Case, _actor: Actor) -> Command:
        return Register()


@dataclass(frozen=True)
class TriageAlike:
    """What several plain cases have in common; where a field is left open, each keeps its own."""

    themes: frozenset[Theme]
    service: Service | None = None
    severity: Severity | None = None

    def of(self, case: Case, _actor: Actor) -> Command:
        return Triage(
            kind=case.kind,
            service=self.service or case.service,
            unit_id=case.unit_id,
            themes=self.themes,
            severity=self.severity,
            completeness=Completeness.COMPLETE,
        )


@dataclass(frozen=True)
class AssignAll:
    """To oneself only with the statement of no conflict of interest, which is kept for each case."""

    assignee_id: int
    no_conflict: bool = False

    def of(self, _case: Case, _actor: Actor) -> Command:
        return Assign(self.assignee_id, self.no_conflict)


@dataclass(frozen=True)
class TakeOnAll:
    """By the actor, who states to have no conflict of interest in any of them."""

    no_conflict: bool

    def of(self, _case: Case, actor: Actor) -> Command:
        return Assign(actor.user_id or 0, self.no_conflict)


@dataclass(frozen=True, repr=False)
class AnswerRepeats:
    """What closes a repeat: an answer that refers to the final one; another person still approves it."""

    legal_ground: str
    letter: str

    def of(self, _case: Case, _actor: Actor) -> Command:
        return ProposeAnswer(Outcome.REPEAT, self.legal_ground, self.letter)


Wanted = RegisterAll | AssignAll | TakeOnAll | TriageAlike | AnswerRepeats


def all_found(uow: UnitOfWork, chosen: Filter, search: str) -> tuple[Picked, ...]:
    """What a filter finds on all its pages, in its order, up to MOST, as it stands now."""
    if not uow.actor.may(Permission.CASE_WORK):
        raise Refused("queue")
    wanted = replace(queues.ready(uow, chosen, search), after=None)
    found = queue.numbers(uow.session, wanted, uow.actor.user_id, uow.today, MOST)
    return tuple(Picked(number, seen) for number, seen in found)


def assignable(uow: UnitOfWork, picked: Sequence[Picked]) -> tuple[PersonRow, ...]:
    """Who may have the first of them; whether they may have the others is for each to say."""
    for one in picked:
        if cases.by_number(uow.session, one.number) is not None:
            return tasks.may_be_given(uow, one.number)
    return ()


def take(open_work: Work, picked: Sequence[Picked], wanted: Wanted) -> tuple[Result, ...]:
    """At most MOST, each once, in the order of the page."""
    once = {one.number: one for one in picked}
    return tuple(_one(open_work, one, wanted) for one in list(once.values())[:MOST])


def _one(open_work: Work, one: Picked, wanted: Wanted) -> Result:
    try:
        with open_work() as uow:
            case = gate.load_case(uow, one.number, {Permission.CASE_WORK})
            steps.take_step(uow, one.number, wanted.of(case, uow.actor), one.seen)
    except RuleBroken as broken:
        return Result(one.number, broken.reason)
    except Refused:
        return Result(one.number, gone=True)
    return Result(one.number)
