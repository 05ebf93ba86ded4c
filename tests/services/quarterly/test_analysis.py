"""The quarter's numbers: they add up whatever became of the cases."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pytest

from caseapp.domain import commands as c
from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Kind, NoReferralReason, Theme
from caseapp.queries import analysis as counted
from caseapp.services.quarterly import analysis
from caseapp.services.quarterly.analysis import INTERNAL, PUBLIC
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.services.quarters import IN_Q2, Q1, Q2, build, closed


def balance(lives: Lives, quarter: Quarter) -> dict[str, int]:
    """As the report counts it, after it has convinced itself that it adds up."""
    with lives.cast.at("oyun") as uow:
        analysis.build(uow, quarter, INTERNAL)
        return {name: n for name, n in asdict(counted.balance(uow.session, quarter.bounds())).items() if n}


def reopened(lives: Lives, clock: Clock) -> FiledCase:
    """Answered and closed in the first quarter, opened again in the second."""
    filed = closed(lives)
    clock.now = IN_Q2
    lives.cast.step("tuya", filed.number, c.Reopen("Шинэ баримт гарсан."))
    return filed


def test_a_case_answered_in_its_quarter_is_received_and_resolved(lives: Lives) -> None:
    lives.answered()
    lives.triaged()
    assert balance(lives, Q1) == {"received": 2, "resolved": 1, "closing": 1}
    assert balance(lives, Q2) == {"opening": 1, "closing": 1}


def test_a_case_reopened_in_a_later_quarter_is_open_through_both(lives: Lives, clock: Clock) -> None:
    filed = closed(lives)
    assert balance(lives, Q1) == {"received": 1, "resolved": 1}
    clock.now = IN_Q2
    lives.cast.step("tuya", filed.number, c.Reopen("Шинэ баримт гарсан."))
    assert balance(lives, Q1) == {"received": 1, "closing": 1}
    assert balance(lives, Q2) == {"opening": 1, "closing": 1}


@pytest.mark.parametrize(
    ("end", "counts_as"),
    [
        (lambda lives, filed: lives.withdraw(filed), "otherwise_closed"),
        (
            lambda lives, filed: lives.cast.step("tuya", filed.number, c.Merge(lives.file().number)),
            "otherwise_closed",
        ),
        (
            lambda lives, filed: lives.cast.step("tuya", filed.number, c.Forward("court", "Шүүх шийднэ.")),
            "forwarded",
        ),
    ],
    ids=["withdrawn", "merged", "forwarded"],
)
def test_a_reopened_case_counts_by_its_last_end_in_every_table(
    lives: Lives, clock: Clock, end: Callable[[Lives, FiledCase], object], counts_as: str
) -> None:
    filed = reopened(lives, clock)
    end(lives, filed)
    found = balance(lives, Q2)
    assert found["opening"] == found[counts_as] == 1
    assert "resolved" not in found
    timeliness = build(lives, Q2)["timeliness"]
    assert timeliness["decided"] == found.get("resolved", 0)


def test_a_case_escalated_after_it_was_counted_leaves_every_quarter(lives: Lives, clock: Clock) -> None:
    filed, _ = lives.in_progress("bat"), lives.triaged()
    assert balance(lives, Q1) == {"received": 2, "closing": 2}
    clock.now = IN_Q2
    lives.cast.step("bat", filed.number, c.Escalate("Шинжтэй."))
    assert balance(lives, Q1) == {"received": 1, "closing": 1}
    assert balance(lives, Q2) == {"opening": 1, "closing": 1}
    assert build(lives, Q1)["integrity"]["received"] == 1


def test_a_case_returned_to_the_ordinary_path_enters_the_quarter_that_it_came_in(lives: Lives, clock: Clock) -> None:
    filed = lives.triaged("bat", Theme.BRIBERY, kind=Kind.CORRUPTION)
    assert balance(lives, Q1) == {}
    clock.now = IN_Q2
    lives.cast.step("bat", filed.number, c.ProposeReturn("Шинжгүй."))
    lives.cast.step("tuya", filed.number, c.ApproveReturn())
    assert balance(lives, Q1) == {"received": 1, "closing": 1}
    assert balance(lives, Q2) == {"opening": 1, "closing": 1}
    assert build(lives, Q1)["kinds"]["total"] == 1, "its kind is counted, too, so that the lists add up"


def test_a_case_first_not_referred_and_later_referred_counts_once(lives: Lives, clock: Clock) -> None:
    filed = lives.under_integrity("bat")
    lives.cast.step("bat", filed.number, c.ProposeNoReferral(NoReferralReason.NOTHING_TO_GO_ON, "Баримтгүй."))
    lives.cast.step("tuya", filed.number, c.ApproveNoReferral())
    lives.cast.step("bat", filed.number, lives.close())
    assert build(lives, Q1)["integrity"]["not_referred"] == 1
    lives.cast.step("tuya", filed.number, c.Reopen("Баримт гарсан."))
    lives.cast.step("bat", filed.number, c.Assign(lives.cast.id_of("bat"), no_conflict=True))
    lives.cast.step("bat", filed.number, c.ProposeReferral("Шинжтэй.", with_identity=False))
    lives.cast.step("tuya", filed.number, c.ApproveReferral())
    integrity = build(lives, Q1)["integrity"]
    assert (integrity["referred"], integrity["not_referred"]) == (1, 0)


def test_what_came_on_the_last_evening_belongs_to_the_old_quarter(lives: Lives, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 31, 23, 59, tzinfo=ULAANBAATAR)
    lives.file()
    clock.forward(minutes=1)
    lives.file()
    assert balance(lives, Q1) == {"received": 1, "closing": 1}
    assert balance(lives, Q2) == {"opening": 1, "received": 1, "closing": 2}


def test_themes_and_lists_count_what_was_received(lives: Lives) -> None:
    lives.triaged("bat", Theme.QUEUE, Theme.DELAY)
    lives.triaged("bat", Theme.QUEUE)
    lives.file(kind=Kind.THANKS)
    facts = build(lives, Q1)
    kinds = dict(zip(facts["kinds"]["labels"], facts["kinds"]["counts"], strict=True))
    assert (kinds["complaint"], kinds["thanks"], facts["kinds"]["total"]) == (2, 1, 3)
    themes = dict(zip(facts["themes"]["labels"], facts["themes"]["counts"], strict=True))
    assert (themes["queue"], themes["delay"], facts["theme_base"]) == (2, 1, 2)


# --- the public edition ----------------------------------------------------------------------------------------------

_NO_COUNTS = {"threshold", "cutoff_day", "withheld", "in_time_percent", "median_days", "p90_days"}


def counts_in(facts: Any, name: str = "") -> Iterator[tuple[str, int]]:
    """All counts of a report with the name that they stand under."""
    if isinstance(facts, dict):
        for key, value in facts.items():
            if key not in _NO_COUNTS:
                yield from counts_in(value, f"{name}/{key}")
    elif isinstance(facts, list):
        for value in facts:
            yield from counts_in(value, name)
    elif isinstance(facts, int):
        yield name, facts


def test_the_public_edition_prints_no_small_count(lives: Lives) -> None:
    for _ in range(4):
        lives.triaged("bat", Theme.QUEUE)
    for _ in range(3):
        lives.answered()
    lives.file(kind=Kind.THANKS)
    lives.under_integrity("bat")
    inside, outside = build(lives, Q1), build(lives, Q1, PUBLIC)
    assert any(0 < count < 5 for _, count in counts_in(inside))
    assert [(name, count) for name, count in counts_in(outside) if 0 < count < 5] == []
    assert set(outside["integrity"].values()) == {None}
    assert outside["timeliness"]["median_days"] is None
    assert outside["withheld"] > 0 and inside["withheld"] == 0


def test_what_is_large_enough_is_printed_as_it_is(lives: Lives) -> None:
    for _ in range(16):
        lives.triaged("bat", Theme.QUEUE)
    inside, outside = build(lives, Q1), build(lives, Q1, PUBLIC)
    for table in ("balance", "kinds", "units", "theme_by_service", "theme_base"):
        assert outside[table] == inside[table]


def test_units_stand_by_their_code_then_the_joined_ones_then_cases_without_a_unit(lives: Lives) -> None:
    """So that no place in the order tells how many a withheld line is about, and the lines add up."""
    for _ in range(4):
        lives.triaged("bat", Theme.QUEUE)
    for unit in ["INS"] * 8 + ["ADM"] * 5 + ["ITD"]:
        lives.file(unit_id=lives.unit(unit))
    lives.file()
    inside, outside = build(lives, Q1)["units"], build(lives, Q1, PUBLIC)
    assert inside["labels"] == ["ADM", "AIM-061", "INS", "ITD", "unknown"]
    assert (sum(inside["counts"]), inside["total"]) == (19, 19)
    assert outside["units"]["labels"] == ["ADM", "INS", "others", "unknown"]
    assert outside["units"]["counts"] == [5, None, None, None], (
        "a named unit with five has none to spare for the lone one"
    )
    assert set(outside["unit_names"]) == {"ADM", "INS"}, "who has few cases is not named"


def test_no_report_holds_a_word_a_number_or_a_name_of_a_case(lives: Lives) -> None:
    filed = lives.answered()
    said = repr((build(lives, Q1), build(lives, Q1, PUBLIC)))
    for word in (filed.number, str(filed.id), "зогслоо", "Болд", "Саран"):
        assert word not in said


def test_a_citizens_own_reopening_is_counted_as_the_staffs(lives: Lives, clock: Clock) -> None:
    filed = closed(lives)
    clock.forward(days=30)
    with lives.citizen(filed) as uow:
        steps.take_own_step(uow, c.Appeal("Болоогүй."))
    assert balance(lives, Q1) == {"received": 1, "closing": 1}
    assert balance(lives, Q2) == {"opening": 1, "closing": 1}
