"""Signing in, staying in, and being put out: what an account may do ends when the account's rights end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from caseapp.domain.actors import Door, system
from caseapp.domain.compartments import Team
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.policy import Permission, Role
from caseapp.services.law import upkeep
from caseapp.services.staff import people, sessions, teams
from caseapp.services.staff.sessions import SignedIn
from caseapp.services.uow import open_unit_of_work
from tests.conftest import Clock
from tests.lives import Lives
from tests.people import PASSWORD

IDLE = timedelta(minutes=30)
OTHER = "Хүрэн бор толгод 99"
FIRST = "Анхны түлхүүр үг"


def sign_in(lives: Lives, login: str, password: str = PASSWORD) -> str | None:
    with open_unit_of_work(lives.around, system(Door.AUTH)) as uow:
        return sessions.sign_in(uow, login, password)


def resume(lives: Lives, token: str | None, idle: timedelta = IDLE) -> SignedIn | None:
    with open_unit_of_work(lives.around, system(Door.AUTH)) as uow:
        return sessions.resume(uow, token or "", idle)


def change_password(lives: Lives, login: str, old: str, new: str) -> str:
    with open_unit_of_work(lives.around, system(Door.AUTH)) as uow:
        return sessions.change_password(uow, lives.cast.id_of(login), old, new)


@pytest.fixture
def newcomer(lives: Lives) -> Iterator[int]:
    """Tsend, an inspector of this test alone, with a first password that must be changed."""
    with lives.cast.at("dorj") as uow:
        person = people.create_person(
            uow, login="tsend", name="Цэнд", post="Байцаагч", roles=frozenset({Role.INSPECTOR}), password=FIRST
        )
    lives.cast._ids.clear()
    yield person
    with lives.owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        for table, column in (
            ("staff_session", "user_id"),
            ("team_member", "user_id"),
            ("role_grant", "user_id"),
            ("staff_credential", "user_id"),
            ("staff_user", "id"),
        ):
            owner.execute(text(f"DELETE FROM {table} WHERE {column} = :id"), {"id": person})


def settled(lives: Lives) -> str:
    """Tsend has chosen an own password and belongs to the casework team; returns the session's token."""
    token = change_password(lives, "tsend", FIRST, OTHER)
    with lives.cast.at("tuya") as uow:
        teams.add_member(uow, Team.CASEWORK, lives.cast.id_of("tsend"))
    return token


def change_roles(lives: Lives, *roles: Role) -> None:
    with lives.cast.at("dorj") as uow:
        people.change_person(
            uow,
            lives.cast.id_of("tsend"),
            name="Цэнд",
            post="Байцаагч",
            roles=frozenset(roles),
            unit_id=None,
            supervisor_id=None,
        )


@pytest.mark.parametrize(("login", "password"), [("saran", "буруу нууц үг"), ("хэн ч биш", PASSWORD), ("saran", "")])
def test_a_wrong_login_and_a_wrong_password_get_the_same_answer(lives: Lives, login: str, password: str) -> None:
    assert sign_in(lives, login, password) is None


def test_a_token_that_was_never_given_out_opens_nothing(lives: Lives) -> None:
    token = sign_in(lives, "saran")
    assert token is not None and resume(lives, token) is not None
    for wrong in ("", "x", token[:-1], token + "A", token.swapcase(), "A" * len(token)):
        assert resume(lives, wrong) is None


def test_five_wrong_tries_shut_the_login_for_a_quarter_of_an_hour(lives: Lives, clock: Clock) -> None:
    for _ in range(5):
        assert sign_in(lives, "saran", "буруу нууц үг") is None
    for login in ("saran", "SARAN"):
        with pytest.raises(RuleBroken) as broken:
            sign_in(lives, login)
        assert broken.value.reason is Reason.TOO_MANY_TRIES
    assert sign_in(lives, "bat") is not None
    clock.forward(minutes=15, seconds=1)
    assert sign_in(lives, "saran") is not None


def test_a_login_that_does_not_exist_is_shut_as_one_that_does(lives: Lives) -> None:
    for _ in range(5):
        assert sign_in(lives, "nobody", "буруу нууц үг") is None
    with pytest.raises(RuleBroken) as broken:
        sign_in(lives, "nobody", "буруу нууц үг")
    assert broken.value.reason is Reason.TOO_MANY_TRIES


