"""A double click, or two people at the same moment: the second waits for the first, and is then told so in words."""

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.compartments import Team
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.policy import Role
from caseapp.domain.units import UnitLevel
from caseapp.models.people import RoleGrant
from caseapp.models.reference import Unit
from caseapp.services.casework import explaining
from caseapp.services.law import upkeep
from caseapp.services.staff import identity, people, sessions, teams
from caseapp.services.uow import UnitOfWork, open_unit_of_work
from tests.lives import Lives
from tests.people import PASSWORD

Act = Callable[[UnitOfWork], object]
DONE = "done"


def both(lives: Lives, act: Act, first: str, second: str = "", then: Act | None = None) -> object:
    """What the second hears whose transaction begins while the first one's is still open."""
    second, then = second or first, then or act
    lives.cast.signed_in(second)
    said: list[object] = []

    def send() -> None:
        try:
            with lives.cast.at(second) as uow:
                then(uow)
            said.append(DONE)
        except RuleBroken as broken:
            said.append(broken.reason)
        except Exception as wrong:
            said.append(wrong)

    waiting = threading.Thread(target=send)
    with lives.cast.at(first) as uow:
        act(uow)
        uow.session.flush()
        waiting.start()
        waiting.join(0.4)
        assert said == [], "the second did not wait"
    waiting.join(20)
    assert len(said) == 1
    return said[0]


def count(lives: Lives, query: str, **values: object) -> int:
    with lives.owner.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {query}"), values) or 0)


@pytest.fixture
def as_before(lives: Lives) -> Iterator[None]:
    """People, units, rules and teams outlive a test's cases: what was added here is taken away again."""
    before = {"staff_user": 0, "unit": 0, "deadline_rule": 0}
    with lives.owner.connect() as connection:
        for table in before:
            before[table] = connection.scalar(text(f"SELECT max(id) FROM {table}")) or 0
        current = connection.scalars(text("SELECT id FROM deadline_rule WHERE current")).all()
        held = connection.execute(text("SELECT * FROM team_member")).mappings().all()
    yield
    with lives.owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        owner.execute(text("DELETE FROM team_member"))
        columns = ", ".join(held[0])
        owner.execute(
            text(f"INSERT INTO team_member ({columns}) VALUES (:{', :'.join(held[0])})"), [dict(row) for row in held]
        )
        for table in ("staff_session", "role_grant", "staff_credential"):
            owner.execute(text(f"DELETE FROM {table} WHERE user_id > :id"), {"id": before["staff_user"]})
        for table, newest in before.items():
            owner.execute(text(f"DELETE FROM {table} WHERE id > :id"), {"id": newest})
        owner.execute(text("UPDATE deadline_rule SET current = (id = ANY (:ids))"), {"ids": list(current)})


def new_person(uow: UnitOfWork) -> None:
    people.create_person(
        uow, login="tsend", name="Цэнд", post="Байцаагч", roles=frozenset({Role.INSPECTOR}), password="Анхны түлхүүр"
    )


def new_unit(uow: UnitOfWork) -> None:
    upkeep.keep_unit(uow, None, code="NEW", name_mn="Шинэ", name_en="New", level=UnitLevel.DEPARTMENT, active=True)


def new_version(uow: UnitOfWork) -> None:
    upkeep.change_rule(uow, "reply_days", value=29, basis_mn="Журам", basis_en="Rule", source="test", verified=False)


@pytest.mark.usefixtures("as_before")
def test_a_person_sent_twice_is_added_once(lives: Lives) -> None:
    assert both(lives, new_person, "dorj") is Reason.LOGIN_TAKEN
    assert count(lives, "staff_user WHERE login = 'tsend'") == 1


@pytest.mark.usefixtures("as_before")
def test_a_unit_sent_twice_is_added_once(lives: Lives) -> None:
    assert both(lives, new_unit, "dorj") is Reason.ALREADY_DONE
    assert count(lives, "unit WHERE code = 'NEW'") == 1


@pytest.mark.usefixtures("as_before")
def test_a_rule_sent_twice_is_changed_once_and_one_version_is_in_force(lives: Lives) -> None:
    before = count(lives, "deadline_rule WHERE code = 'reply_days'")
    assert both(lives, new_version, "dorj", "naran") is Reason.ALREADY_DONE
    assert count(lives, "deadline_rule WHERE code = 'reply_days'") == before + 1
    assert count(lives, "deadline_rule WHERE code = 'reply_days' AND current") == 1
    assert lives.file().number


@pytest.mark.usefixtures("as_before")
def test_a_member_sent_twice_joins_once(lives: Lives) -> None:
    saran = lives.cast.id_of("saran")
    assert both(lives, lambda uow: teams.add_member(uow, Team.INTEGRITY, saran), "tuya", "ganaa") is DONE
    assert count(lives, "team_member WHERE team = 'integrity' AND user_id = :id", id=saran) == 1


