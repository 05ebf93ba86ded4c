"""What happens to a seeded case on the way to where it stands: the steps of the workflow's own table, one by one."""

from caseapp.domain.life import STEPS
from caseapp.domain.life_rows import Step
from caseapp.domain.vocab import Action as A
from caseapp.domain.vocab import Path
from caseapp.domain.vocab import Status as S

_TAKEN = (A.REGISTER, A.TRIAGE, A.ASSIGN)
_REFERRED = (*_TAKEN, A.PROPOSE_REFERRAL, A.APPROVE_REFERRAL)
_ESCALATED = (A.REGISTER, A.ESCALATE)
_NOT_REFERRED = (A.PROPOSE_NO_REFERRAL, A.APPROVE_NO_REFERRAL)
ESCALATED, ESCALATED_CLOSED, REFERRED_CLOSED = "escalated", "escalated_closed", "referred_closed"
"""Fates that are not called as the state that they end in: how a case came there is told of, too."""
WAYS: dict[Path, dict[str, tuple[A, ...]]] = {
    Path.ORDINARY: {
        S.RECEIVED: (),
        S.REGISTERED: _TAKEN[:1],
        S.TRIAGED: _TAKEN[:2],
        S.RETURNED: (*_TAKEN[:2], A.RETURN_INCOMPLETE),
        S.FORWARDED: (*_TAKEN[:2], A.FORWARD),
        S.IN_PROGRESS: _TAKEN,
        S.AWAITING_UNIT: (*_TAKEN, A.REQUEST_EXPLANATION),
        S.AWAITING_CITIZEN: (*_TAKEN, A.ASK_CITIZEN),
        S.ANSWER_PROPOSED: (*_TAKEN, A.PROPOSE_ANSWER),
        S.ANSWERED: (*_TAKEN, A.PROPOSE_ANSWER, A.APPROVE_ANSWER),
        S.CLOSED: (*_TAKEN, A.PROPOSE_ANSWER, A.APPROVE_ANSWER, A.CLOSE),
        S.WITHDRAWN: (*_TAKEN, A.WITHDRAW),
        S.MERGED: (*_TAKEN[:2], A.MERGE),
    },
    Path.INTEGRITY: {
        S.RECEIVED: (),
        S.REGISTERED: _TAKEN[:1],
        S.TRIAGED: _TAKEN[:2],
        S.IN_PROGRESS: _TAKEN,
        S.AWAITING_CITIZEN: (*_TAKEN, A.ASK_CITIZEN),
        S.REFERRAL_PROPOSED: (*_TAKEN, A.PROPOSE_REFERRAL),
        S.NO_REFERRAL_PROPOSED: (*_TAKEN, A.PROPOSE_NO_REFERRAL),
        S.NOT_REFERRED: (*_TAKEN, *_NOT_REFERRED),
        S.CLOSED: (*_TAKEN, *_NOT_REFERRED, A.CLOSE),
        S.REFERRED: _REFERRED,
        S.AGENCY_RECEIVED: (*_REFERRED, A.ACKNOWLEDGE),
        REFERRED_CLOSED: (*_REFERRED, A.ACKNOWLEDGE, A.RECORD_OUTCOME, A.CLOSE),
        ESCALATED: _ESCALATED,
        ESCALATED_CLOSED: (*_ESCALATED, *_TAKEN[1:], *_NOT_REFERRED, A.CLOSE),
    },
}
INSTEAD: dict[str, str] = {
    S.REFERRED: S.REFERRAL_PROPOSED,
    S.AGENCY_RECEIVED: S.REFERRAL_PROPOSED,
    REFERRED_CLOSED: S.CLOSED,
    S.MERGED: S.TRIAGED,
}
"""What becomes of a case where the Agency has no key yet, or there is no other that it could be merged into."""
DECIDES = frozenset({A.FORWARD, A.APPROVE_ANSWER, A.APPROVE_NO_REFERRAL, A.APPROVE_REFERRAL, A.WITHDRAW, A.MERGE})
"""With these the clock stops."""

_ROWS = {(path, step.before, step.action): step for step in reversed(STEPS) for path in step.paths}


def begins(path: Path, fate: str) -> Path:
    """Where a case is filed that ends on this path."""
    return Path.ORDINARY if A.ESCALATE in WAYS[path][fate] else path


def end_of(path: Path, fate: str) -> S:
    """Where such a case stands today."""
    steps = way(path, fate, extended=False)
    return steps[-1].after if steps else S.RECEIVED


def way(path: Path, fate: str, *, extended: bool) -> tuple[Step, ...]:
    """The rows of the table from receipt to where it stands; an extension comes while the case is worked on."""
    actions = list(WAYS[path][fate])
    if extended and A.ASSIGN in actions:
        actions.insert(actions.index(A.ASSIGN) + 1, A.EXTEND)
    steps, at, on = list[Step](), S.RECEIVED, begins(path, fate)
    for action in actions:
        step = _ROWS[on, at, action]
        steps.append(step)
        at, on = step.after, step.path_after or on
    return tuple(steps)
