"""What each action changes besides the status: one function a command, in the room that its subject belongs to.

An effect returns the codes that the step's ledger entry carries; it never appends entries for the step itself.
"""

from collections.abc import Callable

from caseapp.domain import commands as c
from caseapp.services.workflow.effects import (
    answering,
    appealing,
    asking,
    forwarding,
    merging,
    opening_steps,
    referring,
)
from caseapp.services.workflow.effects.codes import Codes

EFFECTS: dict[type[c.Command], Callable[..., Codes]] = {
    c.Register: opening_steps.register,
    c.Triage: opening_steps.triage,
    c.ReturnIncomplete: opening_steps.return_incomplete,
    c.Complete: opening_steps.complete,
    c.Forward: forwarding.forward,
    c.TakeBack: forwarding.take_back,
    c.Escalate: opening_steps.escalate,
    c.Assign: opening_steps.assign,
    c.Withdraw: opening_steps.withdraw,
    c.Merge: merging.merge,
    c.RequestExplanation: asking.request_explanation,
    c.ExplanationReceived: asking.nothing_more,
    c.AskCitizen: asking.ask_citizen,
    c.Resume: asking.resume,
    c.Extend: asking.extend,
    c.ProposeAnswer: merging.propose_if_answered_before,
    c.ApproveAnswer: merging.approve_for_all,
    c.ReturnAnswer: answering.return_answer,
    c.Close: answering.close,
    c.Reopen: answering.reopen,
    c.Appeal: appealing.appeal,
    c.ProposeReturn: referring.propose_with_reason,
    c.ApproveReturn: referring.approve_return,
    c.DeclineReturn: referring.decline,
    c.ProposeReferral: referring.propose_referral,
    c.ApproveReferral: referring.approve_referral,
    c.DeclineReferral: referring.decline_referral,
    c.ProposeNoReferral: referring.propose_no_referral,
    c.ApproveNoReferral: referring.decide,
    c.DeclineNoReferral: referring.decline_no_referral,
    c.Acknowledge: referring.acknowledge,
    c.RecordOutcome: referring.record_outcome,
}

__all__ = ["EFFECTS", "Codes"]
