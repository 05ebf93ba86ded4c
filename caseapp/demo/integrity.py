"""The life of a report on staff: two persons for every decision, and the hand-over to the Anti-Corruption Agency."""

from dataclasses import replace

from caseapp.demo.fates import Turn
from caseapp.demo.living import Telling
from caseapp.demo.ordinary import Officers, triage_command
from caseapp.demo.people import FIRST_HEAD, INTEGRITY_INSPECTORS, LIAISON, SECOND_HEAD
from caseapp.demo.sayings import (
    BACK_TO_ORDINARY,
    ESCALATED,
    ESCALATED_GROUNDS,
    LESSONS_OF_NO_REFERRAL,
    LESSONS_OF_REFERRAL,
    OUTCOME_NOTE,
    REVELATION,
)
from caseapp.demo.shared_acts import ask_citizen, ask_unit, hear_citizen, note
from caseapp.domain.commands import (
    Acknowledge,
    ApproveNoReferral,
    ApproveReferral,
    ApproveReturn,
    Assign,
    Close,
    DeclineReferral,
    Escalate,
    ProposeNoReferral,
    ProposeReferral,
    ProposeReturn,
    RecordOutcome,
    Register,
)
from caseapp.domain.days import local_day
from caseapp.domain.vocab import AgencyOutcome, Cause, Mode, NoReferralReason, Path, Status, Theme
from caseapp.queries import cases
from caseapp.queries import steps as left
from caseapp.services.agency import handover
from caseapp.services.casework import desk

_OUTCOMES = (AgencyOutcome.INVESTIGATION, AgencyOutcome.NO_GROUNDS, AgencyOutcome.RETURNED), (45, 35, 20)


def officers(telling: Telling) -> tuple[str, str]:
    """Who works on it and who decides with them."""
    inspector = telling.random.choice(INTEGRITY_INSPECTORS)
    others = [*(login for login in INTEGRITY_INSPECTORS if login != inspector), FIRST_HEAD, SECOND_HEAD]
    return inspector, telling.random.choice(others)


def register(telling: Telling, inspector: str) -> None:
    telling.later(0.3, 20)
    telling.step(inspector, Register())


def triage(telling: Telling, inspector: str, *, takes_over: bool) -> None:
    """The report's own kind and themes; after an escalation what the citizen added counts."""
    report = telling.life.report
    themes = report.themes | {Theme.BRIBERY} if telling.life.has(Turn.ESCALATED) else report.themes
    command = replace(triage_command(telling, Officers(telling)), kind=telling.kind, themes=themes)
    telling.later(1, 26)
    taken = [Assign(telling.stage.people[inspector], no_conflict=True)] if takes_over else []
    telling.step(inspector, command, *taken)


def back_to_ordinary(telling: Telling) -> None:
    """Two of the integrity team agree that nothing of integrity is in it; the casework team takes over."""
    propose_return(telling, INTEGRITY_INSPECTORS[1])
    telling.later(1, 20)
    telling.step(telling.random.choice((INTEGRITY_INSPECTORS[0], FIRST_HEAD)), ApproveReturn())


def propose_return(telling: Telling, inspector: str) -> None:
    telling.later(1, 26)
    telling.step(inspector, triage_command(telling, Officers(telling)), ProposeReturn(BACK_TO_ORDINARY))


def escalate(telling: Telling, inspector: str) -> None:
    """The citizen adds what they had not dared to write; the case leaves the casework team's eyes."""
    telling.later(20, 60)
    telling.citizen_writes(REVELATION)
    telling.later(1, 8)
    with telling.by(inspector) as uow:
        desk.open_case(uow, telling.number)
        telling.take(uow, Escalate(ESCALATED))


