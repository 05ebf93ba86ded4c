"""Plays a life from its filing to where it stands today."""

from caseapp.demo import integrity, ordinary
from caseapp.demo.fates import Turn
from caseapp.demo.living import Stage, Telling
from caseapp.demo.ordinary import Officers
from caseapp.demo.plans import Life
from caseapp.demo.sayings import REVELATION
from caseapp.demo.shared_acts import ask_citizen, ask_unit
from caseapp.domain.vocab import Kind, Path, Status

_EARLY = frozenset({Status.RECEIVED, Status.REGISTERED, Status.TRIAGED})


def act(stage: Stage, life: Life) -> Telling:
    """The told case, with its number and receipt."""
    telling = Telling(stage, life)
    telling.file(Kind.CORRUPTION if life.has(Turn.RETURNED_TO_ORDINARY) else None)
    if life.fate.filed_as is Path.ORDINARY:
        _act_ordinary(telling)
    if life.fate.path is Path.INTEGRITY:
        integrity.tell(telling)
    if life.has(Turn.UNREAD):
        telling.later(2, 60)
        telling.citizen_writes(telling.pick(telling.books.from_citizens))
    return telling


def _act_ordinary(telling: Telling) -> None:
    """A report that the classifier took for one on staff makes the round over the integrity team first."""
    officers, fate = Officers(telling), telling.fate
    came_as = telling.path
    if fate.end is Status.RECEIVED:
        return
    integrity_desk = came_as is Path.INTEGRITY
    ordinary.register(telling, *(["nomin"] if integrity_desk else []))
    if fate.end is Status.REGISTERED:
        return
    if telling.life.has(Turn.ESCALATED):
        _until_escalated(telling, officers)
        return
    if integrity_desk and fate.end is Status.TRIAGED:
        integrity.triage(telling, "nomin", takes_over=False)
        return
    if integrity_desk:
        integrity.back_to_ordinary(telling)
    _on_the_ordinary_desk(telling, officers, triaged=integrity_desk)


def _until_escalated(telling: Telling, officers: Officers) -> None:
    if telling.path is Path.ORDINARY:
        ordinary.triage_and_assign(telling, officers, Status.IN_PROGRESS)
        integrity.escalate(telling, officers.inspector)
    else:
        telling.later(20, 60)
        telling.citizen_writes(REVELATION)


def _on_the_ordinary_desk(telling: Telling, officers: Officers, *, triaged: bool) -> None:
    end = telling.fate.end
    if triaged and end not in {Status.RETURNED, Status.FORWARDED}:
        ordinary.assign(telling, officers)
    elif not triaged:
        if telling.life.has(Turn.COMPLETED):
            ordinary.triage_and_assign(telling, officers, Status.RETURNED)
            ordinary.return_incomplete(telling, officers)
            ordinary.complete(telling, officers)
        ordinary.triage_and_assign(telling, officers, end)
    _from_the_assignment(telling, officers, end)


def _from_the_assignment(telling: Telling, officers: Officers, end: Status) -> None:
    if end is Status.TRIAGED:
        return
    if end is Status.RETURNED:
        ordinary.return_incomplete(telling, officers)
        return
    if end is Status.FORWARDED:
        ordinary.forward(telling, officers)
        return
    if telling.life.double is not None:
        ordinary.merge_double(telling, officers, telling.life.double)
    if end is Status.WITHDRAWN:
        ordinary.withdraw(telling, officers)
        return
    ordinary.work(telling, officers)
    if end is Status.AWAITING_UNIT:
        ask_unit(telling, officers.inspector)
    elif end is Status.AWAITING_CITIZEN:
        ask_citizen(telling, officers.inspector)
    elif telling.life.has(Turn.APPEALED):
        ordinary.answer(telling, officers, Status.CLOSED)
        ordinary.appeal(telling, officers)
    elif end is not Status.IN_PROGRESS:
        ordinary.answer(telling, officers, end)
