"""The authority's units: head office, capital, 21 aimags and 9 districts, each under one name and one code."""

from collections import Counter

import pytest

from caseapp.domain.units import UNITS, UnitLevel, UnitSeed

BY_CODE = {unit.code: unit for unit in UNITS}
AIMAGS = {
    "035": "Орхон",
    "037": "Дархан-Уул",
    "039": "Хэнтий",
    "041": "Хөвсгөл",
    "043": "Ховд",
    "046": "Увс",
    "047": "Төв",
    "049": "Сэлэнгэ",
    "051": "Сүхбаатар",
    "053": "Өмнөговь",
    "055": "Өвөрхангай",
    "057": "Завхан",
    "059": "Дундговь",
    "061": "Дорнод",
    "063": "Дорноговь",
    "064": "Говьсүмбэр",
    "065": "Говь-Алтай",
    "067": "Булган",
    "069": "Баянхонгор",
    "071": "Баян-Өлгий",
    "073": "Архангай",
}
"""ISO 3166-2:MN, without the capital."""
DISTRICTS = {
    "BGD": "Баянгол",
    "BZD": "Баянзүрх",
    "SHD": "Сонгинохайрхан",
    "SBD": "Сүхбаатар",
    "CHD": "Чингэлтэй",
    "HUD": "Хан-Уул",
    "NAD": "Налайх",
    "BND": "Багануур",
    "BHD": "Багахангай",
}


def test_there_are_21_aimags_and_9_districts_under_the_capital() -> None:
    levels = Counter(unit.level for unit in UNITS)
    assert levels[UnitLevel.AIMAG] == len(AIMAGS) == 21
    assert levels[UnitLevel.DISTRICT] == len(DISTRICTS) == 9
    assert levels[UnitLevel.HEAD_OFFICE] == levels[UnitLevel.CAPITAL] == 1


def test_codes_and_names_are_unique_in_both_languages() -> None:
    for name in ("code", "name_mn", "name_en"):
        assert len({getattr(unit, name) for unit in UNITS}) == len(UNITS), name


@pytest.mark.parametrize(("code", "name"), AIMAGS.items())
def test_each_aimag_has_a_division(code: str, name: str) -> None:
    unit = BY_CODE[f"AIM-{code}"]
    assert unit.name_mn == f"{name} аймгийн улсын бүртгэлийн хэлтэс"
    assert (unit.level, unit.parent) == (UnitLevel.AIMAG, "HQ")
    assert unit.name_en.endswith(" Aimag State Registration Division")


@pytest.mark.parametrize(("code", "name"), DISTRICTS.items())
def test_each_district_has_a_division_under_the_capital(code: str, name: str) -> None:
    unit = BY_CODE[f"UB-{code}"]
    assert unit.name_mn == f"{name} дүүргийн улсын бүртгэлийн хэлтэс"
    assert (unit.level, unit.parent) == (UnitLevel.DISTRICT, "UBC")


def test_sukhbaatar_the_aimag_is_not_sukhbaatar_the_district() -> None:
    twins = [unit for unit in UNITS if unit.name_mn.startswith("Сүхбаатар ")]
    assert {unit.code for unit in twins} == {"AIM-051", "UB-SBD"}
    assert len({unit.name_mn for unit in twins}) == len({unit.name_en for unit in twins}) == 2


@pytest.mark.parametrize("code", ["ADM", "PPA", "INS", "ITD", "CIV", "PRO", "LEG", "CTD", "FIN"])
def test_the_departments_that_the_plan_names_stand_under_the_head_office(code: str) -> None:
    assert (BY_CODE[code].level, BY_CODE[code].parent) == (UnitLevel.DEPARTMENT, "HQ")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.code)
def test_every_unit_hangs_under_one_that_was_named_before_it(unit: UnitSeed) -> None:
    """So that seeding them in order never meets a parent that is not there yet."""
    codes = [one.code for one in UNITS]
    assert unit.parent is None if unit.code == "HQ" else codes.index(unit.parent or "") < codes.index(unit.code)