def tell(telling: Telling) -> None:
    """From the integrity team's desk to where the fate says that the case stands."""
    end, (inspector, second) = telling.fate.end, officers(telling)
    if end is Status.RECEIVED:
        return
    if telling.path is Path.INTEGRITY and not telling.life.has(Turn.ESCALATED):
        register(telling, inspector)
    if end is Status.REGISTERED:
        return
    if end is Status.RETURN_PROPOSED:
        propose_return(telling, inspector)
        return
    triage(telling, inspector, takes_over=end is not Status.TRIAGED)
    if end is Status.TRIAGED:
        return
    _work(telling, inspector)
    if end in {Status.IN_PROGRESS, Status.AWAITING_CITIZEN, Status.AWAITING_UNIT}:
        return
    if telling.life.has(Turn.NOT_REFERRED):
        _no_referral(telling, inspector, second)
    else:
        _referral(telling, inspector, second)


def _work(telling: Telling, inspector: str) -> None:
    end, life = telling.fate.end, telling.life
    if life.has(Turn.NOTED):
        note(telling, inspector)
    if life.has(Turn.ASKED) and end is not Status.AWAITING_CITIZEN:
        ask_citizen(telling, inspector)
        hear_citizen(telling, inspector)
    if end is Status.AWAITING_CITIZEN:
        ask_citizen(telling, inspector)
    if end is Status.AWAITING_UNIT:
        ask_unit(telling, inspector)


def _no_referral(telling: Telling, inspector: str, second: str) -> None:
    telling.later(20, 90)
    code = telling.random.choice((NoReferralReason.NO_INTEGRITY_MATTER, NoReferralReason.NOTHING_TO_GO_ON))
    telling.step(inspector, ProposeNoReferral(code, telling.reason("no_referral")))
    if telling.fate.end is Status.NO_REFERRAL_PROPOSED:
        return
    telling.later(2, 30)
    telling.step(second, ApproveNoReferral())
    if telling.fate.end is Status.CLOSED:
        telling.later(10, 90)
        telling.step(inspector, Close(Cause.NONE, LESSONS_OF_NO_REFERRAL))


def _referral(telling: Telling, inspector: str, second: str) -> None:
    """Within the three working days of the hand-over for the most part."""
    hidden = telling.life.mode is not Mode.NAMED
    grounds = telling.life.report.grounds or ESCALATED_GROUNDS
    proposal = ProposeReferral(grounds, with_identity=not hidden)
    telling.later(2, 30 if telling.random.random() < 0.8 else 150)
    telling.step(inspector, proposal)
    if telling.life.has(Turn.DECLINED):
        telling.later(1, 20)
        telling.step(second, DeclineReferral(telling.reason("decline_referral")))
        telling.later(20, 60)
        telling.step(inspector, proposal)
    if telling.fate.end is Status.REFERRAL_PROPOSED:
        return
    telling.later(0.5, 10)
    with telling.by(second) as uow:
        telling.take(uow, ApproveReferral())
        case = cases.by_number(uow.session, telling.number)
        package = left.package_of(uow.session, case.id) if case else None
        reference = package.reference if package else ""
    if telling.fate.end is not Status.REFERRED:
        _agency(telling, inspector, reference)


def _agency(telling: Telling, inspector: str, reference: str) -> None:
    """The liaison fetches and acknowledges the package, or the Agency does so on paper; later comes its outcome."""
    telling.later(10, 130)
    _acknowledge(telling, inspector, reference)
    ended = telling.fate.end is Status.CLOSED
    if not ended and telling.random.random() < 0.7:
        return
    telling.clock.forward(telling.random.uniform(500, 1300))
    outcome = telling.random.choices(*_OUTCOMES)[0]
    telling.step(inspector, RecordOutcome(outcome, OUTCOME_NOTE))
    if ended:
        telling.later(10, 90)
        telling.step(inspector, Close(Cause.CONDUCT, LESSONS_OF_REFERRAL))


def _acknowledge(telling: Telling, inspector: str, reference: str) -> None:
    receipt = Acknowledge(f"04/{telling.random.randint(1000, 9999)}", local_day(telling.clock.now))
    if telling.random.random() < 0.2:
        telling.step(inspector, receipt)
        return
    with telling.by(LIAISON) as uow:
        handover.download(uow, reference)
        handover.acknowledge(uow, reference, receipt)
