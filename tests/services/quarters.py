"""Quarters of the tests, and what people do with their analysis."""

from datetime import datetime
from typing import Any

from caseapp.domain.actors import Door
from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.quarters import Quarter
from caseapp.services.quarterly import analysis
from caseapp.services.quarterly.analysis import INTERNAL
from tests.lives import FiledCase, Lives

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)
IN_Q2 = datetime(2026, 5, 4, 9, 0, tzinfo=ULAANBAATAR)


def build(lives: Lives, quarter: Quarter, edition: str = INTERNAL, login: str = "oyun") -> dict[str, Any]:
    with lives.cast.at(login, Door.ANALYSIS) as uow:
        return analysis.as_facts(analysis.build(uow, quarter, edition))


def freeze(lives: Lives, quarter: Quarter, edition: str = INTERNAL, login: str = "tuya") -> tuple[int, str]:
    with lives.cast.at(login, Door.ANALYSIS) as uow:
        frozen = analysis.freeze(uow, quarter, edition)
        return frozen.version, frozen.digest


def closed(lives: Lives) -> FiledCase:
    filed = lives.answered("saran", "tuya")
    lives.cast.step("saran", filed.number, lives.close())
    return filed


def shown(lives: Lives, quarter: Quarter, edition: str = INTERNAL) -> analysis.Edition:
    with lives.cast.at("oyun") as uow:
        return analysis.edition(uow, quarter, edition)
