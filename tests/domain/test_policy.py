"""Who may do what: the table as a lawyer would check it, and what each narrow role must never hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.actors import Actor, ActorKind, Door, citizen, system
from caseapp.domain.compartments import Team
from caseapp.domain.policy import PERMISSIONS, Permission, Role, permissions_of
from caseapp.domain.vocab import Path

TABLE = """
registrar           | thread:write case:intake case:read case:register
inspector           | thread:write case:intake case:read case:register case:triage case:work case:forward case:assign
                      case:close case:reopen answer:approve identity:ask
integrity_inspector | thread:write case:intake case:read case:register case:triage case:work case:forward case:assign
                      case:close case:reopen answer:approve identity:ask case:refer referral:approve
head                | thread:write case:intake case:read case:register case:triage case:work case:forward case:assign
                      case:close case:reopen answer:approve identity:ask case:refer referral:approve deadline:extend
                      overview:read appeal:decide repeat:approve identity:approve identity:search reply:edit
                      team:designate keys:confirm model:promote analysis:read analysis:freeze
unit_officer        | explanation:answer
analyst             | analysis:read
agency_liaison      | agency:read agency:acknowledge
auditor             | ledger:read
admin               | people:manage units:manage bodies:manage rules:manage keys:manage
"""
ROLES = st.frozensets(st.sampled_from(list(Role)))


def _table() -> dict[str, set[str]]:
    allowed: dict[str, set[str]] = {}
    role = ""
    for line in TABLE.strip().splitlines():
        name, bar, words = line.rpartition("|")
        role = name.strip() if bar else role
        allowed.setdefault(role, set()).update(words.split())
    return allowed


def holders(permission: Permission) -> set[Role]:
    return {role for role in Role if permission in PERMISSIONS[role]}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says_and_nothing_else(role: Role) -> None:
    assert {permission.value for permission in PERMISSIONS[role]} == _table()[role.value]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ANALYST, Role.AUDITOR, Role.UNIT_OFFICER, Role.AGENCY_LIAISON])
def test_roles_outside_inspection_hold_no_permission_on_cases(role: Role) -> None:
    words = {permission.value.split(":")[0] for permission in PERMISSIONS[role]}
    assert not words & {"case", "thread", "identity", "answer", "referral", "deadline"}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.DEADLINE_EXTEND, {Role.HEAD}),
        (Permission.OVERVIEW_READ, {Role.HEAD}),
        (Permission.IDENTITY_APPROVE, {Role.HEAD}),
        (Permission.IDENTITY_SEARCH, {Role.HEAD}),
        (Permission.TEAM_DESIGNATE, {Role.HEAD}),
        (Permission.CASE_REFER, {Role.INTEGRITY_INSPECTOR, Role.HEAD}),
        (Permission.REFERRAL_APPROVE, {Role.INTEGRITY_INSPECTOR, Role.HEAD}),
        (Permission.LEDGER_READ, {Role.AUDITOR}),
        (Permission.KEYS_MANAGE, {Role.ADMIN}),
        (Permission.KEYS_CONFIRM, {Role.HEAD}),
        (Permission.AGENCY_ACKNOWLEDGE, {Role.AGENCY_LIAISON}),
        (Permission.EXPLANATION_ANSWER, {Role.UNIT_OFFICER}),
    ],
)
def test_what_is_reserved_stays_reserved(permission: Permission, roles: set[Role]) -> None:
    assert holders(permission) == roles


@pytest.mark.parametrize("permission", sorted(set(Permission) - {Permission.ANYONE, Permission.SIGNED_IN}), ids=str)
def test_every_permission_is_somebodys(permission: Permission) -> None:
    assert holders(permission)


@given(ROLES)
def test_roles_together_allow_what_each_allows_and_entry_besides(roles: frozenset[Role]) -> None:
    each = [PERMISSIONS[role] for role in roles]
    assert permissions_of(roles) == frozenset().union(*each, {Permission.SIGNED_IN})
    assert Permission.ANYONE not in permissions_of(roles)


def test_a_person_without_a_role_may_sign_in_and_nothing_more() -> None:
    assert permissions_of(frozenset()) == {Permission.SIGNED_IN}


@pytest.mark.parametrize("permission", Permission)
def test_permissions_are_a_noun_and_a_verb(permission: Permission) -> None:
    noun, verb = permission.value.split(":")
    assert noun.isalpha()
    assert verb.isalpha()


def test_a_citizen_may_write_to_their_own_case_and_the_system_may_nothing() -> None:
    someone = citizen(b"lookup")
    assert [permission for permission in Permission if someone.may(permission)] == [Permission.THREAD_WRITE]
    assert someone.kind is ActorKind.CITIZEN
    assert someone.user_id is None
    assert not any(system(Door.JOBS).may(permission) for permission in Permission)


def test_the_receipts_hash_does_not_show_in_a_log() -> None:
    assert "lookup-of-a-receipt" not in repr(citizen(b"lookup-of-a-receipt"))


@pytest.mark.parametrize("team", Team)
@pytest.mark.parametrize("path", Path)
def test_only_the_paths_own_team_is_cleared_for_it(team: Team, path: Path) -> None:
    member = Actor(ActorKind.STAFF, Door.CASEWORK, 1, teams=frozenset({team}))
    assert member.clears(path) is ((team, path) in {(Team.CASEWORK, Path.ORDINARY), (Team.INTEGRITY, Path.INTEGRITY)})
    assert not citizen(b"x").clears(path)
