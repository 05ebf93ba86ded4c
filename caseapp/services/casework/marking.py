"""Where the words of a search stand in the texts of one page's rows, opened through the gate when somebody asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.domain.compartments import Compartment
from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.domain.words import folded_words, query_form, searchable_forms
from caseapp.queries.queue import Row
from caseapp.services import gate
from caseapp.services.uow import UnitOfWork

AROUND = 60
"""Signs that are shown before and after a word."""
MOST_HITS = 3
_WORD = re.compile(r"[^\W_]{2,}")


@dataclass(frozen=True, repr=False)
class Passage:
    text: str
    is_hit: bool


Found = tuple[Passage, ...] | None
"""None is a text that is damaged; without a passage is whoever must state first to have no conflict of interest."""


def passages(uow: UnitOfWork, rows: Sequence[Row], search: str) -> dict[int, Found]:
    """By case; all texts of the page are opened in one pass, and each opening is recorded in its case."""
    wanted = {query_form(word) for word in folded_words(search)}
    if not wanted:
        return {}
    if not uow.actor.may(Permission.CASE_READ):
        raise Refused("passages")
    opened = gate.open_across(uow, [row.id for row in rows], Compartment.REPORT, "narrative")
    return {row.id: _of(opened[row.id], wanted) if row.id in opened else () for row in rows}


def _of(opened: dict[str, object] | None, wanted: set[str]) -> Found:
    if opened is None:
        return None
    told = [str(opened.get(name, "")) for name in ("text", "where", "remedy")]
    return marked(" · ".join(line for line in told if line), wanted)


def marked(text: str, wanted: set[str]) -> tuple[Passage, ...]:
    """The first few words that are looked for, each with what stands around it; else how the text begins."""
    hits = [m for m in _WORD.finditer(text) if wanted & _forms(m.group())][:MOST_HITS]
    if not hits:
        return (Passage(text[: 2 * AROUND] + "…", False),) if text else ()
    pieces, at = [], max(0, hits[0].start() - AROUND)
    if at:
        pieces.append(Passage("…", False))
    for hit in hits:
        if hit.start() - at > 2 * AROUND:
            pieces += [Passage(text[at : at + AROUND] + " … ", False)]
            at = hit.start() - AROUND
        pieces += [Passage(text[at : hit.start()], False), Passage(hit.group(), True)]
        at = hit.end()
    rest = text[at : at + AROUND]
    pieces.append(Passage(rest + ("…" if at + AROUND < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece.text)


def _forms(word: str) -> set[str]:
    return {form for folded in folded_words(word) for form in searchable_forms(folded)}
