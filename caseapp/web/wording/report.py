"""The report's own words: names of balance lines, indicators and measures, in both languages."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

BALANCE: dict[str, LazyString] = {
    "opening": _l("Open at the beginning"),
    "received": _l("Received"),
    "resolved": _l("Resolved with an answer"),
    "forwarded": _l("Forwarded to another body"),
    "otherwise_closed": _l("Ended otherwise"),
    "closing": _l("Open at the end"),
}
INTEGRITY: dict[str, LazyString] = {
    "received": _l("Received"),
    "classified": _l("Classified"),
    "referred": _l("Referred to the Anti-Corruption Agency"),
    "referred_in_time": _l("of these within the term"),
    "acknowledged": _l("Acknowledged by the Agency"),
    "not_referred": _l("Decided by two people not to refer"),
    "open_at_end": _l("Open at the end"),
}
PUBLISHED: dict[str, LazyString] = {
    "received": _l("Received"),
    "decided": _l("Answered in the period (N)"),
    "in_time": _l("of these in time (n)"),
    "in_time_percent": _l("in time, % = n / N × 100"),
    "open_at_end": _l("Open at the end"),
    "overdue_open": _l("of these overdue"),
    "integrity_received": _l("Reports of corruption and conflicts of interest received"),
    "referred": _l("Referred to the Anti-Corruption Agency"),
}
"""What everybody is shown first of a published edition (`publishing.Counts`)."""
EDITIONS: dict[str, LazyString] = {"internal": _l("Internal edition"), "public": _l("Public edition")}
OTHERS, UNKNOWN = _l("Other units"), _l("Unit not known")

RULES: dict[str, LazyString] = {
    "reply_days": _l("Answer to a petition"),
    "extension_max_days": _l("Longest extension"),
    "suggestion_reply_days": _l("Answer to a suggestion"),
    "tip_days": _l("Look at an anonymous tip"),
    "appeal_days": _l("Time to say «not satisfied»"),
    "feedback_days_integrity": _l("Feedback to a reporter"),
    "handover_workdays": _l("Hand-over to the Anti-Corruption Agency"),
    "handover_alarm_workdays": _l("Alarm on a hand-over"),
    "acknowledge_days": _l("Acknowledge a report"),
    "transfer_days": _l("Forward to the competent body"),
    "explanation_workdays": _l("Explanation by a unit"),
    "roll_to_working_day": _l("Move a due day to the next working day"),
    "report_cutoff_day": _l("Cut-off day of the quarter (0: its end)"),
    "small_cell_threshold": _l("Smallest published count"),
    "small_cell_threshold_integrity": _l("Smallest published count on integrity"),
    "retention_years": _l("Retention of ordinary cases"),
    "retention_years_integrity": _l("Retention of integrity cases"),
}
MEASURES: dict[str, LazyString] = {
    "calendar": _l("calendar days"),
    "working": _l("working days"),
    "count": _l("(number)"),
    "flag": _l("(1 yes, 0 no)"),
    "day_of_month": _l("day of the month"),
    "years": _l("years"),
}
