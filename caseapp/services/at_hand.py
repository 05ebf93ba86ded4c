"""What hangs on a case, read once in a transaction for all who ask."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import make_transient_to_detached

from caseapp.domain.actors import ActorKind
from caseapp.domain.compartments import EXTRACT, Compartment
from caseapp.domain.deadlines import Calendar
from caseapp.models.case import Case
from caseapp.queries import cases, hanging
from caseapp.queries.hanging import Hanging
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork


def load(uow: UnitOfWork, number: str) -> Case | None:
    """The case with all that hangs on it, in one statement; whether the actor may is the gate's to say."""
    seen: Case | None = uow.known.get(f"case/{number}")
    if seen is not None:
        return seen
    found = hanging.by_number(uow.session, number)
    if found is None:
        return None
    case, known = found
    uow.known[_name(case.id)] = known
    uow.known |= {"register": known.register, f"case/{number}": case}
    _remember_law(uow, known)
    return case


def _remember_law(uow: UnitOfWork, known: Hanging) -> None:
    """Rules and calendar came along: `terms` asks for them by these names, and for a rule by its id."""
    for row in known.rules:
        make_transient_to_detached(row)
    rows = [uow.session.merge(row, load=False) for row in known.rules]
    days = known.special_days
    off, moved = frozenset(day for day, works in days if not works), frozenset(day for day, works in days if works)
    uow.known |= {"rules": {row.code: row for row in rows if row.current}, "calendar": Calendar(off, moved)}
    uow.known["rules held"] = rows  # the session itself holds them only as long as somebody else does


def of(uow: UnitOfWork, case: Case) -> Hanging:
    """As it was at the first asking of this transaction: for showing, never for deciding after a change."""
    return uow.once(_name(case.id), lambda: hanging.of_case(uow.session, case))


def read_anew(uow: UnitOfWork, case: Case) -> Hanging:
    """As it is now, in the middle of a transaction that changes it."""
    uow.session.flush()
    uow.known.pop(_name(case.id), None)
    return hanging.of_case(uow.session, case)


def states_no_conflict(uow: UnitOfWork, case: Case) -> bool:
    """Whether the actor said so. A statement is never taken back: to have seen it before is enough."""
    if case.id in uow.known.get("without conflict", ()):
        return True
    known: Hanging | None = uow.known.get(_name(case.id))
    if known is not None and uow.actor.user_id in known.no_conflict:
        return True
    return uow.actor.user_id in cases.no_conflict_stated_by(uow.session, case.id)


def load_many(uow: UnitOfWork, ids: Collection[int]) -> tuple[Case, ...]:
    """In one statement, with what `states_no_conflict` asks of each."""
    found = cases.of_ids(uow.session, ids, uow.actor.user_id)
    uow.known["without conflict"] = frozenset(case.id for case, stated in found if stated)
    return tuple(case for case, _ in found)


def _name(case_id: int) -> str:
    return f"hanging/{case_id}"


def record_reads(uow: UnitOfWork, case_id: int, compartments: Iterable[str]) -> None:
    """Before anything is opened: one entry for each compartment that this transaction has not recorded yet.

    A citizen's own reading is not recorded."""
    if uow.actor.kind is ActorKind.CITIZEN:
        return
    new = [one for one in compartments if (case_id, str(one)) not in uow.recorded_reads]
    uow.recorded_reads.update((case_id, str(one)) for one in new)
    if new:
        ledger.append_together(uow, case_id, [reading(one) for one in new])


def record_reads_across(uow: UnitOfWork, ids: Iterable[int], compartment: str) -> None:
    """As `record_reads`, for one compartment of many cases."""
    new = [case_id for case_id in ids if (case_id, str(compartment)) not in uow.recorded_reads]
    uow.recorded_reads.update((case_id, str(compartment)) for case_id in new)
    verb, detail = reading(compartment)
    ledger.append_across(uow, new, verb, detail)


def reading(compartment: str) -> tuple[str, dict[str, str]]:
    name = "extract" if compartment.startswith(EXTRACT) else str(compartment)
    return ("identity.opened" if compartment == Compartment.IDENTITY else "case.read"), {"compartment": name}
