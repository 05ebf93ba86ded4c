"""Where a case stands today and what turns it took on the way: the lives that must occur, and odds for the rest."""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from caseapp.domain.vocab import Kind, Mode, Path, Theme
from caseapp.domain.vocab import Status as S


class Turn(StrEnum):
    """What happens on the way besides the steps that lead to the end."""

    EXPLAINED = "explained"
    ASKED = "asked"
    COMPLETED = "completed"
    EXTENDED = "extended"
    DRAFT_RETURNED = "draft_returned"
    NOTED = "noted"
    UNREAD = "unread"
    APPEALED = "appealed"
    DOUBLE = "double"
    ESCALATED = "escalated"
    DECLINED = "declined"
    NOT_REFERRED = "not_referred"
    RETURNED_TO_ORDINARY = "returned_to_ordinary"
    ABOUT_AN_INSPECTOR = "about_an_inspector"
    ABOUT_AN_OFFICER = "about_an_officer"
    IDENTITY_GRANTED = "identity_granted"
    IDENTITY_WAITING = "identity_waiting"


@dataclass(frozen=True)
class Fate:
    """`path` and `end` are where the case stands; `days` from receipt to the decision; `story` names a kept receipt.

    `kinds`, `theme` and `unit`, where given, choose the text and the place."""

    path: Path
    end: S
    turns: frozenset[Turn] = frozenset()
    days: int = 20
    ages: tuple[int, int] = (0, 400)
    kinds: frozenset[Kind] = frozenset()
    mode: Mode | None = None
    story: str = ""
    theme: Theme | None = None
    unit: str = ""

    @property
    def filed_as(self) -> Path:
        """Whose texts it takes: an escalated case came in as an ordinary one, a returned one as a report on staff."""
        return Path.ORDINARY if Turn.ESCALATED in self.turns else self.path


_COMPLAINT = frozenset({Kind.COMPLAINT})
_O, _I = Path.ORDINARY, Path.INTEGRITY


def _ordinary(
    end: S, *turns: Turn, ages: tuple[int, int], days: int = 20, named: bool = False, story: str = ""
) -> Fate:
    mode = Mode.NAMED if named or story else None
    return Fate(_O, end, frozenset(turns), days, ages, _COMPLAINT, mode, story)


def _integrity(end: S, *turns: Turn, ages: tuple[int, int], mode: Mode | None = None, story: str = "") -> Fate:
    kinds = _COMPLAINT if Turn.ESCALATED in turns else frozenset[Kind]()
    return Fate(_I, end, frozenset(turns), 30, ages, kinds, mode, story)