def test_signing_in_begins_the_count_of_tries_anew(lives: Lives) -> None:
    for _ in range(2):
        for _ in range(4):
            assert sign_in(lives, "saran", "буруу нууц үг") is None
        assert sign_in(lives, "saran") is not None


def test_failed_tries_stand_in_the_ledger_without_the_login(lives: Lives) -> None:
    sign_in(lives, "saran", "буруу нууц үг")
    with lives.owner.connect() as connection:
        entry = connection.execute(text("SELECT verb, detail::text AS said FROM ledger_entry")).one()
    assert (entry.verb, entry.said) == ("session.failed", "{}")


@pytest.mark.parametrize(("login", "minutes"), [("saran", 30), ("bat", 10), ("tuya", 10)])
def test_an_idle_session_ends_and_sooner_for_whoever_holds_the_integrity_key(
    lives: Lives, clock: Clock, login: str, minutes: int
) -> None:
    token = sign_in(lives, login)
    for _ in range(3):
        clock.forward(minutes=minutes)
        assert resume(lives, token) is not None
    clock.forward(minutes=minutes, seconds=1)
    assert resume(lives, token) is None
    clock.forward(minutes=-5)
    assert resume(lives, token) is None, "an ended session stays ended"


def test_no_session_lasts_longer_than_a_working_day(lives: Lives, clock: Clock) -> None:
    token = sign_in(lives, "saran")
    for _ in range(20):
        clock.forward(minutes=29)
        assert resume(lives, token) is not None
    clock.forward(minutes=21)
    assert resume(lives, token) is None


def test_signing_out_ends_this_session_alone(lives: Lives) -> None:
    here, there = sign_in(lives, "saran"), sign_in(lives, "saran")
    with open_unit_of_work(lives.around, system(Door.AUTH)) as uow:
        sessions.sign_out(uow, here or "")
    assert resume(lives, here) is None
    assert resume(lives, there) is not None


@pytest.mark.usefixtures("newcomer")
def test_a_first_password_must_be_changed_and_opens_no_team(lives: Lives) -> None:
    someone = resume(lives, sign_in(lives, "tsend", FIRST))
    assert someone is not None and someone.must_change and someone.teams == frozenset()
    with pytest.raises(RuleBroken) as broken, lives.cast.at("tuya") as uow:
        teams.add_member(uow, Team.CASEWORK, lives.cast.id_of("tsend"))
    assert broken.value.reason is Reason.NOT_READY_FOR_TEAM


@pytest.mark.usefixtures("newcomer")
def test_a_changed_password_ends_all_other_sessions_and_the_old_password(lives: Lives) -> None:
    old = sign_in(lives, "tsend", FIRST)
    new = change_password(lives, "tsend", FIRST, OTHER)
    assert resume(lives, old) is None
    someone = resume(lives, new)
    assert someone is not None and not someone.must_change
    assert sign_in(lives, "tsend", FIRST) is None
    assert sign_in(lives, "tsend", OTHER) is not None


@pytest.mark.usefixtures("newcomer")
def test_the_team_key_survives_a_later_change_of_password(lives: Lives) -> None:
    settled(lives)
    token = change_password(lives, "tsend", OTHER, "Шинэ нууц үг хоёр")
    someone = resume(lives, token)
    assert someone is not None and someone.keys.team("casework") is not None


@pytest.mark.usefixtures("newcomer")
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("буруу нууц үг", OTHER, Reason.WRONG_SIGN_IN),
        (FIRST, "богино", Reason.WEAK_PASSWORD),
        (FIRST, "миний нэр Tsend юм", Reason.WEAK_PASSWORD),
        (FIRST, FIRST, Reason.WEAK_PASSWORD),
    ],
)
def test_a_bad_change_of_password_changes_nothing(lives: Lives, old: str, new: str, reason: Reason) -> None:
    with pytest.raises(RuleBroken) as broken:
        change_password(lives, "tsend", old, new)
    assert broken.value.reason is reason
    assert sign_in(lives, "tsend", FIRST) is not None


