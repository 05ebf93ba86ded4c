"""The quarter's numbers: they add up whatever became of the cases, and what was frozen stays as it was printed."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door
from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import CompetentBody, Kind, NoReferralReason, Theme
from caseapp.queries import analysis as counted
from caseapp.services import analysis, steps
from caseapp.services.analysis import INTERNAL, PUBLIC
from caseapp.web.analysis import rendering
from tests.conftest import Clock
from tests.lives import FiledCase, Lives

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)
IN_Q2 = datetime(2026, 5, 4, 9, 0, tzinfo=ULAANBAATAR)


def balance(lives: Lives, quarter: Quarter) -> dict[str, int]:
    """As the report counts it, after it has convinced itself that it adds up."""
    with lives.cast.at("oyun") as uow:
        analysis.build(uow, quarter, INTERNAL)
        return {name: n for name, n in asdict(counted.balance(uow.session, quarter.bounds())).items() if n}


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
        (lambda lives, filed: lives.cast.step("tuya", filed.number, c.Withdraw()), "otherwise_closed"),
        (
            lambda lives, filed: lives.cast.step("tuya", filed.number, c.Merge(lives.file().number)),
            "otherwise_closed",
        ),
        (
            lambda lives, filed: lives.cast.step("tuya", filed.number, c.Forward(CompetentBody.COURT, "Шүүх шийднэ.")),
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


# --- what was frozen -------------------------------------------------------------------------------------------------


def shown(lives: Lives, quarter: Quarter, edition: str = INTERNAL) -> analysis.Edition:
    with lives.cast.at("oyun") as uow:
        return analysis.edition(uow, quarter, edition)


@pytest.mark.parametrize("edition", [INTERNAL, PUBLIC])
def test_a_frozen_edition_does_not_follow_the_cases_any_more(lives: Lives, clock: Clock, edition: str) -> None:
    filed, other = closed(lives), lives.in_progress("bat")
    clock.now = IN_Q2
    _, digest = freeze(lives, Q1, edition)
    before = shown(lives, Q1, edition)
    lives.cast.step("tuya", filed.number, c.Reopen("Шинэ баримт."))
    lives.cast.step("bat", other.number, c.Escalate("Шинжтэй."))
    clock.forward(days=40)
    assert shown(lives, Q1, edition) == before
    assert before.digest == digest == analysis.digest_of(before.facts)
    assert freeze(lives, Q1, edition)[0] == 2
    assert shown(lives, Q1, edition).version == 2


@pytest.mark.parametrize("suffix", ["pdf", "csv", "json"])
def test_a_frozen_edition_is_printed_in_the_same_bytes_ever_after(
    lives: Lives, clock: Clock, app: Flask, suffix: str
) -> None:
    filed = closed(lives)
    clock.now = IN_Q2
    freeze(lives, Q1, PUBLIC)
    render = rendering.FORMATS[suffix][0]
    printed = []
    for _ in range(2):
        with app.test_request_context():
            printed.append(render(shown(lives, Q1, PUBLIC)))
        if lives.status(filed) == "closed":
            lives.cast.step("tuya", filed.number, c.Reopen("Шинэ баримт."))
        clock.forward(days=100)
    assert printed[0] == printed[1] != b""


def test_a_quarter_is_frozen_only_when_it_is_over(lives: Lives, clock: Clock) -> None:
    for moment in (clock.now, datetime(2026, 3, 31, 23, 59, tzinfo=ULAANBAATAR)):
        clock.now = moment
        with pytest.raises(RuleBroken) as broken:
            freeze(lives, Q1)
        assert broken.value.reason is Reason.PERIOD_NOT_OVER
    clock.forward(minutes=1)
    assert freeze(lives, Q1)[0] == 1


def test_an_analyst_counts_but_does_not_freeze_and_an_inspector_does_neither(lives: Lives, clock: Clock) -> None:
    clock.now = IN_Q2
    with pytest.raises(Refused):
        freeze(lives, Q1, login="oyun")
    for login in ("saran", "bat", "dorj"):
        with pytest.raises(Refused):
            build(lives, Q1, login=login)


def test_a_frozen_report_carries_its_digest_and_the_ledgers_head(lives: Lives, clock: Clock) -> None:
    lives.answered()
    assert lives.signed() > 0
    clock.now = IN_Q2
    _, digest = freeze(lives, Q1)
    with lives.owner.connect() as connection:
        head = connection.scalar(text("SELECT encode(digest, 'hex') FROM ledger_checkpoint ORDER BY id DESC LIMIT 1"))
        frozen = connection.execute(text("SELECT digest, ledger_head FROM frozen_report")).one()
        entry = connection.scalar(text("SELECT detail FROM ledger_entry WHERE verb = 'report.frozen'"))
    assert head and tuple(frozen) == (digest, head)
    assert entry == {"quarter": "2026Q1", "edition": INTERNAL, "digest": digest}


def test_whoever_freezes_the_count_is_the_authoritys(lives: Lives, clock: Clock) -> None:
    """A head who is complained about cannot make the complaint vanish from the report by freezing it."""
    about = lives.file()
    lives.cast.step("tuya", about.number, c.Register())
    lives.cast.step("tuya", about.number, lives.triage_of(officials=(lives.cast.id_of("ganaa"),)))
    clock.now = IN_Q2
    assert build(lives, Q1, login="ganaa")["balance"]["received"] == 0
    by_ganaa, by_tuya = freeze(lives, Q1, login="ganaa"), freeze(lives, Q1, login="tuya")
    assert by_ganaa[1] == by_tuya[1]
    assert shown(lives, Q1).facts["balance"]["received"] == 1


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
    for _ in range(5):
        lives.triaged("bat", Theme.QUEUE)
    inside, outside = build(lives, Q1), build(lives, Q1, PUBLIC)
    assert outside["balance"] == inside["balance"]
    assert outside["kinds"] == inside["kinds"]
    assert outside["theme_by_service"] == inside["theme_by_service"]


def test_no_report_holds_a_word_a_number_or_a_name_of_a_case(lives: Lives) -> None:
    filed = lives.answered()
    said = repr((build(lives, Q1), build(lives, Q1, PUBLIC)))
    for word in (filed.number, str(filed.id), "зогслоо", "Болд", "Саран"):
        assert word not in said


def test_a_citizens_own_reopening_is_counted_as_the_staffs(lives: Lives, clock: Clock) -> None:
    filed = closed(lives)
    clock.forward(days=30)
    with lives.citizen(filed) as uow:
        steps.take_own_step(uow, c.Reopen("Болоогүй."))
    assert balance(lives, Q1) == {"received": 1, "closing": 1}
    assert balance(lives, Q2) == {"opening": 1, "closing": 1}
