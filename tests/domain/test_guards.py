"""Each condition of the workflow alone: what stands in the way, under which name, and that nothing else does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from caseapp.domain import commands as c
from caseapp.domain import workflow
from caseapp.domain.actors import Actor
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.facts import CaseFacts
from caseapp.domain.vocab import (
    INTEGRITY_THEMES,
    Action,
    Cause,
    Completeness,
    Kind,
    NoReferralReason,
    Outcome,
    Severity,
    Status,
    Theme,
)
from tests.domain.appealed import APPEAL
from tests.domain.cast import (
    BAT,
    CITIZEN,
    DORJ,
    GANAA,
    LIAISON,
    OYUN,
    SARAN,
    SUKH,
    TEXT,
    TODAY,
    TUYA,
    WHOLE,
    id_of,
    integrity,
    ordinary,
    triage,
)

S, R = Status, Reason
TOMORROW = TODAY + timedelta(days=1)
SARANS_OWN = frozenset({id_of(SARAN)})
CLOSED = ordinary(S.CLOSED, appeal_until=TODAY)


def refusal(facts: CaseFacts, command: c.Command, actor: Actor) -> Reason | None:
    try:
        workflow.plan(facts, command, actor, TODAY)
    except RuleBroken as broken:
        return broken.reason
    return None


Case = tuple[CaseFacts, c.Command, Actor, Reason | None]
TRIAGE: dict[str, Case] = {
    "whole": (ordinary(S.REGISTERED), triage(), SARAN, None),
    "no theme fits": (ordinary(S.REGISTERED), triage(themes=frozenset()), SARAN, None),
    "again": (ordinary(S.TRIAGED), triage(), SARAN, None),
    "no unit": (ordinary(S.REGISTERED), triage(unit_id=None), SARAN, R.NEEDS_FACTS),
    "no severity": (ordinary(S.REGISTERED), triage(severity=None), SARAN, R.NEEDS_FACTS),
    "no completeness": (ordinary(S.REGISTERED), triage(completeness=None), SARAN, R.NEEDS_FACTS),
    "worst and empty": (
        integrity(S.REGISTERED),
        triage(severity=Severity.HIGH, completeness=Completeness.INSUFFICIENT),
        BAT,
        None,
    ),
    **{
        f"{theme} among the ordinary": (
            ordinary(S.REGISTERED),
            triage(themes=frozenset({Theme.DELAY, theme})),
            SARAN,
            R.ESCALATE_INSTEAD,
        )
        for theme in sorted(INTEGRITY_THEMES)
    },
    "a report of corruption": (ordinary(S.REGISTERED), triage(kind=Kind.CORRUPTION), SARAN, R.ESCALATE_INSTEAD),
    "integrity on its path": (
        integrity(S.REGISTERED),
        triage(kind=Kind.CONFLICT_OF_INTEREST, themes=INTEGRITY_THEMES),
        BAT,
        None,
    ),
    "too late": (ordinary(S.IN_PROGRESS), triage(), SARAN, R.NOT_NOW),
}
ASSIGN: dict[str, Case] = {
    "to another": (ordinary(S.TRIAGED), c.Assign(id_of(SARAN)), TUYA, None),
    "to oneself": (ordinary(S.TRIAGED), c.Assign(id_of(SARAN), no_conflict=True), SARAN, None),
    "to oneself in silence": (ordinary(S.TRIAGED), c.Assign(id_of(SARAN)), SARAN, R.NEEDS_NO_CONFLICT),
    "onwards": (ordinary(S.IN_PROGRESS), c.Assign(id_of(BAT)), SARAN, None),
    "to one complained about": (
        ordinary(S.TRIAGED, recused_ids=SARANS_OWN),
        c.Assign(id_of(SARAN), no_conflict=True),
        TUYA,
        R.ASSIGNEE_IS_RECUSED,
    ),
    "out of the team": (integrity(S.TRIAGED), c.Assign(id_of(SARAN)), TUYA, R.ASSIGNEE_NOT_IN_TEAM),
    "to an admin": (ordinary(S.TRIAGED), c.Assign(id_of(DORJ)), TUYA, R.ASSIGNEE_NOT_IN_TEAM),
    "by the counter": (ordinary(S.TRIAGED), c.Assign(id_of(SARAN)), SUKH, R.NOT_ALLOWED),
}
WORK: dict[str, Case] = {
    f"{action} {how}": (ordinary(**changes), WHOLE[action], actor, reason)
    for action in (Action.PROPOSE_ANSWER, Action.ASK_CITIZEN, Action.REQUEST_EXPLANATION)
    for how, changes, actor, reason in (
        ("by the assignee", {}, SARAN, None),
        ("by another", {"no_conflict_stated_by": frozenset({id_of(BAT)})}, BAT, R.NEEDS_ASSIGNEE),
        ("before no conflict is stated", {"no_conflict_stated_by": frozenset()}, SARAN, R.NEEDS_NO_CONFLICT),
        ("by the counter", {}, SUKH, R.NOT_ALLOWED),
        ("while nobody has it", {"assignee_id": None}, SARAN, R.NEEDS_ASSIGNEE),
    )
}
EXTEND: dict[str, Case] = {
    "thirty days": (ordinary(), c.Extend(30, TEXT), TUYA, None),
    "one day": (ordinary(), c.Extend(1, TEXT), TUYA, None),
    "thirty-one": (ordinary(), c.Extend(31, TEXT), TUYA, R.EXTENSION_TOO_LONG),
    "no day": (ordinary(), c.Extend(0, TEXT), TUYA, R.EXTENSION_TOO_LONG),
    "backwards": (ordinary(), c.Extend(-5, TEXT), TUYA, R.EXTENSION_TOO_LONG),
    "by a stricter rule": (ordinary(extension_max_days=10), c.Extend(11, TEXT), TUYA, R.EXTENSION_TOO_LONG),
    "twice": (ordinary(extended=True), c.Extend(30, TEXT), TUYA, R.ALREADY_EXTENDED),
    "without a reason": (ordinary(), c.Extend(30, "  "), TUYA, R.NEEDS_TEXT),
    "a promise": (ordinary(due_is_legal=False), c.Extend(30, TEXT), TUYA, R.NO_LEGAL_DEADLINE),
    "by an inspector": (ordinary(), c.Extend(30, TEXT), SARAN, R.NOT_ALLOWED),
    "on the integrity path": (integrity(due_is_legal=True), c.Extend(30, TEXT), TUYA, R.NOT_NOW),
}
ANSWER: dict[str, Case] = {
    "no outcome": (ordinary(), c.ProposeAnswer(None, TEXT, TEXT), SARAN, R.NEEDS_OUTCOME),
    "no ground": (ordinary(), c.ProposeAnswer(Outcome.UPHELD, " ", TEXT), SARAN, R.NEEDS_TEXT),
    "a gap in the letter": (
        ordinary(),
        c.ProposeAnswer(Outcome.UPHELD, TEXT, "Дараах зүйл тогтоогдлоо:\n\n……"),
        SARAN,
        R.LETTER_HAS_GAP,
    ),
    "no letter": (ordinary(), c.ProposeAnswer(Outcome.UPHELD, TEXT, ""), SARAN, R.NEEDS_TEXT),
    "own answer": (
        ordinary(S.ANSWER_PROPOSED, proposed_by_id=id_of(SARAN)),
        c.ApproveAnswer(),
        SARAN,
        R.NEEDS_ANOTHER_PERSON,
    ),
    "another's": (ordinary(S.ANSWER_PROPOSED, proposed_by_id=id_of(SARAN)), c.ApproveAnswer(), BAT, None),
    "on the integrity path": (integrity(), WHOLE[Action.PROPOSE_ANSWER], BAT, R.NOT_NOW),
}
REFERRAL: dict[str, Case] = {
    "with the identity": (integrity(), c.ProposeReferral(TEXT, with_identity=True), BAT, None),
    "without it": (integrity(), c.ProposeReferral(TEXT, with_identity=False), BAT, None),
    "no choice": (integrity(), c.ProposeReferral(TEXT, with_identity=None), BAT, R.NEEDS_FACTS),
    "no grounds": (integrity(), c.ProposeReferral(" ", with_identity=False), BAT, R.NEEDS_TEXT),
    "about delay": (
        integrity(themes=frozenset({Theme.DELAY})),
        WHOLE[Action.PROPOSE_REFERRAL],
        BAT,
        R.NEEDS_INTEGRITY_THEME,
    ),
    "about nothing decided": (
        integrity(themes=frozenset()),
        WHOLE[Action.PROPOSE_REFERRAL],
        BAT,
        R.NEEDS_INTEGRITY_THEME,
    ),
    "with a stake unknown": (
        integrity(no_conflict_stated_by=frozenset()),
        WHOLE[Action.PROPOSE_REFERRAL],
        BAT,
        R.NEEDS_NO_CONFLICT,
    ),
    "by an inspector": (integrity(), WHOLE[Action.PROPOSE_REFERRAL], SARAN, R.NOT_ALLOWED),
    "of an ordinary case": (ordinary(), WHOLE[Action.PROPOSE_REFERRAL], BAT, R.NOT_NOW),
    "own referral": (
        integrity(S.REFERRAL_PROPOSED, proposed_by_id=id_of(BAT)),
        c.ApproveReferral(),
        BAT,
        R.NEEDS_ANOTHER_PERSON,
    ),
    "another's": (integrity(S.REFERRAL_PROPOSED, proposed_by_id=id_of(BAT)), c.ApproveReferral(), TUYA, None),
    "declined in silence": (
        integrity(S.REFERRAL_PROPOSED, proposed_by_id=id_of(BAT)),
        c.DeclineReferral(""),
        TUYA,
        R.NEEDS_TEXT,
    ),
    "not, for no reason": (
        integrity(),
        c.ProposeNoReferral(NoReferralReason.NO_STAFF_INVOLVED, ""),
        BAT,
        R.NEEDS_TEXT,
    ),
    "not, with a stake unknown": (
        integrity(no_conflict_stated_by=frozenset()),
        WHOLE[Action.PROPOSE_NO_REFERRAL],
        BAT,
        R.NEEDS_NO_CONFLICT,
    ),
}
AGENCY: dict[str, Case] = {
    "by the liaison": (integrity(S.REFERRED), c.Acknowledge("А-17", TODAY), LIAISON, None),
    "on paper": (integrity(S.REFERRED), c.Acknowledge("А-17", TODAY), BAT, None),
    "without a number": (integrity(S.REFERRED), c.Acknowledge(" ", TODAY), LIAISON, R.NEEDS_TEXT),
    "tomorrow": (integrity(S.REFERRED), c.Acknowledge("А-17", TOMORROW), LIAISON, R.DATE_IN_FUTURE),
    "before it was sent": (integrity(S.REFERRAL_PROPOSED), c.Acknowledge("А-17", TODAY), LIAISON, R.NOT_NOW),
    "by an analyst": (integrity(S.REFERRED), c.Acknowledge("А-17", TODAY), OYUN, R.NOT_ALLOWED),
}
END: dict[str, Case] = {
    "no cause": (ordinary(S.ANSWERED), c.Close(None, TEXT), SARAN, R.NEEDS_CAUSE),
    "no lessons": (ordinary(S.ANSWERED), c.Close(Cause.RULES, " "), SARAN, R.NEEDS_TEXT),
    "open": (ordinary(), c.Close(Cause.RULES, TEXT), SARAN, R.NOT_NOW),
    "merged into nothing": (ordinary(), c.Merge(" "), SARAN, R.NO_SUCH_CASE),
    "withdrawn by the citizen": (ordinary(S.AWAITING_UNIT), c.Withdraw(), CITIZEN, None),
    "withdrawn by a registrar": (ordinary(S.REGISTERED, filed_by_hand=True), c.Withdraw(TEXT), SUKH, R.NOT_ALLOWED),
    "withdrawn for one who filed online": (ordinary(), c.Withdraw(TEXT), SARAN, R.CITIZEN_WITHDRAWS),
    "withdrawn on paper": (ordinary(filed_by_hand=True), c.Withdraw(TEXT), SARAN, None),
    "withdrawn on paper without a reason": (ordinary(filed_by_hand=True), c.Withdraw(" "), SARAN, R.NEEDS_TEXT),
    "integrity withdrawn": (integrity(), c.Withdraw(), CITIZEN, R.NOT_NOW),
    "appealed on the last day": (CLOSED, c.Appeal(TEXT), CITIZEN, None),
    "appealed too late": (replace(CLOSED, today=TOMORROW), c.Appeal(TEXT), CITIZEN, R.APPEAL_TIME_OVER),
    "appealed undecided": (replace(CLOSED, appeal_until=None), c.Appeal(TEXT), CITIZEN, R.APPEAL_TIME_OVER),
    "appealed in silence": (CLOSED, c.Appeal(" "), CITIZEN, R.NEEDS_TEXT),
    "appealed by the staff": (CLOSED, c.Appeal(TEXT), TUYA, R.NOT_ALLOWED),
    "appealed while it is examined": (ordinary(), c.Appeal(TEXT), CITIZEN, R.NOT_NOW),
    "reopened by the citizen": (CLOSED, c.Reopen(TEXT), CITIZEN, R.NOT_ALLOWED),
    "reopened by the head in silence": (CLOSED, c.Reopen(""), TUYA, R.NEEDS_TEXT),
    "reopened by the head any time": (replace(CLOSED, today=TOMORROW), c.Reopen(TEXT), GANAA, None),
    "reopened by the counter": (CLOSED, c.Reopen(TEXT), SUKH, R.NOT_ALLOWED),
    "integrity appealed by the citizen": (integrity(S.CLOSED, appeal_until=TODAY), c.Appeal(TEXT), CITIZEN, R.NOT_NOW),
}
ALL = {
    f"{group}: {name}": case
    for group, cases in {
        "triage": TRIAGE,
        "assign": ASSIGN,
        "work": WORK,
        "extend": EXTEND,
        "answer": ANSWER,
        "referral": REFERRAL,
        "agency": AGENCY,
        "end": END,
        "appeal": APPEAL,
    }.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("name", ALL)
def test_what_stands_in_the_way_and_under_which_name(name: str) -> None:
    facts, command, actor, reason = ALL[name]
    assert refusal(facts, command, actor) == reason


@pytest.mark.parametrize("blank", ["", " ", "\n\t "])
@pytest.mark.parametrize(
    ("facts", "command", "actor"),
    [
        (ordinary(S.TRIAGED), c.ReturnIncomplete, SARAN),
        (ordinary(S.RETURNED), c.Complete, CITIZEN),
        (ordinary(S.TRIAGED), c.Escalate, SARAN),
        (integrity(S.TRIAGED), c.ProposeReturn, BAT),
        (integrity(S.RETURN_PROPOSED, proposed_by_id=TUYA.user_id), c.DeclineReturn, BAT),
        (ordinary(), c.AskCitizen, SARAN),
        (ordinary(S.ANSWER_PROPOSED, proposed_by_id=TUYA.user_id), c.ReturnAnswer, SARAN),
        (integrity(S.NO_REFERRAL_PROPOSED, proposed_by_id=TUYA.user_id), c.DeclineNoReferral, BAT),
    ],
)
def test_whoever_is_told_something_is_told_it_in_words(
    facts: CaseFacts, command: type[c.Command], actor: Actor, blank: str
) -> None:
    assert refusal(facts, command(blank), actor) is R.NEEDS_TEXT  # type: ignore[call-arg]
    assert refusal(facts, command(TEXT), actor) is None  # type: ignore[call-arg]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("actor", [DORJ, OYUN], ids=["admin", "analyst"])
def test_admins_and_analysts_take_no_step_in_any_case(actor: Actor, status: Status) -> None:
    for facts in (ordinary(status), integrity(status)):
        assert workflow.offers(facts, actor) == ()
        assert {refusal(facts, command, actor) for command in WHOLE.values()} <= {R.NOT_ALLOWED, R.NOT_NOW}
