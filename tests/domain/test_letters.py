"""Templates of letters: filled by name, refused at the line of what is not known, never filled twice."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.domain.letter_texts import LETTERS, title_for
from caseapp.domain.letters import Flaw, Placeholder, addressee, fill, flaws, passages
from caseapp.domain.vocab import Kind, Outcome

VALUES = {placeholder: f"<{placeholder}>" for placeholder in Placeholder}


def test_each_name_is_filled_and_what_is_not_known_stays_to_be_written() -> None:
    text = "№ {{ number }}, {{service}}.\nНэгж: {{ unit }}"
    assert fill(text, {Placeholder.NUMBER: "2026-1", Placeholder.SERVICE: "Иргэний бүртгэл"}) == (
        "№ 2026-1, Иргэний бүртгэл.\nНэгж: ……"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Эрхэм иргэн Та\n\n{{ name }}", [Flaw(3, "name")]),
        ("{{ number.__class__ }}", [Flaw(1, "number.__class__")]),
        ("{{ number", [Flaw(1, "{{")]),
        ("a\nnumber }}", [Flaw(2, "}}")]),
        ("{{ }}\n{{ 7*7 }}", [Flaw(1, ""), Flaw(2, "7*7")]),
        ("{% for x in y %}", []),
        ("{{#due}}Хугацаа: {{ due }}{{/due}}", []),
        ("{{#due}}Хугацаа", [Flaw(1, "#due")]),
        ("Хугацаа\n{{/due}}", [Flaw(2, "/due")]),
        ("{{#due}}a{{/unit}}\n{{/due}}", [Flaw(1, "/unit")]),
        ("{{#due}}\n{{#unit}}a{{/unit}}{{/due}}", [Flaw(2, "#unit"), Flaw(2, "/unit")]),
        ("{{#name}}a{{/name}}", [Flaw(1, "#name"), Flaw(1, "/name")]),
        ("{{#due.year}}a{{/due.year}}", [Flaw(1, "#due.year"), Flaw(1, "/due.year")]),
        ("{{{ due }}{", [Flaw(1, "{"), Flaw(1, "{")]),
        ("{{{#due}}a{{/due}}}", [Flaw(1, "{"), Flaw(1, "}")]),
        ("{ {{ due }} }", []),
        ("{{^due}}a{{/due}}", [Flaw(1, "^due"), Flaw(1, "/due")]),
    ],
)
def test_what_cannot_be_filled_is_told_with_its_line(text: str, found: list[Flaw]) -> None:
    assert list(flaws(text)) == found


@given(st.text(max_size=30))
def test_what_a_case_holds_is_never_taken_for_a_template(said: str) -> None:
    value = f"{{{{ unit }}}}{said}"
    assert fill("[{{ number }}]", {**VALUES, Placeholder.NUMBER: value}) == f"[{value}]"


EXTENDED = "Эрхэм иргэн Та\n\n{{#extension}}\nХугацааг {{ extension }} хүртэл сунгав.\n{{/extension}}\n\nБаярлалаа."


def test_a_passage_stands_only_where_something_is_known() -> None:
    assert passages(EXTENDED) == {Placeholder.EXTENSION}
    known = {Placeholder.EXTENSION: "5 дугаар сарын 1"}
    assert fill(EXTENDED, known) == "Эрхэм иргэн Та\n\nХугацааг 5 дугаар сарын 1 хүртэл сунгав.\n\nБаярлалаа."
    assert fill(EXTENDED, {}) == "Эрхэм иргэн Та\n\nБаярлалаа."
    assert fill("Хариу{{# due }} {{ due }}-нд{{/ due }} ирнэ, {{ unit }}.", {}) == "Хариу ирнэ, ……."


PIECES = st.one_of(
    st.sampled_from(
        ["{{", "}}", "{", "}", "#", "/", "^", "\n", "\n\n", " ", ".", "__class__", "{% x %}", "{{/", "{{#"]
    ),
    st.sampled_from([mark + name for mark in ("", "#", "/") for name in ("due", "unit", "number.format", "self")]),
    st.sampled_from(["{{ due }}", "{{#due}}", "{{/due}}", "{{#unit}}", "{{/unit}}", "{{ unit.upper }}"]),
    st.text(max_size=5),
)


@given(st.lists(PIECES, max_size=25).map("".join), st.sets(st.sampled_from(Placeholder)))
@settings(max_examples=500)
def test_no_text_breaks_a_template_and_none_reaches_more_than_the_listed_values(
    text: str, known: set[Placeholder]
) -> None:
    values = {name: f"\x01{name}{{{{ {name}.x }}}}\x02" for name in known}
    shown = fill(text, values)
    if flaws(text):
        assert shown == text, "what no keeping would let through is left alone"
        return
    for value in values.values():
        shown = shown.replace(value, "")
    assert "\x01" not in shown or "\x01" in text, "a value comes whole or not at all"
    assert "{{" not in shown and "}}" not in shown


@given(st.text(max_size=40).filter(lambda said: "{{" not in said and "}}" not in said), st.text(max_size=20))
def test_a_passage_changes_nothing_outside_of_it(before: str, within: str) -> None:
    inside = within.replace("{", "(").replace("}", ")")
    whole = f"{before}[{{{{#due}}}}{inside}{{{{/due}}}}]"
    if flaws(whole):
        return
    assert fill(whole, {Placeholder.DUE: "x"}) == f"{before}[{inside}]"
    assert fill(whole, {}) == f"{before}[]"


def test_a_letter_is_delivered_for_every_outcome_and_each_can_be_filled() -> None:
    assert {letter.outcome for letter in LETTERS if letter.kind is None} == set(Outcome)
    assert len({letter.code for letter in LETTERS}) == len(LETTERS)
    for letter in LETTERS:
        assert flaws(letter.subject) == flaws(letter.body) == ()
        assert letter.body.startswith("Эрхэм иргэн Та\n") and VALUES[Placeholder.NUMBER] in fill(letter.body, VALUES)


def test_every_kind_finds_a_title_for_every_outcome() -> None:
    assert title_for(Outcome.UPHELD, Kind.COMPLAINT) == "Гомдлыг барагдуулсан тухай"
    assert title_for(Outcome.UPHELD, Kind.THANKS) == "Өргөдөл, гомдлыг шийдвэрлэсэн тухай"
    assert all(title_for(outcome, kind) for outcome in Outcome for kind in Kind)


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        ({"family_name": "Дорлиг", "given_name": "Өлзий"}, "Д.ӨЛЗИЙ ТАНАА"),
        ({"family_name": "", "given_name": "Болд"}, "БОЛД ТАНАА"),
        ({"family_name": "Дорлиг", "given_name": " "}, "ДОРЛИГ ТАНАА"),
        ({"family_name": "Дорлиг", "given_name": "Болд", "organisation": "Хурд ХХК"}, "ХУРД ХХК ТАНАА"),
        ({"phone": "99112233", "organisation": None}, ""),
        ({}, ""),
    ],
)
def test_a_letter_addresses_the_organisation_or_the_person_and_otherwise_nobody(
    identity: dict[str, str | None], words: str
) -> None:
    assert addressee(identity) == words


def test_a_text_of_braces_alone_is_judged_at_once() -> None:
    begun = time.process_time()
    assert flaws("{{" * 10_000)
    assert time.process_time() - begun < 1
