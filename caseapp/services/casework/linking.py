"""Cases that belong together: linked by a person, found alike, merged; and what the page of one shows of others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseapp.domain.compartments import Compartment, notes_of
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.linking import LinkKind, Why
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Author, Path, Status
from caseapp.models.case import Case
from caseapp.models.links import CaseLink
from caseapp.queries import cases, links
from caseapp.queries import steps as left
from caseapp.queries.links import MERGED_IN, Beside
from caseapp.services import gate, ledger
from caseapp.services.files import attachments
from caseapp.services.files.attachments import Attached
from caseapp.services.staff import recusing
from caseapp.services.uow import UnitOfWork


@dataclass(frozen=True, repr=False)
class Other:
    """Another case as it is listed beside one, with its short title opened."""

    beside: Beside
    title: str


@dataclass(frozen=True, repr=False)
class Alike(Other):
    """A case that looks like the one on the page: filed by the same person, or sharing so many of its words."""

    same_person: bool
    score: int


@dataclass(frozen=True, repr=False)
class MergedLetter:
    author: Author
    at: datetime
    text: str
    files: tuple[Attached, ...]


@dataclass(frozen=True, repr=False)
class MergedCase:
    """What came with a case that was merged into the one on the page, opened through the gate."""

    number: str
    received_at: datetime
    text: str
    files: tuple[Attached, ...]
    letters: tuple[MergedLetter, ...]


@dataclass(frozen=True, repr=False)
class Linked:
    """What a case page shows of other cases."""

    links: tuple[Other, ...]
    alike: tuple[Alike, ...]
    merged: tuple[MergedCase, ...]
    group_size: int
    """With the case itself; 0 outside of a group."""


NONE = Linked((), (), (), 0)


def of(uow: UnitOfWork, case: Case, *, opened: bool) -> Linked:
    """One statement, and one more for titles when there is any; merged cases are opened only where the case is."""
    rows = links.beside(uow.session, case.id)
    if not rows:
        return NONE
    titles = gate.open_titles(uow, [(row.id, row.path) for row in rows])
    listed = [Other(row, titles.get(row.id, "")) for row in rows]
    linked = tuple(one for one in listed if one.beside.how in set(LinkKind))
    known = {one.beside.id for one in linked} | {row.id for row in rows if row.how == MERGED_IN}
    alike = tuple(one for one in listed if one.beside.how not in {*LinkKind, MERGED_IN} and one.beside.id not in known)
    grouped = {one.beside.id for one in linked if one.beside.how == LinkKind.GROUP}
    merged = _merged(uow, case) if opened and any(row.how == MERGED_IN for row in rows) else ()
    return Linked(linked, _once(alike), merged, len(grouped) + 1 if grouped else 0)


def _once(alike: tuple[Other, ...]) -> tuple[Alike, ...]:
    """One line a case, whichever of the two was registered later; the same petitioner's first."""
    scores: dict[int, dict[str, int]] = {}
    for one in alike:
        known = scores.setdefault(one.beside.id, {})
        known[one.beside.how] = max(one.beside.score, known.get(one.beside.how, 0))
    first = {one.beside.id: one for one in reversed(alike)}
    found = [
        Alike(first[i].beside, first[i].title, Why.PERSON in how, how.get(Why.MATTER, 0)) for i, how in scores.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.same_person, -one.score)))


def _merged(uow: UnitOfWork, case: Case) -> tuple[MergedCase, ...]:
    """Opening the page is reading their letters, too."""
    found = []
    for other in links.merged_in(uow.session, case.id):
        parts = gate.open_parts(uow, other, Compartment.REPORT)
        if other.citizen_wrote_at is not None and (other.staff_read_at or other.received_at) <= other.citizen_wrote_at:
            other.staff_read_at = uow.now
        files = attachments.listed(uow, other, parts)
        letters = tuple(
            MergedLetter(m.author, m.sent_at, parts.get(f"message/{m.id}", ""), _with(files, m.id))
            for m in left.messages(uow.session, other.id)
        )
        text = str(parts["narrative"].get("text", ""))
        found.append(MergedCase(other.number, other.received_at, text, _with(files, None), letters))
    return tuple(found)


def _with(files: tuple[Attached, ...], message_id: int | None) -> tuple[Attached, ...]:
    return tuple(file for file in files if file.message_id == message_id)


