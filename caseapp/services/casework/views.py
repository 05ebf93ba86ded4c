"""Views of the queue that people keep and share: a name, and the filter as codes; never words that were searched."""

from collections.abc import Mapping
from urllib.parse import urlencode

from sqlalchemy import select

from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.domain.policy import Permission
from caseapp.models.views import SavedView
from caseapp.queries import views as stored
from caseapp.queries.filtering import QUEUES, Filter, Sort
from caseapp.queries.views import View
from caseapp.services.uow import UnitOfWork

LONGEST_NAME = 60
MOST = 30
"""Of one person: a longer list would be one more queue to search in."""


def as_codes(chosen: Filter) -> dict[str, str]:
    """A checked filter as the address bar holds it, without its place, number or words."""
    values: Mapping[str, object | None] = {
        "queue": chosen.queue if chosen.queue in QUEUES else "open",
        "status": chosen.status,
        "kind": chosen.kind,
        "service": chosen.service,
        "theme": chosen.theme,
        "mode": chosen.mode,
        "unit": chosen.unit_id,
        "assignee": chosen.assignee_id,
        "sort": None if chosen.sort is Sort.DUE else chosen.sort,
    }
    return {name: str(value) for name, value in values.items() if value is not None}


def shown(uow: UnitOfWork) -> tuple[View, ...]:
    """One's own, then those that others share, each by name."""
    return stored.shown(uow.session, uow.actor.user_id)


def may_share(uow: UnitOfWork) -> bool:
    """Inspectors and heads put views beside everybody's list; the others keep theirs to themselves."""
    return uow.actor.may(Permission.CASE_WORK)


def keep(uow: UnitOfWork, name: str, chosen: Filter, *, shared: bool) -> None:
    actor_id = uow.actor.user_id
    if actor_id is None or not uow.actor.may(Permission.CASE_READ):
        raise Refused("view")
    held = sum(view.is_own for view in shown(uow))
    if held >= MOST:
        raise RuleBroken(Reason.TOO_MANY_VIEWS)
    uow.session.add(
        SavedView(
            id=new_id(),
            owner_id=actor_id,
            name=" ".join(name.split())[:LONGEST_NAME],
            shared=shared and may_share(uow),
            filter=urlencode(as_codes(chosen)),
            made_at=uow.now,
        )
    )
    uow.session.flush()


def _own(uow: UnitOfWork, view_id: int) -> SavedView:
    owned = SavedView.owner_id == uow.actor.user_id
    found = uow.session.scalars(select(SavedView).where(SavedView.id == view_id, owned)).one_or_none()
    if found is None:
        raise Refused("view")
    return found


def change(uow: UnitOfWork, view_id: int, name: str, *, shared: bool) -> None:
    """Of one's own alone; another's is no view at all."""
    view = _own(uow, view_id)
    view.name, view.shared = " ".join(name.split())[:LONGEST_NAME], shared and may_share(uow)
    uow.session.flush()


def end(uow: UnitOfWork, view_id: int) -> None:
    uow.session.delete(_own(uow, view_id))
    uow.session.flush()


def replace_with(uow: UnitOfWork, view_id: int, name: str, chosen: Filter, *, shared: bool) -> None:
    """One of one's own gives its place to a new one, in one go: neither is lost without the other."""
    end(uow, view_id)
    keep(uow, name, chosen, shared=shared)
