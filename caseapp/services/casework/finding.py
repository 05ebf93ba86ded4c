"""Search over sealed words: hashes made in a session that holds the team's key, compared as numbers in the database."""

import re
from collections.abc import Mapping
from typing import Any

from caseapp.domain.compartments import TEAM_OF_PATH, Compartment, Team
from caseapp.domain.receipts import ReceiptSlip, parse_receipt
from caseapp.domain.vocab import Mode, Path
from caseapp.domain.words import folded_words, query_form, searchable_forms
from caseapp.models.case import Case, CaseSearch
from caseapp.queries.narrowing import Sought
from caseapp.services import gate
from caseapp.services.uow import UnitOfWork
from caseapp.vault.receipts import lookup_of_receipt
from caseapp.vault.words import search_key, word_hash

_NO_SIGNS = re.compile(r"[\W_]+")
_FEWEST_DIGITS = 6


def _key(uow: UnitOfWork, team: Team, compartment: Compartment = Compartment.REPORT) -> bytes | None:
    pair = uow.keyring.team(team.value)
    return search_key(pair.private, compartment) if pair else None


def words_of(narrative: Mapping[str, Any]) -> tuple[str, ...]:
    """Of a report, as they are searched."""
    told = [str(narrative.get(name, "")) for name in ("text", "where", "remedy")]
    return folded_words(" ".join([*told, *map(str, narrative.get("details", {}).values())]))


def index(uow: UnitOfWork, case: Case) -> None:
    """Writes the hashes of the narrative's words; nothing of the words themselves reaches the database."""
    key = _key(uow, TEAM_OF_PATH[case.path])
    if key is None:
        return
    narrative = gate.open_parts(uow, case, Compartment.REPORT, ["narrative"]).get("narrative", {})
    tokens = sorted({word_hash(key, form) for word in words_of(narrative) for form in searchable_forms(word)})
    _store(uow, case, Compartment.REPORT, tokens)


def _store(uow: UnitOfWork, case: Case, compartment: Compartment, tokens: list[int]) -> None:
    row = uow.session.get(CaseSearch, (case.id, compartment.value))
    if row is None:
        uow.session.add(CaseSearch(case_id=case.id, compartment=compartment.value, tokens=tokens))
    else:
        row.tokens = tokens


def query_tokens(uow: UnitOfWork, text: str) -> tuple[Sought, ...]:
    """For each team whose key this session holds, the hashes that a case must have; a case answers to one team's.

    Nothing for a text without a word: no case is found by it."""
    forms = [query_form(word) for word in folded_words(text)]
    return _for_each_team(uow, Compartment.REPORT, forms)


def _for_each_team(uow: UnitOfWork, compartment: Compartment, forms: list[str]) -> tuple[Sought, ...]:
    if not forms:
        return ()
    keys = [_key(uow, team, compartment) for team in Team]
    return tuple((compartment.value, tuple(sorted({word_hash(key, one) for one in forms}))) for key in keys if key)


def index_identity(uow: UnitOfWork, case: Case, identity: Mapping[str, object]) -> None:
    """The hashes by which a search of its own permission finds who filed; `identity` was opened for this alone.

    Of ordinary cases filed under a name: who asked for confidence, and who reported what is protected, is not found."""
    key = _key(uow, TEAM_OF_PATH[case.path], Compartment.IDENTITY)
    marks = marks_of(identity)
    if key is None or not marks or case.mode is not Mode.NAMED or case.path is not Path.ORDINARY:
        return
    _store(uow, case, Compartment.IDENTITY, sorted({word_hash(key, mark) for mark in marks}))


def marks_of(identity: Mapping[str, object]) -> list[str]:
    """By what a petitioner is found: numbers in whole, names word by word."""
    said = {name: str(value) for name, value in identity.items() if isinstance(value, str)}
    plain = [f"number:{number}" for name in ("register_number", "phone") if (number := _plain(said.get(name, "")))]
    names = folded_words(" ".join(said.get(name, "") for name in ("family_name", "given_name")))
    return [*plain, *(f"name:{word}" for word in names)]


def _plain(number: str) -> str:
    return _NO_SIGNS.sub("", number).casefold()


def identity_tokens(uow: UnitOfWork, typed: str) -> tuple[Sought, ...]:
    """A register or telephone number in whole, however it is spaced, or every word of a name."""
    plain = _plain(typed)
    is_number = sum(sign.isdecimal() for sign in plain) >= _FEWEST_DIGITS
    forms = [f"number:{plain}"] if is_number else [f"name:{word}" for word in folded_words(typed)]
    return _for_each_team(uow, Compartment.IDENTITY, forms)


def is_receipt(typed: str) -> bool:
    try:
        parse_receipt(typed)
    except ReceiptSlip:
        return False
    return True


def receipt_lookup(uow: UnitOfWork, typed: str) -> bytes | None:
    """By which the case of a receipt is found, if what was typed is one."""
    try:
        return lookup_of_receipt(uow.keys.lookup, parse_receipt(typed).secret)
    except ReceiptSlip:
        return None


def index_if_missing(uow: UnitOfWork, case: Case) -> None:
    """After a move to the other path the new team's words are made at its first opening."""
    if uow.session.get(CaseSearch, (case.id, Compartment.REPORT.value)) is None:
        index(uow, case)