def test_a_disabled_account_ends_at_once_with_its_sessions_and_team_keys(lives: Lives, newcomer: int) -> None:
    token = settled(lives)
    assert resume(lives, token) is not None
    with lives.cast.at("dorj") as uow:
        people.set_active(uow, newcomer, active=False)
    assert resume(lives, token) is None
    assert sign_in(lives, "tsend", OTHER) is None
    with lives.owner.connect() as connection:
        held = connection.scalar(text("SELECT count(*) FROM team_member WHERE user_id = :id"), {"id": newcomer})
    assert held == 0
    with lives.cast.at("dorj") as uow:
        people.set_active(uow, newcomer, active=True)
    assert resume(lives, token) is None
    someone = resume(lives, sign_in(lives, "tsend", OTHER))
    assert someone is not None and someone.teams == frozenset()


@pytest.mark.usefixtures("newcomer")
def test_a_change_of_role_takes_effect_at_the_next_request_of_the_same_session(lives: Lives) -> None:
    token = settled(lives)
    before = resume(lives, token)
    assert before is not None and Permission.CASE_WORK in before.permissions
    change_roles(lives, Role.REGISTRAR, Role.ANALYST)
    after = resume(lives, token)
    assert after is not None and after.teams == {Team.CASEWORK}
    assert Permission.CASE_WORK not in after.permissions
    assert Permission.ANALYSIS_READ in after.permissions


@pytest.mark.usefixtures("newcomer")
@pytest.mark.parametrize("roles", [(Role.ADMIN,), (Role.ANALYST,), (Role.UNIT_OFFICER,), ()])
def test_whoever_reads_cases_no_longer_loses_the_session_and_the_teams_key_at_once(
    lives: Lives, roles: tuple[Role, ...]
) -> None:
    token = settled(lives)
    change_roles(lives, *roles)
    assert resume(lives, token) is None
    with lives.owner.connect() as connection:
        held = "SELECT count(*) FROM team_member WHERE user_id = :id"
        assert connection.scalar(text(held), {"id": lives.cast.id_of("tsend")}) == 0
    someone = resume(lives, sign_in(lives, "tsend", OTHER))
    assert someone is not None and someone.teams == frozenset() and Permission.CASE_READ not in someone.permissions


def test_a_reset_password_takes_the_old_keys_away(lives: Lives, newcomer: int) -> None:
    token = settled(lives)
    with lives.cast.at("dorj") as uow:
        people.reset_password(uow, newcomer, "Шинээр өгсөн үг")
    assert resume(lives, token) is None
    assert sign_in(lives, "tsend", OTHER) is None
    someone = resume(lives, sign_in(lives, "tsend", "Шинээр өгсөн үг"))
    assert someone is not None and someone.must_change and someone.keys.team("casework") is None


@pytest.mark.usefixtures("newcomer")
def test_an_administrator_cannot_be_given_sight_of_cases(lives: Lives) -> None:
    for other in set(Role) - {Role.ADMIN}:
        with pytest.raises(RuleBroken) as broken:
            change_roles(lives, Role.ADMIN, other)
        assert broken.value.reason is Reason.ADMIN_SEES_NO_CASE, other


@pytest.mark.usefixtures("newcomer")
@pytest.mark.parametrize("other", [Role.REGISTRAR, Role.INSPECTOR, Role.INTEGRITY_INSPECTOR, Role.HEAD])
def test_whoever_reads_cases_does_not_answer_for_a_unit(lives: Lives, other: Role) -> None:
    with pytest.raises(RuleBroken) as broken:
        change_roles(lives, Role.UNIT_OFFICER, other)
    assert broken.value.reason is Reason.OFFICER_READS_NO_CASE


@pytest.mark.parametrize("roles", [frozenset({Role.AUDITOR}), frozenset[Role]()])
def test_nobody_changes_their_own_roles(lives: Lives, roles: frozenset[Role]) -> None:
    dorj = lives.cast.id_of("dorj")
    with lives.cast.at("naran") as uow:
        person = next(one for one in upkeep.people(uow) if one.id == dorj)
    own = {"name": person.name, "post": person.post, "unit_id": person.unit_id, "supervisor_id": person.supervisor_id}
    with pytest.raises(RuleBroken) as broken, lives.cast.at("dorj") as uow:
        people.change_person(uow, dorj, roles=roles, **own)
    assert broken.value.reason is Reason.OWN_ROLES
    with lives.cast.at("dorj") as uow:
        people.change_person(uow, dorj, roles=frozenset({Role.ADMIN}), **own)
