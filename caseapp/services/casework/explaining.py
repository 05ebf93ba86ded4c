"""The narrow page of a unit's officer: what was asked of the unit, without who complained, and the reply."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, func, select

from caseapp.domain.compartments import EXTRACT, member_reader
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.models.case import CaseKey
from caseapp.models.steps import Explanation
from caseapp.services import gate, ledger
from caseapp.services.uow import UnitOfWork


@dataclass(frozen=True)
class Question:
    """What a unit is asked; `text` and `reply` only when opened."""

    id: int
    asked_at: datetime
    due_on: date
    answered_at: datetime | None
    text: str = ""
    reply: str = ""


def questions(uow: UnitOfWork) -> tuple[Question, ...]:
    """Those that were sealed to this officer and still are, the unanswered first."""
    if not uow.actor.may(Permission.EXPLANATION_ANSWER):
        raise Refused("explanations")
    rows = uow.session.scalars(
        _sealed_to_me(uow).order_by(Explanation.answered_at.is_not(None), Explanation.due_on, Explanation.id)
    )
    return tuple(Question(r.id, r.asked_at, r.due_on, r.answered_at) for r in rows)


def _sealed_to_me(uow: UnitOfWork) -> Select[Explanation]:
    """Whoever else may see the row, an answer is given by an officer whom the extract was sealed to."""
    reader, wanted = member_reader(uow.actor.user_id or 0), func.concat(EXTRACT, Explanation.id)
    return select(Explanation).where(
        exists().where(CaseKey.case_id == Explanation.case_id, CaseKey.compartment == wanted, CaseKey.reader == reader)
    )


def _mine(uow: UnitOfWork, explanation_id: int, *, for_change: bool = False) -> Explanation:
    statement = _sealed_to_me(uow).where(Explanation.id == explanation_id)
    allowed = uow.actor.may(Permission.EXPLANATION_ANSWER)
    row = uow.session.scalars(statement.with_for_update() if for_change else statement).first() if allowed else None
    if row is None:
        raise Refused("explanation")
    return row


def open_question(uow: UnitOfWork, explanation_id: int) -> Question:
    row = _mine(uow, explanation_id)
    parts = gate.open_extract(uow, row)
    return Question(row.id, row.asked_at, row.due_on, row.answered_at, parts.get("extract", ""), parts.get("reply", ""))


def answer(uow: UnitOfWork, explanation_id: int, reply: str) -> None:
    """Once; the case's officer sees it and takes the case up again."""
    row = _mine(uow, explanation_id, for_change=True)
    if row.answered_at is not None:
        raise RuleBroken(Reason.REQUEST_DECIDED)
    if not reply.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    gate.put_extract_reply(uow, row, reply)
    row.answered_by_id, row.answered_at = uow.actor.user_id, uow.now
    ledger.append_for(uow, "explanation.answered", row.case_id, explanation=row.id)
