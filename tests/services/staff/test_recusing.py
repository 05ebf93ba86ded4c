"""Shutting out: told by the ledger, never so many that nobody could go on, and shared by cases that become one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Channel, Kind, Theme
from caseapp.services.casework import desk, explaining
from tests.lives import FiledCase, Lives


def sees(lives: Lives, login: str, case: FiledCase) -> bool:
    try:
        with lives.cast.at(login) as uow:
            desk.open_case(uow, case.number)
    except Refused:
        return False
    return True


@pytest.fixture
def bats_superior(lives: Lives) -> Iterator[str]:
    """Tuya is Bat's direct superior for the while."""
    line = text("UPDATE staff_user SET supervisor_id = :boss WHERE login = 'bat'")
    with lives.owner.begin() as connection:
        connection.execute(line, {"boss": lives.cast.id_of("tuya")})
    yield "tuya"
    with lives.owner.begin() as connection:
        connection.execute(line, {"boss": None})


def test_a_complaint_about_ones_own_superior_is_recorded_and_leaves_both(lives: Lives, bats_superior: str) -> None:
    case = lives.file()
    lives.cast.step("bat", case.number, c.Register())
    triage = lives.triage_of(Theme.STAFF_CONDUCT, officials=(lives.cast.id_of(bats_superior),))
    lives.cast.step("bat", case.number, triage)
    assert [login for login in ("tuya", "bat", "ganaa", "saran") if sees(lives, login, case)] == ["ganaa", "saran"]
    assert lives.verbs(case).count("recusal.recorded") == 2


def test_nobody_shuts_out_so_many_that_only_one_remains(lives: Lives) -> None:
    """Tuya, Ganaa and Bat hold the integrity team's key: without two of them nothing could be referred."""
    officials = (lives.cast.id_of("tuya"), lives.cast.id_of("ganaa"))
    filed = lives.triaged("bat", Theme.BRIBERY, words="Мөнгө нэхсэн.", kind=Kind.CORRUPTION)
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("bat", filed.number, lives.triage_of(Theme.BRIBERY, kind=Kind.CORRUPTION, officials=officials))
    assert broken.value.reason is Reason.TOO_FEW_REMAIN
    assert all(sees(lives, login, filed) for login in ("tuya", "ganaa", "bat"))


def test_cases_that_become_one_hide_from_the_same_people(lives: Lives) -> None:
    about_saran, other = lives.file(), lives.file()
    for case in (about_saran, other):
        lives.cast.step("bat", case.number, c.Register())
    officials = (lives.cast.id_of("saran"),)
    lives.cast.step("bat", about_saran.number, lives.triage_of(Theme.STAFF_CONDUCT, officials=officials))
    assert sees(lives, "saran", other)
    lives.cast.step("bat", other.number, c.Merge(about_saran.number))
    assert not sees(lives, "saran", other) and not sees(lives, "saran", about_saran)


def test_an_integrity_case_is_not_merged_away(lives: Lives) -> None:
    case, other = lives.under_integrity(), lives.under_integrity()
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("bat", case.number, c.Merge(other.number))
    assert broken.value.reason is Reason.NOT_NOW


def test_what_was_filed_online_is_withdrawn_by_its_petitioner_alone(lives: Lives) -> None:
    online, paper = lives.in_progress("saran"), lives.in_progress("saran", channel=Channel.POST)
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("saran", online.number, c.Withdraw("Утсаар хэлсэн."))
    assert broken.value.reason is Reason.CITIZEN_WITHDRAWS
    lives.cast.step("saran", paper.number, c.Withdraw("Бичгээр хүссэн."))
    with lives.cast.at("tuya") as uow:
        assert "Бичгээр хүссэн." in [note.text for note in desk.open_case(uow, paper.number).notes]
    lives.cast.step("tuya", paper.number, c.Reopen("Буцаан авснаа өөрчилсөн."))
    assert lives.status(paper) == "registered"


def test_what_the_integrity_team_noted_stays_its_own_after_a_return(lives: Lives) -> None:
    case = lives.triaged("bat", Theme.QUEUE, words="Дараалал их.", kind=Kind.CORRUPTION)
    lives.cast.step("bat", case.number, c.ProposeReturn("Албан хаагчид хамаарахгүй."))
    lives.cast.step("tuya", case.number, c.ApproveReturn())
    with lives.cast.at("saran") as uow:
        page = desk.open_case(uow, case.number)
    assert page.notes == () and page.title == "Гэрчилгээний дараалал"
    assert [entry.verb for entry in page.timeline] == ["report.received", "return.approved"]
    lives.cast.step("saran", case.number, lives.triage_of(Theme.QUEUE))
    lives.cast.step("saran", case.number, c.Escalate("Дахин шалгах."))
    with lives.cast.at("bat") as uow:
        notes = {note.text for note in desk.open_case(uow, case.number).notes}
    assert notes == {"Албан хаагчид хамаарахгүй.", "Дахин шалгах."}


def test_a_units_officer_loses_the_extract_when_the_case_is_escalated(lives: Lives) -> None:
    case = lives.in_progress("saran")
    lives.cast.step("saran", case.number, c.RequestExplanation(lives.unit("AIM-061"), "Дараалал яагаад урт байсан бэ?"))
    with lives.cast.at("zaya") as uow:
        assert len(explaining.questions(uow)) == 1
    lives.cast.step("saran", case.number, c.ExplanationReceived())
    lives.cast.step("saran", case.number, c.Escalate("Шинжтэй."))
    with lives.cast.at("zaya") as uow:
        assert explaining.questions(uow) == ()
