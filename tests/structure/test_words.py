"""Words for everything that a person may read: closed lists, reasons, events and states, in both languages."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import product
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask_babel import LazyString

from caseapp.domain import compartments, details, letters, policy, rules, units, vocab
from caseapp.domain.compartments import Compartment
from caseapp.domain.errors import Reason
from caseapp.domain.own_case import SHOWN_VERBS, Turn
from caseapp.domain.workflow import STEPS
from caseapp.services import at_hand
from caseapp.services.quarterly.analysis import EDITIONS as EDITIONS_MADE
from caseapp.web import fields, shown, wording
from caseapp.web.casework import queue
from caseapp.web.public import tracking
from caseapp.web.wording import own_case, report
from caseapp.web.wording.labels import LABELS
from caseapp.web.wording.sentences import ERRORS, REASONS, VERBS
from caseapp.web.wording.tracking import SENTENCES
from tests.structure.source import PACKAGE, functions, modules, place, tree

MONGOLIAN = PACKAGE / "translations/mn/LC_MESSAGES/messages.po"
CLOSED_LISTS = [
    *(
        kind
        for room in (vocab, details)
        for _, kind in inspect.getmembers(room, inspect.isclass)
        if kind.__module__ == room.__name__
    ),
    letters.SentHow,
    policy.Role,
    compartments.Team,
    units.UnitLevel,
]
MEMBERS = [member for kind in CLOSED_LISTS for member in kind]


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_every_member_of_a_closed_list_has_a_label(member: StrEnum) -> None:
    assert str(msgid(wording.label(member))).strip()


def test_no_label_is_left_of_what_is_gone() -> None:
    assert set(LABELS) == {(type(member), member.value) for member in MEMBERS}


def test_two_members_of_one_list_are_told_apart() -> None:
    for kind in CLOSED_LISTS:
        words = [msgid(wording.label(member)) for member in kind]
        assert len(words) == len(set(words)), kind


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_a_sentence_that_says_what_to_do(reason: Reason) -> None:
    assert re.fullmatch(r"[A-Z].+[.]", msgid(wording.of_reason(reason)))


@pytest.mark.parametrize("status", vocab.Status)
def test_every_status_is_a_sentence_to_the_citizen(status: vocab.Status) -> None:
    assert re.fullmatch(r"(Your|Something|The|We|An|Two|You) .+[.]", msgid(wording.status_sentence(status)))


def test_all_that_a_citizen_sees_of_their_case_has_a_sentence() -> None:
    assert set(own_case.HEADINGS) == set(vocab.Kind)
    assert set(own_case.HAPPENED) == set(SHOWN_VERBS) <= set(VERBS)
    assert set(own_case.AGAIN) <= set(SHOWN_VERBS)
    assert set(own_case.OUTCOMES) == set(vocab.AgencyOutcome)
    assert set(own_case.TO_DO) == set(Turn)
    for status, path in product(vocab.Status, vocab.Path):
        assert msgid(own_case.comes_next(status, path, appealed=False, replied=False)).endswith(".")


def texts(node: ast.expr, around: ast.AST, module: ast.Module) -> Iterator[str | None]:
    """The strings that an expression may be, through names given in its function or module; None for any other."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, around, module)
        yield from texts(node.orelse, around, module)
    elif isinstance(node, ast.Name) and (given := _given(node, ast.walk(around)) or _given(node, module.body)):
        for value in given:
            yield from texts(value, around, module)
    else:
        yield None


def _given(name: ast.Name, within: Iterable[ast.AST]) -> list[ast.expr]:
    return [value for target, value in _assigned(within) if isinstance(target, ast.Name) and target.id == name.id]


def _assigned(within: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in within:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts, strict=True)
            else:
                yield target, node.value


def written_verbs() -> tuple[set[str], list[str]]:
    """Verbs handed to the ledger anywhere in the services, and the places where it cannot be read off which."""
    verbs, unread = set(), []
    for path in modules(PACKAGE):
        for function in functions(path):
            for call in ast.walk(function):
                if not (
                    isinstance(call, ast.Call)
                    and ast.unparse(call.func) in {"ledger.append", "ledger.append_for", "ledger.begin"}
                ):
                    continue
                if ast.unparse(call.args[1]) == "step.verb":
                    continue
                found = list(texts(call.args[1], function, tree(path)))
                verbs.update(verb for verb in found if verb is not None)
                if None in found:
                    unread.append(place(path, call))
    return verbs, unread


def test_every_event_that_the_ledger_may_hold_has_words_and_no_words_are_left_over() -> None:
    verbs, unread = written_verbs()
    assert unread == []
    assert len(verbs) > 20
    readings = {at_hand.reading(one)[0] for one in (Compartment.REPORT, Compartment.IDENTITY)}
    assert verbs | readings | {step.verb for step in STEPS} == set(VERBS)


def test_every_rule_and_its_measure_has_a_name() -> None:
    assert {rule.code for rule in rules.RULES} == set(report.RULES)
    assert {rule.unit for rule in rules.RULES} == set(report.MEASURES)


def test_every_edition_has_a_name() -> None:
    assert set(EDITIONS_MADE) == set(report.EDITIONS)


def spoken() -> Iterator[LazyString]:
    """All that is said from tables rather than from templates and forms."""
    for table in (LABELS, REASONS, VERBS, SENTENCES, report.BALANCE, report.INTEGRITY, report.EDITIONS):
        yield from table.values()
    for more in (report.RULES, report.MEASURES, tracking.SLIPS, fields.MISSING):
        yield from more.values()
    for own in (own_case.HEADINGS, own_case.HAPPENED, own_case.AGAIN, own_case.NEXT, own_case.OUTCOMES, own_case.TO_DO):
        yield from own.values()
    for pair in ERRORS.values():
        yield from pair
    yield from queue.QUEUES.values()
    yield from (words for words, _, _ in shown.NAVIGATION)


def msgid(words: LazyString) -> str:
    return str(words._args[0])


@pytest.fixture(scope="module")
def mongolian() -> Catalog:
    with Path(MONGOLIAN).open("rb") as file:
        return read_po(file, locale="mn")


def test_everything_said_from_a_table_is_said_in_mongolian(mongolian: Catalog) -> None:
    wanting = set()
    for words in spoken():
        entry = mongolian.get(msgid(words))
        if entry is None or entry.fuzzy or not re.search(r"[А-Яа-яЁёӨөҮү]", str(entry.string)):
            wanting.add(msgid(words))
    assert wanting == set()


def test_a_translation_keeps_every_value_that_the_sentence_names(mongolian: Catalog) -> None:
    named = re.compile(r"%\((\w+)\)s")
    for words in spoken():
        entry = mongolian.get(msgid(words))
        assert entry is not None, msgid(words)
        assert sorted(named.findall(msgid(words))) == sorted(named.findall(str(entry.string))), msgid(words)
