"""What people read on screen, apart from templates and form labels: labels, reasons, sentences about a case."""

from caseapp.web.wording.labels import label
from caseapp.web.wording.sentences import ERRORS, of_reason, of_verb
from caseapp.web.wording.tracking import status_sentence

__all__ = ["ERRORS", "label", "of_reason", "of_verb", "status_sentence"]
