"""The table of a case's life read forward: where can my case stand, what may follow, and who does it?"""

from dataclasses import dataclass

from caseapp.domain import guards, life
from caseapp.domain.actors import citizen
from caseapp.domain.life import Step
from caseapp.domain.policy import PERMISSIONS, Role
from caseapp.domain.vocab import Action, Path, Status


@dataclass(frozen=True)
class Way:
    """What may happen next. `by_citizen` with the receipt; `by` are the roles of staff that may, in their order."""

    action: Action
    after: Status
    path_after: Path
    by_citizen: bool
    by: tuple[Role, ...]
    only_by_hand: bool
    """Of the staff, only for what did not come through the site."""
    needs_another: bool
    """Somebody else than the person who proposed it."""


@dataclass(frozen=True)
class Stage:
    status: Status
    ways: tuple[Way, ...]


def stages(path: Path) -> tuple[Stage, ...]:
    """Every status that a case of this path can be in, in the order of the list of statuses, with its ways on."""
    steps = [step for step in life.STEPS if path in step.paths]
    reached = {Status.RECEIVED} | {step.before for step in steps} | {s.after for s in steps if s.path_after is None}
    return tuple(
        Stage(status, _ways([step for step in steps if step.before is status], path))
        for status in Status
        if status in reached
    )


def _ways(steps: list[Step], path: Path) -> tuple[Way, ...]:
    """One for each action and where it leads; rows that differ in who may take them are one way."""
    together: dict[tuple[Action, Status, Path], list[Step]] = {}
    for step in steps:
        together.setdefault((step.action, step.after, step.path_after or path), []).append(step)
    return tuple(
        Way(
            *leads,
            by_citizen=any(_is_the_citizens(row) for row in rows),
            by=tuple(role for role in Role if any(_is_the_roles(row, role) for row in rows)),
            only_by_hand=any(guards.filed_by_hand in row.offered_to for row in rows),
            needs_another=any(guards.another_person in row.offered_to for row in rows),
        )
        for leads, rows in together.items()
    )


def _is_the_citizens(step: Step) -> bool:
    return step.permission in citizen().permissions and guards.filed_by_hand not in step.offered_to


def _is_the_roles(step: Step, role: Role) -> bool:
    return step.permission in PERMISSIONS[role] and guards.by_citizen not in step.offered_to
