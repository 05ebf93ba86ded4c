"""Words as search compares them: a slip of ү, ө or ё, capitals and most endings make no difference."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.words import MAX_WORDS, folded_words, query_form, searchable_forms

LETTERS = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюяabcxyz0123456789"
WORDS = st.text(LETTERS, min_size=2, max_size=14)


def finds(query: str, text: str) -> bool:
    """As services/casework/finding.py looks: every typed word's form among the forms of the text's words."""
    indexed = {form for word in folded_words(text) for form in searchable_forms(word)}
    return all(query_form(word) in indexed for word in folded_words(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("паспорт", "Гадаад паспортын хугацаа"),
        ("паспортоо", "паспорт"),
        ("гэрчилгээ", "гэрчилгээгээ авч чадсангүй"),
        ("бүртгэл", "бүртгэлийн газар"),
        ("бүртгэлд", "бүртгэлээс хасуулах"),
        ("мөнгө", "мөнгийг нэхсэн"),
        ("монго", "мөнгө"),
        ("хугацаа", "ХУГАЦААНДАА"),
        ("орон сууц", "сууцны орон тоо"),
        ("Дархан-Уул", "дархан уул аймаг"),
        ("УБ", "уб хот"),
    ],
)
def test_a_word_is_found_with_its_endings(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("паспорт", "бүртгэл"), ("уб", "убтз"), ("газ", "газар"), ("орон сууц", "орон тоо"), ("хугацаа", "хугархай")],
)
def test_another_word_is_not(query: str, text: str) -> None:
    assert not finds(query, text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Үүрэг", "ууpэг".replace("p", "р")),
        ("ӨРГӨДӨЛ", "оргодол"),
        ("ёс", "ес"),
        ("ҮНДЭСЛЭЛ", "үндэслэл"),
        (unicodedata.normalize("NFD", "гомдлын йод ёс"), "гомдлын йод ёс"),
    ],
)
def test_usual_slips_fold_to_the_same_word(one: str, other: str) -> None:
    assert folded_words(one) == folded_words(other)


def test_words_come_once_in_order_of_first_use_without_single_letters_and_signs() -> None:
    assert folded_words("Би 2 удаа, «БИ» а_б очсон; 12-р цонх!") == ("би", "удаа", "очсон", "12", "цонх")


def test_a_very_long_text_gives_a_bounded_number_of_words() -> None:
    text = " ".join(f"үг{n}" for n in range(MAX_WORDS + 50))
    assert folded_words(text) == tuple(f"уг{n}" for n in range(MAX_WORDS))


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("уб", ("уб",)),
        ("орон", ("орон", "4:орон")),
        ("газар", ("газар", "4:газа")),
        ("паспорт", ("паспорт", "4:пасп", "6:паспор")),
    ],
)
def test_long_words_are_searchable_by_their_beginnings(word: str, forms: tuple[str, ...]) -> None:
    assert searchable_forms(word) == forms


@pytest.mark.parametrize(
    ("typed", "looks_for"),
    [
        ("уб", "уб"),
        ("газ", "газ"),
        ("орон", "4:орон"),
        ("газар", "4:газа"),
        ("гомдол", "6:гомдол"),
        ("паспорт", "6:паспор"),
    ],
)
def test_a_typed_word_looks_for_the_longest_beginning_it_has(typed: str, looks_for: str) -> None:
    assert query_form(typed) == looks_for


@given(WORDS)
def test_every_word_finds_itself_in_any_case(word: str) -> None:
    assert finds(word, word.upper())
    assert finds(word.upper(), word)


@given(WORDS, st.text("абвгдн", max_size=4))
def test_a_word_of_four_letters_or_more_finds_every_ending(word: str, ending: str) -> None:
    assert finds(word, word + ending) is (len(word) >= 4 or not ending)


@given(WORDS, WORDS)
def test_a_beginning_is_never_taken_for_a_whole_word(word: str, other: str) -> None:
    beginnings = {form for form in searchable_forms(word) if ":" in form}
    assert not beginnings & set(folded_words(f"{word} {other} 4:{word[:4]}"))


@given(st.lists(WORDS, max_size=8))
def test_folded_words_stay_as_they_are(words: list[str]) -> None:
    once = folded_words(" ".join(words))
    assert folded_words(" ".join(once)) == once