CAST_LIVES: tuple[Fate, ...] = (
    _ordinary(S.ANSWERED, Turn.EXPLAINED, Turn.NOTED, ages=(24, 28), days=18, story="answered"),
    _ordinary(S.AWAITING_CITIZEN, ages=(8, 12), story="awaiting the citizen's answer"),
    _integrity(S.AGENCY_RECEIVED, ages=(40, 60), mode=Mode.CONFIDENTIAL, story="referred, the Agency has answered"),
    _ordinary(S.IN_PROGRESS, Turn.EXTENDED, Turn.EXPLAINED, ages=(33, 38), story="time limit extended by the head"),
    _ordinary(S.RETURNED, ages=(5, 9), story="returned, to be completed by the citizen"),
    _ordinary(S.CLOSED, Turn.ASKED, ages=(32, 34), days=19, story="closed, the citizen can still appeal"),
    _integrity(S.IN_PROGRESS, ages=(6, 12), mode=Mode.ANONYMOUS, story="anonymous report on staff, being worked on"),
    _ordinary(S.RECEIVED, ages=(0, 1)),
    _ordinary(S.REGISTERED, ages=(1, 3)),
    _ordinary(S.TRIAGED, ages=(2, 4)),
    replace(_ordinary(S.AWAITING_UNIT, ages=(5, 12)), unit="AIM-061"),
    replace(_ordinary(S.AWAITING_UNIT, ages=(4, 9)), unit="UB-BGD"),
    replace(_ordinary(S.AWAITING_UNIT, ages=(4, 9)), unit="UB-SHD"),
    _ordinary(S.ANSWER_PROPOSED, Turn.EXPLAINED, ages=(14, 24)),
    _ordinary(S.FORWARDED, ages=(10, 20)),
    _ordinary(S.WITHDRAWN, ages=(12, 30)),
    _ordinary(S.IN_PROGRESS, Turn.DOUBLE, ages=(9, 14), named=True),
    _ordinary(S.IN_PROGRESS, Turn.EXPLAINED, ages=(36, 44)),
    _ordinary(S.IN_PROGRESS, Turn.UNREAD, ages=(10, 20), named=True),
    _ordinary(S.IN_PROGRESS, Turn.IDENTITY_WAITING, ages=(6, 14), named=True),
    _ordinary(S.IN_PROGRESS, Turn.IDENTITY_GRANTED, ages=(10, 20), named=True),
    replace(_ordinary(S.IN_PROGRESS, Turn.ABOUT_AN_INSPECTOR, ages=(5, 12), named=True), theme=Theme.STAFF_CONDUCT),
    replace(
        _ordinary(S.IN_PROGRESS, Turn.ABOUT_AN_OFFICER, ages=(8, 16), named=True),
        theme=Theme.STAFF_CONDUCT,
        unit="UB-BGD",
    ),
    _ordinary(S.IN_PROGRESS, Turn.APPEALED, ages=(45, 60), days=20, named=True),
    _ordinary(S.ANSWERED, Turn.DRAFT_RETURNED, ages=(40, 60), days=38),
    _ordinary(S.IN_PROGRESS, Turn.RETURNED_TO_ORDINARY, ages=(10, 20)),
    _integrity(S.RECEIVED, ages=(0, 1)),
    _integrity(S.REGISTERED, ages=(1, 3)),
    _integrity(S.TRIAGED, Turn.ESCALATED, ages=(5, 12), mode=Mode.NAMED),
    _integrity(S.RETURN_PROPOSED, Turn.NOT_REFERRED, ages=(5, 10)),
    _integrity(S.AWAITING_CITIZEN, ages=(6, 20), mode=Mode.ANONYMOUS),
    _integrity(S.REFERRAL_PROPOSED, ages=(6, 14)),
    _integrity(S.REFERRED, ages=(8, 14)),
    _integrity(S.NO_REFERRAL_PROPOSED, Turn.NOT_REFERRED, ages=(10, 20)),
    _integrity(S.NOT_REFERRED, Turn.NOT_REFERRED, ages=(20, 50)),
    _integrity(S.CLOSED, Turn.ESCALATED, ages=(120, 300), mode=Mode.NAMED),
    _integrity(S.CLOSED, ages=(150, 300)),
)
"""All statuses of the vocabulary but merged, which the double of one of them gets."""

