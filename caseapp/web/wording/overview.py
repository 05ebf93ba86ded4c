"""Words of the head's page and of exports: what an open case waits for, and the heads of columns."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.vocab import Status

VERBS: dict[str, LazyString] = {"cases.exported": _l("Cases exported")}
WAITS_FOR: dict[Status, LazyString] = {
    Status.RECEIVED: _l("Registration"),
    Status.REGISTERED: _l("Classification"),
    Status.TRIAGED: _l("A case officer"),
    Status.RETURNED: _l("The citizen: missing items"),
    Status.IN_PROGRESS: _l("The case officer's examination"),
    Status.AWAITING_UNIT: _l("The unit's explanation"),
    Status.AWAITING_CITIZEN: _l("The citizen's answer"),
    Status.ANSWER_PROPOSED: _l("Approval of the answer"),
    Status.RETURN_PROPOSED: _l("Approval of the return to ordinary"),
    Status.REFERRAL_PROPOSED: _l("Approval of the referral"),
    Status.NO_REFERRAL_PROPOSED: _l("Approval of not referring"),
}
TITLE, CASES = _l("Title"), _l("Cases")
UNASSIGNED, UNKNOWN_UNIT = _l("Not assigned"), _l("Unit not known")
LOAD_COLUMNS = (
    _l("Open cases"),
    _l("Overdue"),
    _l("Due in 3 working days"),
    _l("Median age, days"),
    _l("Oldest, days"),
)
WEEK_COLUMNS = (_l("Received"), _l("Decided"), _l("Open at its end"), _l("Overdue at its end"))
FACT_COLUMNS: tuple[LazyString, ...] = (
    _l("Number"),
    _l("Path"),
    _l("Kind"),
    _l("Service"),
    _l("Unit"),
    _l("Themes"),
    _l("How filed"),
    _l("Channel"),
    _l("State"),
    _l("Received"),
    _l("Age, days"),
    _l("Due"),
    _l("Days left"),
    _l("Extended by, days"),
    _l("Case officer"),
    _l("Severity"),
    _l("Completeness"),
    _l("Decided"),
    _l("Outcome"),
    _l("Closed"),
    _l("Cause"),
)


def waits_for(status: Status) -> LazyString | str:
    """What an open case of this status waits for; a status that is named here by nobody tells itself."""
    return WAITS_FOR.get(status, status.value)
