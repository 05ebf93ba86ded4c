"""Shutting people out of a case: those complained about, their reporting lines, and whoever states an interest."""

from collections.abc import Mapping

from sqlalchemy import func, select, text

from caseapp.domain.errors import Reason, RuleBroken
from caseapp.models.case import Case, Recusal
from caseapp.queries import cases, links
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork

LEAST_REMAINING = 2
"""Who proposes and who approves: with fewer a case could never come to its end."""

Grounds = Mapping[int, str]
"""Each person, and why: subject, line or own_statement."""


def lines_of(uow: UnitOfWork, officials: tuple[int, ...]) -> dict[int, str]:
    """The officials complained about, and those above and below them (hard rule 1)."""
    grounds = dict.fromkeys(officials, "subject")
    for person in officials:
        for row in uow.session.scalars(select(func.reporting_line(person))):
            grounds.setdefault(int(row), "line")
    return grounds


def shut_out(uow: UnitOfWork, case: Case, grounds: Grounds) -> None:
    """Told by the ledger one by one; takes effect last, since the case may leave the actor's own eyes with it."""
    known = cases.recused(uow.session, case.id)
    added = {person: ground for person, ground in grounds.items() if person not in known}
    if not added:
        return
    remaining = cases.team_ids(uow.session, case.path) - known - added.keys()
    if len(remaining) < LEAST_REMAINING:
        raise RuleBroken(Reason.TOO_FEW_REMAIN)
    step_aside(uow, case, added)


def step_aside(uow: UnitOfWork, case: Case, grounds: Grounds) -> None:
    """As `shut_out`, however few remain: nobody can be held to a case in which they have a stake.

    The stake is in the matter: cases that are linked to this one, or merged, vanish with it."""
    _write_down(uow, case, grounds)
    for other in links.one_matter(uow.session, case.id):
        written = _written(uow, other)
        _write_down(uow, other, {person: ground for person, ground in grounds.items() if person not in written})


def _write_down(uow: UnitOfWork, case: Case, grounds: Grounds) -> None:
    if not grounds:
        return
    for person, ground in sorted(grounds.items()):
        ledger.append(uow, "recusal.recorded", case, person=person, ground=ground)
    case_id, people = case.id, sorted(grounds)
    uow.at_end.append(lambda: _record(uow, case_id, people, [grounds[person] for person in people]))


def _record(uow: UnitOfWork, case_id: int, people: list[int], grounds: list[str]) -> None:
    uow.session.execute(
        text("SELECT record_recusals(:case, :people, :grounds, :at)"),
        {"case": case_id, "people": people, "grounds": grounds, "at": uow.now},
    )


def share(uow: UnitOfWork, case: Case, other: Case) -> None:
    """Two cases that become one matter hide from the same people, and so does whatever either is bound to already."""
    bound = {one.id: one for start in (case, other) for one in (start, *links.one_matter(uow.session, start.id))}
    written = {case_id: _written(uow, one) for case_id, one in bound.items()}
    everybody: dict[int, str] = {}
    for grounds in written.values():
        everybody |= {person: ground for person, ground in grounds.items() if everybody.get(person) != "subject"}
    if everybody and len(cases.team_ids(uow.session, case.path) - everybody.keys()) < LEAST_REMAINING:
        raise RuleBroken(Reason.TOO_FEW_REMAIN)
    for case_id, one in sorted(bound.items()):
        known = written[case_id]
        _write_down(uow, one, {person: ground for person, ground in everybody.items() if person not in known})


def _written(uow: UnitOfWork, case: Case) -> dict[int, str]:
    rows = uow.session.execute(select(Recusal.user_id, Recusal.ground).where(Recusal.case_id == case.id))
    return {row.user_id: row.ground for row in rows}
