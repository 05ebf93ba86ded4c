"""The door of inspectors, heads and registrars: queue, case page, steps, paper intake, team, keys, learning."""

from caseapp.web.casework import agency_keys, cases, explaining, learning, queue, stepping, taking_in, teams
from caseapp.web.casework.door import bp

VIEWS = (agency_keys, cases, explaining, learning, queue, stepping, taking_in, teams)
__all__ = ["VIEWS", "bp"]
