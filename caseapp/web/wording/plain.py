"""Reasons for the command line, which speaks English and has no page."""

from caseapp.domain.errors import Reason
from caseapp.web.wording.sentences import REASONS


def in_plain_words(reason: Reason) -> str:
    """The message id itself."""
    return str(REASONS[reason]._args[0])
