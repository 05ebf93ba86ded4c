"""A made-up town's cases over five quarters, as counts: uneven, as real ones are, so that many cells are small."""

import random
from collections import Counter
from dataclasses import dataclass, field

from caseapp.domain.disclosure import Table
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Channel, Kind, Mode, Service
from caseapp.domain.withholding import UnitCount
from caseapp.services.quarterly.counting import RED_TAPE, QuarterCounts

QUARTERS = (Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4), Quarter(2027, 1))
UNITS = [f"U{number:02}" for number in range(14)]
_ENDS = ("resolved", "forwarded", "otherwise_closed")


@dataclass
class Fate:
    """An ordinary case, or one of integrity: `ended` is the place of its quarter, or None while it is open."""

    received: int
    ended: int | None
    end: str
    facts: dict[str, str]
    unit: str | None
    themes: frozenset[str] = frozenset()
    integrity: bool = False
    in_time: bool = True
    late_or_extended: bool = False


@dataclass
class MadeUpTown:
    dice: random.Random
    busy: int
    """About how many ordinary cases come in a quarter."""
    fates: list[Fate] = field(default_factory=list)

    def live(self) -> "MadeUpTown":
        habits = {
            "kinds": self._habit(list(Kind)[:6]),
            "channels": self._habit(list(Channel)),
            "modes": self._habit(list(Mode)),
            "services": self._habit(list(Service)),
        }
        units, themes = self._habit(UNITS), self._habit([theme.value for theme in RED_TAPE])
        for place in range(-1, len(QUARTERS)):
            for _ in range(self.dice.randint(self.busy * 2 // 3, self.busy * 4 // 3)):
                facts = {name: self.dice.choices(*habit)[0] for name, habit in habits.items()}
                tagged = self.dice.choices(*themes, k=self.dice.choice((0, 1, 1, 1, 2, 3)))
                unit = None if self.dice.random() < 0.05 else self.dice.choices(*units)[0]
                self._add(place, facts, unit, frozenset(tagged), self.dice.choices(_ENDS, (30, 2, 1))[0])
            for _ in range(self.dice.randint(self.busy // 8, self.busy // 2)):
                self._add(place, {}, None, frozenset(), self.dice.choice(("referred", "referred", "not_referred")))
        return self

    def _habit(self, members: list[str]) -> tuple[list[str], list[float]]:
        """Few things are frequent, most are rare."""
        shuffled = self.dice.sample([str(member) for member in members], len(members))
        return shuffled, [1 / (place + 1) ** 2 for place in range(len(shuffled))]

    def _add(self, place: int, facts: dict[str, str], unit: str | None, themes: frozenset[str], end: str) -> None:
        ended = place + self.dice.choice((0, 0, 0, 1, 1, 2))
        fate = Fate(place, ended, end, facts, unit, themes, not facts)
        fate.in_time, fate.late_or_extended = self.dice.random() < 0.85, self.dice.random() < 0.1
        self.fates.append(fate)

    def counts(self, place: int) -> QuarterCounts:
        ordinary = [fate for fate in self.fates if not fate.integrity]
        came = [fate for fate in ordinary if fate.received == place]
        answered = [fate for fate in ordinary if fate.ended == place and fate.end == "resolved"]
        closing = _open(ordinary, place)
        units = Counter(fate.unit for fate in came if fate.unit)
        return QuarterCounts(
            balance={
                "opening": len(_open(ordinary, place - 1)),
                "received": len(came),
                **{end: sum(fate.ended == place and fate.end == end for fate in ordinary) for end in _ENDS},
                "closing": len(closing),
            },
            lists={
                name: dict(Counter(fate.facts[name] for fate in came))
                for name in ("kinds", "channels", "modes", "services")
            },
            units=tuple(UnitCount(code, f"Нэгж {code}", f"Unit {code}", units[code]) for code in sorted(units)),
            themes=_themes(came),
            theme_base=sum(bool(fate.themes) for fate in came),
            timeliness={
                "decided": len(answered),
                "in_time": sum(fate.in_time for fate in answered),
                "extended": sum(fate.late_or_extended for fate in answered),
                "overdue_open": sum(fate.late_or_extended for fate in closing),
                "open_at_end": len(closing),
            },
            days=[7 + place for _ in answered],
            integrity=self._integrity(place),
        )

    def _integrity(self, place: int) -> dict[str, int]:
        secret = [fate for fate in self.fates if fate.integrity]
        ended = Counter(fate.end for fate in secret if fate.ended == place)
        received = sum(fate.received == place for fate in secret)
        in_time = sum(fate.ended == place and fate.end == "referred" and fate.in_time for fate in secret)
        return {
            "received": received,
            "classified": received,
            "referred": ended["referred"],
            "referred_in_time": in_time,
            "acknowledged": in_time,
            "not_referred": ended["not_referred"],
            "open_at_end": len(_open(secret, place)),
        }


def _open(fates: list[Fate], place: int) -> list[Fate]:
    """At the end of that quarter."""
    return [fate for fate in fates if fate.received <= place and (fate.ended is None or fate.ended > place)]


def _themes(came: list[Fate]) -> Table:
    found = Counter((theme, fate.facts["services"]) for fate in came for theme in fate.themes)
    rows, columns = tuple(theme.value for theme in RED_TAPE), tuple(service.value for service in Service)
    return Table(rows, columns, tuple(tuple(found[row, column] for column in columns) for row in rows))
