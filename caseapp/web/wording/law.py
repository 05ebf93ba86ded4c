"""Words of the law's clock: what a change of rules is refused for, what the ledger says, how a term stands."""

from datetime import date

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from caseapp.domain.days import official_date
from caseapp.domain.deadlines import Explanation
from caseapp.domain.errors import Reason
from caseapp.domain.reminding import Stage

REASONS: dict[Reason, LazyString] = {
    Reason.NEEDS_PAUSE_BASIS: _l("Name the legal basis of the pause in both languages, or let the term run on."),
    Reason.NO_CASE_TERM: _l("Only a term that a case itself runs under can pause or be counted in other days."),
}
VERBS: dict[str, LazyString] = {
    "deadline.recomputed": _l("Time limit counted anew after a change of rule or calendar"),
    "deadline.rule_renewed": _l("New version of the rule; the day stays the same"),
    "deadlines.reckoned": _l("Open cases' days ordered to be counted anew"),
}
STAGES: dict[Stage, LazyString] = {
    Stage.IN_SEVEN: _l("Due within 7 working days"),
    Stage.IN_THREE: _l("Due within 3 working days"),
    Stage.IN_ONE: _l("Due today or on the next working day"),
    Stage.OVERDUE: _l("Overdue"),
    Stage.ACKNOWLEDGE_SOON: _l("Not acknowledged yet: the term ends soon"),
    Stage.ACKNOWLEDGE_OVER: _l("Not acknowledged in time"),
}


def counted(how: Explanation, locale: str) -> list[str]:
    """The steps from the day that a term is counted from to the due day, one sentence each."""

    def said(day: date) -> str:
        return official_date(day, locale)

    told = [gettext("Counted from: %(day)s. Day 1 is the day after.", day=said(how.start))]
    if how.unit == "working":
        told.append(ngettext("Term: %(num)s working day.", "Term: %(num)s working days.", how.days))
    else:
        told.append(ngettext("Term: %(num)s calendar day.", "Term: %(num)s calendar days.", how.days))
    if how.extension_days:
        told.append(ngettext("Extended by %(num)s day.", "Extended by %(num)s days.", how.extension_days))
    if how.paused_days:
        told.append(
            ngettext(
                "Days of waiting for the citizen's answer that do not count: %(num)s.",
                "Days of waiting for the citizen's answer that do not count: %(num)s.",
                how.paused_days,
            )
        )
    if how.rolled_from:
        off = said(how.rolled_from)
        told.append(gettext("Moved to the next working day, since this is a day off: %(day)s.", day=off))
    told.append(gettext("Due day: %(day)s.", day=said(how.kept or how.due)))
    if how.kept:
        told.append(gettext("It was set before a later change of the calendar, and stays."))
    if how.standing_since:
        told.append(
            gettext("The term stands still until the citizen answers; since: %(day)s.", day=said(how.standing_since))
        )
    return told
