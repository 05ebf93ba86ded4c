"""When a case waits for its citizen: written at the question and at the end of the wait, whatever the rules make of it.

A rule may be changed to pause later on, so that what happened is kept for all cases alike."""

from sqlalchemy import func, select, update

from caseapp.domain.vocab import Author
from caseapp.models.case import Case, Message
from caseapp.models.law import Waiting
from caseapp.services.uow import UnitOfWork


def begin(uow: UnitOfWork, case: Case) -> None:
    """A wait that was never ended, since the case was withdrawn or merged meanwhile, counts nothing."""
    left_open = update(Waiting).where(Waiting.case_id == case.id, Waiting.until.is_(None))
    uow.session.execute(left_open.values(until=Waiting.since))
    uow.session.add(Waiting(case_id=case.id, since=uow.now))


def end(uow: UnitOfWork, case: Case) -> None:
    """At the citizen's first letter since the question, else now: no wait is longer because nobody read the answer."""
    waits = select(Waiting).where(Waiting.case_id == case.id, Waiting.until.is_(None))
    row = uow.session.scalars(waits).first()
    if row is None:
        return
    answered = uow.session.scalar(
        select(func.min(Message.sent_at)).where(
            Message.case_id == case.id, Message.author == Author.CITIZEN, Message.sent_at > row.since
        )
    )
    row.until = answered or uow.now
    uow.session.flush()
