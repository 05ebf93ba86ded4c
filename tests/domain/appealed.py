"""Cases of appeals: who may give them on, and who may decide what was appealed against."""

from caseapp.domain import commands as c
from caseapp.domain.actors import Actor
from caseapp.domain.errors import Reason
from caseapp.domain.errors import Reason as R
from caseapp.domain.facts import CaseFacts
from caseapp.domain.vocab import Action, Status
from caseapp.domain.vocab import Status as S
from tests.domain.cast import BAT, CITIZEN, GANAA, SARAN, TEXT, TUYA, WHOLE, id_of, integrity, ordinary

Case = tuple[CaseFacts, c.Command, Actor, Reason | None]

HEADS = frozenset({id_of(TUYA), id_of(GANAA)})


def appealed(status: Status = S.TRIAGED, *deciders: Actor, heads: frozenset[int] = HEADS, **more: object) -> CaseFacts:
    """The petitioner was not satisfied with what these had answered: Saran and Tuya unless said otherwise."""
    took_part = frozenset(id_of(actor) for actor in deciders or (SARAN, TUYA))
    return ordinary(status, appealed=True, earlier_deciders=took_part, appeal_heads=heads, **more)


TO_DECIDE = {"proposed_by_id": id_of(BAT)}
ONLY_TUYA = frozenset({id_of(TUYA)})
APPEAL: dict[str, Case] = {
    "given out by an inspector": (appealed(), c.Assign(id_of(BAT), no_conflict=True), BAT, R.APPEAL_FOR_HEAD),
    "passed on by an inspector": (appealed(S.IN_PROGRESS), c.Assign(id_of(BAT)), BAT, R.APPEAL_FOR_HEAD),
    "given out by a head": (appealed(), c.Assign(id_of(BAT)), GANAA, None),
    "given out by the head who had approved": (appealed(), c.Assign(id_of(BAT)), TUYA, None),
    "given to who had proposed": (appealed(), c.Assign(id_of(SARAN)), GANAA, R.DECIDED_BEFORE),
    "given to who had approved": (appealed(), c.Assign(id_of(TUYA), no_conflict=True), TUYA, R.DECIDED_BEFORE),
    "given out where no head is left": (appealed(heads=frozenset()), c.Assign(id_of(BAT)), SARAN, None),
    "given out on the integrity path": (integrity(S.TRIAGED), c.Assign(id_of(BAT), no_conflict=True), BAT, None),
    **{
        f"{action} by {who}": (appealed(S.ANSWER_PROPOSED, **TO_DECIDE), WHOLE[action], actor, reason)
        for action in (Action.APPROVE_ANSWER, Action.RETURN_ANSWER)
        for who, actor, reason in (
            ("the other head", GANAA, None),
            ("the head of before", TUYA, R.DECIDED_BEFORE),
            ("the inspector of before", SARAN, R.DECIDED_BEFORE),
            ("who proposes", BAT, R.NEEDS_ANOTHER_PERSON),
        )
    },
    "approved by an inspector": (
        appealed(S.ANSWER_PROPOSED, proposed_by_id=id_of(GANAA)),
        c.ApproveAnswer(),
        BAT,
        R.APPEAL_FOR_HEAD,
    ),
    "approved by an inspector where the only head had approved": (
        appealed(S.ANSWER_PROPOSED, heads=ONLY_TUYA, proposed_by_id=id_of(GANAA)),
        c.ApproveAnswer(),
        BAT,
        None,
    ),
    "approved by the only head, who had approved": (
        appealed(S.ANSWER_PROPOSED, heads=ONLY_TUYA, **TO_DECIDE),
        c.ApproveAnswer(),
        TUYA,
        R.DECIDED_BEFORE,
    ),
    "forwarded by who had answered": (appealed(), WHOLE[Action.FORWARD], SARAN, R.DECIDED_BEFORE),
    "forwarded by an inspector": (appealed(), WHOLE[Action.FORWARD], BAT, R.APPEAL_FOR_HEAD),
    "forwarded by another head": (appealed(), WHOLE[Action.FORWARD], GANAA, None),
    "merged by who had answered": (appealed(), WHOLE[Action.MERGE], SARAN, R.DECIDED_BEFORE),
    "withdrawn by the citizen": (appealed(), c.Withdraw(), CITIZEN, None),
    "withdrawn on paper by who had answered": (
        appealed(S.IN_PROGRESS, filed_by_hand=True),
        c.Withdraw(TEXT),
        SARAN,
        R.DECIDED_BEFORE,
    ),
    "escalated by anybody": (appealed(), WHOLE[Action.ESCALATE], SARAN, None),
}
