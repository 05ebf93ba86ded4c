"""The receipt's code: typed by tired people on two keyboards, and worth 128 bits and more."""

from itertools import cycle, islice
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.receipts import (
    ALPHABET,
    RANDOM_SIGNS,
    Near,
    Place,
    Receipt,
    ReceiptSlip,
    latin,
    near,
    new_receipt,
    parse_receipt,
    receipt_of,
    receipt_of_seed,
)

LATIN = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX")
ENTROPY = st.binary(min_size=32, max_size=32)
RECEIPTS = ENTROPY.map(receipt_of).filter(lambda receipt: receipt is not None)


def example() -> Receipt:
    """One receipt with many different signs in it."""
    found = new_receipt(lambda length: bytes(islice(cycle((211, 87, 3, 149, 69)), length)))
    assert len(set(found.code)) > 10
    return found


def slip_of(typed: str) -> ReceiptSlip:
    with pytest.raises(ReceiptSlip) as slip:
        parse_receipt(typed)
    return slip.value


def test_the_alphabet_is_ten_digits_and_ten_letters_that_both_keyboards_show_alike() -> None:
    assert len(set(ALPHABET)) == 20
    assert all(ord(sign) < 128 or "\u0400" <= sign <= "\u04ff" for sign in ALPHABET)
    assert ALPHABET[10:].translate(LATIN).isascii()


def test_a_receipt_is_worth_more_than_128_bits() -> None:
    assert log2(len(ALPHABET)) * RANDOM_SIGNS > 128


def test_a_receipt_is_written_in_eight_groups_of_four() -> None:
    assert [len(group) for group in example().code.split(" ")] == [4] * 8


def test_what_opens_a_case_is_every_random_sign_and_not_the_check_sign() -> None:
    receipt = example()
    assert receipt.secret.decode() == receipt.code.replace(" ", "")[:RANDOM_SIGNS]


@given(
    RECEIPTS, st.booleans(), st.booleans(), st.lists(st.sampled_from([" ", "-", "", "  ", "–", ".", "\t"]), min_size=1)
)
def test_either_script_either_case_and_any_grouping_is_the_same_receipt(
    receipt: Receipt, latin: bool, small: bool, separators: list[str]
) -> None:
    signs = receipt.code.replace(" ", "")
    typed = "".join(sign + gap for sign, gap in zip(signs, cycle(separators), strict=False))
    typed = typed.translate(LATIN) if latin else typed
    assert parse_receipt(f" {typed.lower() if small else typed}\n") == receipt


@given(RECEIPTS, st.data())
def test_the_two_scripts_may_be_mixed_within_one_code(receipt: Receipt, data: st.DataObject) -> None:
    scripts = data.draw(st.lists(st.booleans(), min_size=len(receipt.code), max_size=len(receipt.code)))
    typed = "".join(s.translate(LATIN) if latin else s for s, latin in zip(receipt.code, scripts, strict=True))
    assert parse_receipt(typed) == receipt


@pytest.mark.parametrize("letter", ["O", "o", "О", "о"], ids=["latin", "small latin", "cyrillic", "small cyrillic"])
def test_the_letter_o_counts_as_zero(letter: str) -> None:
    receipt = example()
    assert "0" in receipt.code
    assert parse_receipt(receipt.code.replace("0", letter)) == receipt


def test_every_single_wrong_sign_is_noticed() -> None:
    signs = example().code.replace(" ", "")
    kinds = {
        slip_of(signs[:position] + wrong + signs[position + 1 :]).kind
        for position in range(len(signs))
        for wrong in ALPHABET
        if wrong != signs[position]
    }
    assert kinds == {"check"}


def test_every_swap_of_neighbours_is_noticed() -> None:
    for receipt in (example(), new_receipt(), new_receipt()):
        signs = receipt.code.replace(" ", "")
        for position in range(len(signs) - 1):
            left, right = signs[position], signs[position + 1]
            if left != right:
                assert slip_of(signs[:position] + right + left + signs[position + 2 :]).kind == "check"


@given(RECEIPTS, st.data())
def test_slips_and_swaps_are_noticed_in_any_receipt(receipt: Receipt, data: st.DataObject) -> None:
    signs = receipt.code.replace(" ", "")
    position = data.draw(st.integers(0, len(signs) - 2))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != signs[position]]))
    assert slip_of(signs[:position] + wrong + signs[position + 1 :]).kind == "check"
    left, right = signs[position : position + 2]
    if left != right:
        assert slip_of(signs[:position] + right + left + signs[position + 2 :]).kind == "check"


def test_a_missing_or_a_doubled_sign_is_a_slip_of_length_that_knows_how_many_were_typed() -> None:
    code = example().code
    told = [(slip.kind, slip.typed) for slip in map(slip_of, (code[:-1], code + code[-1], "", " - "))]
    assert told == [("length", 31), ("length", 33), ("length", 0), ("length", 0)]


@pytest.mark.parametrize("sign", ["Ж", "ф", "W", "#", "ß", "٣"])
def test_a_sign_that_receipts_never_hold_is_pointed_at_by_group_and_sign(sign: str) -> None:
    code = example().code
    slip = slip_of(code[:6] + sign + code[7:])
    assert (slip.kind, slip.place) == ("sign", Place(group=2, sign=2))


def test_a_sign_whose_capital_is_two_moves_no_sign_behind_it() -> None:
    code = example().code
    assert slip_of("ß" + code[1:]).place == Place(1, 1)


