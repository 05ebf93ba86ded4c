"""What seeded cases stand on: the units, people, rules and public keys of the authority in whose database they lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import select

from caseapp.demo.places import DEPARTMENT_OF, PLACES
from caseapp.domain.actors import Door, system
from caseapp.domain.compartments import Compartment, Team
from caseapp.domain.deadlines import Calendar, Pause, Rule, due_day
from caseapp.domain.policy import Role
from caseapp.models.analysis import ClassifierModel
from caseapp.models.people import RoleGrant, StaffUser, TeamMember
from caseapp.models.reference import AuthorityKey, Unit
from caseapp.queries import rules as stored
from caseapp.queries import steps as left
from caseapp.services.answers import bodies
from caseapp.services.casework import alike
from caseapp.services.law import terms
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.vault.keyring import Keyring
from caseapp.vault.words import search_key

NO_MODEL = "seed"


@dataclass(frozen=True, repr=False)
class Ground:
    """Passed to each process that seeds: no private key is here, only what hashes words as the teams' sessions do."""

    now: datetime
    units: Mapping[str, int]
    rules: Mapping[str, tuple[int, Rule]]
    calendar: Calendar
    inspectors: tuple[int, ...]
    integrity_inspectors: tuple[int, ...]
    heads: tuple[int, ...]
    officers: Mapping[str, tuple[tuple[int, bytes], ...]]
    """By unit: who answers for it, with their public keys."""
    publics: Mapping[str, bytes]
    search_keys: Mapping[str, bytes] = field(repr=False)
    """By team and what is searched (a compartment, or what one person's cases have in common), joined by a slash."""
    names: Mapping[int, tuple[str, str]]
    """Of the staff: name and post."""
    bodies: tuple[str, ...]
    recipients: tuple[str, ...]
    """The Agency's keys."""
    unit_names: Mapping[int, str]
    model: str = NO_MODEL

    @cached_property
    def places(self) -> tuple[str, ...]:
        return tuple(code for code in (*PLACES, *DEPARTMENT_OF.values()) if code in self.units)

    def due(
        self, code: str, received: datetime, extension: Rule | None = None, paused: Sequence[Pause] = ()
    ) -> tuple[int, date]:
        row, rule = self.rules[code]
        return row, due_day(rule, received, self.calendar, extension, paused)


def survey(around: Surroundings, head: Keyring) -> Ground:
    """As the authority stands; `head` holds both teams' keys, from which the search keys follow."""
    with open_unit_of_work(around, system(Door.ADMIN)) as uow:
        held = _held(uow)
        model = uow.session.scalar(
            select(ClassifierModel.version).order_by(ClassifierModel.promoted_at.desc()).limit(1)
        )
        return Ground(
            now=uow.now,
            units={row.code: row.id for row in uow.session.execute(select(Unit.code, Unit.id).where(Unit.active))},
            rules={code: (row.id, terms.as_rule(uow, row)) for code, row in stored.in_force(uow.session).items()},
            calendar=terms.calendar(uow),
            inspectors=_with(held, Team.CASEWORK, {Role.INSPECTOR, Role.INTEGRITY_INSPECTOR}),
            integrity_inspectors=_with(held, Team.INTEGRITY, {Role.INTEGRITY_INSPECTOR}),
            heads=_with(held, Team.CASEWORK, {Role.HEAD}),
            officers=_officers(uow),
            publics={row.name: row.public for row in uow.session.scalars(select(AuthorityKey))},
            search_keys=_search_keys(head),
            names={row.id: (row.name, row.post) for row in uow.session.scalars(select(StaffUser))},
            bodies=tuple(body.code for body in bodies.in_use(uow)),
            recipients=left.agency_recipients(uow.session),
            unit_names={row.id: row.name_mn for row in uow.session.scalars(select(Unit))},
            model=model or NO_MODEL,
        )


Held = list[tuple[int, Team, Role]]


def _held(uow: UnitOfWork) -> Held:
    """Who holds which team's key in which role."""
    rows = uow.session.execute(
        select(TeamMember.user_id, TeamMember.team, RoleGrant.role)
        .join(RoleGrant, RoleGrant.user_id == TeamMember.user_id)
        .join(StaffUser, StaffUser.id == TeamMember.user_id)
        .where(StaffUser.active)
    )
    return [(row.user_id, row.team, row.role) for row in rows]


def _with(held: Held, team: Team, roles: set[Role]) -> tuple[int, ...]:
    return tuple(sorted({person for person, of, role in held if of is team and role in roles}))


def _officers(uow: UnitOfWork) -> dict[str, tuple[tuple[int, bytes], ...]]:
    found: dict[str, tuple[tuple[int, bytes], ...]] = {}
    for row in uow.session.execute(
        select(Unit.code, StaffUser.id, StaffUser.public_key)
        .join(StaffUser, StaffUser.unit_id == Unit.id)
        .join(RoleGrant, RoleGrant.user_id == StaffUser.id)
        .where(StaffUser.active, RoleGrant.role == Role.UNIT_OFFICER, StaffUser.public_key.is_not(None))
    ):
        found[row.code] = (*found.get(row.code, ()), (row.id, row.public_key))
    return found


def _search_keys(head: Keyring) -> dict[str, bytes]:
    pairs = {team: head.team(team.value) for team in Team}
    return {
        f"{team}/{compartment}": search_key(pair.private, compartment)
        for team, pair in pairs.items()
        if pair is not None
        for compartment in (Compartment.REPORT.value, Compartment.IDENTITY.value, alike.PERSON)
    }
