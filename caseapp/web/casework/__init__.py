"""The door of inspectors, heads and registrars: queue, case page, steps, paper intake, team, learning."""

from caseapp.web.casework import cases, explaining, learning, queue, stepping, taking_in, teams
from caseapp.web.casework.door import bp

VIEWS = (cases, explaining, learning, queue, stepping, taking_in, teams)
__all__ = ["VIEWS", "bp"]