def both(uow: UnitOfWork, number: str, other_number: str) -> tuple[Case, Case]:
    """Two different cases of one path that both exist for the actor; else it is said alike that there is none."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK}, for_change=True)
    gate.decide(uow, case, notes_of(case.path))
    other = cases.by_number(uow.session, other_number.strip(), for_change=True)
    if other is None or other.id == case.id or other.path is not case.path:
        raise RuleBroken(Reason.NO_SUCH_CASE)
    return case, other


def link(uow: UnitOfWork, number: str, other_number: str, kind: LinkKind) -> None:
    """From then on both hide from the same people, and so does whatever they are linked to; both ledgers tell of it,
    neither names the other."""
    case, other = both(uow, number, other_number)
    if kind is LinkKind.REPEAT_OF and other.received_at > case.received_at:
        case, other = other, case
    if links.of_two(uow.session, case.id, other.id) is not None:
        raise RuleBroken(Reason.ALREADY_LINKED)
    if kind is LinkKind.REPEAT_OF and links.repeated(uow.session, case.id) is not None:
        raise RuleBroken(Reason.ALREADY_LINKED)
    joins, first = (case.id, other.id) if kind is not LinkKind.GROUP else _into_group(uow, case, other)
    recusing.share(uow, case, other)
    for one in (case, other):
        ledger.append(uow, "case.linked", one, kind=kind)
    if {joins, first} != {case.id, other.id}:
        first_case = uow.session.get_one(Case, first)
        ledger.append(uow, "case.linked", first_case, kind=kind)
    uow.session.add(
        CaseLink(case_id=joins, other_id=first, kind=kind, linked_by_id=uow.actor.user_id, linked_at=uow.now)
    )
    uow.session.flush()
    for one in (case, other):
        uow.session.refresh(one)


def _into_group(uow: UnitOfWork, case: Case, other: Case) -> tuple[int, int]:
    """(who joins, the group's first case): whichever of the two is in no group joins the other's."""
    mine, theirs = links.first_of_group(uow.session, case.id), links.first_of_group(uow.session, other.id)
    if mine is not None and theirs is not None:
        raise RuleBroken(Reason.ALREADY_LINKED if mine == theirs else Reason.OTHER_GROUP)
    if mine is not None:
        return other.id, mine
    return case.id, theirs if theirs is not None else other.id


def unlink(uow: UnitOfWork, number: str, other_number: str) -> None:
    """What was shared stays shared: nobody sees a case again because a link was taken away."""
    case, other = both(uow, number, other_number)
    known = links.of_two(uow.session, case.id, other.id)
    if known is None:
        raise RuleBroken(Reason.ALREADY_DONE)
    for one in (case, other):
        ledger.append(uow, "case.unlinked", one, kind=known.kind)
    uow.session.flush()
    uow.session.delete(known)


@dataclass(frozen=True, repr=False)
class Side:
    """One of two cases that are looked at beside each other."""

    number: str
    title: str
    status: Status
    received_at: datetime
    text: str


@dataclass(frozen=True, repr=False)
class Pair:
    case: Side
    other: Side | None


def pair(uow: UnitOfWork, number: str, other_number: str) -> Pair:
    """Both opened through the gate, so that nobody links from memory; no other is shown that could not be linked."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK})
    other = cases.by_number(uow.session, other_number) if other_number else None
    if other is None or other.id == case.id or other.path is not case.path:
        return Pair(_side(uow, case), None)
    return Pair(_side(uow, case), _side(uow, other))


def _side(uow: UnitOfWork, case: Case) -> Side:
    narrative = gate.open_parts(uow, case, Compartment.REPORT, ["narrative"])["narrative"]
    title = gate.open_titles(uow, [(case.id, case.path)]).get(case.id, "")
    return Side(case.number, title, case.status, case.received_at, str(narrative.get("text", "")))


@dataclass(frozen=True, repr=False)
class Earlier:
    """The case that another repeats, with its final answers as its petitioner got them, the latest first."""

    number: str
    title: str
    status: Status
    received_at: datetime
    answered_at: datetime | None
    answers: tuple[dict[str, Any], ...]


def earlier(uow: UnitOfWork, number: str) -> Earlier:
    """Opened through the gate of the earlier case, whose ledger tells so."""
    case = gate.load_case(uow, number, {Permission.CASE_READ})
    gate.decide(uow, case, notes_of(case.path))
    found = links.repeated(uow.session, case.id)
    if found is None:
        raise Refused("earlier case")
    other, answer = found
    parts = gate.open_parts(uow, other, Compartment.REPORT) if answer is not None else {}
    names = sorted((name for name in parts if name.startswith("answer/")), reverse=True)
    last = f"answer/{answer.id}" if answer is not None else ""
    ordered = sorted(names, key=lambda name: name != last)
    title = gate.open_titles(uow, [(other.id, other.path)]).get(other.id, "")
    at = answer.approved_at if answer is not None else None
    return Earlier(other.number, title, other.status, other.received_at, at, tuple(parts[name] for name in ordered))


@dataclass(frozen=True, repr=False)
class OfGroup:
    case: Case
    title: str


def group(uow: UnitOfWork, number: str) -> tuple[OfGroup, ...]:
    """All cases of the group that this one belongs to; Refused outside of any."""
    case = gate.load_case(uow, number, {Permission.CASE_READ})
    first = links.first_of_group(uow.session, case.id)
    if first is None:
        raise Refused("group")
    members = links.group(uow.session, first)
    titles = gate.open_titles(uow, [(one.id, Path(one.path)) for one in members])
    return tuple(OfGroup(one, titles.get(one.id, "")) for one in members)
