"""Which life each invented case has: drawn once from a seed, before anything is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random

from caseapp.demo.fates import CAST_LIVES, Fate, Turn, drawn_fate
from caseapp.demo.places import PLACES, drawn_place
from caseapp.demo.texts import Report, library
from caseapp.domain.days import ULAANBAATAR, local_day
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Channel, Mode, Path, PetitionerType, Service, Status

SEED = 20260101
CASES = 600
QUARTERS = 5
INTEGRITY_SHARE = 0.15
_BUSY_DAYS, _BUSY = 45, 2.2
"""The last weeks bring more than usual, so that the queues are alive."""


@dataclass(frozen=True, repr=False)
class Life:
    """One case from receipt to where it stands today; `double` is a second report of the same that was merged in."""

    seed: int
    received: datetime
    report: Report
    telling: int
    unit: str
    mode: Mode
    channel: Channel
    petitioner_type: PetitionerType
    petitioner: int
    fate: Fate
    double: "Life | None" = None

    def has(self, turn: Turn) -> bool:
        return turn in self.fate.turns


def first_day(today: date) -> date:
    """Of the oldest of the quarters that the demonstration tells of, the running one included."""
    quarter = Quarter.of(today)
    for _ in range(QUARTERS - 1):
        quarter = quarter.previous()
    return quarter.first_day()


def plan(count: int, now: datetime, seed: int = SEED) -> tuple[Life, ...]:
    """`count` cases in the order in which they came in; the doubles that were merged are among the count."""
    random = Random(seed)  # noqa: S311 - a story, not a secret
    today = local_day(now)
    cast = CAST_LIVES[: max(0, count - 1)]
    doubles = sum(Turn.DOUBLE in fate.turns for fate in cast)
    fates = [*cast]
    ages = [random.randint(*fate.ages) for fate in cast]
    for age in _ages(count - len(cast) - doubles, (today - first_day(today)).days, today, random):
        path = Path.INTEGRITY if random.random() < INTEGRITY_SHARE else Path.ORDINARY
        ages.append(age)
        fates.append(drawn_fate(path, age, random))
    oldest = (today - first_day(today)).days
    reports = {path: _reports(path, random) for path in Path}
    places = iter(random.sample(PLACES, len(PLACES)))
    lives = [_life(fate, min(age, oldest), now, reports, places, random) for fate, age in zip(fates, ages, strict=True)]
    return tuple(sorted(lives, key=lambda life: life.received))


def flat(lives: Sequence[Life]) -> tuple[Life, ...]:
    """With the doubles as lives of their own."""
    return tuple(one for life in lives for one in ((life, life.double) if life.double else (life,)))


def _ages(count: int, oldest: int, today: date, random: Random) -> list[int]:
    """Days since receipt: fewer at weekends, slowly more over time, and many in the last weeks."""
    days = range(oldest + 1)
    weights = [
        (1 + 0.5 * (oldest - age) / max(oldest, 1))
        * (_BUSY if age <= _BUSY_DAYS else 1)
        * (0.3 if (today - timedelta(days=age)).weekday() > 4 else 1)
        for age in days
    ]
    return random.choices(days, weights, k=count)


def _reports(path: Path, random: Random) -> Iterator[tuple[Report, int]]:
    """Every text once in random order, then all again as retold."""
    pool = list(library().integrity if path is Path.INTEGRITY else library().complaints)
    for telling in cycle(range(9)):
        random.shuffle(pool)
        yield from ((report, telling) for report in pool)


def _fitting(reports: Iterator[tuple[Report, int]], fate: Fate) -> tuple[Report, int]:
    """The next text that this fate can have: nobody extends the term of a thank-you."""
    return next(
        (report, telling)
        for report, telling in reports
        if (not fate.kinds or report.kind in fate.kinds) and (fate.theme is None or fate.theme in report.themes)
    )


def _life(
    fate: Fate,
    age: int,
    now: datetime,
    reports: dict[Path, Iterator[tuple[Report, int]]],
    places: Iterator[str],
    random: Random,
) -> Life:
    report, telling = _fitting(reports[fate.filed_as], fate)
    mode = fate.mode or _drawn_mode(fate.filed_as, random)
    channel = _drawn_channel(mode, fate.filed_as, random)
    life = Life(
        seed=random.getrandbits(48),
        received=_moment(age, channel, now, random),
        report=report,
        telling=telling,
        unit=fate.unit or report.place or next(places, None) or drawn_place(report.service, random),
        mode=mode,
        channel=channel,
        petitioner_type=_drawn_type(report, fate.filed_as, random),
        petitioner=random.randrange(len(library().petitioners)),
        fate=fate,
    )
    return replace(life, double=_double(life, random)) if Turn.DOUBLE in fate.turns else life


def _double(life: Life, random: Random) -> Life:
    later = timedelta(hours=random.randint(20, 60))
    merged = Fate(Path.ORDINARY, Status.MERGED)
    return replace(life, seed=life.seed + 1, received=life.received + later, telling=life.telling + 1, fate=merged)


def _drawn_mode(path: Path, random: Random) -> Mode:
    weights = (15, 40, 45) if path is Path.INTEGRITY else (74, 14, 12)
    return random.choices((Mode.NAMED, Mode.CONFIDENTIAL, Mode.ANONYMOUS), weights)[0]


_CHANNELS: dict[Channel, tuple[int, int, int]] = {
    Channel.WEB: (76, 56, 44),
    Channel.GOVERNMENT_1111: (0, 20, 22),
    Channel.IN_PERSON: (4, 0, 14),
    Channel.PHONE: (2, 4, 4),
    Channel.PHONE_1890: (2, 4, 4),
    Channel.PHONE_110: (6, 2, 1),
    Channel.POST: (10, 6, 5),
    Channel.OPEN_DAY: (0, 0, 3),
    Channel.SUGGESTION_BOX: (0, 6, 1),
    Channel.OTHER: (0, 2, 2),
}
"""How often: reports on staff, nameless others, others by name."""


def _drawn_channel(mode: Mode, path: Path, random: Random) -> Channel:
    """Whoever hides their name does not come to the counter; reports on staff come online for the most part."""
    channels = tuple(_CHANNELS)
    column = 0 if path is Path.INTEGRITY else 1 if mode is Mode.ANONYMOUS else 2
    return random.choices(channels, [_CHANNELS[channel][column] for channel in channels])[0]


def _drawn_type(report: Report, path: Path, random: Random) -> PetitionerType:
    kinds = (PetitionerType.CITIZEN, PetitionerType.GROUP, PetitionerType.FOREIGN, PetitionerType.LEGAL_ENTITY)
    if report.service is Service.LEGAL_ENTITY:
        return random.choices(kinds, (40, 2, 3, 55))[0]
    if path is Path.INTEGRITY and random.random() < 0.2:
        return PetitionerType.STAFF
    return random.choices(kinds, (91, 5, 3, 1))[0]


def _moment(age: int, channel: Channel, now: datetime, random: Random) -> datetime:
    """Online at any hour of the day, else while the counter is open; never later than a little before now."""
    day = local_day(now) - timedelta(days=age)
    hours = (6.5, 23.5) if channel is Channel.WEB else (8.5, 17.0)
    while channel is not Channel.WEB and day.weekday() > 4:
        day -= timedelta(days=1)
    at = datetime.combine(day, time(), ULAANBAATAR) + timedelta(hours=random.uniform(*hours))
    at = max(at.replace(microsecond=0), datetime.combine(first_day(local_day(now)), time(8), ULAANBAATAR))
    return min(at, now - timedelta(minutes=random.randint(20, 90)))
