"""How satisfied a petitioner was: said once, after the answer, sealed where there are words."""

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.own_case import Turn
from caseapp.domain.vocab import NoReferralReason
from caseapp.services.casework import desk
from caseapp.services.petitioner import satisfaction, tracking
from tests.lives import FiledCase, Lives

COMMENT = "Хариуг арван хоног хүлээлээ."


def give(lives: Lives, filed: FiledCase, score: int = 2, comment: str = COMMENT) -> None:
    with lives.citizen(filed) as uow:
        satisfaction.give(uow, score, comment)


def why_not(lives: Lives, filed: FiledCase, score: int = 2, comment: str = COMMENT) -> Reason:
    before = lives.verbs(filed)
    with pytest.raises(RuleBroken) as broken:
        give(lives, filed, score, comment)
    assert lives.verbs(filed) == before
    return broken.value.reason


def test_the_team_reads_score_and_comment_and_the_ledger_knows_neither(lives: Lives) -> None:
    filed = lives.answered("saran", "tuya")
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert (own.asks_score, own.turn) == (True, Turn.RATE)
    give(lives, filed)
    with lives.cast.at("saran") as uow:
        page = desk.open_case(uow, filed.number)
    assert page.opened is not None
    assert (page.satisfaction, page.opened["satisfaction"]) == (2, COMMENT)
    with lives.owner.connect() as connection:
        detail = connection.scalar(text("SELECT detail FROM ledger_entry WHERE verb = 'satisfaction.given'"))
    assert detail == {}
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert (own.asks_score, own.score, own.turn) == (False, 2, Turn.REST)


def test_it_is_said_once_and_in_a_number_of_the_scale(lives: Lives) -> None:
    filed = lives.answered()
    assert {why_not(lives, filed, score) for score in (0, 6, -1)} == {Reason.VALUE_OUT_OF_RANGE}
    assert why_not(lives, filed, comment="а" * 4_001) is Reason.TEXT_TOO_LONG
    give(lives, filed, 5, "")
    assert why_not(lives, filed, 1) is Reason.ALREADY_DONE


def test_nothing_is_asked_before_the_answer(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    assert why_not(lives, filed) is Reason.NOT_NOW
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert (own.asks_score, own.turn) == (False, Turn.ADD)


def test_a_report_on_staff_is_asked_about_when_it_is_closed_and_not_before(lives: Lives) -> None:
    filed = lives.under_integrity("bat")
    lives.cast.step("bat", filed.number, c.ProposeNoReferral(NoReferralReason.NOTHING_TO_GO_ON, "Шинжгүй."))
    assert why_not(lives, filed) is Reason.NOT_NOW
    lives.cast.step("tuya", filed.number, c.ApproveNoReferral())
    assert why_not(lives, filed) is Reason.NOT_NOW
    lives.cast.step("bat", filed.number, lives.close())
    give(lives, filed, 4)
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        desk.open_case(uow, filed.number)
