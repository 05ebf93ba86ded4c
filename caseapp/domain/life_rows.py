"""What a row of the life of a case is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from caseapp.domain.actors import Actor
from caseapp.domain.commands import Command
from caseapp.domain.errors import Reason
from caseapp.domain.facts import CaseFacts
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action, Path, Status

Guard = Callable[[CaseFacts, Command, Actor, date], Reason | None]


@dataclass(frozen=True)
class Step:
    """One row: on these paths, from this status, this action leads there, by whom, written down as this verb."""

    paths: frozenset[Path]
    before: Status
    action: Action
    after: Status
    permission: Permission
    verb: str
    guards: tuple[Guard, ...] = ()
    path_after: Path | None = None
    offered_to: tuple[Callable[[CaseFacts, Actor], Reason | None], ...] = ()
    """Conditions on case and actor alone, known before anything is typed: they decide whether a button shows."""


ORDINARY = frozenset({Path.ORDINARY})
INTEGRITY = frozenset({Path.INTEGRITY})
BOTH = ORDINARY | INTEGRITY
