"""The command line `caseapp`."""

from caseapp.web.cli import data, node, people, seeding, taking_in
from caseapp.web.cli.group import main

COMMANDS = (data, node, people, seeding, taking_in)
__all__ = ["COMMANDS", "main"]
