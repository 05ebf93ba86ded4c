"""Case numbers: they find slips, and tell nothing of order or quantity."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.numbers import is_case_number, looks_like_case_number, new_case_number, normalise_case_number

DRAWS = st.integers(0, 10**8 - 1)
NUMBERS = st.builds(lambda year, draw: new_case_number(year, lambda _: draw), st.integers(2000, 2099), DRAWS)


def _grouped(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{digits[12]}"


@given(NUMBERS)
def test_a_new_number_has_the_shape_of_one(number: str) -> None:
    assert is_case_number(number)
    assert [len(group) for group in number.split("-")] == [4, 4, 4, 1]


@given(NUMBERS, st.sampled_from(["", " ", "-", "–", "—", "."]))
def test_a_number_is_found_however_it_is_grouped(number: str, gap: str) -> None:
    assert normalise_case_number(f" {number.replace('-', gap)}\n") == number


@given(NUMBERS)
def test_every_wrong_digit_is_noticed(number: str) -> None:
    digits = number.replace("-", "")
    for position, right in enumerate(digits):
        for wrong in "0123456789":
            if wrong != right:
                assert not is_case_number(_grouped(digits[:position] + wrong + digits[position + 1 :]))


@given(NUMBERS)
def test_every_swap_of_neighbours_is_noticed(number: str) -> None:
    digits = number.replace("-", "")
    for position in range(len(digits) - 1):
        left, right = digits[position : position + 2]
        if left != right:
            swapped = digits[:position] + right + left + digits[position + 2 :]
            assert not is_case_number(_grouped(swapped))
            assert normalise_case_number(swapped) is None


def test_the_digits_are_what_was_drawn_and_nothing_else() -> None:
    """No counter and no time is in them: the same draw gives the same number, the range is 100 million."""
    asked: list[int] = []
    number = new_case_number(2026, lambda below: asked.append(below) or 42)
    assert asked == [10**8]
    assert number.startswith("2026-0000-0042-")


def test_two_thousand_numbers_hardly_ever_meet() -> None:
    assert len({new_case_number(2026, secrets.randbelow) for _ in range(2000)}) >= 1995


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026",
        "2026-4839-2051",
        "гомдол",
        "2026-4839-2051-77",
        "20264839 20517x",
        "2026/4839/2051/7",
        "२०२६-4839-2051-6",
    ],
)
def test_what_is_no_number_is_not_made_into_one(typed: str) -> None:
    assert normalise_case_number(typed) is None
    assert not is_case_number(typed)


def test_exactly_one_check_digit_fits() -> None:
    assert sum(is_case_number(f"2026-4839-2051-{check}") for check in range(10)) == 1


@given(NUMBERS, st.integers(0, 9))
def test_a_number_with_a_wrong_digit_still_looks_like_one(number: str, digit: int) -> None:
    assert looks_like_case_number(f" № {number[:-1]}{digit} ")
    assert not looks_like_case_number(number[:-1])
    assert not looks_like_case_number(f"{number}1")
