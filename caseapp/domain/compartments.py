"""What is sealed apart from what: the compartments of a case, its teams and its readers."""

from enum import StrEnum

from caseapp.domain.vocab import Path


class Compartment(StrEnum):
    """A part of a case with a data key of its own; one extract exists for each explanation asked of a unit."""

    REPORT = "report"
    IDENTITY = "identity"
    NOTICE = "notice"
    NOTES = "notes"
    INTEGRITY_NOTES = "integrity_notes"
    LINKS = "links"


class Team(StrEnum):
    CASEWORK = "casework"
    INTEGRITY = "integrity"


TEAM_OF_PATH = {Path.ORDINARY: Team.CASEWORK, Path.INTEGRITY: Team.INTEGRITY}
PATH_OF_TEAM = {team: path for path, team in TEAM_OF_PATH.items()}

_NOTES_OF_PATH = {Path.ORDINARY: Compartment.NOTES, Path.INTEGRITY: Compartment.INTEGRITY_NOTES}


def notes_of(path: Path) -> Compartment:
    """Where a team writes its notes: what the integrity team noted stays its own when a case returns."""
    return _NOTES_OF_PATH[path]


READER_RECEIPT = "receipt"
READER_RECOVERY = "recovery"
MEMBER = "member:"
CITIZEN_COMPARTMENTS = (Compartment.REPORT, Compartment.IDENTITY, Compartment.LINKS)
"""What the receipt opens (the links it alone); notes never, and the notice address is shown to nobody."""


def team_reader(team: Team) -> str:
    return f"team:{team.value}"


def member_reader(user_id: int) -> str:
    return f"{MEMBER}{user_id}"


EXTRACT = "extract/"
"""What the name of every extract's compartment begins with."""


def extract_compartment(explanation_id: int) -> str:
    """The compartment of one explanation request: its own key, so that one unit never opens another's."""
    return f"{EXTRACT}{explanation_id}"


def key_context(case_id: int, compartment: str) -> str:
    """What a wrapped data key is bound to."""
    return f"{case_id}/{compartment}"


def part_context(case_id: int, compartment: str, part: str) -> str:
    """What a ciphertext is bound to, so that a moved one does not open."""
    return f"{case_id}/{compartment}/{part}"
