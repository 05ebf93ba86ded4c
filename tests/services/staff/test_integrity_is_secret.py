"""For whoever is not in the integrity team, its cases are not there: no row, no count, no found word."""

import pytest

from caseapp.domain import commands as c
from caseapp.domain.compartments import Team
from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.vocab import Kind, Mode, Path, Theme
from caseapp.queries.filtering import Filter
from caseapp.services.casework import desk, queues
from caseapp.services.petitioner import tracking
from caseapp.services.staff import identity, teams
from tests.lives import REPORT, Lives
from tests.services.seeing import FIRST_QUARTER, Eyes
from tests.services.workflow.test_steps_recusal import NEVER, WORDS

assert FIRST_QUARTER.number == 1


@pytest.mark.parametrize("login", ["saran", "sukh", "zaya"])
@pytest.mark.parametrize("kind", [Kind.CORRUPTION, Kind.CONFLICT_OF_INTEREST])
def test_outside_the_team_the_lists_are_as_if_no_report_had_come(
    lives: Lives, eyes: Eyes, login: str, kind: Kind
) -> None:
    lives.answered("saran", "tuya")
    before = eyes.lists(login, *WORDS)
    lives.referred("bat", "tuya")
    lives.in_progress("bat", Theme.BRIBERY, words=REPORT, kind=kind, mode=Mode.ANONYMOUS)
    assert eyes.lists(login, *WORDS) == before
    assert eyes.lists("bat", *WORDS) != before


@pytest.mark.parametrize("login", ["saran", "sukh"])
def test_outside_the_team_each_service_answers_as_for_a_number_that_never_existed(
    lives: Lives, eyes: Eyes, login: str
) -> None:
    filed = lives.under_integrity("bat", Mode.NAMED)
    assert eyes.about(login, filed.number) == eyes.about(login, NEVER)


def test_statistics_tell_an_analyst_of_integrity_as_counts_of_the_whole_authority(lives: Lives, eyes: Eyes) -> None:
    lives.answered("saran", "tuya")
    before = eyes.statistics("oyun")
    lives.under_integrity("bat")
    after = eyes.statistics("oyun")
    assert after["internal"].pop("integrity") != before["internal"].pop("integrity")
    assert after == before


def test_an_inspector_sees_an_escalated_case_leave_with_all_that_hung_on_it(lives: Lives, eyes: Eyes) -> None:
    lives.answered("saran", "tuya")
    before = eyes.lists("saran", *WORDS)
    filed = lives.in_progress("saran")
    assert eyes.lists("saran", *WORDS) != before
    taken = lives.cast.step("saran", filed.number, c.Escalate("Хахуулийн шинжтэй."))
    assert (taken.path, taken.visible) == (Path.INTEGRITY, False)
    assert eyes.lists("saran", *WORDS) == before
    assert eyes.about("saran", filed.number) == eyes.about("saran", NEVER)


def test_whoever_escalates_from_within_both_teams_still_sees_the_case(lives: Lives) -> None:
    filed = lives.in_progress("bat")
    assert lives.cast.step("bat", filed.number, c.Escalate("Хахуулийн шинжтэй.")).visible
    with lives.cast.at("bat") as uow:
        assert desk.open_case(uow, filed.number).opened


def test_after_escalation_the_new_team_opens_all_and_the_citizen_still_reads_their_own(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.AskCitizen("Хэн мөнгө нэхсэн бэ?"))
    lives.cast.step("saran", filed.number, c.Resume())
    lives.cast.step("saran", filed.number, c.Escalate("Хахуулийн шинжтэй."))
    with lives.cast.at("tuya") as uow:
        page = desk.open_case(uow, filed.number)
        assert page.opened and "narrative" in page.opened
        assert [m.text for m in page.messages] == ["Хэн мөнгө нэхсэн бэ?"]
        assert [n.text for n in page.notes] == ["Хахуулийн шинжтэй."]
        assert page.case.assignee_id is None
    with lives.citizen(filed) as own:
        mine = tracking.open_own(own)
    assert mine.filed.text
    assert "case.escalated" not in [event.verb for event in mine.events]


def test_two_people_return_a_case_to_the_ordinary_path_and_the_inspector_meets_it_again(lives: Lives) -> None:
    filed = lives.triaged("bat", Theme.BRIBERY, words=REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    lives.cast.step("bat", filed.number, c.ProposeReturn("Авлигын шинжгүй."))
    with pytest.raises(RuleBroken):
        lives.cast.step("bat", filed.number, c.ApproveReturn())
    lives.cast.step("tuya", filed.number, c.ApproveReturn())
    with lives.cast.at("saran") as uow:
        page = desk.open_case(uow, filed.number)
        assert page.opened and page.opened["narrative"]["text"] == REPORT
        assert page.case.path is Path.ORDINARY


def test_a_member_who_leaves_the_team_loses_sight_at_once_even_in_an_open_session(lives: Lives) -> None:
    filed = lives.under_integrity("bat")
    ganaa = lives.cast.id_of("ganaa")
    with lives.cast.at("ganaa") as uow:
        assert desk.open_case(uow, filed.number).opened
    try:
        with lives.cast.at("tuya") as uow:
            teams.remove_member(uow, Team.INTEGRITY, ganaa)
        with lives.cast.at("ganaa") as uow:
            assert queues.list_cases(uow, Filter(queue="all")).rows == ()
        with pytest.raises(Refused), lives.cast.at("ganaa") as uow:
            desk.open_case(uow, filed.number)
    finally:
        with lives.cast.at("tuya") as uow:
            teams.add_member(uow, Team.INTEGRITY, ganaa)


def test_consent_to_see_an_identity_ends_when_the_case_leaves_the_team(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    with lives.cast.at("saran") as uow:
        identity.ask(uow, filed.number, "Хаягийг тодруулна.")
    with lives.cast.at("tuya") as uow:
        request = desk.open_case(uow, filed.number).identity_requests[0].id
        identity.decide(uow, filed.number, request, granted=True)
    lives.cast.step("saran", filed.number, c.Escalate("Шинжтэй."))
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        identity.reveal(uow, filed.number)
