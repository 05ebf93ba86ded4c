"""What a case page shows of what was opened: letters, notes, questions to units, tasks, the text with its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseapp.domain.actors import ActorKind
from caseapp.domain.compartments import Compartment, extract_compartment
from caseapp.domain.vocab import Author, Path, Theme
from caseapp.models.case import Case
from caseapp.models.ledger import LedgerEntry
from caseapp.queries.hanging import Hanging
from caseapp.queries.listing import UnitRow
from caseapp.services.casework import tasks
from caseapp.services.casework.tasks import ToDo
from caseapp.services.files.attachments import Attached
from caseapp.services.quarterly.tagging import Spoken
from caseapp.services.uow import UnitOfWork

Parts = Mapping[str, Any]


@dataclass(frozen=True, repr=False)
class Written:
    """A letter or a note, opened."""

    id: int
    author: Author | str
    who: str
    at: datetime
    verb: str
    text: str
    read_at: datetime | None = None
    """Of a letter of the staff: when the petitioner first opened it."""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, repr=False)
class AskedUnit:
    unit: UnitRow | None
    asked_at: datetime
    due_on: date
    is_late: bool
    answered_at: datetime | None
    officers: tuple[str, ...]
    extract: str
    reply: str


def messages(known: Hanging, parts: Parts, files: Sequence[Attached]) -> tuple[Written, ...]:
    return tuple(
        Written(
            id=m.id,
            author=m.author,
            who=known.register.names.get(m.author_id or 0, ""),
            at=m.sent_at,
            verb="",
            text=parts.get(f"message/{m.id}", ""),
            read_at=m.read_at,
            files=tuple(file for file in files if file.message_id == m.id),
        )
        for m in known.messages
    )


def notes(known: Hanging, kept: Parts) -> tuple[Written, ...]:
    return tuple(
        Written(n.id, "", known.register.names.get(n.author_id, ""), n.written_at, n.verb, kept[f"note/{n.id}"])
        for n in known.notes
        if f"note/{n.id}" in kept
    )


def questions(uow: UnitOfWork, known: Hanging, opened: Mapping[str, Parts]) -> tuple[AskedUnit, ...]:
    units = {unit.id: unit for unit in known.register.units}
    asked = []
    for row in known.explanations:
        parts = opened.get(extract_compartment(row.id), {})
        asked.append(
            AskedUnit(
                unit=units.get(row.unit_id),
                asked_at=row.asked_at,
                due_on=row.due_on,
                is_late=row.answered_at is None and row.due_on < uow.today,
                answered_at=row.answered_at,
                officers=known.officers.get(row.id, ()),
                extract=parts.get("extract", ""),
                reply=parts.get("reply", ""),
            )
        )
    return tuple(asked)


def to_do(case: Case, known: Hanging, kept: Parts) -> tuple[ToDo, ...]:
    """Those whose text this team can read: what the integrity team had to do stays its own."""
    return tuple(
        ToDo(
            id=row.id,
            number=case.number,
            title="",
            text=str(kept[tasks.part(row.id)]),
            assignee_id=row.assignee_id,
            made_by_id=row.made_by_id,
            made_at=row.made_at,
            due_on=row.due_on,
            done_at=row.done_at,
            done_by_id=row.done_by_id,
        )
        for row in known.tasks
        if tasks.part(row.id) in kept
    )


Entries = tuple[LedgerEntry, ...]
BESIDE = ("case.read", "notice.queued")
"""Shown beside the timeline: who opened the case, and whether the petitioner was told."""


def timeline(uow: UnitOfWork, case: Case, rows: Entries, *, opening_now: bool) -> tuple[Entries, Entries]:
    """What happened, and apart from it who opened the case and when; before a return is the integrity team's own."""
    returned = max((n for n, row in enumerate(rows) if row.verb == "return.approved"), default=0)
    if case.path is Path.ORDINARY and returned:
        rows = (rows[0], *rows[returned:])
    report = Compartment.REPORT.value
    openings = tuple(row for row in rows if row.verb == "case.read" and row.detail.get("compartment") == report)
    if opening_now:
        mine = {"actor_kind": ActorKind.STAFF, "actor_id": uow.actor.user_id, "detail": {"compartment": report}}
        openings = (*openings, LedgerEntry(case_id=case.id, at=uow.now, verb="case.read", **mine))
    return tuple(row for row in rows if row.verb not in BESIDE), openings


@dataclass(frozen=True, repr=False)
class Piece:
    """A stretch of the text; `themes` are those for which it spoke, none for all that stands between."""

    text: str
    themes: tuple[Theme, ...] = ()


def marked(text: str, spoken: Mapping[Theme, tuple[Spoken, ...]]) -> tuple[Piece, ...]:
    """The whole text in pieces, so that a page can show the words that the classifier went by."""
    themes: dict[tuple[int, int], tuple[Theme, ...]] = {}
    for theme, words in spoken.items():
        for word in words:
            for place in word.places:
                themes[place] = (*themes.get(place, ()), theme)
    pieces, done = [], 0
    for start, end in sorted(themes):
        pieces += [Piece(text[done:start]), Piece(text[start:end], themes[start, end])]
        done = end
    return tuple(piece for piece in (*pieces, Piece(text[done:])) if piece.text)
