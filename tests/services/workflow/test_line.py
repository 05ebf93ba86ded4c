"""The line in short, at the services: filed, worked on, ended, and told by the ledger."""

import pytest

from caseapp.domain import commands as c
from caseapp.domain.vocab import Cause
from caseapp.services.filing import intake
from caseapp.services.petitioner import tracking
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import Lives


def test_a_complaint_is_answered_by_two_people_and_closed(lives: Lives) -> None:
    case = lives.answered("saran", "tuya")
    lives.cast.step("saran", case.number, c.Close(Cause.STAFFING, "Цонх нэмэх."))
    assert lives.status(case) == "closed"
    assert lives.verbs(case) == [
        "report.received",
        "case.read",
        "case.registered",
        "case.triaged",
        "case.assigned",
        "answer.proposed",
        "case.read",
        "answer.approved",
        "case.closed",
    ]


def test_a_report_of_corruption_reaches_the_agency(lives: Lives) -> None:
    case = lives.referred()
    assert lives.status(case) == "referred"


def test_a_case_number_that_is_taken_is_drawn_again(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    first = lives.file()
    draws = iter([first.number, first.number, "2026-0000-0001-1"])
    monkeypatch.setattr(intake, "new_case_number", lambda _year, _below: next(draws))
    assert lives.file().number == "2026-0000-0001-1"
    assert lives.count() == 2


def test_an_appealed_case_has_its_whole_term_again(lives: Lives, clock: Clock) -> None:
    case = lives.answered()
    lives.cast.step("saran", case.number, lives.close())
    clock.forward(days=29)
    with lives.citizen(case) as uow:
        steps.take_own_step(uow, c.Appeal("Цонх нэмээгүй байна."))
    with lives.citizen(case) as uow:
        own = tracking.open_own(uow)
    assert own.days_left == 30
    assert own.explanation is not None and own.explanation.start == clock.now.date()
