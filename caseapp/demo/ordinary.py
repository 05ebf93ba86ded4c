"""The life of an ordinary case, act by act, up to where its fate says that it stands."""

from datetime import timedelta

from caseapp.demo.fates import Turn
from caseapp.demo.living import Telling
from caseapp.demo.people import FIRST_HEAD, INSPECTORS, REGISTRAR, SECOND_HEAD
from caseapp.demo.plans import Life
from caseapp.demo.sayings import CAUSE_OF, DRAFT_RETURNED, FORWARDED, IDENTITY_GROUND, NEAREST_BODY, NO_FAULT
from caseapp.demo.shared_acts import ask_citizen, ask_unit, hear_citizen, hear_unit, note, read
from caseapp.demo.texts import Letter, letter_for
from caseapp.domain.commands import (
    Appeal,
    ApproveAnswer,
    Assign,
    Close,
    Complete,
    Extend,
    Forward,
    Merge,
    ProposeAnswer,
    Register,
    ReturnAnswer,
    ReturnIncomplete,
    Triage,
    Withdraw,
)
from caseapp.domain.letter_texts import title_for
from caseapp.domain.vocab import Cause, Completeness, Severity, Status
from caseapp.queries import cases
from caseapp.queries import steps as left
from caseapp.services.staff import conflicts, identity
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import steps

_SEVERITIES = (Severity.LOW, Severity.MEDIUM, Severity.HIGH), (35, 50, 15)
_COMPLETE = (Completeness.COMPLETE, Completeness.PARTIAL, Completeness.INSUFFICIENT), (70, 25, 5)
_SUBJECT_OF = {Turn.ABOUT_AN_INSPECTOR: "saran", Turn.ABOUT_AN_OFFICER: "erdene"}


class Officers:
    """Who inspects and who heads this case: never the one complained about, nor their line."""

    def __init__(self, telling: Telling) -> None:
        subject = next((login for turn, login in _SUBJECT_OF.items() if telling.life.has(turn)), None)
        self.subjects = (telling.stage.people[subject],) if subject else ()
        free = INSPECTORS if subject != "saran" else INSPECTORS[1:]
        self.inspector = telling.random.choice(free)
        self.head = FIRST_HEAD if subject == "saran" else telling.random.choice((FIRST_HEAD, SECOND_HEAD))


def register(telling: Telling, login: str = REGISTRAR) -> None:
    telling.later(0.3, 16)
    telling.step(login, Register())


def triage_command(telling: Telling, officers: Officers) -> Triage:
    """As the inspector decides it: the labels that stand beside the text."""
    report, random = telling.life.report, telling.random
    return Triage(
        kind=telling.plain_kind(),
        service=report.service,
        unit_id=telling.stage.units[telling.life.unit],
        themes=report.themes,
        severity=random.choices(*_SEVERITIES)[0],
        completeness=random.choices(*_COMPLETE)[0],
        title=report.subject,
        subject_official_ids=officers.subjects,
    )


def triage_and_assign(telling: Telling, officers: Officers, end: Status) -> None:
    """The inspector takes the case in the same go, or the head gives it to somebody who then states no conflict."""
    self_taken = telling.random.random() < 0.6 and not officers.subjects
    triage = triage_command(telling, officers)
    telling.later(1, 26)
    if end is Status.TRIAGED or not self_taken:
        telling.step(officers.inspector, triage)
        if end in {Status.TRIAGED, Status.RETURNED, Status.FORWARDED}:
            return
        assign(telling, officers)
    elif end in {Status.RETURNED, Status.FORWARDED}:
        telling.step(officers.inspector, triage)
    else:
        taken = Assign(telling.stage.people[officers.inspector], no_conflict=True)
        telling.step(officers.inspector, triage, taken)


def assign(telling: Telling, officers: Officers) -> None:
    telling.later(0.5, 20)
    telling.step(officers.head, Assign(telling.stage.people[officers.inspector]))
    telling.later(0.5, 8)
    with telling.by(officers.inspector) as uow:
        conflicts.state_none(uow, telling.number)


