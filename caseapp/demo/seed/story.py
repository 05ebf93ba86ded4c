"""What happens to a seeded case on the way to where it stands: the steps of the workflow's own table, one by one."""

from caseapp.domain.life import STEPS
from caseapp.domain.life_rows import Step
from caseapp.domain.vocab import Action as A
from caseapp.domain.vocab import Path
from caseapp.domain.vocab import Status as S

_TAKEN = (A.REGISTER, A.TRIAGE, A.ASSIGN)
WAYS: dict[Path, dict[S, tuple[A, ...]]] = {
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
    },
    Path.INTEGRITY: {
        S.RECEIVED: (),
        S.REGISTERED: _TAKEN[:1],
        S.TRIAGED: _TAKEN[:2],
        S.IN_PROGRESS: _TAKEN,
        S.AWAITING_CITIZEN: (*_TAKEN, A.ASK_CITIZEN),
        S.REFERRAL_PROPOSED: (*_TAKEN, A.PROPOSE_REFERRAL),
        S.NO_REFERRAL_PROPOSED: (*_TAKEN, A.PROPOSE_NO_REFERRAL),
        S.NOT_REFERRED: (*_TAKEN, A.PROPOSE_NO_REFERRAL, A.APPROVE_NO_REFERRAL),
        S.CLOSED: (*_TAKEN, A.PROPOSE_NO_REFERRAL, A.APPROVE_NO_REFERRAL, A.CLOSE),
    },
}
DECIDES = frozenset({A.FORWARD, A.APPROVE_ANSWER, A.APPROVE_NO_REFERRAL, A.WITHDRAW})
"""With these the clock stops."""

_ROWS = {(path, step.before, step.action): step for step in reversed(STEPS) for path in step.paths}


def way(path: Path, status: S, *, extended: bool) -> tuple[Step, ...]:
    """The rows of the table from receipt to `status`; an extension comes while the case is worked on."""
    actions = list(WAYS[path][status])
    if extended and A.ASSIGN in actions:
        actions.insert(actions.index(A.ASSIGN) + 1, A.EXTEND)
    steps, at = list[Step](), S.RECEIVED
    for action in actions:
        step = _ROWS[path, at, action]
        steps.append(step)
        at = step.after
    return tuple(steps)
