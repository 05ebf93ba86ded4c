"""The views that somebody may choose from; row-level security leaves out what others keep to themselves."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models.people import StaffUser
from caseapp.models.views import SavedView


@dataclass(frozen=True)
class View:
    id: int
    name: str
    filter: str
    shared: bool
    owner: str
    is_own: bool


def shown(session: Session, actor_id: int | None) -> tuple[View, ...]:
    rows = session.execute(
        select(SavedView, StaffUser.name)
        .join(StaffUser, StaffUser.id == SavedView.owner_id)
        .order_by(SavedView.owner_id != actor_id, SavedView.name, SavedView.id)
    )
    return tuple(View(v.id, v.name, v.filter, v.shared, owner, v.owner_id == actor_id) for v, owner in rows)