def work(telling: Telling, officers: Officers) -> None:
    """What is done on the case before the answer is written, in the order of the turns."""
    life = telling.life
    if life.has(Turn.NOTED):
        note(telling, officers.inspector)
    if life.has(Turn.ASKED):
        ask_citizen(telling, officers.inspector)
        hear_citizen(telling, officers.inspector)
    if life.has(Turn.EXPLAINED):
        asked = ask_unit(telling, officers.inspector)
        hear_unit(telling, officers.inspector, asked)
    if life.has(Turn.EXTENDED):
        telling.clock.until(life.received + timedelta(days=telling.random.randint(24, 28)))
        telling.step(officers.head, Extend(telling.random.choice((15, 20, 30)), telling.reason("extend")))
    if life.has(Turn.IDENTITY_GRANTED) or life.has(Turn.IDENTITY_WAITING):
        _wish_for_identity(telling, officers)


def _wish_for_identity(telling: Telling, officers: Officers) -> None:
    telling.later(2, 20)
    with telling.by(officers.inspector) as uow:
        identity.ask(uow, telling.number, IDENTITY_GROUND)
    if telling.life.has(Turn.IDENTITY_WAITING):
        return
    telling.later(1, 6)
    with telling.by(officers.head) as uow:
        identity.decide(uow, telling.number, _asked(uow, telling), granted=True)
    telling.later(0.2, 2)
    with telling.by(officers.inspector) as uow:
        identity.reveal(uow, telling.number)


def _asked(uow: UnitOfWork, telling: Telling) -> int:
    case = cases.by_number(uow.session, telling.number)
    return left.identity_requests(uow.session, case.id)[-1].id if case else 0


def answer(telling: Telling, officers: Officers, end: Status) -> None:
    """Proposed by the inspector, approved by a head; the letter once goes back if the fate says so."""
    life, letter = telling.life, letter_for(telling.life.report, telling.random)
    telling.clock.until(life.received + timedelta(days=life.fate.days - 2))
    title = title_for(letter.outcome, life.report.kind)
    proposal = ProposeAnswer(letter.outcome, letter.legal_ground, letter.body, title)
    telling.step(officers.inspector, proposal)
    if life.has(Turn.DRAFT_RETURNED):
        telling.later(1, 20)
        telling.step(officers.head, ReturnAnswer(DRAFT_RETURNED))
        telling.later(1, 20)
        telling.step(officers.inspector, proposal)
    if end is Status.ANSWER_PROPOSED:
        return
    telling.later(2, 30)
    telling.step(officers.head, ApproveAnswer())
    if end is Status.ANSWERED:
        return
    telling.later(20, 200)
    telling.step(officers.inspector, close_command(telling, letter))


def close_command(telling: Telling, letter: Letter) -> Close:
    themes = sorted(telling.life.report.themes)
    cause = CAUSE_OF[telling.random.choice(themes)] if themes else Cause.NONE
    return Close(cause, letter.lessons or NO_FAULT)


def return_incomplete(telling: Telling, officers: Officers) -> None:
    telling.later(1, 20)
    telling.step(officers.inspector, ReturnIncomplete(telling.reason("return_incomplete")))


def complete(telling: Telling, officers: Officers) -> None:
    telling.later(20, 70)
    with telling.by_citizen() as uow:
        steps.take_own_step(uow, Complete(telling.books.from_citizens[0]))
    read(telling, officers.inspector)


def forward(telling: Telling, officers: Officers) -> None:
    telling.later(2, 50)
    telling.step(officers.inspector, Forward(NEAREST_BODY[telling.life.report.service], FORWARDED))


def withdraw(telling: Telling, officers: Officers) -> None:
    telling.later(20, 150)
    with telling.by_citizen() as uow:
        steps.take_own_step(uow, Withdraw(telling.books.from_citizens[7]))
    read(telling, officers.inspector)


def appeal(telling: Telling, officers: Officers) -> None:
    """The petitioner is not satisfied; a head gives the case to an inspector who took no part in the answer."""
    telling.later(40, 120)
    with telling.by_citizen() as uow:
        steps.take_own_step(uow, Appeal(telling.books.from_citizens[23]))
    officers.inspector = next(login for login in INSPECTORS if login != officers.inspector)
    assign(telling, officers)
    read(telling, officers.inspector)


def merge_double(telling: Telling, officers: Officers, double: Life) -> None:
    """The same report comes in once more and is merged into the first."""
    second = Telling(telling.stage, double)
    now = telling.clock.now
    second.file()
    telling.clock.now = max(now, telling.clock.now)
    second.later(1, 12)
    if second.path is telling.path:
        second.step(officers.inspector, Register(), Merge(telling.number))
