"""People of the staff: who they are, what they may do, and the first password that they must change."""

from sqlalchemy import delete, func, select, update

from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.policy import Permission, Role, permissions_of
from caseapp.models.people import RoleGrant, StaffCredential, StaffSession, StaffUser, TeamMember
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork
from caseapp.vault.passwords import lock_private_key
from caseapp.vault.sealing import new_key_pair

MIN_PASSWORD = 12
LINE = "people"
"""Changes to people and teams wait for each other: else the last two administrators or members could go at once."""


def check_password(login: str, password: str) -> None:
    """Twelve signs or more, and not the login (NIST SP 800-63B: length, no composition rules)."""
    if len(password) < MIN_PASSWORD or login.casefold() in password.casefold():
        raise RuleBroken(Reason.WEAK_PASSWORD)


def _check_roles(roles: frozenset[Role]) -> None:
    """An administrator sees no case: the role stands alone. A unit's officer sees what the unit was asked, no case."""
    if Role.ADMIN in roles and len(roles) > 1:
        raise RuleBroken(Reason.ADMIN_SEES_NO_CASE)
    if Role.UNIT_OFFICER in roles and Permission.CASE_READ in permissions_of(roles):
        raise RuleBroken(Reason.OFFICER_READS_NO_CASE)


def create_person(
    uow: UnitOfWork,
    *,
    login: str,
    name: str,
    post: str,
    roles: frozenset[Role],
    password: str,
    unit_id: int | None = None,
    supervisor_id: int | None = None,
    must_change: bool = True,
) -> int:
    """The person's row id; the password given here opens nothing sealed, since keys are made anew at its change."""
    check_password(login, password)
    _check_roles(roles)
    _keep_login_free(uow, login)
    pair = new_key_pair()
    person = StaffUser(
        login=login,
        name=name,
        post=post,
        unit_id=unit_id,
        supervisor_id=supervisor_id,
        active=True,
        public_key=pair.public,
    )
    uow.session.add(person)
    uow.session.flush()
    uow.session.add(
        StaffCredential(
            user_id=person.id,
            locked_private_key=lock_private_key(password, pair.private),
            must_change=must_change,
            changed_at=uow.now,
        )
    )
    uow.session.add_all(RoleGrant(user_id=person.id, role=role) for role in roles)
    ledger.append(uow, "person.created", person=person.id, roles=" ".join(sorted(roles)))
    return person.id


def _keep_login_free(uow: UnitOfWork, login: str) -> None:
    uow.wait_in_line(LINE)
    if uow.session.scalar(select(StaffUser.id).where(func.lower(StaffUser.login) == login.lower())):
        raise RuleBroken(Reason.LOGIN_TAKEN)


def create_admin(uow: UnitOfWork, *, login: str, name: str, password: str) -> int:
    """The first one comes from the command line, the others from the administrators' door."""
    roles = frozenset({Role.ADMIN})
    return create_person(uow, login=login, name=name, post="", roles=roles, password=password)


def change_person(
    uow: UnitOfWork,
    user_id: int,
    *,
    name: str,
    post: str,
    roles: frozenset[Role],
    unit_id: int | None,
    supervisor_id: int | None,
) -> None:
    """Takes effect at the person's next request; without a role that reads cases the teams' keys go at once."""
    person = _person(uow, user_id)
    _check_roles(roles)
    before = frozenset(uow.session.scalars(select(RoleGrant.role).where(RoleGrant.user_id == user_id)))
    if user_id == uow.actor.user_id and roles != before:
        raise RuleBroken(Reason.OWN_ROLES)
    if Role.ADMIN not in roles:
        _keep_an_admin(uow, user_id)
    if Permission.CASE_READ in permissions_of(before) - permissions_of(roles):
        _cut_off(uow, user_id)
    person.name, person.post = name, post
    person.unit_id, person.supervisor_id = unit_id, supervisor_id
    uow.session.execute(delete(RoleGrant).where(RoleGrant.user_id == user_id))
    uow.session.add_all(RoleGrant(user_id=user_id, role=role) for role in roles)
    ledger.append(uow, "person.changed", person=user_id, roles=" ".join(sorted(roles)))


def set_active(uow: UnitOfWork, user_id: int, *, active: bool) -> None:
    """Whoever leaves loses sessions and team keys at once."""
    person = _person(uow, user_id)
    if not active:
        _keep_an_admin(uow, user_id)
        _cut_off(uow, user_id)
    person.active = active
    ledger.append(uow, "person.changed", person=user_id, active=int(active))


def reset_password(uow: UnitOfWork, user_id: int, password: str) -> None:
    """A new key pair: what was sealed to the old one must be shared again by the head."""
    person = _person(uow, user_id)
    check_password(person.login, password)
    pair = new_key_pair()
    person.public_key = pair.public
    locked = lock_private_key(password, pair.private)
    uow.session.execute(
        update(StaffCredential)
        .where(StaffCredential.user_id == user_id)
        .values(locked_private_key=locked, must_change=True, changed_at=uow.now)
    )
    _cut_off(uow, user_id)
    ledger.append(uow, "password.reset", person=user_id)


def _person(uow: UnitOfWork, user_id: int) -> StaffUser:
    """Read once it is this change's turn."""
    uow.wait_in_line(LINE)
    person = uow.session.get(StaffUser, user_id)
    if person is None:
        raise RuleBroken(Reason.NO_SUCH_PERSON)
    return person


def _cut_off(uow: UnitOfWork, user_id: int) -> None:
    """Ends sessions and team keys; refused for the last who holds a team's key, which would be lost with them."""
    held = select(TeamMember.team).where(TeamMember.user_id == user_id)
    alone = select(TeamMember.team).where(TeamMember.team.in_(held)).group_by(TeamMember.team)
    if uow.session.scalars(alone.having(func.count() == 1)).first() is not None:
        raise RuleBroken(Reason.LAST_OF_TEAM)
    uow.session.execute(delete(StaffSession).where(StaffSession.user_id == user_id))
    uow.session.execute(delete(TeamMember).where(TeamMember.user_id == user_id))


def _keep_an_admin(uow: UnitOfWork, leaving: int) -> None:
    others = select(func.count()).select_from(RoleGrant).join(StaffUser, StaffUser.id == RoleGrant.user_id)
    others = others.where(RoleGrant.role == Role.ADMIN, StaffUser.active, StaffUser.id != leaving)
    is_admin = uow.session.get(RoleGrant, (leaving, Role.ADMIN)) is not None
    if is_admin and not uow.session.scalar(others):
        raise RuleBroken(Reason.LAST_ADMIN)