LOOK_ALIKES = {
    "0": "OoОоӨөQqDd",
    "1": "IiІіLl|!",
    "2": "Zz",
    "3": "ЗзЭэ",
    "4": "Чч",
    "5": "SsЅ",
    "6": "БбьGg",
    "В": "Vv",
    "Н": "NnИи",
    "Р": "Rr",
}


@pytest.mark.parametrize("sign", LOOK_ALIKES)
def test_what_eyes_and_hands_take_a_sign_for_is_understood(sign: str) -> None:
    receipt = next(found for found in iter(new_receipt, None) if sign in found.code)
    for taken in LOOK_ALIKES[sign]:
        assert parse_receipt(receipt.code.replace(sign, taken)) == receipt, taken


def test_no_look_alike_is_a_sign_of_the_alphabet_or_its_latin_twin() -> None:
    taken = set("".join(LOOK_ALIKES.values()).upper())
    assert not taken & {*ALPHABET, *ALPHABET.translate(LATIN)}


def test_digits_typed_with_the_shift_key_the_wrong_way_round_on_a_mongolian_keyboard_are_understood() -> None:
    receipt = example()
    assert parse_receipt(receipt.code.translate(str.maketrans("1234567890", '№-"₮:._,%?')).lower()) == receipt


def test_the_latin_form_is_what_a_small_picture_can_hold_and_is_the_same_receipt() -> None:
    receipt = example()
    assert set(latin(receipt.code)) <= set("0123456789ABCEHKMPTX")
    assert len(latin(receipt.code)) == 32
    assert parse_receipt(latin(receipt.code)) == receipt


@given(RECEIPTS, st.data())
def test_the_right_receipt_is_among_those_near_to_one_wrong_sign(receipt: Receipt, data: st.DataObject) -> None:
    signs = receipt.code.replace(" ", "")
    position = data.draw(st.integers(0, len(signs) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != signs[position]]))
    found = near(signs[:position] + wrong + signs[position + 1 :])
    assert Near(Place(position // 4 + 1, position % 4 + 1), False, receipt) in found
    assert len(found) <= 32 + 31


@given(RECEIPTS, st.data())
def test_the_right_receipt_is_among_those_near_to_a_swap(receipt: Receipt, data: st.DataObject) -> None:
    signs = receipt.code.replace(" ", "")
    unlike = [place for place in range(len(signs) - 1) if signs[place] != signs[place + 1]]
    if unlike:
        position = data.draw(st.sampled_from(unlike))
        typed = signs[:position] + signs[position + 1] + signs[position] + signs[position + 2 :]
        assert Near(Place(position // 4 + 1, position % 4 + 1), True, receipt) in near(typed)


@given(st.text(alphabet=ALPHABET, min_size=32, max_size=32))
def test_what_is_near_is_a_receipt_one_slip_away_and_each_place_has_one_at_most(typed: str) -> None:
    found = near(typed)
    for one in found:
        signs, start = one.receipt.code.replace(" ", ""), (one.place.group - 1) * 4 + one.place.sign - 1
        assert parse_receipt(one.receipt.code) == one.receipt
        differ = [index for index in range(32) if signs[index] != typed[index]]
        assert differ == ([start, start + 1] if one.is_swap else [start])
    places = [(one.place, one.is_swap) for one in found]
    assert len(places) == len(set(places))


def test_nothing_is_near_to_a_right_code_or_to_what_is_no_code_at_all() -> None:
    code = example().code
    assert near(code) == near(code[:-1]) == near("Ж" + code[1:]) == near("") == ()


@given(st.text(max_size=45))
def test_whatever_is_typed_is_a_receipt_or_a_slip(typed: str) -> None:
    try:
        receipt = parse_receipt(typed)
    except ReceiptSlip as slip:
        assert slip.kind in {"length", "sign", "check"}
        assert (slip.place is not None) is (slip.kind == "sign")
    else:
        assert parse_receipt(receipt.code) == receipt


def test_neither_the_code_nor_the_secret_shows_in_a_repr_or_in_a_slip() -> None:
    receipt = example()
    shown = f"{receipt!r} {receipt} {slip_of(receipt.code[:-1])!r} {near(receipt.code[:-1] + '8')!r}"
    assert not any(group in shown for group in receipt.code.split(" "))
    assert "secret" not in shown


def test_two_receipts_are_never_the_same_and_use_every_sign_at_every_place() -> None:
    codes = [new_receipt().code.replace(" ", "") for _ in range(400)]
    assert len(set(codes)) == 400
    assert all(len({code[position] for code in codes}) == 20 for position in range(RANDOM_SIGNS))


def test_bytes_that_give_no_check_sign_are_drawn_again() -> None:
    draws = [bytes([n]) * 32 for n in range(60)]
    usable = [receipt for draw in draws if (receipt := receipt_of(draw)) is not None]
    assert 0 < len(usable) < len(draws)
    stream = iter(draws)
    assert [new_receipt(lambda _: next(stream)) for _ in usable] == usable


@given(ENTROPY, ENTROPY)
def test_different_numbers_give_different_receipts(one: bytes, other: bytes) -> None:
    first, second = receipt_of(one), receipt_of(other)
    same_number = int.from_bytes(one) % 20**RANDOM_SIGNS == int.from_bytes(other) % 20**RANDOM_SIGNS
    if first is not None and second is not None:
        assert (first == second) is same_number


@given(st.binary(max_size=40))
def test_a_seed_has_one_receipt_always_the_same(seed: bytes) -> None:
    receipt = receipt_of_seed(seed)
    assert receipt_of_seed(seed) == receipt == parse_receipt(receipt.code)
    assert receipt_of_seed(seed + b"!") != receipt
