"""The corpus: labelled by the taxonomy, varied, and nothing said twice."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from classifier.corpus import CORPUS, BadRow, Example, corpus, texts
from classifier.corpus import examples as labelled
from classifier.taxonomy import taxonomy
from classifier.text import normalise


def _fragments(text: str) -> set[str]:
    folded = normalise(text)
    return {folded[i : i + 5] for i in range(max(1, len(folded) - 4))}


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _lines(folder: Path, *lines: str) -> Path:
    file = folder / "rows.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_at_least_400_texts_in_many_voices(examples: list[Example]) -> None:
    assert len(examples) >= 400
    assert len({e.voice for e in examples}) >= 12


def test_every_theme_has_texts_enough_and_about_several_services(examples: list[Example]) -> None:
    counted = Counter(theme for e in examples for theme in e.themes)
    assert {theme: counted[theme] for theme in taxonomy().themes if counted[theme] < 15} == {}
    services = {theme: {e.service for e in examples if theme in e.themes} for theme in taxonomy().themes}
    assert {theme for theme, about in services.items() if len(about) < 3} == set()


def test_every_theme_is_told_by_several_voices(examples: list[Example]) -> None:
    voices = {theme: {e.voice for e in examples if theme in e.themes} for theme in taxonomy().themes}
    assert {theme for theme, told_by in voices.items() if len(told_by) < 5} == set()


def test_thanks_questions_and_grievances_about_others_are_a_good_part(examples: list[Example]) -> None:
    assert sum(not e.themes for e in examples) / len(examples) >= 0.15


def test_a_good_part_is_typed_in_latin_letters(examples: list[Example]) -> None:
    latin = [e for e in examples if sum("a" <= sign.lower() <= "z" for sign in e.text) > len(e.text) / 2]
    assert len(latin) / len(examples) >= 0.1


def test_no_text_is_nearly_another(examples: list[Example]) -> None:
    fragments = [(e.text, _fragments(e.text)) for e in examples]
    assert [(a, b) for (a, one), (b, other) in combinations(fragments, 2) if _likeness(one, other) > 0.6] == []


def test_a_text_with_another_number_and_other_capitals_counts_as_nearly_the_same() -> None:
    assert _likeness(_fragments("Үнэмлэх 3 сар гарсангүй"), _fragments("ҮНЭМЛЭХ 5 САР ГАРСАНГҮЙ!")) > 0.6
    assert _likeness(_fragments("Үнэмлэх гарсангүй"), _fragments("Хураамж хоёр удаа авлаа")) < 0.6


def test_every_row_has_an_id_of_its_own() -> None:
    ids = [name for path in CORPUS.glob("*.jsonl") for name, _ in texts(path)]
    assert [name for name, times in Counter(ids).items() if times > 1] == []


def test_no_register_number_telephone_or_address_of_mail_stands_in_a_text(examples: list[Example]) -> None:
    assert [e.text for e in examples if "@" in e.text or any(len(d) >= 6 for d in _digits(e.text))] == []


def _digits(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("{", "line 2: not JSON"),
        ("[1]", 'line 2: needs a "text"'),
        (json.dumps({"text": "a", "themes": ["rudeness"], "service": "civil"}), "line 2: .*list of known codes"),
        (json.dumps({"text": "a", "themes": "delay", "service": "civil"}), "line 2: .*list of known codes"),
        (json.dumps({"text": "a", "themes": [], "service": "taxes"}), 'line 2: "service" must be a known code'),
    ],
)
def test_a_row_that_is_not_labelled_by_the_taxonomy_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    good = json.dumps({"text": "баярлалаа", "themes": [], "service": "other"})
    with pytest.raises(BadRow, match=complaint):
        labelled(_lines(tmp_path, good, row))


def test_an_empty_folder_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(BadRow):
        corpus(tmp_path)
