"""The standing cast: Bat and Saran inspect, Tuya and Ganaa head them, Oyun analyses, Dorj and Naran administer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select

from caseapp.domain.actors import Actor, ActorKind, Door, system
from caseapp.domain.commands import Command
from caseapp.domain.compartments import Team
from caseapp.domain.policy import Role, permissions_of
from caseapp.models.people import StaffUser
from caseapp.models.reference import Unit
from caseapp.services.law import upkeep
from caseapp.services.quarterly import learning
from caseapp.services.staff import people, sessions, teams
from caseapp.services.staff.sessions import SignedIn
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.services.workflow import steps
from caseapp.services.workflow.steps import Taken
from caseapp.vault.agency import new_identity

PASSWORD = "Цэнхэр тэнгэр 2026"
IDLE = sessions.LONGEST


@dataclass(frozen=True)
class Member:
    login: str
    name: str
    post: str
    roles: tuple[Role, ...]
    teams: tuple[Team, ...] = ()
    unit: str = "INS"
    door: Door = Door.CASEWORK
    supervisor: str = ""


BOTH = (Team.CASEWORK, Team.INTEGRITY)
CAST = (
    Member("tuya", "Туяа", "Хяналт шалгалтын газрын дарга", (Role.HEAD,), BOTH),
    Member("ganaa", "Ганаа", "Хяналт шалгалтын газрын орлогч дарга", (Role.HEAD,), BOTH),
    Member("bat", "Бат", "Ахлах байцаагч", (Role.INTEGRITY_INSPECTOR,), BOTH),
    Member("saran", "Саран", "Хяналтын байцаагч", (Role.INSPECTOR,), (Team.CASEWORK,)),
    Member("sukh", "Сүх", "Бүртгэгч", (Role.REGISTRAR,), (Team.CASEWORK,), "ADM"),
    Member("zaya", "Заяа", "Хэлтсийн мэргэжилтэн", (Role.UNIT_OFFICER,), (), "AIM-061"),
    Member("oyun", "Оюун", "Шинжээч", (Role.ANALYST,), (), "PPA", Door.ANALYSIS),
    Member("dorj", "Дорж", "Админ", (Role.ADMIN,), (), "ITD", Door.ADMIN),
    Member("naran", "Наран", "Админ", (Role.ADMIN,), (), "ITD", Door.ADMIN),
    Member("enkh", "Энхжин", "АТГ-ын ажилтан", (Role.AGENCY_LIAISON,), (), "HQ", Door.AGENCY),
    Member("khulan", "Хулан", "Дотоод аудитор", (Role.AUDITOR,), (), "ADM", Door.AUDIT),
    Member("dulam", "Дулам", "Хэлтсийн дарга", (), (), "AIM-061", Door.CASEWORK),
    Member("gerel", "Гэрэл", "Бүртгэгч", (), (), "AIM-061", Door.CASEWORK, "dulam"),
)
DOORS = {member.login: member.door for member in CAST}


def found_cast(around: Surroundings) -> str:
    """People, both teams, a classifier and the Agency's confirmed key; returns the Agency's identity."""
    with open_unit_of_work(around, system(Door.ADMIN)) as uow:
        _employ(uow)
        teams.found_by_login(uow, "tuya")
        learning.promote_first(uow)
    cast = Cast(around)
    for team in Team:
        for member in CAST:
            if team in member.teams and member.login != "tuya":
                with cast.at("tuya") as uow:
                    teams.add_member(uow, team, cast.id_of(member.login))
    identity, recipient = new_identity()
    with cast.at("dorj") as uow:
        upkeep.enter_recipient(uow, recipient)
        row = upkeep.recipients(uow)[0]
        row_id, fingerprint = row.id, row.fingerprint
    with cast.at("tuya") as uow:
        upkeep.confirm_recipient(uow, row_id, fingerprint)
    return identity


def _employ(uow: UnitOfWork) -> None:
    units = {unit.code: unit.id for unit in uow.session.scalars(select(Unit))}
    ids: dict[str, int] = {}
    for member in CAST:
        ids[member.login] = people.create_person(
            uow,
            login=member.login,
            name=member.name,
            post=member.post,
            roles=frozenset(member.roles),
            password=PASSWORD,
            unit_id=units[member.unit],
            supervisor_id=ids.get(member.supervisor),
            must_change=False,
        )


@dataclass
class Cast:
    """The people of one test; each signs in at first need, with the real password and the real keys."""

    around: Surroundings
    agency_identity: str = ""
    _signed: dict[str, SignedIn] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)

    def id_of(self, login: str) -> int:
        if not self._ids:
            with open_unit_of_work(self.around, system(Door.ADMIN)) as uow:
                self._ids = {person.login: person.id for person in uow.session.scalars(select(StaffUser))}
        return self._ids[login]

    def signed_in(self, login: str) -> SignedIn:
        if login not in self._signed:
            with open_unit_of_work(self.around, system(Door.AUTH)) as uow:
                token = sessions.sign_in(uow, login, PASSWORD)
            with open_unit_of_work(self.around, system(Door.AUTH)) as uow:
                someone = sessions.resume(uow, token or "", IDLE)
            assert someone is not None
            self._signed[login] = someone
        return self._signed[login]

    def forget(self, login: str) -> None:
        """After roles or teams changed: the next step is taken with what holds then."""
        self._signed.pop(login, None)

    @contextmanager
    def at(self, login: str, door: Door | None = None) -> Iterator[UnitOfWork]:
        """A unit of work of this person at their door."""
        someone = self.signed_in(login)
        actor = someone.actor(door or DOORS.get(login, Door.CASEWORK))
        with open_unit_of_work(self.around, actor, someone.keys) as uow:
            yield uow

    def step(self, login: str, number: str, command: Command) -> Taken:
        """One step of the workflow in a transaction of its own."""
        with self.at(login) as uow:
            return steps.take_step(uow, number, command)


def actor_of(*roles: Role, user_id: int = 1, cleared: tuple[Team, ...] = ()) -> Actor:
    """An actor for rules alone, without a database."""
    return Actor(ActorKind.STAFF, Door.CASEWORK, user_id, permissions_of(frozenset(roles)), frozenset(cleared))
