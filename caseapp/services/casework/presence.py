"""«Opened by another inspector»: a hint for minutes, kept in no record, so that two people do not do the same work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from caseapp.models.case import Case
from caseapp.models.desk import Presence
from caseapp.services.uow import UnitOfWork

HOLDS = timedelta(minutes=10)


@dataclass(frozen=True)
class Beside:
    """A colleague who opened the same case, and when last."""

    user_id: int
    seen_at: datetime


def enter(uow: UnitOfWork, case: Case) -> tuple[Beside, ...]:
    """Notes that the actor has the case open, forgets where they were before, and says who else is here."""
    since, me = uow.now - HOLDS, uow.actor.user_id
    here = insert(Presence).values(case_id=case.id, user_id=me, seen_at=uow.now)
    again = here.on_conflict_do_update(
        index_elements=[Presence.case_id, Presence.user_id], set_={"seen_at": here.excluded.seen_at}
    )
    gone = delete(Presence).where(Presence.user_id == me, Presence.case_id != case.id, Presence.seen_at < since)
    others = (
        select(Presence.user_id, Presence.seen_at)
        .where(Presence.case_id == case.id, Presence.user_id != me, Presence.seen_at > since)
        .order_by(Presence.seen_at.desc())
        .add_cte(again.cte("entered"), gone.cte("left_behind"))
    )
    return tuple(Beside(row.user_id, row.seen_at) for row in uow.session.execute(others))
