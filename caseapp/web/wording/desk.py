"""Words of the inspectors' desk: what it refuses, and what it writes into the ledger."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.errors import Reason

REASONS: dict[Reason, LazyString] = {
    Reason.CASE_MOVED: _l("Somebody else went on with this case meanwhile. Nothing that you typed is lost."),
    Reason.DAY_IS_PAST: _l("This day has passed. Choose today or a later day."),
}
VERBS: dict[str, LazyString] = {
    "identity.searched": _l("Searched for who filed"),
    "task.given": _l("Task given"),
    "task.done": _l("Task done"),
    "reply_template.changed": _l("Reply template changed"),
}
