"""Signing in and out: the password unlocks a private key, the session keeps it in two halves."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from caseapp.domain.actors import Actor, ActorKind, Door
from caseapp.domain.compartments import Team
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.policy import Permission, permissions_of
from caseapp.models.people import RoleGrant, StaffCredential, StaffSession, StaffUser, TeamMember, Throttle
from caseapp.services import ledger
from caseapp.services.staff.people import check_password
from caseapp.services.staff.teams import seal_context
from caseapp.services.uow import UnitOfWork
from caseapp.vault import passwords
from caseapp.vault import sessions as halves
from caseapp.vault.errors import SealBroken, WrongPassword
from caseapp.vault.keyring import Keyring
from caseapp.vault.opening import unwrap
from caseapp.vault.receipts import lookup_of_receipt
from caseapp.vault.sealing import KeyPair, key_pair_from_seed, new_key_pair

MAX_TRIES = 5
WINDOW = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
INTEGRITY_IDLE = timedelta(minutes=10)


@dataclass(frozen=True, repr=False)
class SignedIn:
    """Someone with an open session; `keys` holds what their private key opens."""

    user_id: int
    name: str
    permissions: frozenset[Permission]
    teams: frozenset[Team]
    keys: Keyring
    must_change: bool
    reminders: int = 0
    """That they have not seen yet; a hundred stands for more."""

    def actor(self, door: Door) -> Actor:
        return Actor(ActorKind.STAFF, door, self.user_id, self.permissions, self.teams)


def _throttled(uow: UnitOfWork, login: str) -> Throttle:
    key = lookup_of_receipt(uow.keys.lookup, b"sign-in/" + login.casefold().encode())
    first = insert(Throttle).values(key=key, window_start=uow.now, tries=0).on_conflict_do_nothing()
    uow.session.execute(first)
    row = uow.session.get_one(Throttle, key, with_for_update=True)
    if uow.now - row.window_start > WINDOW:
        row.window_start, row.tries = uow.now, 0
    return row


def sign_in(uow: UnitOfWork, login: str, password: str) -> str | None:
    """The new session's token, or None; a failed try is counted, so the caller must let this commit."""
    throttle = _throttled(uow, login)
    if throttle.tries >= MAX_TRIES:
        raise RuleBroken(Reason.TOO_MANY_TRIES)
    found = uow.session.execute(
        select(StaffUser, StaffCredential)
        .join(StaffCredential, StaffCredential.user_id == StaffUser.id)
        .where(func.lower(StaffUser.login) == login.lower(), StaffUser.active)
        .with_for_update(of=StaffCredential)
    ).first()
    private = _unlocked(found.StaffCredential.locked_private_key if found else None, password)
    if private is None or found is None:
        throttle.tries += 1
        ledger.append(uow, "session.failed")
        return None
    throttle.tries = 0
    return _open_session(uow, found.StaffUser.id, private)


def _unlocked(locked: bytes | None, password: str) -> bytes | None:
    if locked is None:
        passwords.waste_time(password)
        return None
    try:
        return passwords.unlock_private_key(password, locked)
    except (WrongPassword, SealBroken):
        return None


def _open_session(uow: UnitOfWork, user_id: int, private: bytes) -> str:
    token, row_half = halves.new_session_token(), halves.new_row_half()
    uow.session.execute(delete(StaffSession).where(StaffSession.started_at < uow.now - LONGEST))
    uow.session.add(
        StaffSession(
            id=halves.session_id(token),
            user_id=user_id,
            row_half=row_half,
            locked_private_key=halves.lock_for_session(token, row_half, private),
            started_at=uow.now,
            seen_at=uow.now,
        )
    )
    ledger.append(uow, "session.started", person=user_id)
    return token


def resume(uow: UnitOfWork, token: str, idle: timedelta) -> SignedIn | None:
    """Who this cookie belongs to, with roles and teams as they are now; None when the session has ended."""
    try:
        session_id = halves.session_id(token)
    except SealBroken:
        return None
    rows = _found(uow, session_id)
    if not rows:
        return None
    session, person, must_change, _, _, reminders = rows[0]
    if person.public_key is None:
        return None
    copies = list({row.TeamMember.team: row.TeamMember for row in rows if row.TeamMember is not None}.values())
    limit = min(idle, INTEGRITY_IDLE) if Team.INTEGRITY in {copy.team for copy in copies} else idle
    if uow.now - session.seen_at > limit or uow.now - session.started_at > LONGEST:
        uow.session.delete(session)
        return None
    if uow.now - session.seen_at > timedelta(seconds=30):
        session.seen_at = uow.now
    roles = frozenset(row.role for row in rows if row.role is not None)
    member = KeyPair(person.public_key, halves.unlock_for_session(token, session.row_half, session.locked_private_key))
    keys = _keyring(person.id, member, copies)
    teams = frozenset(copy.team for copy in copies if keys.team(copy.team.value) is not None)
    return SignedIn(person.id, person.name, permissions_of(roles), teams, keys, must_change, reminders)


def _found(uow: UnitOfWork, session_id: bytes) -> Sequence[Any]:
    """Session and person once for each pair of a team's copy and a role: every page asks for this, so in one go."""
    return uow.session.execute(
        select(
            StaffSession,
            StaffUser,
            StaffCredential.must_change,
            TeamMember,
            RoleGrant.role,
            func.unseen_reminders(StaffUser.id).label("reminders"),
        )
        .join(StaffUser, StaffUser.id == StaffSession.user_id)
        .join(StaffCredential, StaffCredential.user_id == StaffUser.id)
        .join(TeamMember, TeamMember.user_id == StaffUser.id, isouter=True)
        .join(RoleGrant, RoleGrant.user_id == StaffUser.id, isouter=True)
        .where(StaffSession.id == session_id, StaffUser.active)
    ).all()


def _keyring(user_id: int, member: KeyPair, copies: Sequence[TeamMember]) -> Keyring:
    """A copy that does not open, as one made for keys from before a reset, is none: the head adds the person anew."""
    teams = {}
    for copy in copies:
        with suppress(SealBroken):
            seed = unwrap(member, copy.sealed_key, seal_context(copy.team, user_id))
            teams[copy.team.value] = key_pair_from_seed(seed)
    return Keyring(member=member, teams=teams, member_id=user_id)


def sign_out(uow: UnitOfWork, token: str) -> None:
    try:
        session_id = halves.session_id(token)
    except SealBroken:
        return
    uow.session.execute(delete(StaffSession).where(StaffSession.id == session_id))


def change_password(uow: UnitOfWork, user_id: int, old: str, new: str) -> str:
    """Ends the person's other sessions and returns the token of a new one.

    The first change makes a new key pair, so whoever gave out the first password holds nothing."""
    person = uow.session.get_one(StaffUser, user_id, with_for_update=True)
    credential = uow.session.get_one(StaffCredential, user_id, with_for_update=True)
    private = _unlocked(credential.locked_private_key, old)
    if private is None:
        raise RuleBroken(Reason.WRONG_SIGN_IN)
    check_password(person.login, new)
    if new == old:
        raise RuleBroken(Reason.WEAK_PASSWORD)
    if credential.must_change:
        pair = new_key_pair()
        private, person.public_key = pair.private, pair.public
    credential.locked_private_key = passwords.lock_private_key(new, private)
    credential.must_change, credential.changed_at = False, uow.now
    uow.session.execute(delete(StaffSession).where(StaffSession.user_id == user_id))
    ledger.append(uow, "password.changed", person=user_id)
    return _open_session(uow, user_id, private)
