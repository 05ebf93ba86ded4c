"""An order for every action of the workflow, as somebody who knows their work would give it."""

from datetime import date

from caseapp.domain import commands as c
from caseapp.domain.vocab import Action, AgencyOutcome, Cause, Kind, NoReferralReason, Outcome, Path, Theme
from tests.lives import Lives

_PLAIN = (c.Register, c.ApproveReturn, c.ExplanationReceived, c.Resume, c.ApproveAnswer, c.ApproveReferral)
_ALSO_PLAIN = (c.ApproveNoReferral,)
_WORDED = (
    *(c.ReturnIncomplete, c.Complete, c.TakeBack, c.Escalate, c.ProposeReturn, c.DeclineReturn, c.AskCitizen),
    *(c.ReturnAnswer, c.DeclineReferral, c.DeclineNoReferral, c.Withdraw, c.Reopen, c.Appeal),
)
SIMPLE: dict[Action, c.Command] = {
    **{kind.action: kind() for kind in (*_PLAIN, *_ALSO_PLAIN)},
    **{kind.action: kind("Шалтгаан.") for kind in _WORDED},  # type: ignore[arg-type]
    Action.FORWARD: c.Forward("police", "Харьяаллын дагуу."),
    Action.EXTEND: c.Extend(10, "Баримт хүлээж байна."),
    Action.PROPOSE_ANSWER: c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу."),
    Action.PROPOSE_REFERRAL: c.ProposeReferral("Үндэслэл.", with_identity=False),
    Action.PROPOSE_NO_REFERRAL: c.ProposeNoReferral(NoReferralReason.NO_INTEGRITY_MATTER, "Үгүй."),
    Action.RECORD_OUTCOME: c.RecordOutcome(AgencyOutcome.INVESTIGATION),
    Action.CLOSE: c.Close(Cause.STAFFING, "Сургамж."),
    Action.MERGE: c.Merge("2026-0000-0000-0"),
}
OF_THE_MOMENT = frozenset({Action.TRIAGE, Action.ASSIGN, Action.REQUEST_EXPLANATION, Action.ACKNOWLEDGE})
"""What these say depends on the case, the people and the day."""


def order(lives: Lives, action: Action, path: Path, assignee: str, today: date) -> c.Command:
    if action is Action.TRIAGE:
        integrity = path is Path.INTEGRITY
        theme, kind = (Theme.BRIBERY, Kind.CORRUPTION) if integrity else (Theme.QUEUE, Kind.COMPLAINT)
        return lives.triage_of(theme, kind=kind)
    if action is Action.ASSIGN:
        return c.Assign(lives.cast.id_of(assignee), no_conflict=True)
    if action is Action.REQUEST_EXPLANATION:
        return c.RequestExplanation(lives.unit("AIM-061"), "Яагаад?")
    return c.Acknowledge("А-17", today) if action is Action.ACKNOWLEDGE else SIMPLE[action]