_ENDS: dict[Path, tuple[tuple[int, dict[S, int]], ...]] = {
    _O: (
        (1, {S.RECEIVED: 55, S.REGISTERED: 35, S.TRIAGED: 10}),
        (7, {S.REGISTERED: 12, S.TRIAGED: 25, S.IN_PROGRESS: 30, S.AWAITING_UNIT: 15, S.RETURNED: 6, S.FORWARDED: 12}),
        (
            16,
            {
                S.TRIAGED: 5,
                S.IN_PROGRESS: 32,
                S.AWAITING_UNIT: 17,
                S.AWAITING_CITIZEN: 12,
                S.ANSWER_PROPOSED: 10,
                S.RETURNED: 3,
                S.FORWARDED: 11,
                S.WITHDRAWN: 4,
                S.ANSWERED: 6,
            },
        ),
        (
            30,
            {
                S.IN_PROGRESS: 14,
                S.AWAITING_UNIT: 7,
                S.AWAITING_CITIZEN: 5,
                S.ANSWER_PROPOSED: 13,
                S.ANSWERED: 28,
                S.CLOSED: 20,
                S.FORWARDED: 9,
                S.WITHDRAWN: 4,
            },
        ),
        (60, {S.IN_PROGRESS: 7, S.AWAITING_UNIT: 2, S.ANSWERED: 15, S.CLOSED: 64, S.FORWARDED: 8, S.WITHDRAWN: 4}),
        (9999, {S.CLOSED: 85, S.FORWARDED: 10, S.WITHDRAWN: 5}),
    ),
    _I: (
        (2, {S.RECEIVED: 60, S.REGISTERED: 40}),
        (12, {S.REGISTERED: 10, S.TRIAGED: 25, S.IN_PROGRESS: 30, S.RETURN_PROPOSED: 5, S.REFERRAL_PROPOSED: 30}),
        (
            40,
            {
                S.IN_PROGRESS: 15,
                S.AWAITING_UNIT: 8,
                S.AWAITING_CITIZEN: 12,
                S.REFERRED: 25,
                S.AGENCY_RECEIVED: 25,
                S.NOT_REFERRED: 15,
            },
        ),
        (90, {S.REFERRED: 8, S.AGENCY_RECEIVED: 52, S.NOT_REFERRED: 20, S.CLOSED: 20}),
        (9999, {S.AGENCY_RECEIVED: 15, S.CLOSED: 85}),
    ),
}
_WORKED_ON = frozenset(
    {S.IN_PROGRESS, S.AWAITING_UNIT, S.AWAITING_CITIZEN, S.ANSWER_PROPOSED, S.ANSWERED, S.CLOSED, S.REFERRAL_PROPOSED}
)
_IN_TIME, _LATE, _EXTENDED = (6, 28), (31, 47), (34, 56)


def drawn_fate(path: Path, age: int, random: Random) -> Fate:
    """By how long ago it came in: what is old is closed for the most part."""
    odds = next(ends for oldest, ends in _ENDS[path] if age <= oldest)
    end = random.choices(list(odds), list(odds.values()))[0]
    turns = set[Turn]()
    if end in _WORKED_ON:
        chances = ((Turn.EXPLAINED, 0.27), (Turn.ASKED, 0.12), (Turn.NOTED, 0.3))
        turns |= {turn for turn, chance in chances if random.random() < chance}
    if path is Path.INTEGRITY:
        return Fate(path, end, frozenset(turns | _integrity_turns(end, random)), random.randint(8, 40))
    return _drawn_ordinary(end, turns, age, random)


def _integrity_turns(end: S, random: Random) -> set[Turn]:
    against = end in {S.RETURN_PROPOSED, S.NO_REFERRAL_PROPOSED, S.NOT_REFERRED} or (
        end is S.CLOSED and random.random() < 0.3
    )
    declined = end in {S.CLOSED, S.AGENCY_RECEIVED} and random.random() < 0.08
    return ({Turn.NOT_REFERRED} if against else set()) | ({Turn.DECLINED} if declined else set())


def _drawn_ordinary(end: S, turns: set[Turn], age: int, random: Random) -> Fate:
    span = random.choices((_IN_TIME, _LATE, _EXTENDED), (86, 8, 6))[0]
    if end in {S.ANSWERED, S.CLOSED} and age > span[1] + 12:
        turns |= {Turn.EXTENDED} if span == _EXTENDED else set()
    else:
        span = _IN_TIME
    kinds = _COMPLAINT if Turn.EXTENDED in turns else frozenset[Kind]()
    if end is S.CLOSED and random.random() < 0.05:
        turns.add(Turn.DRAFT_RETURNED)
    if end in {S.CLOSED, S.ANSWERED, S.IN_PROGRESS} and random.random() < 0.02:
        turns.add(Turn.COMPLETED)
    if end in {S.IN_PROGRESS, S.AWAITING_UNIT} and random.random() < 0.15:
        turns.add(Turn.UNREAD)
    named = Mode.NAMED if Turn.EXTENDED in turns else None
    return Fate(Path.ORDINARY, end, frozenset(turns), random.randint(*span), kinds=kinds, mode=named)
