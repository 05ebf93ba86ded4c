"""The line in short, at the services: filed, worked on, ended, and told by the ledger."""

from caseapp.domain import commands as c
from caseapp.domain.vocab import Cause
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
