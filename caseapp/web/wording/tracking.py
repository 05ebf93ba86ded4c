"""A case's state as a sentence to the citizen."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.vocab import Path, Status

_EXAMINED = _l("Your case is being examined by the inspection department.")
_PROTECTED = _l("Your report is being looked at by the people designated for it, and by nobody else.")

SENTENCES: dict[Status, LazyString] = {
    Status.RECEIVED: _l("Your case has been received and waits to be registered."),
    Status.REGISTERED: _l("Your case has been registered and is being classified."),
    Status.TRIAGED: _l("Your case has been classified and is being assigned to an officer."),
    Status.RETURNED: _l("Something is missing. Read the message below and complete your case here."),
    Status.IN_PROGRESS: _EXAMINED,
    Status.AWAITING_UNIT: _l("The unit concerned has been asked to explain, without being told who you are."),
    Status.AWAITING_CITIZEN: _l("We have asked you for more information. Read the message below and answer here."),
    Status.ANSWER_PROPOSED: _l("An answer has been prepared and is being approved."),
    Status.ANSWERED: _l("Your case has been answered. The answer stands below."),
    Status.FORWARDED: _l("Your case was forwarded to the body that is competent for it."),
    Status.RETURN_PROPOSED: _PROTECTED,
    Status.REFERRAL_PROPOSED: _PROTECTED,
    Status.REFERRED: _l("Your report was forwarded to the Anti-Corruption Agency."),
    Status.AGENCY_RECEIVED: _l("The Anti-Corruption Agency has received your report."),
    Status.NO_REFERRAL_PROPOSED: _PROTECTED,
    Status.NOT_REFERRED: _l("Two people examined your report and decided not to refer it to the Agency."),
    Status.CLOSED: _l("Your case is closed."),
    Status.WITHDRAWN: _l("You withdrew this case."),
    Status.MERGED: _l("Your case was joined to another on the same matter and goes on there."),
}


_ASIDE = frozenset({Status.REGISTERED, Status.TRIAGED, Status.IN_PROGRESS, Status.AWAITING_UNIT})
"""On the protected path these say the same: who looks at it, and that nobody else does."""


def status_sentence(status: Status, path: Path = Path.ORDINARY) -> LazyString:
    """The state in words that are true on this path."""
    return _PROTECTED if path is Path.INTEGRITY and status in _ASIDE else SENTENCES[status]
