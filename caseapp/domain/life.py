"""The life of a case as a table: each row is data, each guard a function that returns a Reason or None."""

from caseapp.domain import guards as g
from caseapp.domain.life_rows import BOTH, INTEGRITY, ORDINARY, Step
from caseapp.domain.policy import Permission as P
from caseapp.domain.vocab import Action as A
from caseapp.domain.vocab import Path
from caseapp.domain.vocab import Status as S

_WORK = (g.is_assignee, g.conflict_stated)
_WITHDRAWABLE = tuple(
    s for s in S if s.is_open and s not in {S.RETURN_PROPOSED, S.REFERRAL_PROPOSED, S.NO_REFERRAL_PROPOSED}
)
"""While the authority still owes a decision on an ordinary case."""

STEPS: tuple[Step, ...] = (
    Step(BOTH, S.RECEIVED, A.REGISTER, S.REGISTERED, P.CASE_REGISTER, "case.registered"),
    Step(BOTH, S.REGISTERED, A.TRIAGE, S.TRIAGED, P.CASE_TRIAGE, "case.triaged", (g.triage_is_whole,)),
    Step(BOTH, S.TRIAGED, A.TRIAGE, S.TRIAGED, P.CASE_TRIAGE, "case.triaged", (g.triage_is_whole,)),
    Step(ORDINARY, S.TRIAGED, A.RETURN_INCOMPLETE, S.RETURNED, P.CASE_WORK, "case.returned", (g.text_given,)),
    Step(ORDINARY, S.RETURNED, A.COMPLETE, S.REGISTERED, P.THREAD_WRITE, "case.completed", (g.text_given,)),
    Step(
        ORDINARY,
        S.TRIAGED,
        A.FORWARD,
        S.FORWARDED,
        P.CASE_FORWARD,
        "case.forwarded",
        (g.text_given,),
        offered_to=(g.decides_appeal,),
    ),
    *(
        Step(
            ORDINARY,
            s,
            A.TAKE_BACK,
            S.REGISTERED,
            P.CASE_FORWARD,
            "case.taken_back",
            (g.text_given,),
            offered_to=(g.was_forwarded,),
        )
        for s in (S.FORWARDED, S.CLOSED)
    ),
    *(
        Step(ORDINARY, s, A.ESCALATE, S.TRIAGED, P.CASE_TRIAGE, "case.escalated", (g.text_given,), Path.INTEGRITY)
        for s in (S.REGISTERED, S.TRIAGED, S.IN_PROGRESS)
    ),
    *(
        Step(INTEGRITY, s, A.PROPOSE_RETURN, S.RETURN_PROPOSED, P.CASE_REFER, "return.proposed", (g.text_given,))
        for s in (S.TRIAGED, S.IN_PROGRESS)
    ),
    Step(
        INTEGRITY,
        S.RETURN_PROPOSED,
        A.APPROVE_RETURN,
        S.TRIAGED,
        P.CASE_REFER,
        "return.approved",
        path_after=Path.ORDINARY,
        offered_to=(g.another_person,),
    ),
    Step(
        INTEGRITY,
        S.RETURN_PROPOSED,
        A.DECLINE_RETURN,
        S.TRIAGED,
        P.CASE_REFER,
        "return.declined",
        (g.text_given,),
        offered_to=(g.another_person,),
    ),
    *(
        Step(
            BOTH,
            s,
            A.ASSIGN,
            S.IN_PROGRESS,
            P.CASE_ASSIGN,
            "case.assigned",
            (g.assignee_is_free,),
            offered_to=(g.for_a_head,),
        )
        for s in (S.TRIAGED, S.IN_PROGRESS)
    ),
    Step(
        BOTH,
        S.IN_PROGRESS,
        A.REQUEST_EXPLANATION,
        S.AWAITING_UNIT,
        P.CASE_WORK,
        "explanation.requested",
        (g.text_given,),
        offered_to=_WORK,
    ),
    Step(BOTH, S.AWAITING_UNIT, A.EXPLANATION_RECEIVED, S.IN_PROGRESS, P.CASE_WORK, "explanation.received"),
    Step(
        BOTH,
        S.IN_PROGRESS,
        A.ASK_CITIZEN,
        S.AWAITING_CITIZEN,
        P.CASE_WORK,
        "citizen.asked",
        (g.text_given,),
        offered_to=_WORK,
    ),
    Step(BOTH, S.AWAITING_CITIZEN, A.RESUME, S.IN_PROGRESS, P.CASE_WORK, "case.resumed"),
    Step(
        ORDINARY,
        S.IN_PROGRESS,
        A.EXTEND,
        S.IN_PROGRESS,
        P.DEADLINE_EXTEND,
        "deadline.extended",
        (g.text_given, g.extension_is_short),
        offered_to=(g.has_legal_deadline, g.not_yet_extended),
    ),
    Step(
        ORDINARY,
        S.IN_PROGRESS,
        A.PROPOSE_ANSWER,
        S.ANSWER_PROPOSED,
        P.CASE_WORK,
        "answer.proposed",
        (g.answer_is_whole,),
        offered_to=_WORK,
    ),
    Step(
        ORDINARY,
        S.ANSWER_PROPOSED,
        A.APPROVE_ANSWER,
        S.ANSWERED,
        P.ANSWER_APPROVE,
        "answer.approved",
        offered_to=(g.another_person, g.decides_appeal, g.repeat_for_head),
    ),
    Step(
        ORDINARY,
        S.ANSWER_PROPOSED,
        A.RETURN_ANSWER,
        S.IN_PROGRESS,
        P.ANSWER_APPROVE,
        "answer.returned",
        (g.text_given,),
        offered_to=(g.another_person, g.decides_appeal),
    ),
    Step(
        INTEGRITY,
        S.IN_PROGRESS,
        A.PROPOSE_REFERRAL,
        S.REFERRAL_PROPOSED,
        P.CASE_REFER,
        "referral.proposed",
        (g.text_given, g.identity_choice_stated),
        offered_to=(g.conflict_stated, g.has_integrity_theme),
    ),
    Step(
        INTEGRITY,
        S.REFERRAL_PROPOSED,
        A.APPROVE_REFERRAL,
        S.REFERRED,
        P.REFERRAL_APPROVE,
        "case.referred",
        offered_to=(g.another_person,),
    ),
    Step(
        INTEGRITY,
        S.REFERRAL_PROPOSED,
        A.DECLINE_REFERRAL,
        S.IN_PROGRESS,
        P.REFERRAL_APPROVE,
        "referral.declined",
        (g.text_given,),
        offered_to=(g.another_person,),
    ),
    Step(
        INTEGRITY,
        S.IN_PROGRESS,
        A.PROPOSE_NO_REFERRAL,
        S.NO_REFERRAL_PROPOSED,
        P.CASE_REFER,
        "no_referral.proposed",
        (g.text_given,),
        offered_to=(g.conflict_stated,),
    ),
    Step(
        INTEGRITY,
        S.NO_REFERRAL_PROPOSED,
        A.APPROVE_NO_REFERRAL,
        S.NOT_REFERRED,
        P.REFERRAL_APPROVE,
        "no_referral.approved",
        offered_to=(g.another_person,),
    ),
    Step(
        INTEGRITY,
        S.NO_REFERRAL_PROPOSED,
        A.DECLINE_NO_REFERRAL,
        S.IN_PROGRESS,
        P.REFERRAL_APPROVE,
        "no_referral.declined",
        (g.text_given,),
        offered_to=(g.another_person,),
    ),
    *(
        Step(
            INTEGRITY,
            S.REFERRED,
            A.ACKNOWLEDGE,
            S.AGENCY_RECEIVED,
            permission,
            "agency.acknowledged",
            (g.acknowledgement_is_whole,),
        )
        for permission in (P.AGENCY_ACKNOWLEDGE, P.CASE_REFER)
    ),
    Step(INTEGRITY, S.AGENCY_RECEIVED, A.RECORD_OUTCOME, S.AGENCY_RECEIVED, P.CASE_REFER, "agency.outcome_recorded"),
    *(
        Step(paths, s, A.CLOSE, S.CLOSED, P.CASE_CLOSE, "case.closed", (g.lessons_given,))
        for paths, s in (
            (ORDINARY, S.ANSWERED),
            (ORDINARY, S.FORWARDED),
            (INTEGRITY, S.NOT_REFERRED),
            (INTEGRITY, S.AGENCY_RECEIVED),
        )
    ),
    *(
        Step(
            ORDINARY,
            s,
            A.WITHDRAW,
            S.WITHDRAWN,
            P.CASE_WORK,
            "case.withdrawn",
            (g.text_given,),
            offered_to=(g.filed_by_hand, g.conflict_stated, g.decides_appeal),
        )
        for s in _WITHDRAWABLE
    ),
    *(
        Step(ORDINARY, s, A.WITHDRAW, S.WITHDRAWN, P.THREAD_WRITE, "case.withdrawn", offered_to=(g.by_citizen,))
        for s in _WITHDRAWABLE
    ),
    *(
        Step(
            ORDINARY,
            s,
            A.MERGE,
            S.MERGED,
            P.CASE_WORK,
            "case.merged",
            (g.merge_target_named,),
            offered_to=(g.decides_appeal,),
        )
        for s in (S.REGISTERED, S.TRIAGED, S.IN_PROGRESS)
    ),
    *(
        Step(ORDINARY, s, A.REOPEN, S.REGISTERED, P.CASE_REOPEN, "case.reopened", (g.text_given,))
        for s in (S.WITHDRAWN, S.MERGED)
    ),
    Step(BOTH, S.CLOSED, A.REOPEN, S.TRIAGED, P.CASE_REOPEN, "case.reopened", (g.text_given,)),
    *(
        Step(
            ORDINARY,
            s,
            A.APPEAL,
            S.TRIAGED,
            P.THREAD_WRITE,
            "case.appealed",
            (g.text_given,),
            offered_to=(g.by_citizen, g.inside_appeal_time),
        )
        for s in (S.ANSWERED, S.CLOSED, S.MERGED)
    ),
)
