"""The narrow page of a unit's officer: what was asked of the unit, without who complained, and the reply."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
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
    """The unit's questions, unanswered first; the policy leaves no other unit's."""
    if not uow.actor.may(Permission.EXPLANATION_ANSWER):
        raise Refused("explanations")
    rows = uow.session.scalars(
        select(Explanation).order_by(Explanation.answered_at.is_not(None), Explanation.due_on, Explanation.id)
    )
    return tuple(Question(r.id, r.asked_at, r.due_on, r.answered_at) for r in rows)


def _mine(uow: UnitOfWork, explanation_id: int) -> Explanation:
    row = uow.session.get(Explanation, explanation_id) if uow.actor.may(Permission.EXPLANATION_ANSWER) else None
    if row is None:
        raise Refused("explanation")
    return row


def open_question(uow: UnitOfWork, explanation_id: int) -> Question:
    row = _mine(uow, explanation_id)
    parts = gate.open_extract(uow, row)
    return Question(row.id, row.asked_at, row.due_on, row.answered_at, parts.get("extract", ""), parts.get("reply", ""))


def answer(uow: UnitOfWork, explanation_id: int, reply: str) -> None:
    """Once; the case's officer sees it and takes the case up again."""
    row = _mine(uow, explanation_id)
    if row.answered_at is not None:
        raise RuleBroken(Reason.REQUEST_DECIDED)
    if not reply.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    gate.put_extract_reply(uow, row, reply)
    row.answered_by_id, row.answered_at = uow.actor.user_id, uow.now
    ledger.append_for(uow, "explanation.answered", row.case_id, explanation=row.id)
