"""What a person is still writing: sealed under their own browser's secret, found by it alone, dead after an hour."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from caseapp.domain.actors import Actor
from caseapp.domain.drafts import Place
from caseapp.models.drafts import Draft
from caseapp.services.uow import ServerKeys, UnitOfWork
from caseapp.vault.drafts import draft_id, open_draft, owner_of_secret, seal_draft

LIFE = timedelta(hours=1)
"""After the last thing that was saved in it."""
LONGEST_LIFE = timedelta(hours=6)
"""After it was begun, however often it is saved."""
AT_ONCE = 20
"""Drafts of one browser; the oldest goes when another is begun."""


@dataclass(frozen=True, repr=False)
class Waiting:
    """A draft that a browser may go on with."""

    place: Place
    started_at: datetime
    content: dict[str, Any]


def place_of(keys: ServerKeys, secret: bytes, form: bytes) -> Place:
    """`form` is the mark that the form carries from page to page."""
    return Place(draft_id(keys.lookup, secret, form), secret)


def owning(keys: ServerKeys, actor: Actor, secret: bytes | None) -> Actor:
    """The same actor, for whom the drafts of this browser exist."""
    return replace(actor, draft_owner=owner_of_secret(keys.lookup, secret)) if secret else actor


def keep(uow: UnitOfWork, place: Place, **parts: Any) -> dict[str, Any]:
    """Saves these parts of the draft and leaves its other parts; the hour begins anew. Gives all that it holds now."""
    known = opened(uow, place, for_change=True)
    if known is None:
        forget(uow, [place])  # one whose hour is over takes its files along
    content = (known or {}) | parts
    sealed = seal_draft(place.secret, place.id, json.dumps(content, ensure_ascii=False).encode())
    row = {"sealed": sealed, "expires_at": uow.now + LIFE}
    statement = insert(Draft).values(id=place.id, owner=uow.actor.draft_owner, started_at=uow.now, **row)
    ends = func.least(statement.excluded.expires_at, Draft.started_at + LONGEST_LIFE)
    again = {"sealed": statement.excluded.sealed, "expires_at": ends}
    uow.session.execute(statement.on_conflict_do_update(index_elements=[Draft.id], set_=again))
    _forget_the_oldest(uow, place)
    return content


def _forget_the_oldest(uow: UnitOfWork, newest: Place) -> None:
    others = select(Draft.id).where(Draft.id != newest.id).order_by(Draft.expires_at.desc(), Draft.id)
    kept = others.limit(AT_ONCE - 1).scalar_subquery()
    uow.session.execute(delete(Draft).where(Draft.id != newest.id, Draft.id.not_in(kept)))


def opened(uow: UnitOfWork, place: Place, *, for_change: bool = False) -> dict[str, Any] | None:
    """What was saved, or None when there is nothing or its hour is over; `for_change` keeps others from saving.

    All windows of a browser stand in one line: two that begin the same draft at once lose nothing of each other's."""
    if for_change and uow.actor.draft_owner is not None:
        uow.wait_in_line(f"drafts/{uow.actor.draft_owner.hex()}")
    statement = select(Draft.sealed).where(Draft.id == place.id, Draft.expires_at > uow.now)
    sealed = uow.session.scalar(statement.with_for_update() if for_change else statement)
    return None if sealed is None else _read(place, sealed)


def _read(place: Place, sealed: bytes) -> dict[str, Any] | None:
    content = open_draft(place.secret, place.id, sealed)
    return None if content is None else json.loads(content)


def waiting(uow: UnitOfWork, secret: bytes) -> tuple[Waiting, ...]:
    """This browser's drafts, the newest first."""
    rows = uow.session.execute(
        select(Draft.id, Draft.sealed, Draft.started_at)
        .where(Draft.expires_at > uow.now)
        .order_by(Draft.expires_at.desc())
    ).all()
    found = ((Place(row.id, secret), row) for row in rows)
    read = ((place, row.started_at, _read(place, row.sealed)) for place, row in found)
    return tuple(Waiting(place, started_at, content) for place, started_at, content in read if content is not None)


def hold(uow: UnitOfWork, place: Place) -> bool:
    """Whether the draft is there; if so, it stays until this transaction ends."""
    statement = select(Draft.id).where(Draft.id == place.id, Draft.expires_at > uow.now)
    return uow.session.scalar(statement.with_for_update(read=True, key_share=True)) is not None


def forget(uow: UnitOfWork, places: Iterable[Place]) -> None:
    """With the files that came to them."""
    uow.session.execute(delete(Draft).where(Draft.id.in_([place.id for place in places])))


def empty_out(uow: UnitOfWork, place: Place) -> dict[str, Any] | None:
    """Forgets the draft and gives what was in it, in one breath."""
    statement = delete(Draft).where(Draft.id == place.id, Draft.expires_at > uow.now).returning(Draft.sealed)
    sealed = uow.session.scalar(statement)
    return None if sealed is None else _read(place, sealed)


def forget_all(uow: UnitOfWork) -> None:
    """All of this browser's."""
    uow.session.execute(delete(Draft))
