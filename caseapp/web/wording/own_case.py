"""A citizen's own case in plain words: what it is, what happened, what comes next, what they can do now."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.own_case import Turn
from caseapp.domain.vocab import AgencyOutcome, Kind, Path, Status

HEADINGS: dict[Kind, LazyString] = {
    Kind.COMPLAINT: _l("Your complaint"),
    Kind.REQUEST: _l("Your request"),
    Kind.SUGGESTION: _l("Your suggestion"),
    Kind.THANKS: _l("Your thanks"),
    Kind.CRITICISM: _l("Your criticism"),
    Kind.TIP: _l("Your anonymous information"),
    Kind.CORRUPTION: _l("Your report of corruption"),
    Kind.CONFLICT_OF_INTEREST: _l("Your report of a conflict of interest"),
    Kind.REPRISAL: _l("Your report of reprisal"),
}

HAPPENED: dict[str, LazyString] = {
    "report.received": _l("We received it."),
    "case.registered": _l("It was registered."),
    "case.triaged": _l("It was classified: by service, unit and urgency."),
    "case.returned": _l("Something was missing: we asked you for it."),
    "case.completed": _l("You sent what was missing."),
    "case.forwarded": _l("It was forwarded to the body that is competent for it."),
    "case.taken_back": _l("That body sent it back: we go on with it. The time limit runs as before."),
    "case.assigned": _l("An officer was given your case."),
    "explanation.requested": _l("The unit concerned was asked to explain, without being told who you are."),
    "citizen.asked": _l("We asked you for more information."),
    "deadline.extended": _l("The time limit was extended; the reason stands above."),
    "deadline.recomputed": _l("The time limit was counted anew, since a rule or the calendar of days off was changed."),
    "answer.approved": _l("You were answered."),
    "answer.shared": _l("You were answered together with the others who wrote about the same matter."),
    "case.appealed": _l("You were not satisfied: your case went to the head."),
    "case.referred": _l("It was forwarded to the Anti-Corruption Agency."),
    "agency.acknowledged": _l("The Anti-Corruption Agency confirmed that it has it."),
    "agency.outcome_recorded": _l("The Anti-Corruption Agency told us the outcome."),
    "no_referral.approved": _l("Two people decided not to refer it to the Agency."),
    "case.closed": _l("It was closed."),
    "case.withdrawn": _l("It was withdrawn."),
    "case.merged": _l("It was joined to another case on the same matter."),
    "case.reopened": _l("We took it up again."),
    "satisfaction.given": _l("You told us how satisfied you are."),
}
AGAIN: dict[str, LazyString] = {
    "case.registered": _l("It was registered again."),
    "case.triaged": _l("It was classified again."),
    "case.assigned": _l("Another officer was given your case, or the same one again."),
    "answer.approved": _l("You were answered again."),
}
"""What is said when the same happens a second time; the rest is said as before."""

NEXT: dict[Status, LazyString] = {
    Status.RECEIVED: _l("Next, an officer registers it. There is nothing that you must do."),
    Status.REGISTERED: _l("Next, it is given to an officer. There is nothing that you must do."),
    Status.TRIAGED: _l("Next, an officer is given it who has no interest of their own in it."),
    Status.RETURNED: _l("Next, you send what is missing. The time limit goes on meanwhile."),
    Status.IN_PROGRESS: _l("Next, the officer prepares an answer, another person approves it, and it appears here."),
    Status.AWAITING_UNIT: _l("Next, the unit explains, and the examination goes on."),
    Status.AWAITING_CITIZEN: _l("Next, you answer us. The time limit goes on meanwhile."),
    Status.ANSWER_PROPOSED: _l("Next, another person approves the answer, and it appears here."),
    Status.ANSWERED: _l("If you are satisfied with it, there is nothing more to do."),
    Status.FORWARDED: _l("That body examines it and answers you."),
    Status.REFERRED: _l("Next, the Agency confirms that it has it; its number will stand here."),
    Status.AGENCY_RECEIVED: _l(
        "From here on the Agency examines it. When it tells us the outcome, it will stand here."
    ),
    Status.NOT_REFERRED: _l("You can turn to the Agency yourself, too: call 110."),
    Status.CLOSED: _l("There is nothing more to do."),
    Status.WITHDRAWN: _l("It is not examined any further."),
    Status.MERGED: _l("You can still write to us here."),
}
_TWO_DECIDE = _l(
    "Next, two people decide whether it goes to the Anti-Corruption Agency. You will read here what they decided."
)
_APPEALED = _l(
    "You were not satisfied. A head has it examined again, and nobody who wrote or approved the answer takes part."
)

REPLIED = _l("We have your answer and go on.")
_STANDS = _l("Next, you answer us. The time limit stands still meanwhile.")
_GOES_ON = _l("Next, the officer reads it, and the examination goes on. There is nothing that you must do.")

BESIDES: dict[str, LazyString] = {
    "where": _l("Where"),
    "when": _l("When"),
    "remedy": _l("What you want us to do"),
}

OUTCOMES: dict[AgencyOutcome, LazyString] = {
    AgencyOutcome.INVESTIGATION: _l("The Anti-Corruption Agency opened an investigation."),
    AgencyOutcome.NO_GROUNDS: _l("The Anti-Corruption Agency found no grounds for an investigation."),
    AgencyOutcome.RETURNED: _l("The Anti-Corruption Agency gave it back to us to examine."),
    AgencyOutcome.OTHER: _l("The Anti-Corruption Agency has decided. Ask it by its number: call 110."),
}

TO_DO: dict[Turn, LazyString] = {
    Turn.COMPLETE: _l("Send what is missing"),
    Turn.REPLY: _l("Answer our question"),
    Turn.RATE: _l("Say how satisfied you are"),
    Turn.ADD: _l("Add information"),
    Turn.REST: _l("Write to us about this case"),
}
SATISFIED: tuple[LazyString | str, ...] = (_l("1: not satisfied at all"), "2", "3", "4", _l("5: very satisfied"))


def heading(kind: Kind) -> LazyString:
    return HEADINGS[kind]


def happened(verb: str, *, again: bool) -> LazyString:
    """An event of the case as a sentence to its citizen."""
    return AGAIN.get(verb, HAPPENED[verb]) if again else HAPPENED[verb]


def comes_next(status: Status, path: Path, *, appealed: bool, replied: bool, stands: bool = False) -> LazyString:
    """What happens now and by whom; on the protected path two people decide on a referral.

    `stands` where the law stops the clock while the citizen is asked."""
    if replied:
        return _GOES_ON
    if stands:
        return _STANDS
    if appealed and status is Status.TRIAGED:
        return _APPEALED
    if path is Path.INTEGRITY and status is Status.IN_PROGRESS:
        return _TWO_DECIDE
    return NEXT.get(status, _TWO_DECIDE)
