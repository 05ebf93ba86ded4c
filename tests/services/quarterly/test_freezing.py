"""Approving an edition: it counts all cases, whoever approves it, and stays as it was printed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door
from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Kind, Theme
from caseapp.services.quarterly import analysis
from caseapp.services.quarterly.analysis import INTERNAL, PUBLIC
from caseapp.web.analysis import rendering
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.services.quarters import IN_Q2, Q1, Q2, build, closed, freeze, shown


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


def about(lives: Lives, login: str) -> FiledCase:
    """A complaint about this officer."""
    filed = lives.file()
    lives.cast.step("tuya", filed.number, c.Register())
    lives.cast.step("tuya", filed.number, lives.triage_of(officials=(lives.cast.id_of(login),)))
    return filed


def test_whoever_freezes_the_count_is_the_authoritys(lives: Lives, clock: Clock) -> None:
    """A head who is complained about cannot make the complaint vanish from the report by freezing it."""
    about(lives, "ganaa")
    clock.now = IN_Q2
    by_ganaa, by_tuya = freeze(lives, Q1, login="ganaa"), freeze(lives, Q1, login="tuya")
    assert by_ganaa == by_tuya
    assert shown(lives, Q1).facts["balance"]["received"] == 1


@pytest.mark.parametrize("edition", [INTERNAL, PUBLIC])
def test_every_reader_is_shown_the_same_figures_approved_or_not(lives: Lives, clock: Clock, edition: str) -> None:
    """A complaint about Ganaa waits for the approval, for all who may read; afterwards all see it counted."""
    about(lives, "ganaa")
    lives.answered()
    clock.now = IN_Q2
    live = [build(lives, Q1, edition, login) for login in ("ganaa", "tuya", "oyun")]
    assert live[0] == live[1] == live[2]
    assert build(lives, Q1)["balance"]["received"] == 1
    freeze(lives, Q1, edition, "tuya")
    assert [build(lives, Q1, edition, login) for login in ("ganaa", "tuya", "oyun")] == live, "approving opens nothing"
    seen = []
    for login in ("ganaa", "tuya", "oyun"):
        with lives.cast.at(login, Door.ANALYSIS) as uow:
            seen.append(analysis.edition(uow, Q1, edition))
    assert seen[0] == seen[1] == seen[2]


def test_integrity_reports_about_an_officer_wait_for_the_approval_too(lives: Lives, clock: Clock) -> None:
    filed = lives.file(kind=Kind.CORRUPTION)
    lives.cast.step("tuya", filed.number, c.Register())
    officials = (lives.cast.id_of("ganaa"),)
    lives.cast.step("tuya", filed.number, lives.triage_of(Theme.BRIBERY, kind=Kind.CORRUPTION, officials=officials))
    clock.now = IN_Q2
    assert [build(lives, Q1, login=login)["integrity"]["received"] for login in ("ganaa", "tuya")] == [0, 0]
    freeze(lives, Q1)
    assert shown(lives, Q1).facts["integrity"]["received"] == 1


def test_an_earlier_quarter_is_compared_by_its_approved_figures(lives: Lives, clock: Clock) -> None:
    about(lives, "ganaa")
    clock.now = IN_Q2
    assert build(lives, Q2)["received_before"]["previous"] == 0
    freeze(lives, Q1)
    assert build(lives, Q2)["received_before"]["previous"] == 1
    assert build(lives, Quarter(2027, 1))["received_before"]["last_year"] == 1


def verbs(lives: Lives) -> list[str]:
    with lives.owner.connect() as connection:
        return list(
            connection.scalars(
                text("SELECT verb FROM ledger_entry WHERE verb LIKE 'report.%' AND case_id IS NULL ORDER BY xact, seq")
            )
        )


def test_freezing_what_has_not_changed_makes_no_new_version(lives: Lives, clock: Clock) -> None:
    lives.answered()
    clock.now = IN_Q2
    assert [freeze(lives, Q1), freeze(lives, Q1, login="ganaa")] == [freeze(lives, Q1)] * 2
    assert freeze(lives, Q1, PUBLIC)[0] == 1
    assert verbs(lives) == ["report.counted", "report.frozen"] + ["report.counted"] * 2 + [
        "report.counted",
        "report.frozen",
    ]


def test_an_edition_sent_for_freezing_many_times_at_once_is_frozen_once(lives: Lives, clock: Clock) -> None:
    lives.answered()
    clock.now = IN_Q2
    for login in ("tuya", "ganaa"):
        lives.cast.signed_in(login)
    with ThreadPoolExecutor(4) as hands:
        sent = [hands.submit(freeze, lives, Q1, INTERNAL, login) for login in ("tuya", "ganaa") * 2]
        versions = {one.result()[0] for one in sent}
    with lives.owner.connect() as connection:
        assert (versions, connection.scalar(text("SELECT count(*) FROM frozen_report"))) == ({1}, 1)


def test_what_a_quarter_withholds_at_its_end_the_next_withholds_at_its_beginning(lives: Lives, clock: Clock) -> None:
    """Three forwarded cases hide behind the open ones alone, so the next edition does not tell how many those were."""
    for _ in range(13):
        lives.file()
    for _ in range(3):
        lives.cast.step("tuya", lives.triaged("tuya").number, c.Forward("court", "Шүүх шийднэ."))
    clock.now = IN_Q2
    assert build(lives, Q1, PUBLIC)["balance"] | {"forwarded": 3, "closing": 13} == build(lives, Q1)["balance"]
    for _ in range(2):
        assert build(lives, Q1, PUBLIC)["balance"]["closing"] is None
        assert build(lives, Q2, PUBLIC)["balance"]["opening"] is None
        assert build(lives, Q2)["balance"]["opening"] == 13
        freeze(lives, Q1, PUBLIC)
