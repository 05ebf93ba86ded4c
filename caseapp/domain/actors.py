"""Who acts: a citizen with a receipt, a member of staff at one of the doors, or the system itself."""

from dataclasses import dataclass, field
from enum import StrEnum

from caseapp.domain.compartments import TEAM_OF_PATH, Team
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Path


class Door(StrEnum):
    """An audience, and with it the database role that its transactions run under."""

    PUBLIC = "public"
    AUTH = "auth"
    CASEWORK = "casework"
    ANALYSIS = "analysis"
    ADMIN = "admin"
    AGENCY = "agency"
    AUDIT = "audit"
    JOBS = "jobs"


class ActorKind(StrEnum):
    CITIZEN = "citizen"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Someone at a door, with what they may do there; `receipt_lookup` is set for a citizen with a receipt."""

    kind: ActorKind
    door: Door
    user_id: int | None = None
    permissions: frozenset[Permission] = frozenset()
    teams: frozenset[Team] = frozenset()
    receipt_lookup: bytes | None = field(default=None, repr=False)
    draft_owner: bytes | None = field(default=None, repr=False)
    """Keyed hash of the secret by which a browser opens its own drafts."""

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def clears(self, path: Path) -> bool:
        """True when the actor holds the key of the team that this path is sealed to."""
        return TEAM_OF_PATH[path] in self.teams


def citizen(receipt_lookup: bytes | None = None) -> Actor:
    """A person without an account; with a receipt they may write to their own case."""
    return Actor(
        ActorKind.CITIZEN, Door.PUBLIC, permissions=frozenset({Permission.THREAD_WRITE}), receipt_lookup=receipt_lookup
    )


def system(door: Door) -> Actor:
    """The authority's own machinery: sign-in, jobs, the command line."""
    return Actor(ActorKind.SYSTEM, door)
