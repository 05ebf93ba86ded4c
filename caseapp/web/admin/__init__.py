"""The administrators' door: people, units, rules, the calendar, the Agency's keys; never a case."""

from caseapp.web.admin import keeping, people
from caseapp.web.admin.door import bp

VIEWS = (keeping, people)
__all__ = ["VIEWS", "bp"]
