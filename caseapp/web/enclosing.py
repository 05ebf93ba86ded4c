"""A letter at hand, at either end of a case: its text and files wait in a draft of this browser until it is sent."""

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.attachments import MAX_FILES
from caseapp.domain.drafts import FromDraft, Place
from caseapp.services.files import arriving, drafts
from caseapp.services.files.arriving import Arrived
from caseapp.services.uow import UnitOfWork
from caseapp.web import attaching, draft_cookie
from caseapp.web.asking import row_number, small_count
from caseapp.web.attaching import Problem
from caseapp.web.extensions import settings
from caseapp.web.work import at_the_door, unit_of_work


@dataclass(frozen=True, repr=False)
class Letter:
    """`text` and `files` as the draft holds them; a letter without files has no draft."""

    place: Place
    text: str
    files: list[Arrived]

    @property
    def full(self) -> bool:
        return len(self.files) >= MAX_FILES


def letter_of(mark: bytes, secret: bytes | None = None) -> Letter:
    """The letter that this browser is writing under `mark`; `secret` where the browser is only now given one."""
    secret = secret or draft_cookie.current_secret()
    place = drafts.place_of(settings().keys, secret or b"", mark)
    if draft_cookie.current_secret() is None:
        return Letter(place, "", [])
    with unit_of_work() as uow:
        return _opened(uow, place)


def letter_at_hand(uow: UnitOfWork, mark: bytes) -> Letter:
    """As `letter_of`, in a transaction that is open already."""
    secret = draft_cookie.current_secret()
    place = drafts.place_of(settings().keys, secret or b"", mark)
    return _opened(uow, place) if secret is not None else Letter(place, "", [])


def _opened(uow: UnitOfWork, place: Place) -> Letter:
    content = drafts.opened(uow, place) or {}
    return Letter(place, str(content.get("text", "")), arriving.listed(content))


def draft_of(mark: bytes) -> FromDraft | None:
    """The draft to send from: as many files as the page showed, or RuleBroken(FILES_GONE) from whoever sends it."""
    count = small_count(request.form.get("files", ""))
    letter = letter_of(mark)
    return FromDraft(letter.place, count) if count or letter.files or letter.text else None


def keep_text(mark: bytes, text: str) -> bytes:
    """Saves the letter's text before its files are chosen; gives the secret that the answer must `remember`."""
    secret = draft_cookie.secret_or_new()
    with unit_of_work(draft_secret=secret) as uow:
        drafts.keep(uow, drafts.place_of(settings().keys, secret, mark), text=text)
    return secret


def take_files(mark: bytes, door: Door, pause: str | None = None) -> list[Problem]:
    """Takes the files of this request into the letter's draft, or takes one out of it."""
    letter = letter_of(mark)
    actor, _ = at_the_door(door)
    upload = attaching.open_for_files(actor, letter.place if _may_take(pause) else None)
    problems = attaching.settled(upload, pause)
    number = row_number(request.form.get("go", "").removeprefix("remove:"))
    if number is not None:
        with unit_of_work() as uow:
            arriving.remove(uow, letter.place, number)
    return problems


def _may_take(pause: str | None) -> bool:
    return pause is None and draft_cookie.current_secret() is not None


def remembered(response: Response, secret: bytes) -> Response:
    draft_cookie.remember(response, secret)
    return response
