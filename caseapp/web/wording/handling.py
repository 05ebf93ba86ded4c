"""What may happen to a case, told to a citizen: one sentence for each action of the workflow."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.vocab import Action

HAPPENS: dict[Action, LazyString] = {
    Action.REGISTER: _l("It is registered."),
    Action.TRIAGE: _l("It is classified: by kind, service, unit, theme and urgency."),
    Action.RETURN_INCOMPLETE: _l("You are told what is missing."),
    Action.COMPLETE: _l("What was missing is sent."),
    Action.FORWARD: _l("It is forwarded to the body that is competent for it, and you are told so."),
    Action.TAKE_BACK: _l("That body gives it back: it comes in again here, and you are told so."),
    Action.ESCALATE: _l("There are signs of corruption: it moves to the protected channel."),
    Action.PROPOSE_RETURN: _l("It is proposed to examine it as an ordinary complaint."),
    Action.APPROVE_RETURN: _l("That is agreed to, and it goes on as an ordinary complaint."),
    Action.DECLINE_RETURN: _l("That is not agreed to, and it stays in the protected channel."),
    Action.ASSIGN: _l("An officer is charged with it, who has stated to have no conflict of interest in it."),
    Action.REQUEST_EXPLANATION: _l("The unit concerned is asked to explain, without being told who you are."),
    Action.EXPLANATION_RECEIVED: _l("The examination goes on after the explanation."),
    Action.ASK_CITIZEN: _l("You are asked for more information."),
    Action.RESUME: _l("The examination goes on."),
    Action.EXTEND: _l("The time limit is extended, once, and you are told why."),
    Action.PROPOSE_ANSWER: _l("An answer is prepared."),
    Action.APPROVE_ANSWER: _l("The answer is approved and appears on the page of your case."),
    Action.RETURN_ANSWER: _l("The answer is sent back to be improved."),
    Action.PROPOSE_REFERRAL: _l("It is proposed to refer it to the Anti-Corruption Agency."),
    Action.APPROVE_REFERRAL: _l("That is agreed to, and it goes to the Anti-Corruption Agency."),
    Action.DECLINE_REFERRAL: _l("The referral is not agreed to, and the examination goes on."),
    Action.PROPOSE_NO_REFERRAL: _l("It is proposed not to refer it, with the reason."),
    Action.APPROVE_NO_REFERRAL: _l("That is agreed to: it is not referred, and is counted as such."),
    Action.DECLINE_NO_REFERRAL: _l("That is not agreed to, and the examination goes on."),
    Action.ACKNOWLEDGE: _l("The Agency confirms that it has received it."),
    Action.RECORD_OUTCOME: _l("What the Agency decided is recorded."),
    Action.CLOSE: _l("It is closed; its cause and what is learnt from it are recorded."),
    Action.WITHDRAW: _l("It is withdrawn."),
    Action.MERGE: _l("It is joined to another case on the same matter."),
    Action.REOPEN: _l("It is examined again."),
    Action.APPEAL: _l("You say that you are not satisfied, and a head has it examined by others."),
}
