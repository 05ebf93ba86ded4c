"""Reasons, events and errors in words that say what to do now."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.errors import Reason
from caseapp.web.wording import desk, law, letters, overview

REASONS: dict[Reason, LazyString] = {
    Reason.NOT_NOW: _l("This step is not possible in the case's present state. Load the case again to see what is."),
    Reason.NOT_ALLOWED: _l("Your roles do not include this step. Ask the head of inspection."),
    Reason.NEEDS_ANOTHER_PERSON: _l("A person never approves their own proposal: another must decide."),
    Reason.NEEDS_ASSIGNEE: _l("Only the case officer can do this. Take the case, or ask them."),
    Reason.NEEDS_NO_CONFLICT: _l("First state that you have no conflict of interest in this case."),
    Reason.ASSIGNEE_IS_RECUSED: _l("This person cannot work on this case. Choose another."),
    Reason.ASSIGNEE_NOT_IN_TEAM: _l("This person does not belong to the team of this case. Choose another."),
    Reason.NEEDS_INTEGRITY_THEME: _l(
        "Decide on an integrity theme first: bribery, favouritism or conflict of interest."
    ),
    Reason.NEEDS_THEMES_DECIDED: _l("Decide on the themes first."),
    Reason.NEEDS_FACTS: _l("Something is still missing. Fill in every part of the form."),
    Reason.ESCALATE_INSTEAD: _l("This is a matter of integrity: escalate the case to the integrity team."),
    Reason.NEEDS_TEXT: _l("Write the text: it cannot be empty."),
    Reason.LETTER_HAS_GAP: _l("The letter still has gaps (……). Write what belongs there, or take them out."),
    Reason.NEEDS_OUTCOME: _l("Choose the outcome of the complaint."),
    Reason.NEEDS_CAUSE: _l("Choose the cause before closing."),
    Reason.ALREADY_EXTENDED: _l("The time limit has been extended once; the law allows no second time."),
    Reason.EXTENSION_TOO_LONG: _l("The extension is longer than the rule allows. Enter fewer days."),
    Reason.NO_LEGAL_DEADLINE: _l("This case has no legal time limit that could be extended."),
    Reason.INTEGRITY_STAYS: _l("A report on integrity is not withdrawn: its record stays."),
    Reason.APPEAL_TIME_OVER: _l(
        "The time for saying that you are not satisfied has passed. You may file a new complaint."
    ),
    Reason.APPEAL_FOR_HEAD: _l("The petitioner appealed: a head of inspection must do this. Ask the head."),
    Reason.DECIDED_BEFORE: _l(
        "Whoever proposed or approved the answer that is appealed against takes no part in the new one: it must be"
        " somebody else."
    ),
    Reason.CITIZEN_WITHDRAWS: _l("This was filed online: only the petitioner withdraws it, with the receipt."),
    Reason.TOO_FEW_REMAIN: _l(
        "Then fewer than two people could go on with this case. The head first adds members from outside that line."
    ),
    Reason.OWN_RECEIPT: _l("This is the code of the case that you are looking at. Type the code of another receipt."),
    Reason.TOO_MANY_LINKS: _l("One receipt holds ten others at most. Remove a link first."),
    Reason.TOO_MANY_VIEWS: _l("You keep 30 views, and more are not kept. Remove one that you need no longer."),
    Reason.NO_SUCH_CASE: _l("There is no open case of this number here. Check the number."),
    Reason.NO_SUCH_UNIT: _l("Choose a unit from the list."),
    Reason.NO_SUCH_BODY: _l("Choose a body from the list."),
    Reason.BAD_CODE: _l("A code has 2 to 40 small Latin letters, digits or _, and begins with a letter."),
    Reason.ALREADY_LINKED: _l("These two cases are linked already. Remove that link first."),
    Reason.OTHER_GROUP: _l("Both cases belong to different groups. Remove one of them from its group first."),
    Reason.NEEDS_EARLIER_CASE: _l("First link this case to the earlier one as its repetition."),
    Reason.NEEDS_EARLIER_ANSWER: _l("The earlier case has no final answer yet: there is nothing to refer to."),
    Reason.REPEAT_FOR_HEAD: _l("A head of inspection approves that a repeat is not examined again. Ask the head."),
    Reason.NO_SUCH_PERSON: _l(
        "Nobody suitable was found. For a unit: it has no officer who could answer; ask an administrator."
    ),
    Reason.NO_AGENCY_KEY: _l(
        "The Agency's key has not been entered and confirmed yet. Ask the administrators and the head."
    ),
    Reason.NO_IDENTITY: _l("This case holds no identity."),
    Reason.IDENTITY_NOT_OPENED: _l("The identity is closed. Ask to open it, with a ground."),
    Reason.REQUEST_DECIDED: _l("This has been decided already."),
    Reason.FILES_GONE: _l(
        "The files that you had chosen are no longer here: drafts are kept for an hour. Choose them again, or send"
        " without them."
    ),
    Reason.NO_NUMBER_LEFT: _l("No free case number was found just now. Nothing is lost: please send it again."),
    Reason.FILE_INFECTED: _l("Harmful code was found in this file: it is kept as evidence and opened by nobody."),
    Reason.ALREADY_DONE: _l("This has been done already. Load the page again and look at its present state."),
    Reason.LOGIN_TAKEN: _l("This sign-in name is taken. Choose another."),
    Reason.WEAK_PASSWORD: _l(
        "Choose a password of at least 12 signs, without your sign-in name, different from the old one."
    ),
    Reason.WRONG_SIGN_IN: _l("The name or the password is not right. Check both and try again."),
    Reason.TOO_MANY_TRIES: _l("Too many tries. Wait 15 minutes and try again."),
    Reason.NOT_READY_FOR_TEAM: _l("This person must sign in and choose their own password first."),
    Reason.NEEDS_CASE_ROLE: _l(
        "This person's roles include no work on cases. An administrator must give them such a role first."
    ),
    Reason.LAST_OF_TEAM: _l("At least two people must stay in a team."),
    Reason.LAST_ADMIN: _l("The last administrator cannot be removed."),
    Reason.ADMIN_SEES_NO_CASE: _l("An administrator sees no case: this role stands alone."),
    Reason.OFFICER_READS_NO_CASE: _l(
        "A unit's officer sees what the unit was asked: this role cannot be combined with one that reads cases."
    ),
    Reason.OWN_ROLES: _l("Nobody changes their own roles. Ask another administrator."),
    Reason.BAD_RECIPIENT: _l("This is no age key: it begins with age1 and has 62 signs."),
    Reason.FINGERPRINT_DIFFERS: _l("The fingerprint is not the same. Ask the Agency for it again, on another way."),
    Reason.TEXT_TOO_LONG: _l("The text is too long. Shorten it, or send the rest as a message afterwards."),
    Reason.TEMPLATE_FLAWED: _l("The text holds a name in double braces that is not known, or is too long."),
    **letters.REASONS,
    Reason.DAY_OUT_OF_TIME: _l("The day lies before the approval of the letter, or in the future. Check it."),
    Reason.DATE_IN_FUTURE: _l("This date lies in the future. Check it."),
    Reason.RECEIVED_TOO_LONG_AGO: _l(
        "The day of receipt lies more than 60 days back. Check it; if it is right, ask the head of inspection."
    ),
    Reason.ALREADY_TAKEN_IN: _l(
        "A report with this number of the same channel was taken in before; nothing was filed now. Check the number."
    ),
    Reason.CODE_TAKEN: _l("This is in the list already."),
    Reason.VALUE_OUT_OF_RANGE: _l("This number is not possible here. Check it."),
    Reason.MODEL_IS_WORSE: _l("The new model is worse than the one in use on held-out decisions; it was not promoted."),
    Reason.TOO_FEW_DECISIONS: _l("There are too few decided cases to learn from yet."),
    Reason.BALANCE_BROKEN: _l("The balance does not hold: the report cannot be printed. Tell the administrators."),
    Reason.PERIOD_NOT_OVER: _l("This period is not over yet."),
    **desk.REASONS,
    **law.REASONS,
}

VERBS: dict[str, LazyString] = {
    "report.received": _l("Report received"),
    "case.registered": _l("Registered"),
    "case.triaged": _l("Classified"),
    "case.returned": _l("Returned as incomplete"),
    "case.completed": _l("Missing items received"),
    "case.forwarded": _l("Forwarded to the competent body"),
    "case.taken_back": _l("Taken back from the other body"),
    "case.linked": _l("Linked to another case"),
    "case.unlinked": _l("Link to another case removed"),
    "case.unrelated": _l("Not related to a case that looked alike"),
    "answer.shared": _l("Answer of the case that it was merged into sent to the petitioner, too"),
    "case.escalated": _l("Escalated to the integrity team"),
    "return.proposed": _l("Return to ordinary proposed"),
    "return.approved": _l("Returned to ordinary"),
    "return.declined": _l("Return to ordinary declined"),
    "case.assigned": _l("Assigned"),
    "explanation.requested": _l("A unit was asked to explain"),
    "explanation.answered": _l("The unit explained"),
    "explanation.received": _l("Explanation received"),
    "citizen.asked": _l("More information asked for"),
    "case.resumed": _l("Resumed"),
    "deadline.extended": _l("Time limit extended"),
    "answer.proposed": _l("Answer proposed"),
    "answer.approved": _l("Answer sent"),
    "answer.returned": _l("Draft answer returned"),
    "referral.proposed": _l("Referral proposed"),
    "case.referred": _l("Referred to the Anti-Corruption Agency"),
    "referral.declined": _l("Referral declined"),
    "no_referral.proposed": _l("Proposed not to refer"),
    "no_referral.approved": _l("Decided not to refer"),
    "no_referral.declined": _l("Not referring was declined"),
    "agency.acknowledged": _l("Received by the Anti-Corruption Agency"),
    "agency.outcome_recorded": _l("Outcome of the Agency recorded"),
    "case.closed": _l("Closed"),
    "case.withdrawn": _l("Withdrawn"),
    "case.merged": _l("Merged"),
    "case.reopened": _l("Reopened"),
    "case.appealed": _l("Appealed to the head by the petitioner"),
    "satisfaction.given": _l("The petitioner said how satisfied they are"),
    "recusal.recorded": _l("An officer was shut out of the case"),
    "case.read": _l("Opened"),
    "message.sent": _l("Message sent"),
    "notice.queued": _l("Notice to the petitioner queued"),
    "note.written": _l("Note written"),
    "identity.asked": _l("Asked to open the identity"),
    "identity.granted": _l("Opening of the identity granted"),
    "identity.declined": _l("Opening of the identity declined"),
    "identity.opened": _l("Identity opened"),
    "identity.compared": _l("Identity compared with others' by keyed hashes, shown to nobody"),
    "attachment.opened": _l("Attached file opened"),
    "conflict.none_stated": _l("Stated no conflict of interest"),
    "conflict.declared": _l("Declared a conflict of interest"),
    "access.refused": _l("Access refused"),
    "session.started": _l("Signed in"),
    "session.failed": _l("Sign-in failed"),
    "password.changed": _l("Password changed"),
    "password.reset": _l("Password reset"),
    "person.created": _l("Person added"),
    "person.changed": _l("Person changed"),
    "team.founded": _l("Teams founded"),
    "team.member_added": _l("Member added to a team"),
    "team.member_removed": _l("Member removed from a team"),
    "unit.changed": _l("Unit changed"),
    "body.changed": _l("Register of competent bodies changed"),
    "rule.changed": _l("Rule changed"),
    "day.changed": _l("Calendar changed"),
    "agency_key.entered": _l("Agency key entered"),
    "agency_key.confirmed": _l("Agency key confirmed"),
    "agency_key.retired": _l("Agency key retired"),
    "package.downloaded": _l("Package downloaded"),
    "list.checked": _l("Numbers of a list compared with those taken in before"),
    "model.promoted": _l("Classifier promoted"),
    "report.counted": _l("All cases counted to approve a report"),
    "report.frozen": _l("Report frozen"),
    "demo.begun": _l("Demonstration begun"),
    "demo.built": _l("Demonstration built"),
    **desk.VERBS,
    **law.VERBS,
    **letters.VERBS,
    **overview.VERBS,
}

ERRORS: dict[int, tuple[LazyString, LazyString]] = {
    400: (_l("The page could not be read"), _l("Go back, check what you entered and send it again.")),
    401: (
        _l("You are no longer signed in"),
        _l("Nothing was sent. Sign in again in another tab, then go back here to your text."),
    ),
    404: (_l("There is no such page"), _l("Check the address, or start again from the first page.")),
    405: (_l("This page cannot be used in this way"), _l("Go back and use the buttons of the page.")),
    408: (
        _l("It came too slowly"),
        _l(
            "Your connection is slow, or many are sending now. What you had saved is kept: go back, wait a minute and "
            "send again, one file at a time. A complaint can also be sent without files."
        ),
    ),
    409: (_l("This is not possible now"), _l("Load the page again and look at its present state.")),
    413: (_l("What you sent is too large"), _l("Send less at once.")),
    429: (_l("Too many tries"), _l("Wait a few minutes and try again.")),
    500: (
        _l("Something went wrong on our side"),
        _l("Nothing was half-done: go back and try again. If it happens again, call 1890."),
    ),
}


def of_reason(reason: Reason) -> LazyString:
    """The sentence for a rule that said no."""
    return REASONS[reason]


def of_verb(verb: str) -> LazyString:
    """The words for an event of the ledger."""
    return VERBS[verb]
