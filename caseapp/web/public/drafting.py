"""The draft of the form at hand: saved at every step, gone on with, forgotten; opened by the cookie alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseapp.domain.actors import Actor, citizen
from caseapp.domain.drafts import Place
from caseapp.services.files import arriving, drafts
from caseapp.services.uow import open_unit_of_work
from caseapp.web import draft_cookie
from caseapp.web.extensions import settings, surroundings
from caseapp.web.public.tokens import is_mark


@dataclass(frozen=True)
class Unfinished:
    """What a page offers to go on with; nothing of the text."""

    mark: str
    started_at: datetime


def writer(secret: bytes | None) -> Actor:
    """A citizen before there is a receipt, for whom this browser's drafts exist."""
    return drafts.owning(settings().keys, citizen(), secret)


def place_of(secret: bytes | None, mark: str | None) -> Place | None:
    if secret is None or not is_mark(mark or ""):
        return None
    return drafts.place_of(settings().keys, secret, bytes.fromhex(mark or ""))


def save(place: Place, **parts: Any) -> dict[str, Any]:
    with open_unit_of_work(surroundings(), writer(place.secret)) as uow:
        return drafts.keep(uow, place, **parts)


def opened(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    with open_unit_of_work(surroundings(), writer(place.secret)) as uow:
        return drafts.opened(uow, place)


def remove_file(place: Place, attachment_id: int) -> None:
    with open_unit_of_work(surroundings(), writer(place.secret)) as uow:
        arriving.remove(uow, place, attachment_id)


def unfinished(side: str) -> list[Unfinished]:
    """This browser's drafts of one side."""
    secret = draft_cookie.current_secret()
    if secret is None:
        return []
    with open_unit_of_work(surroundings(), writer(secret)) as uow:
        found = drafts.waiting(uow, secret)
    return [Unfinished(each.content["mark"], each.started_at) for each in found if each.content.get("side") == side]


def forget(place: Place) -> None:
    with open_unit_of_work(surroundings(), writer(place.secret)) as uow:
        drafts.forget(uow, [place])


def forget_all(secret: bytes) -> None:
    with open_unit_of_work(surroundings(), writer(secret)) as uow:
        drafts.forget_all(uow)
