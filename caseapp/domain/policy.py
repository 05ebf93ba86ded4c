"""Who may do what: each role's permissions, as a table."""

from enum import StrEnum


class Permission(StrEnum):
    ANYONE = "public:enter"
    SIGNED_IN = "staff:enter"
    THREAD_WRITE = "thread:write"
    CASE_INTAKE = "case:intake"
    CASE_READ = "case:read"
    CASE_REGISTER = "case:register"
    CASE_TRIAGE = "case:triage"
    CASE_WORK = "case:work"
    CASE_FORWARD = "case:forward"
    CASE_ASSIGN = "case:assign"
    CASE_REFER = "case:refer"
    CASE_CLOSE = "case:close"
    CASE_REOPEN = "case:reopen"
    ANSWER_APPROVE = "answer:approve"
    REPEAT_APPROVE = "repeat:approve"
    APPEAL_DECIDE = "appeal:decide"
    REFERRAL_APPROVE = "referral:approve"
    DEADLINE_EXTEND = "deadline:extend"
    OVERVIEW_READ = "overview:read"
    IDENTITY_ASK = "identity:ask"
    IDENTITY_APPROVE = "identity:approve"
    IDENTITY_SEARCH = "identity:search"
    REPLY_EDIT = "reply:edit"
    TEAM_DESIGNATE = "team:designate"
    MODEL_PROMOTE = "model:promote"
    EXPLANATION_ANSWER = "explanation:answer"
    AGENCY_READ = "agency:read"
    AGENCY_ACKNOWLEDGE = "agency:acknowledge"
    ANALYSIS_READ = "analysis:read"
    ANALYSIS_FREEZE = "analysis:freeze"
    LEDGER_READ = "ledger:read"
    PEOPLE_MANAGE = "people:manage"
    UNITS_MANAGE = "units:manage"
    BODIES_MANAGE = "bodies:manage"
    RULES_MANAGE = "rules:manage"
    KEYS_MANAGE = "keys:manage"
    KEYS_CONFIRM = "keys:confirm"


class Role(StrEnum):
    REGISTRAR = "registrar"
    INSPECTOR = "inspector"
    INTEGRITY_INSPECTOR = "integrity_inspector"
    HEAD = "head"
    UNIT_OFFICER = "unit_officer"
    ANALYST = "analyst"
    AGENCY_LIAISON = "agency_liaison"
    AUDITOR = "auditor"
    ADMIN = "admin"


_P = Permission

_DESK = frozenset({_P.CASE_READ, _P.CASE_INTAKE, _P.CASE_REGISTER})
_INSPECTION = _DESK | {
    _P.CASE_TRIAGE,
    _P.CASE_WORK,
    _P.CASE_FORWARD,
    _P.CASE_ASSIGN,
    _P.CASE_CLOSE,
    _P.CASE_REOPEN,
    _P.IDENTITY_ASK,
    _P.THREAD_WRITE,
    _P.ANSWER_APPROVE,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.REGISTRAR: _DESK | {_P.THREAD_WRITE},
    Role.INSPECTOR: _INSPECTION,
    Role.INTEGRITY_INSPECTOR: _INSPECTION | {_P.CASE_REFER, _P.REFERRAL_APPROVE},
    Role.HEAD: _INSPECTION
    | {
        _P.CASE_REFER,
        _P.REFERRAL_APPROVE,
        _P.DEADLINE_EXTEND,
        _P.OVERVIEW_READ,
        _P.REPEAT_APPROVE,
        _P.APPEAL_DECIDE,
        _P.IDENTITY_APPROVE,
        _P.IDENTITY_SEARCH,
        _P.REPLY_EDIT,
        _P.TEAM_DESIGNATE,
        _P.KEYS_CONFIRM,
        _P.MODEL_PROMOTE,
        _P.ANALYSIS_READ,
        _P.ANALYSIS_FREEZE,
    },
    Role.UNIT_OFFICER: frozenset({_P.EXPLANATION_ANSWER}),
    Role.ANALYST: frozenset({_P.ANALYSIS_READ}),
    Role.AGENCY_LIAISON: frozenset({_P.AGENCY_READ, _P.AGENCY_ACKNOWLEDGE}),
    Role.AUDITOR: frozenset({_P.LEDGER_READ}),
    Role.ADMIN: frozenset({_P.PEOPLE_MANAGE, _P.UNITS_MANAGE, _P.BODIES_MANAGE, _P.RULES_MANAGE, _P.KEYS_MANAGE}),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that the roles allow together; whoever is signed in may enter the staff pages' frame."""
    allowed = {Permission.SIGNED_IN}
    for role in roles:
        allowed |= PERMISSIONS[role]
    return frozenset(allowed)


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """Whoever holds one of these roles may do it."""
    return tuple(role for role in Role if permission in PERMISSIONS[role])
