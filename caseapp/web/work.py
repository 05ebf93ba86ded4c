"""The unit of work of a request: the door is the blueprint's, the actor is whoever signed in or holds the receipt."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from caseapp.domain.actors import Actor, Door, citizen, system
from caseapp.domain.errors import Refused
from caseapp.services import refusals
from caseapp.services.files import drafts
from caseapp.services.uow import UnitOfWork, open_unit_of_work
from caseapp.vault.keyring import Keyring
from caseapp.vault.receipts import key_pair_of_receipt, lookup_of_receipt
from caseapp.web import draft_cookie, receipt_cookie, signing
from caseapp.web.extensions import settings, surroundings


def at_the_door(door: Door, draft_secret: bytes | None = None) -> tuple[Actor, Keyring]:
    """Who acts, with which keys; the drafts that the browser's cookie opens exist for them, too."""
    actor, keyring = _person(door)
    return drafts.owning(settings().keys, actor, draft_secret or draft_cookie.current_secret()), keyring


def _person(door: Door) -> tuple[Actor, Keyring]:
    if door is Door.PUBLIC:
        secret = receipt_cookie.current_secret()
        if secret is None:
            return citizen(), Keyring.empty()
        return holder_of(secret)
    someone = signing.current()
    if door is Door.AUTH or someone is None:
        return system(Door.AUTH), Keyring.empty()
    return someone.actor(door), someone.keys


def holder_of(secret: bytes) -> tuple[Actor, Keyring]:
    """The citizen who showed this receipt, with the key pair that follows from it."""
    lookup = lookup_of_receipt(settings().keys.lookup, secret)
    return citizen(lookup), Keyring(receipt=key_pair_of_receipt(secret))


@contextmanager
def unit_of_work(door: Door | None = None, *, draft_secret: bytes | None = None) -> Iterator[UnitOfWork]:
    """Commits at the end; a refusal to a member of staff is recorded in a transaction of its own."""
    actor, keyring = at_the_door(door or Door(request.blueprint or Door.PUBLIC), draft_secret)
    try:
        with open_unit_of_work(surroundings(), actor, keyring) as uow:
            yield uow
    except Refused as refused:
        if actor.user_id is not None:
            with open_unit_of_work(surroundings(), actor) as uow:
                refusals.record(uow, refused)
        raise
