"""Reminders that a term runs out: made by the worker, read on the desk by the assignee and the heads, never mailed."""

from dataclasses import dataclass

from sqlalchemy import select, text, update

from caseapp.domain import rules
from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.domain.reminding import Limits, Stage
from caseapp.models.case import Case
from caseapp.models.law import Reminder
from caseapp.queries import reminding
from caseapp.queries.reminding import Reminded
from caseapp.services.law import terms
from caseapp.services.uow import UnitOfWork

SHOWN = 50


def remind(uow: UnitOfWork) -> int:
    """Makes what is due today and clears away what is not any more; returns how many are new.

    Done by one function of the database, which alone knows both the cases and who must not know of them."""
    days = terms.number(uow, rules.ACKNOWLEDGE)
    limits = Limits.of(uow.today, terms.calendar(uow), days)
    made = uow.session.scalar(
        text(
            "SELECT remind(:today, :last_one, :last_three, :last_seven, :acknowledge_soon, :acknowledge_over,"
            " cast(:days AS integer), :at)"
        ),
        {**vars(limits), "days": days, "at": uow.now},
    )
    return int(made or 0)


@dataclass(frozen=True)
class Reminders:
    """`unseen` are the most urgent of `count`."""

    unseen: tuple[Reminded, ...]
    count: int
    seen: tuple[Reminded, ...]


def mine(uow: UnitOfWork) -> Reminders:
    if not uow.actor.may(Permission.CASE_WORK):
        raise Refused("reminders")
    unseen = reminding.mine(uow.session, SHOWN, seen=False)
    count = len(unseen) if len(unseen) < SHOWN else reminding.unseen(uow.session)
    return Reminders(unseen, count, reminding.mine(uow.session, SHOWN, seen=True))


def mark_seen(uow: UnitOfWork, marks: tuple[tuple[str, Stage], ...]) -> None:
    """Of one's own, by number and stage; what is gone meanwhile, or never was one's own, is passed over."""
    if not uow.actor.may(Permission.CASE_WORK):
        raise Refused("reminders")
    for number, stage in marks:
        of_case = select(Case.id).where(Case.number == number).scalar_subquery()
        uow.session.execute(
            update(Reminder)
            .where(Reminder.case_id == of_case, Reminder.stage == stage, Reminder.seen_at.is_(None))
            .values(seen_at=uow.now)
            .execution_options(synchronize_session=False)
        )
