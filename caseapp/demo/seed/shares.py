"""What one seeded case is like: drawn by its place in the row from a table of shares, always the same for a place."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from caseapp.demo.seed import story
from caseapp.demo.texts import Report, library
from caseapp.domain.vocab import Channel, Mode, PetitionerType, Status, Theme
from caseapp.domain.vocab import Path as CasePath

SEED = "caseapp-seed"
TABLE = Path(__file__).parents[1] / "seed_shares.toml"
OTHERS, NONE = "others", "none"
_STEP, _START, _NUMBERS = 61_803_399, 27_182_818, 10**8
"""The step has no divisor in common with the numbers there are, so that each place has a number of its own."""

Choice = TypeVar("Choice")


@dataclass(frozen=True, repr=False)
class Drawn:
    """`age_days` before now it came in and stands at `status` today, to which its `fate` brought it; `decided_days`
    after receipt it was decided. `path` is where it lies today."""

    place: int
    path: CasePath
    fate: str
    status: Status
    age_days: float
    decided_days: float
    report: Report
    unit: str
    mode: Mode
    channel: Channel
    petitioner_type: PetitionerType
    extended: bool
    citizen_wrote: bool
    unread: bool
    own_assignment: bool
    wrong_suggestion: bool
    random: Random

    @property
    def case_id(self) -> int:
        return id_of(self.place)


def id_of(place: int) -> int:
    """A row that looks as random as any other, and is the same whenever this place is seeded."""
    return int.from_bytes(blake2b(f"{SEED}/{place}".encode(), digest_size=8).digest(), "big") >> 2


def digits_of(place: int) -> int:
    """The eight digits of the place's number: no two places have the same."""
    return (place * _STEP + _START) % _NUMBERS


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def oldest() -> timedelta:
    """How long ago the first of them came in at most."""
    return timedelta(days=max(band["days"][1] for band in table()["ages"]) + 1)


def _chosen(random: Random, shares: Mapping[str, float]) -> str:
    return random.choices(list(shares), list(shares.values()))[0]


def drawn(place: int, units: tuple[str, ...]) -> Drawn:
    """`units` are the codes of all units that a case can be about."""
    random, shares = Random(f"{SEED}/{place}"), table()  # noqa: S311 - a story, not a secret
    path = CasePath.INTEGRITY if random.random() < shares["integrity_share"] else CasePath.ORDINARY
    band = random.choices(shares["ages"], [one["share"] for one in shares["ages"]])[0]
    fate = _chosen(random, band[path.value])
    status = story.end_of(path, fate)
    age = random.uniform(band["days"][0] + 0.1, band["days"][1] + 0.9)
    is_worked_on = status not in {Status.RECEIVED, Status.REGISTERED, Status.TRIAGED}
    wrote = is_worked_on and random.random() < shares["citizen_wrote_share"]
    integrity = path is CasePath.INTEGRITY
    return Drawn(
        place=place,
        path=path,
        fate=fate,
        status=status,
        age_days=age,
        decided_days=min(_decided_after(random), age * 0.95),
        report=_report(random, integrity=story.begins(path, fate) is CasePath.INTEGRITY),
        unit=_unit(random, units),
        mode=Mode(_chosen(random, shares["integrity_modes" if integrity else "modes"])),
        channel=Channel(_chosen(random, shares["channels"])),
        petitioner_type=PetitionerType(_chosen(random, shares["petitioners"])),
        extended=is_worked_on and not integrity and age > 30 and random.random() < shares["extended_share"],
        citizen_wrote=wrote,
        unread=wrote and status.is_open and random.random() < shares["unread_share"],
        own_assignment=random.random() < shares["own_assignment_share"],
        wrong_suggestion=random.random() < shares["wrong_suggestion_share"],
        random=random,
    )


def _decided_after(random: Random) -> float:
    spans = table()["decided_after"]
    first, last = spans[_chosen(random, {name: span["share"] for name, span in spans.items()})]["days"]
    return random.uniform(first, last)


@cache
def _reports(theme: str, *, integrity: bool) -> tuple[Report, ...]:
    """The demonstration's texts that tell of this theme."""
    pool = library().integrity if integrity else library().complaints
    wanted = frozenset() if theme == NONE else frozenset({Theme(theme)})
    return tuple(report for report in pool if (wanted <= report.themes if wanted else not report.themes)) or pool


def _report(random: Random, *, integrity: bool) -> Report:
    theme = _chosen(random, table()["integrity_themes" if integrity else "themes"])
    return random.choice(_reports(theme, integrity=integrity))


@cache
def _weights(units: tuple[str, ...]) -> tuple[float, ...]:
    shares = table()["units"]
    return tuple(shares.get(code, shares[OTHERS]) for code in units)


def _unit(random: Random, units: tuple[str, ...]) -> str:
    return random.choices(units, _weights(units))[0]
