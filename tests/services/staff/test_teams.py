"""Who holds a team's key: passed on by a head who holds it, taken away at once, never down to one person."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from caseapp.domain.compartments import Team
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Role
from caseapp.domain.vocab import Mode
from caseapp.queries.filtering import Filter
from caseapp.services.casework import desk, queues
from caseapp.services.staff import people, teams
from tests.lives import REPORT, Lives


@pytest.fixture(autouse=True)
def same_teams_afterwards(lives: Lives) -> Iterator[None]:
    """Teams outlive a test's cases: whoever was in one is in it again, with the same copy of its key."""
    with lives.owner.connect() as connection:
        before = connection.execute(text("SELECT * FROM team_member")).mappings().all()
    yield
    with lives.owner.begin() as owner:
        owner.execute(text("DELETE FROM team_member"))
        columns = ", ".join(before[0])
        owner.execute(
            text(f"INSERT INTO team_member ({columns}) VALUES (:{', :'.join(before[0])})"),
            [dict(row) for row in before],
        )


def members(lives: Lives, team: Team, login: str = "tuya") -> set[str]:
    with lives.cast.at(login) as uow:
        return {person.login for person in teams.members(uow, team)}


def add(lives: Lives, team: Team, login: str, by: str = "tuya") -> None:
    with lives.cast.at(by) as uow:
        teams.add_member(uow, team, lives.cast.id_of(login))


def remove(lives: Lives, team: Team, login: str, by: str = "tuya") -> None:
    with lives.cast.at(by) as uow:
        teams.remove_member(uow, team, lives.cast.id_of(login))


def test_a_new_member_opens_the_cases_that_were_there_before(lives: Lives) -> None:
    filed = lives.under_integrity("bat")
    add(lives, Team.INTEGRITY, "saran")
    lives.cast.forget("saran")
    with lives.cast.at("saran") as uow:
        page = desk.open_case(uow, filed.number)
        assert page.opened and page.opened["narrative"]["text"] == REPORT


def test_whoever_leaves_sees_nothing_at_once(lives: Lives) -> None:
    filed = lives.triaged("bat", mode=Mode.NAMED)
    with lives.cast.at("sukh") as uow:
        assert queues.list_cases(uow, Filter(queue="all")).counts["all"] == 1
    remove(lives, Team.CASEWORK, "sukh")
    with lives.cast.at("sukh") as uow:
        assert queues.list_cases(uow, Filter(queue="all")).counts["all"] == 0
    with pytest.raises(Refused), lives.cast.at("sukh") as uow:
        desk.open_case(uow, filed.number)
    assert members(lives, Team.CASEWORK) == {"tuya", "ganaa", "bat", "saran"}


@pytest.mark.parametrize("by", ["saran", "bat", "sukh"])
def test_only_a_head_designates_and_releases(lives: Lives, by: str) -> None:
    with pytest.raises(Refused):
        add(lives, Team.CASEWORK, "gerel", by)
    with pytest.raises(Refused):
        remove(lives, Team.CASEWORK, "sukh", by)
    assert members(lives, Team.CASEWORK) == {"tuya", "ganaa", "bat", "saran", "sukh"}


def test_a_head_who_does_not_hold_the_key_passes_nothing_on(lives: Lives) -> None:
    remove(lives, Team.INTEGRITY, "ganaa")
    lives.cast.forget("ganaa")
    for act in (add, remove):
        with pytest.raises(Refused):
            act(lives, Team.INTEGRITY, "bat", "ganaa")
    assert members(lives, Team.INTEGRITY, "ganaa") == set()


def test_two_members_stay(lives: Lives) -> None:
    remove(lives, Team.INTEGRITY, "bat")
    with pytest.raises(RuleBroken) as broken:
        remove(lives, Team.INTEGRITY, "ganaa")
    assert broken.value.reason is Reason.LAST_OF_TEAM
    assert members(lives, Team.INTEGRITY) == {"tuya", "ganaa"}


def test_a_team_is_known_to_its_own_members(lives: Lives) -> None:
    assert members(lives, Team.INTEGRITY, "bat") == {"tuya", "ganaa", "bat"}
    assert members(lives, Team.INTEGRITY, "saran") == set()


def test_adding_twice_changes_nothing_and_nobody_unknown_is_added(lives: Lives) -> None:
    add(lives, Team.CASEWORK, "saran")
    assert len(members(lives, Team.CASEWORK)) == 5
    with pytest.raises(RuleBroken) as broken, lives.cast.at("tuya") as uow:
        teams.add_member(uow, Team.CASEWORK, 999_999)
    assert broken.value.reason is Reason.NO_SUCH_PERSON


def test_whoever_comes_and_goes_stands_in_the_ledger(lives: Lives) -> None:
    add(lives, Team.INTEGRITY, "saran")
    remove(lives, Team.INTEGRITY, "saran")
    with lives.owner.connect() as connection:
        told = connection.execute(
            text("SELECT verb, detail FROM ledger_entry WHERE chain = :c ORDER BY seq"),
            {"c": f"staff/{lives.cast.id_of('tuya')}"},
        ).all()
    saran = {"team": "integrity", "person": lives.cast.id_of("saran")}
    assert [tuple(row) for row in told] == [("team.member_added", saran), ("team.member_removed", saran)]


def test_a_copy_of_the_key_made_for_one_member_does_not_open_for_another(lives: Lives) -> None:
    with lives.owner.begin() as owner:
        owner.execute(
            text(
                "UPDATE team_member SET sealed_key = (SELECT sealed_key FROM team_member WHERE team = 'integrity' AND"
                " user_id = :bat) WHERE team = 'casework' AND user_id = :bat"
            ),
            {"bat": lives.cast.id_of("bat")},
        )
    bat = lives.cast.signed_in("bat")
    assert bat.teams == {Team.INTEGRITY} and bat.keys.team("casework") is None


@pytest.mark.parametrize("login", ["zaya", "oyun", "dorj", "enkh", "gerel"])
def test_whoever_reads_no_cases_gets_no_key(lives: Lives, login: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        add(lives, Team.CASEWORK, login)
    assert broken.value.reason is Reason.NEEDS_CASE_ROLE


def test_the_last_who_holds_a_teams_key_keeps_a_role_that_reads_cases(lives: Lives) -> None:
    bat = lives.cast.id_of("bat")
    with lives.owner.begin() as owner:
        owner.execute(text("DELETE FROM team_member WHERE team = 'integrity' AND user_id <> :bat"), {"bat": bat})
    with pytest.raises(RuleBroken) as broken, lives.cast.at("dorj") as uow:
        people.change_person(
            uow, bat, name="Бат", post="Шинжээч", roles=frozenset({Role.ANALYST}), unit_id=None, supervisor_id=None
        )
    assert broken.value.reason is Reason.LAST_OF_TEAM
    assert members(lives, Team.INTEGRITY, "bat") == {"bat"}
