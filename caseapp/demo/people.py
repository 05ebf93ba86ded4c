"""The demonstration's staff: invented people for every role, one shared password, and signing them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from caseapp.domain.actors import Actor, Door, system
from caseapp.domain.compartments import Team
from caseapp.domain.policy import Role
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit
from caseapp.services.law import upkeep
from caseapp.services.staff import people, sessions, teams
from caseapp.services.staff.sessions import SignedIn
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.vault.agency import fingerprint

PASSWORD = "demo-hurdan-huleg-mori"  # noqa: S105 - shown on purpose: it opens invented cases only
FIRST_HEAD, SECOND_HEAD = "tuya", "ganaa"
REGISTRAR, LIAISON = "sukh", "enkhjin"
INSPECTORS = ("saran", "temuulen", "anu", "bat")
INTEGRITY_INSPECTORS = ("bat", "nomin")
_IDLE = timedelta(hours=1)
_CASEWORK, _BOTH = (Team.CASEWORK,), (Team.CASEWORK, Team.INTEGRITY)


@dataclass(frozen=True)
class Member:
    """`supervisor` is a login; `hint` says in English what is worth trying with this account."""

    login: str
    name: str
    post: str
    roles: tuple[Role, ...]
    unit: str
    teams: tuple[Team, ...] = ()
    supervisor: str | None = None
    hint: str = ""


_SENIOR = (Role.INSPECTOR, Role.INTEGRITY_INSPECTOR)
_OFFICER = (Role.UNIT_OFFICER,)
_INSPECTOR_POST = "Хяналтын улсын байцаагч"

CAST: tuple[Member, ...] = (
    Member(
        FIRST_HEAD,
        "Д.Туяа",
        "Хяналт шалгалтын газрын дарга",
        (Role.HEAD,),
        "INS",
        _BOTH,
        hint="approve an answer, a referral, a look at an identity",
    ),
    Member(SECOND_HEAD, "С.Ганаа", "Орлогч дарга", (Role.HEAD,), "INS", _BOTH, hint="the second pair of eyes"),
    Member("bat", "Э.Бат", "Ахлах байцаагч", _SENIOR, "INS", _BOTH, FIRST_HEAD, "both queues; propose a referral"),
    Member(
        "nomin",
        "Ж.Номин",
        "Байцаагч (авлигын эсрэг)",
        (Role.INTEGRITY_INSPECTOR,),
        "INS",
        (Team.INTEGRITY,),
        FIRST_HEAD,
        "integrity cases alone",
    ),
    Member(
        "saran",
        "Б.Саран",
        _INSPECTOR_POST,
        (Role.INSPECTOR,),
        "INS",
        _CASEWORK,
        SECOND_HEAD,
        "work on a case; she never sees the complaint about herself",
    ),
    Member(
        "temuulen",
        "О.Тэмүүлэн",
        _INSPECTOR_POST,
        (Role.INSPECTOR,),
        "INS",
        _CASEWORK,
        SECOND_HEAD,
        "another inspector",
    ),
    Member("anu", "М.Ану", _INSPECTOR_POST, (Role.INSPECTOR,), "INS", _CASEWORK, FIRST_HEAD, "another inspector"),
    Member(
        REGISTRAR,
        "Л.Сүх",
        "Бичиг хэргийн эрхлэгч",
        (Role.REGISTRAR,),
        "ADM",
        _CASEWORK,
        hint="take a complaint in at the counter, register what came",
    ),
    Member("zaya", "Г.Заяа", "Хэлтсийн мэргэжилтэн", _OFFICER, "AIM-061", hint="answer for Dornod what was asked"),
    Member("erdene", "Н.Эрдэнэ", "Хэлтсийн мэргэжилтэн", _OFFICER, "UB-BGD", hint="the same for Bayangol"),
    Member("solongo", "Ц.Солонго", "Хэлтсийн мэргэжилтэн", _OFFICER, "UB-SHD", hint="the same, Songinokhairkhan"),
    Member("mandakh", "Р.Мандах", "Мэргэжилтэн", _OFFICER, "CIV", hint="the same for civil registration"),
    Member("otgon", "П.Отгон", "Мэргэжилтэн", _OFFICER, "PRO", hint="the same for property rights"),
    Member("bilguun", "А.Билгүүн", "Мэргэжилтэн", _OFFICER, "LEG", hint="the same for legal entities"),
    Member("oyun", "Х.Оюун", "Ахлах шинжээч", (Role.ANALYST,), "PPA", hint="the quarter's analysis, both editions"),
    Member(LIAISON, "Т.Энхжин", "АТГ-ын холбогч", (Role.AGENCY_LIAISON,), "HQ", hint="fetch and acknowledge packages"),
    Member("khulan", "Я.Хулан", "Дотоод аудитор", (Role.AUDITOR,), "ADM", hint="read and verify the ledger"),
    Member("dorj", "У.Дорж", "Системийн админ", (Role.ADMIN,), "ITD", hint="people, units, rules, the Agency's keys"),
    Member("naran", "И.Наран", "Системийн админ", (Role.ADMIN,), "ITD", hint="another administrator"),
)
OFFICER_OF = {member.unit: member.login for member in CAST if member.roles == _OFFICER}


def unit_ids(uow: UnitOfWork) -> dict[str, int]:
    return {row.code: row.id for row in uow.session.execute(select(Unit.code, Unit.id))}


def person_ids(uow: UnitOfWork) -> dict[str, int]:
    return {row.login: row.id for row in uow.session.execute(select(StaffUser.login, StaffUser.id))}


def create(around: Surroundings) -> str:
    """All of the cast, and both teams' keys; returns the recovery key as text."""
    with open_unit_of_work(around, system(Door.ADMIN)) as uow:
        units, ids = unit_ids(uow), dict[str, int]()
        for member in CAST:
            ids[member.login] = people.create_person(
                uow,
                login=member.login,
                name=member.name,
                post=member.post,
                roles=frozenset(member.roles),
                password=PASSWORD,
                unit_id=units[member.unit],
                supervisor_id=ids[member.supervisor] if member.supervisor else None,
                must_change=False,
            )
        return teams.found_by_login(uow, FIRST_HEAD)


