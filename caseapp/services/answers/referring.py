"""The answer that a repeat refers to: its number and its day, for whoever answers the repeat."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.days import local_day
from caseapp.models.case import Case
from caseapp.queries import links
from caseapp.services.uow import UnitOfWork


@dataclass(frozen=True)
class EarlierAnswer:
    """`number` is empty of an answer from before letters were numbered."""

    case_number: str
    number: str
    day: date


def earlier_answer(uow: UnitOfWork, case: Case) -> EarlierAnswer | None:
    """The last final one to the case that this one repeats; None where it repeats none, or none was answered."""
    earlier, answer = (links.repeated(uow.session, case.id) if case.is_repeat else None) or (None, None)
    if earlier is None or answer is None or answer.approved_at is None:
        return None
    return EarlierAnswer(earlier.number, answer.number or "", answer.numbered_on or local_day(answer.approved_at))
