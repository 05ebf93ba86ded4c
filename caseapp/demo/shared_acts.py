"""Acts that both paths know: notes, questions to the citizen and to a unit, and what comes back."""

from caseapp.demo.living import Telling
from caseapp.demo.people import OFFICER_OF
from caseapp.demo.places import DEPARTMENT_OF
from caseapp.domain.commands import AskCitizen, ExplanationReceived, RequestExplanation, Resume
from caseapp.queries import cases
from caseapp.queries import steps as left
from caseapp.services.casework import desk, explaining
from caseapp.services.petitioner import writing


def note(telling: Telling, login: str) -> None:
    telling.later(1, 20)
    with telling.by(login) as uow:
        writing.write_note(uow, telling.number, telling.pick(telling.books.notes))


def read(telling: Telling, login: str) -> None:
    """Opens the case and with it the citizen's letter."""
    telling.later(0.5, 16)
    with telling.by(login) as uow:
        desk.open_case(uow, telling.number)


def ask_citizen(telling: Telling, login: str) -> None:
    telling.later(2, 24)
    telling.step(login, AskCitizen(telling.pick(telling.books.questions)))


def hear_citizen(telling: Telling, login: str) -> None:
    """The citizen answers, the officer reads it and goes on."""
    telling.later(5, 70)
    telling.citizen_writes(telling.pick(telling.books.from_citizens))
    telling.later(1, 20)
    with telling.by(login) as uow:
        desk.open_case(uow, telling.number)
        telling.take(uow, Resume())


def asked_unit(telling: Telling) -> str:
    """The case's own unit where it has an officer, else the department that answers for the service."""
    if telling.life.unit in OFFICER_OF:
        return telling.life.unit
    return DEPARTMENT_OF.get(telling.life.report.service, "CIV")


def ask_unit(telling: Telling, login: str) -> int:
    """The row id of the question."""
    telling.later(1, 30)
    unit_id = telling.stage.units[asked_unit(telling)]
    question = f"{telling.life.report.subject}. {telling.reason('request_explanation')}"
    with telling.by(login) as uow:
        telling.take(uow, RequestExplanation(unit_id, question))
        case = cases.by_number(uow.session, telling.number)
        return left.explanations(uow.session, case.id)[-1].id if case else 0


def hear_unit(telling: Telling, login: str, asked: int) -> None:
    """The unit's officer opens the question and answers; the inspector takes the case up again."""
    telling.later(5, 60)
    with telling.by(OFFICER_OF[asked_unit(telling)]) as uow:
        explaining.open_question(uow, asked)
        explaining.answer(uow, asked, telling.reason("explanation"))
    telling.later(1, 20)
    telling.step(login, ExplanationReceived())
