"""How soon a petition must go to the body that is competent for it."""

from datetime import date, datetime

from caseapp.domain.deadlines import Calendar, Rule, due_day


def transfer_due(rule: Rule, received: datetime, calendar: Calendar) -> date:
    """The last day on which passing it on is in time, in the rule's own days; whoever extends an answer's term does not
    extend this one."""
    return due_day(rule, received, calendar)


def is_in_time(forwarded_on: date, due: date) -> bool:
    return forwarded_on <= due
