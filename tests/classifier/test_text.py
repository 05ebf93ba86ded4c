"""However people type it, one folded form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text import MAX_SIGNS, normalise


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        pytest.param("ҮНЭМЛЭХ", "үнэмлэх", id="capitals"),
        pytest.param("ёстой", "естой", id="yo without dots"),
        pytest.param("хүнд өргөдөл", "хунд оргодол", id="a keyboard without ү and ө"),
        pytest.param("Yнэмлэх, хvн", "үнэмлэх хүн", id="Latin signs in place of ү"),
        pytest.param("їнэмлэх єгсєн", "үнэмлэх өгсөн", id="old fonts"),
        pytest.param("хариу өгье", "хариу өгъе", id="hard and soft sign"),
        pytest.param("unemlehee avsan", "үнэмлэхээ авсан", id="galig"),
        pytest.param("hvn", "хүн", id="galig: v as ү"),
        pytest.param("khariu tsag chiregdel", "хариу цаг чирэгдэл", id="galig: two for one"),
        pytest.param("olgohq", "олгохгүй", id="galig: q as гүй"),
        pytest.param(
            "hund surtal ihtei, 3 sar huleelgej bna", "Хүнд суртал ихтэй 3 сар хүлээлгэж байна", id="a sentence"
        ),
        pytest.param("яаааагаад", "яагаад", id="drawn out"),
        pytest.param("бна", "байна", id="bna"),
        pytest.param("бгаа", "байгаа", id="bgaa"),
        pytest.param("гж", "гэж", id="gj"),
        pytest.param("шд", "шүү дээ", id="shd"),
        pytest.param("бхгүй", "байхгүй", id="bkhgui"),
        pytest.param("bhq", "байхгүй", id="bhq"),
        pytest.param("25 000 төгрөг", "10 000 төгрөг", id="sums"),
        pytest.param("УБ99112233 дугаартай", "АА00000000 дугаартай", id="register numbers"),
        pytest.param("үнэмлэх!!! 🙄", "үнэмлэх", id="signs and faces"),
        pytest.param("үнэмлэх\n\t  алга", "үнэмлэх алга", id="space"),
    ],
)
def test_two_ways_of_typing_the_same_fold_alike(typed: str, same: str) -> None:
    assert normalise(typed) == normalise(same) != ""


@pytest.mark.parametrize(("one", "other"), [("хураамж", "хариу"), ("төлбөр", "тавиур"), ("delay", "queue")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_no_digit_of_a_number_or_of_a_register_number_is_left() -> None:
    assert normalise("УБ99112233, утас 88112233, 150мянга") == "0 утас 0 0 мянга"


def test_words_are_in_their_order_with_single_spaces() -> None:
    assert normalise("  Нэр   буруу ") == "нер буру"


def test_what_comes_after_the_limit_is_not_read() -> None:
    assert normalise("а" * MAX_SIGNS + " хахууль") == "а"


@given(st.text(max_size=200))
def test_any_text_at_all_folds_without_capitals_or_doubled_space(text: str) -> None:
    folded = normalise(text)
    assert folded == " ".join(folded.split())
    assert not any("А" <= sign <= "Я" or "A" <= sign <= "Z" for sign in folded)
