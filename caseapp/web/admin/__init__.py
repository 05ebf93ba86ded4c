"""The administrators' door: people, units, rules, the calendar, the Agency's keys; never a case."""

from caseapp.web.admin import bodies, keeping, law, people
from caseapp.web.admin.door import bp

VIEWS = (bodies, keeping, law, people)
__all__ = ["VIEWS", "bp"]
