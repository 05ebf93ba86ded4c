"""How satisfied the petitioner was with the handling: once, after the answer; the comment is sealed with the report."""

from caseapp.domain.compartments import Compartment
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Status
from caseapp.models.case import Case
from caseapp.models.thread import Satisfaction
from caseapp.queries import links, thread
from caseapp.services import gate, ledger
from caseapp.services.uow import UnitOfWork

PART = "satisfaction"
SCORES = range(1, 6)
MAX_COMMENT = 4_000
_RATED = frozenset({Status.ANSWERED, Status.CLOSED})
"""A report on staff is never answered, so that it is asked about when it is closed, and not before."""


def score_of(uow: UnitOfWork, case: Case) -> int | None:
    given = thread.satisfaction(uow.session, case.id)
    return given.score if given else None


def _is_answered(uow: UnitOfWork, case: Case) -> bool:
    """A merged case is, when the answer to the one that goes on was given to its petitioner, too."""
    if case.status is Status.MERGED:
        return bool(links.shared_answers(uow.session, case.id, since_merged=True))
    return case.status in _RATED


def is_asked(uow: UnitOfWork, case: Case) -> bool:
    """Whether the petitioner may say it now."""
    return _is_answered(uow, case) and score_of(uow, case) is None


def give(uow: UnitOfWork, score: int, comment: str) -> None:
    """The ledger keeps that it was said, never what."""
    case = gate.load_own_case(uow, for_change=True)
    if not _is_answered(uow, case):
        raise RuleBroken(Reason.NOT_NOW)
    if score_of(uow, case) is not None:
        raise RuleBroken(Reason.ALREADY_DONE)
    if score not in SCORES:
        raise RuleBroken(Reason.VALUE_OUT_OF_RANGE)
    if len(comment) > MAX_COMMENT:
        raise RuleBroken(Reason.TEXT_TOO_LONG)
    uow.session.add(Satisfaction(case_id=case.id, score=score, given_at=uow.now))
    if comment.strip():
        gate.put_new_part(uow, case, Compartment.REPORT, PART, comment)
    ledger.append(uow, "satisfaction.given", case)