def share_team_keys(around: Surroundings) -> None:
    """The first head seals the teams' keys to everybody who works with them."""
    head = signed_in(around, [FIRST_HEAD])[FIRST_HEAD]
    with open_unit_of_work(around, head.actor(Door.CASEWORK), head.keys) as uow:
        ids = person_ids(uow)
        for member in CAST:
            for team in member.teams if member.login != FIRST_HEAD else ():
                teams.add_member(uow, team, ids[member.login])


def keep_agency_recipient(around: Surroundings, recipient: str) -> None:
    """Entered by an administrator, confirmed by a head of the integrity team."""
    enters, confirms = signed_in(around, ["dorj", FIRST_HEAD]).values()
    with open_unit_of_work(around, enters.actor(Door.ADMIN)) as uow:
        upkeep.enter_recipient(uow, recipient)
    with open_unit_of_work(around, confirms.actor(Door.CASEWORK), confirms.keys) as uow:
        row = next(row for row in upkeep.recipients(uow) if row.recipient == recipient)
        upkeep.confirm_recipient(uow, row.id, fingerprint(recipient))


def signed_in(around: Surroundings, logins: list[str]) -> dict[str, SignedIn]:
    """Who they are with the keys that their password opens; the sessions themselves are ended at once."""
    found = {}
    with open_unit_of_work(around, system(Door.AUTH)) as uow:
        for login in logins:
            token = sessions.sign_in(uow, login, PASSWORD)
            who = sessions.resume(uow, token, _IDLE) if token else None
            if token is None or who is None:
                raise RuntimeError(f"{login} cannot sign in")
            sessions.sign_out(uow, token)
            found[login] = who
    return found


def at_work(staff: Mapping[str, SignedIn], login: str) -> Actor:
    """The actor at the door that this person's pages stand behind."""
    return staff[login].actor(Door.AGENCY if login == LIAISON else Door.CASEWORK)
