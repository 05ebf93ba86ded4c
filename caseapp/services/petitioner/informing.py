"""How complaints are handled, for everybody: the workflow's own table and the rules as they are in force."""

from dataclasses import dataclass

from caseapp.domain import rules
from caseapp.domain.stages import Stage, stages
from caseapp.domain.vocab import Path
from caseapp.models.reference import DeadlineRule
from caseapp.queries import upkeep
from caseapp.services.uow import UnitOfWork

_DAYS = ("calendar", "working")
_ORDER = tuple(rule.code for rule in rules.RULES)


@dataclass(frozen=True)
class Term:
    """A rule in force; `unit` says what `value` counts."""

    code: str
    value: int
    unit: str
    basis_mn: str
    basis_en: str
    verified: bool


@dataclass(frozen=True)
class Handling:
    ordinary: tuple[Stage, ...]
    integrity: tuple[Stage, ...]
    terms: tuple[Term, ...]
    """Those that count days."""
    rolls: bool
    """A term that ends on a day off ends on the next working day."""


def handling(uow: UnitOfWork) -> Handling:
    in_force = terms(uow)
    return Handling(
        stages(Path.ORDINARY),
        stages(Path.INTEGRITY),
        tuple(term for term in in_force.values() if term.unit in _DAYS),
        bool(in_force[rules.ROLL].value),
    )


def terms(uow: UnitOfWork) -> dict[str, Term]:
    """Each rule in force by its code, in the order of the rules as they were first delivered."""
    rows = {row.code: _term(row) for row in upkeep.rules(uow.session)}
    return {code: rows[code] for code in (*_ORDER, *sorted(rows.keys() - set(_ORDER)))}


def _term(row: DeadlineRule) -> Term:
    return Term(row.code, row.value, row.unit, row.basis_mn, row.basis_en, row.verified)
