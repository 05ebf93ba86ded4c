"""Where the cases play: the places where citizens are served, weighed by how many they serve."""

from random import Random

from caseapp.domain.units import UNITS, UnitLevel
from caseapp.domain.vocab import Service

_BUSY = {
    "UB-BZD": 34.0,
    "UB-SHD": 32.0,
    "UB-BGD": 24.0,
    "UB-HUD": 22.0,
    "UB-CHD": 15.0,
    "UB-SBD": 15.0,
    "UBC": 8.0,
    "AIM-035": 7.0,
    "AIM-037": 7.0,
    "AIM-041": 6.0,
    "UB-NAD": 4.0,
}
_USUAL, _DEPARTMENT, _SMALL = 3.0, 6.0, 1.5
_SMALL_PLACES = frozenset({"UB-BND", "UB-BHD", "AIM-064", "AIM-059", "AIM-061"})
DEPARTMENT_OF = {Service.CIVIL: "CIV", Service.PROPERTY: "PRO", Service.LEGAL_ENTITY: "LEG"}

PLACES: tuple[str, ...] = tuple(
    unit.code for unit in UNITS if unit.level in {UnitLevel.CAPITAL, UnitLevel.AIMAG, UnitLevel.DISTRICT}
)


def _weight(code: str) -> float:
    return _BUSY.get(code, _SMALL if code in _SMALL_PLACES else _USUAL)


def drawn_place(service: Service, random: Random) -> str:
    """A district or aimag for the most part, now and then the department at head office."""
    choices = [*PLACES, DEPARTMENT_OF.get(service, "ITD")]
    return random.choices(choices, [*map(_weight, PLACES), _DEPARTMENT])[0]
