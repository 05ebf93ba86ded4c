"""The door of inspectors, heads and registrars: queue, cases, steps, paper, lists, posters, team, keys, learning."""

from caseapp.web.casework import (
    agency_keys,
    cases,
    explaining,
    importing,
    learning,
    letter_files,
    posters,
    queue,
    stepping,
    taking_in,
    teams,
)
from caseapp.web.casework.door import bp

VIEWS = (agency_keys, cases, explaining, importing, learning, letter_files, posters, queue, stepping, taking_in, teams)
__all__ = ["VIEWS", "bp"]
