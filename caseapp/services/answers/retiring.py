"""Templates that are put aside and brought back, and which version a new answer begins from."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.models.letters import AnswerTemplate
from caseapp.services import ledger
from caseapp.services.answers import letters
from caseapp.services.uow import UnitOfWork


def retired(uow: UnitOfWork) -> tuple[AnswerTemplate, ...]:
    """The last versions of those that are no longer offered, for the heads."""
    letters.may_edit(uow)
    newer = aliased(AnswerTemplate)
    is_followed = select(newer.id).where(newer.code == AnswerTemplate.code, newer.version > AnswerTemplate.version)
    last = select(AnswerTemplate).where(~AnswerTemplate.current, ~is_followed.exists())
    return tuple(uow.session.scalars(last.order_by(AnswerTemplate.outcome, AnswerTemplate.kind.nulls_first())))


def offered(uow: UnitOfWork, template_id: int) -> AnswerTemplate | None:
    """What an answer begins from, where it was chosen by this version: the one in force now, or none."""
    known = letters.template(uow, template_id)
    if known.current:
        return known
    return uow.session.scalar(select(AnswerTemplate).where(AnswerTemplate.code == known.code, AnswerTemplate.current))


def retire(uow: UnitOfWork, template_id: int) -> None:
    """Offered to no new answer from now on; what was written from it stays, and so do all its versions."""
    letters.may_edit(uow)
    known = uow.session.get(AnswerTemplate, template_id, with_for_update=True)
    if known is None:
        raise Refused("letter")
    if not known.current:
        raise RuleBroken(Reason.TEMPLATE_MOVED)
    known.current = False
    ledger.append(uow, "answer_template.retired", template=known.code, version=known.version)


def bring_back(uow: UnitOfWork, template_id: int) -> None:
    """The last text of a retired one is offered again, as a version of its own."""
    letters.may_edit(uow)
    known = next((row for row in retired(uow) if row.id == template_id), None)
    if known is None:
        raise RuleBroken(Reason.TEMPLATE_MOVED)
    # One at a time: of two heads, the second finds it offered already.
    uow.session.execute(select(AnswerTemplate.id).where(AnswerTemplate.id == known.id).with_for_update())
    if offered(uow, known.id) is not None:
        raise RuleBroken(Reason.TEMPLATE_MOVED)
    row = letters.new_version(uow, known.outcome, known.kind, known.subject, known.body, known.version + 1)
    uow.session.add(row)
    ledger.append(uow, "answer_template.returned", template=row.code, version=row.version)
