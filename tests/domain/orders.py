"""Orders as people really fill them in: mostly whole, now and then with something missing."""

from datetime import timedelta

from hypothesis import strategies as st

from caseapp.domain import commands as c
from caseapp.domain.vocab import (
    INTEGRITY_THEMES,
    Action,
    AgencyOutcome,
    Cause,
    Completeness,
    Kind,
    NoReferralReason,
    Outcome,
    Service,
    Severity,
    Theme,
)
from tests.domain.cast import STAFF, TODAY, id_of

WORDS = st.sampled_from(["Шалтгаан", "Үндэслэл", "Хариу", " "])
PEOPLE = st.sampled_from([id_of(actor) for actor in STAFF])
THEMES = st.one_of(
    st.frozensets(st.sampled_from([Theme.DELAY, Theme.QUEUE, *sorted(INTEGRITY_THEMES)]), max_size=3),
    st.just(frozenset({Theme.BRIBERY})),
    st.just(frozenset({Theme.DELAY})),
)
_PLAIN = {
    kind.action: st.builds(kind)
    for kind in (
        c.Register,
        c.ApproveReturn,
        c.ExplanationReceived,
        c.Resume,
        c.ApproveAnswer,
        c.ApproveReferral,
        c.ApproveNoReferral,
        c.Withdraw,
    )
}
_WORDED = {
    kind.action: st.builds(kind, WORDS)  # type: ignore[arg-type]
    for kind in (
        c.ReturnIncomplete,
        c.Complete,
        c.TakeBack,
        c.Escalate,
        c.ProposeReturn,
        c.DeclineReturn,
        c.AskCitizen,
        c.ReturnAnswer,
        c.DeclineReferral,
        c.DeclineNoReferral,
        c.Reopen,
        c.Appeal,
    )
}
ORDERS: dict[Action, st.SearchStrategy[c.Command]] = {
    **_PLAIN,
    **_WORDED,
    Action.TRIAGE: st.builds(
        c.Triage,
        st.sampled_from([Kind.COMPLAINT, Kind.TIP, Kind.CORRUPTION]),
        st.sampled_from(Service),
        st.sampled_from([1, 2, None]),
        THEMES,
        st.sampled_from(Severity),
        st.sampled_from(Completeness),
        subject_official_ids=st.one_of(st.just(()), st.just(()), PEOPLE.map(lambda person: (person,))),
    ),
    Action.FORWARD: st.builds(c.Forward, st.sampled_from(["police", "court"]), WORDS),
    Action.ASSIGN: st.builds(c.Assign, PEOPLE, st.booleans()),
    Action.REQUEST_EXPLANATION: st.builds(c.RequestExplanation, st.integers(1, 3), WORDS),
    Action.EXTEND: st.builds(c.Extend, st.integers(0, 40), WORDS),
    Action.PROPOSE_ANSWER: st.builds(c.ProposeAnswer, st.sampled_from([*Outcome, None]), WORDS, WORDS),
    Action.PROPOSE_REFERRAL: st.builds(c.ProposeReferral, WORDS, st.sampled_from([True, False, None])),
    Action.PROPOSE_NO_REFERRAL: st.builds(c.ProposeNoReferral, st.sampled_from(NoReferralReason), WORDS),
    Action.ACKNOWLEDGE: st.builds(
        c.Acknowledge, WORDS, st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
    ),
    Action.RECORD_OUTCOME: st.builds(c.RecordOutcome, st.sampled_from(AgencyOutcome)),
    Action.CLOSE: st.builds(c.Close, st.sampled_from([*Cause, None]), WORDS),
    Action.MERGE: st.builds(c.Merge, st.sampled_from(["2026-0000-0042-0", ""])),
}
