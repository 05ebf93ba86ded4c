"""The two teams: founding them with the recovery key, and passing a team's private key on, member to member."""

import base64

from sqlalchemy import delete, func, select, text

from caseapp.domain.compartments import READER_RECOVERY, Team, team_reader
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission, Role, permissions_of
from caseapp.models.people import RoleGrant, StaffCredential, StaffUser, TeamMember
from caseapp.models.reference import AuthorityKey
from caseapp.services import ledger
from caseapp.services.staff import people
from caseapp.services.uow import UnitOfWork
from caseapp.vault import chain
from caseapp.vault.sealing import new_key_pair, wrap


def seal_context(team: Team, user_id: int) -> str:
    """What a member's copy of the team's key is bound to."""
    return f"team/{team.value}/{user_id}"


def found(uow: UnitOfWork, head_id: int) -> str:
    """Makes both teams' keys for the first head and returns the recovery key as text, to be printed once and kept."""
    head = uow.session.get(StaffUser, head_id)
    if head is None or head.public_key is None:
        raise RuleBroken(Reason.NO_SUCH_PERSON)
    for team in Team:
        pair = new_key_pair()
        uow.session.add(AuthorityKey(name=team_reader(team), public=pair.public))
        uow.session.execute(
            text("SELECT found_team(:team, :person, :sealed, :at)"),
            {
                "team": team.value,
                "person": head_id,
                "sealed": wrap(head.public_key, pair.private, seal_context(team, head_id)),
                "at": uow.now,
            },
        )
    recovery = new_key_pair()
    uow.session.add(AuthorityKey(name=READER_RECOVERY, public=recovery.public))
    uow.session.add(AuthorityKey(name="ledger", public=chain.verify_key_of(uow.keys.signing)))
    ledger.append(uow, "team.founded", head=head_id)
    digits = base64.b32encode(recovery.private).decode().rstrip("=")
    return "-".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def are_founded(uow: UnitOfWork) -> bool:
    return bool(uow.session.scalar(select(func.count()).select_from(AuthorityKey)))


def found_by_login(uow: UnitOfWork, login: str) -> str:
    """As `found`, once, for a head who has chosen their own password."""
    if are_founded(uow):
        raise RuleBroken(Reason.CODE_TAKEN)
    row = uow.session.execute(
        select(StaffUser.id, StaffCredential.must_change)
        .join(StaffCredential, StaffCredential.user_id == StaffUser.id)
        .where(func.lower(StaffUser.login) == login.lower(), StaffUser.active)
    ).first()
    if row is None or uow.session.get(RoleGrant, (row.id, Role.HEAD)) is None:
        raise RuleBroken(Reason.NO_SUCH_PERSON)
    if row.must_change:
        raise RuleBroken(Reason.NOT_READY_FOR_TEAM)
    return found(uow, row.id)


def members(uow: UnitOfWork, team: Team) -> tuple[StaffUser, ...]:
    """Members of a team that the actor belongs to; the policy shows no other."""
    return tuple(
        uow.session.scalars(
            select(StaffUser)
            .join(TeamMember, TeamMember.user_id == StaffUser.id)
            .where(TeamMember.team == team)
            .order_by(StaffUser.name)
        )
    )


def add_member(uow: UnitOfWork, team: Team, user_id: int) -> None:
    """A head who holds the team's key seals it to one more person, whose work is cases, once they chose a password."""
    pair = uow.keyring.team(team.value)
    if not uow.actor.may(Permission.TEAM_DESIGNATE) or pair is None:
        raise Refused("team")
    uow.wait_in_line(people.LINE)
    public_key = _ready(uow, user_id)
    if user_id in {member.id for member in members(uow, team)}:
        return
    uow.session.add(
        TeamMember(
            team=team,
            user_id=user_id,
            sealed_key=wrap(public_key, pair.private, seal_context(team, user_id)),
            added_by_id=uow.actor.user_id,
            added_at=uow.now,
        )
    )
    ledger.append(uow, "team.member_added", team=team, person=user_id)


def _ready(uow: UnitOfWork, user_id: int) -> bytes:
    """The public key of a person who may join a team."""
    person = uow.session.get(StaffUser, user_id, populate_existing=True)
    if person is None or not person.active:
        raise RuleBroken(Reason.NO_SUCH_PERSON)
    must_change = uow.session.scalar(select(StaffCredential.must_change).where(StaffCredential.user_id == user_id))
    if person.public_key is None or must_change is not False:
        raise RuleBroken(Reason.NOT_READY_FOR_TEAM)
    roles = frozenset(uow.session.scalars(select(RoleGrant.role).where(RoleGrant.user_id == user_id)))
    if Permission.CASE_READ not in permissions_of(roles):
        raise RuleBroken(Reason.NEEDS_CASE_ROLE)
    return person.public_key


def remove_member(uow: UnitOfWork, team: Team, user_id: int) -> None:
    """The last two stay: one person alone could neither approve nor be replaced."""
    if not uow.actor.may(Permission.TEAM_DESIGNATE) or uow.keyring.team(team.value) is None:
        raise Refused("team")
    uow.wait_in_line(people.LINE)
    known = {member.id for member in members(uow, team)}
    if user_id not in known:
        raise RuleBroken(Reason.NO_SUCH_PERSON)
    if len(known) <= 2:
        raise RuleBroken(Reason.LAST_OF_TEAM)
    uow.session.execute(delete(TeamMember).where(TeamMember.team == team, TeamMember.user_id == user_id))
    ledger.append(uow, "team.member_removed", team=team, person=user_id)
