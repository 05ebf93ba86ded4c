"""Public editions of five quarters in a row, attacked by a reader who has them all and a solver."""

import json
import random

import pytest

from caseapp.domain.withholding import Limits
from caseapp.services import analysis
from caseapp.services.analysis import PUBLIC, Edition
from caseapp.services.counting import Beside
from caseapp.web.analysis import rendering
from tests.services.made_up_town import QUARTERS, MadeUpTown
from tests.services.outsider import Facts, narrowed

LIMITS = Limits(5, 10)
TOWNS = [(1, 20), (2, 40), (3, 60), (4, 90), (5, 150), (6, 300)]


def editions(seed: int, busy: int, edition: str = PUBLIC) -> list[Facts]:
    """As they are approved one after the other, and as anybody gets them: from their JSON."""
    town, printed = MadeUpTown(random.Random(seed), busy).live(), []
    for place, quarter in enumerate(QUARTERS):
        before: Facts | None = printed[-1] if printed else None
        received = {
            "previous": before and before["balance"]["received"],
            "last_year": printed[place - 4]["balance"]["received"] if place >= 4 else 0,
        }
        opening = before is not None and before["balance"]["closing"] is None
        beside = Beside(
            received if before else {"previous": 0, "last_year": 0},
            frozenset({"opening"} if opening else ()),
            before is not None and before["integrity"]["open_at_end"] is None,
        )
        limits = LIMITS if edition == PUBLIC else Limits(0, 0)
        facts = analysis.as_facts(analysis.report_of(quarter, edition, 0, town.counts(place), limits, beside))
        printed.append(json.loads(rendering.as_json(kept(facts)))["facts"])
    return printed


def kept(facts: Facts) -> Edition:
    return Edition(facts, 1, analysis.digest_of(facts), "", facts["last_day"])


@pytest.mark.parametrize(("seed", "busy"), TOWNS)
def test_no_reader_of_five_quarters_tells_a_withheld_count_by_fewer_values_than_the_threshold(
    seed: int, busy: int
) -> None:
    found = editions(seed, busy)
    assert sum(facts["withheld"] for facts in found) > 0
    assert narrowed(found) == []
