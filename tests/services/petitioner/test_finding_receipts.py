"""Pointing at a mistyped sign: when such a receipt is there, where the slip is, and not what should stand there."""

import pytest

from caseapp.domain.actors import citizen
from caseapp.domain.receipts import ALPHABET, Near, Place, new_receipt
from caseapp.services.petitioner import finding_receipts
from caseapp.services.uow import open_unit_of_work
from tests.lives import Lives


def found(lives: Lives, typed: str) -> Near | None:
    with open_unit_of_work(lives.around, citizen()) as uow:
        return finding_receipts.mistyped(uow, typed)


def mistyped(code: str, position: int) -> str:
    signs = code.replace(" ", "")
    wrong = next(sign for sign in ALPHABET if sign != signs[position])
    return signs[:position] + wrong + signs[position + 1 :]


@pytest.mark.parametrize(("position", "place"), [(0, Place(1, 1)), (14, Place(4, 3)), (31, Place(8, 4))])
def test_one_wrong_sign_of_a_known_receipt_is_pointed_at(lives: Lives, position: int, place: Place) -> None:
    code = lives.file().receipt.code
    lives.file()
    one = found(lives, mistyped(code, position))
    assert one is not None
    assert (one.place, one.is_swap) == (place, False)


def test_a_swap_is_pointed_at_by_the_first_of_the_two(lives: Lives) -> None:
    signs = lives.file().receipt.code.replace(" ", "")
    at = next(place for place in range(31) if signs[place] != signs[place + 1])
    one = found(lives, signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :])
    assert one is not None
    assert (one.place, one.is_swap) == (Place.of(at + 1), True)


def test_nothing_is_pointed_at_when_no_such_receipt_is_there(lives: Lives) -> None:
    code = lives.file().receipt.code
    assert found(lives, mistyped(new_receipt().code, 5)) is None
    assert found(lives, mistyped(mistyped(code, 3), 20)) is None


def test_a_right_code_and_no_code_ask_for_nothing(lives: Lives) -> None:
    code = lives.file().receipt.code
    assert found(lives, code) is None
    assert found(lives, code[:-1]) is None
    assert found(lives, "") is None
