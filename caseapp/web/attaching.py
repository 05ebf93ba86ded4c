"""Files in a request, at whatever door: received as ciphertext while the request is read, then judged one by one."""

import time
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import LazyString

from caseapp.domain.actors import Actor
from caseapp.domain.attachments import NotTaken
from caseapp.domain.drafts import Place
from caseapp.services.files import arriving
from caseapp.services.files.arriving import Arrival, Upload
from caseapp.web.extensions import settings, surroundings
from caseapp.web.wording.files import NOT_TAKEN

FIELD = "file"
MAX_UPLOAD = 256 * 1024 * 1024
"""Read to its end so that the person can be told what was too large; of a larger request nothing is read."""
CLEANING_SECONDS = 20.0
"""For all files of a request together, so that none holds its thread for long; those behind stay without a copy."""


@dataclass(frozen=True)
class Problem:
    """A file that was not taken, by its name and what to do."""

    name: str
    words: LazyString | str


def open_for_files(actor: Actor, place: Place | None) -> Upload | None:
    """Must stand before the request's form is read: files go to the draft, or nowhere when there is none."""
    request.max_content_length = MAX_UPLOAD
    if place is None:
        return None
    upload = Upload(surroundings(), actor, place, settings().clamd)
    request.receiver = arriving.begin(upload)  # type: ignore[attr-defined]
    return upload


def settled(upload: Upload | None, pause: str | None = None) -> list[Problem]:
    """What was wrong with the files of this request; those that were right are in the draft.

    `pause` says why none of them is taken now, and when."""
    _drop_others(upload)
    sent = [file for file in request.files.getlist(FIELD) if file.filename]
    if not sent:
        return []
    if pause is not None:
        return [Problem(file.filename or "", pause) for file in sent]
    problems = []
    until = time.monotonic() + CLEANING_SECONDS
    for file in sent:
        arrival: Any = file.stream
        whole = upload is not None and isinstance(arrival, Arrival)
        refused = arriving.settle(upload, arrival, until) if upload and whole else NotTaken.DRAFT_GONE
        if isinstance(refused, NotTaken):
            problems.append(Problem(file.filename or "", NOT_TAKEN[refused]))
    return problems


def _drop_others(upload: Upload | None) -> None:
    """Files under a name that no form of ours has leave nothing behind."""
    for name, file in request.files.items(multi=True):
        arrival: Any = file.stream
        if name != FIELD and upload is not None and isinstance(arrival, Arrival):
            arriving.discard(upload, arrival)