def test_roles_sent_twice_are_changed_as_they_were_sent(lives: Lives) -> None:
    sukh = lives.cast.id_of("sukh")
    with lives.cast.at("dorj") as uow:
        person = next(one for one in upkeep.people(uow) if one.id == sukh)
    details = {"name": person.name, "post": person.post, "unit_id": person.unit_id, "supervisor_id": None}

    def same(uow: UnitOfWork) -> None:
        people.change_person(uow, sukh, roles=frozenset(person.roles), **details)  # type: ignore[arg-type]

    assert both(lives, same, "dorj", "naran") is DONE
    assert count(lives, "role_grant WHERE user_id = :id", id=sukh) == len(person.roles)


def test_a_wish_to_see_an_identity_is_decided_once(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    with lives.cast.at("saran") as uow:
        identity.ask(uow, filed.number, "Утасдаж тодруулна.")
    with lives.owner.connect() as connection:
        one = int(connection.scalar(text("SELECT id FROM identity_request")) or 0)
    said = both(
        lives,
        lambda uow: identity.decide(uow, filed.number, one, granted=False),
        "tuya",
        "ganaa",
        lambda uow: identity.decide(uow, filed.number, one, granted=True),
    )
    assert said is Reason.REQUEST_DECIDED
    assert [v for v in lives.verbs(filed) if v.startswith("identity")] == ["identity.asked", "identity.declined"]


def test_a_unit_explains_once(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.RequestExplanation(lives.unit("AIM-061"), "Цонх яагаад хаалттай байв?"))
    with lives.cast.at("zaya") as uow:
        one = explaining.questions(uow)[0].id
    assert both(lives, lambda uow: explaining.answer(uow, one, "Систем зогссон."), "zaya") is Reason.REQUEST_DECIDED
    assert lives.verbs(filed).count("explanation.answered") == 1


@pytest.mark.usefixtures("as_before")
def test_the_last_two_of_a_team_do_not_go_at_the_same_moment(lives: Lives) -> None:
    tuya, ganaa, bat = (lives.cast.id_of(login) for login in ("tuya", "ganaa", "bat"))
    said = both(
        lives,
        lambda uow: teams.remove_member(uow, Team.INTEGRITY, bat),
        "tuya",
        "ganaa",
        lambda uow: teams.remove_member(uow, Team.INTEGRITY, tuya),
    )
    assert said is Reason.LAST_OF_TEAM
    assert count(lives, "team_member WHERE team = 'integrity' AND user_id IN (:a, :b)", a=tuya, b=ganaa) == 2


@pytest.mark.usefixtures("as_before")
def test_nobody_joins_a_team_with_keys_that_a_reset_is_taking_away(lives: Lives) -> None:
    with lives.cast.at("dorj") as uow:
        new_person(uow)
    lives.cast._ids.clear()
    tsend = lives.cast.id_of("tsend")
    with open_unit_of_work(lives.around, system(Door.AUTH)) as uow:
        sessions.change_password(uow, tsend, "Анхны түлхүүр", PASSWORD)
    said = both(
        lives,
        lambda uow: people.reset_password(uow, tsend, "Шинээр өгсөн үг"),
        "dorj",
        "tuya",
        lambda uow: teams.add_member(uow, Team.CASEWORK, tsend),
    )
    assert said is Reason.NOT_READY_FOR_TEAM
    lives.cast._ids.clear()


@pytest.mark.usefixtures("as_before")
def test_a_session_that_is_being_opened_does_not_outlive_a_reset(lives: Lives) -> None:
    with lives.cast.at("dorj") as uow:
        new_person(uow)
    lives.cast._ids.clear()
    tsend, tokens = lives.cast.id_of("tsend"), list[str | None]()
    lives.cast.signed_in("dorj")
    said: list[object] = []

    def reset() -> None:
        with lives.cast.at("dorj") as uow:
            people.reset_password(uow, tsend, "Шинээр өгсөн үг")
        said.append(DONE)

    waiting = threading.Thread(target=reset)
    with open_unit_of_work(lives.around, system(Door.AUTH)) as uow:
        tokens.append(sessions.sign_in(uow, "tsend", "Анхны түлхүүр"))
        uow.session.flush()
        waiting.start()
        waiting.join(0.4)
        assert said == []
    waiting.join(20)
    with open_unit_of_work(lives.around, system(Door.AUTH)) as uow:
        assert sessions.resume(uow, tokens[0] or "", sessions.LONGEST) is None
    lives.cast._ids.clear()


def test_only_what_is_there_already_is_told_so_and_no_other_fault_hides_behind_it(lives: Lives) -> None:
    with pytest.raises(RuleBroken) as broken, lives.cast.at("dorj") as uow:
        uow.session.add(Unit(code="CIV", name_mn="Н", name_en="N", level=UnitLevel.DEPARTMENT, active=True))
    assert broken.value.reason is Reason.ALREADY_DONE
    with pytest.raises(IntegrityError), lives.cast.at("dorj") as uow:
        uow.session.add(RoleGrant(user_id=999_999, role=Role.AUDITOR))
