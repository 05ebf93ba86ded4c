"""Search over sealed words: hashes made in a session that holds the team's key, compared as numbers in the database."""

from collections.abc import Iterable

from caseapp.domain.compartments import TEAM_OF_PATH, Compartment, Team
from caseapp.domain.words import folded_words, query_form, searchable_forms
from caseapp.models.case import Case, CaseSearch
from caseapp.services import gate
from caseapp.services.uow import UnitOfWork
from caseapp.vault.words import search_key, word_hash


def _key(uow: UnitOfWork, team: Team) -> bytes | None:
    pair = uow.keyring.team(team.value)
    return search_key(pair.private, Compartment.REPORT) if pair else None


def index(uow: UnitOfWork, case: Case) -> None:
    """Writes the hashes of the narrative's words; nothing of the words themselves reaches the database."""
    key = _key(uow, TEAM_OF_PATH[case.path])
    if key is None:
        return
    narrative = gate.open_parts(uow, case, Compartment.REPORT, ["narrative"]).get("narrative", {})
    told = [str(narrative.get(name, "")) for name in ("text", "where", "remedy")]
    words = folded_words(" ".join([*told, *map(str, narrative.get("details", {}).values())]))
    tokens = sorted({word_hash(key, form) for word in words for form in searchable_forms(word)})
    row = uow.session.get(CaseSearch, (case.id, Compartment.REPORT.value))
    if row is None:
        uow.session.add(CaseSearch(case_id=case.id, compartment=Compartment.REPORT.value, tokens=tokens))
    else:
        row.tokens = tokens


def query_tokens(uow: UnitOfWork, text: str) -> tuple[tuple[int, ...], ...]:
    """For each team whose key this session holds, the hashes that a case must have; a case answers to one team's.

    Nothing for a text without a word: no case is found by it."""
    forms = [query_form(word) for word in folded_words(text)]
    if not forms:
        return ()
    keys: Iterable[bytes | None] = (_key(uow, team) for team in Team)
    return tuple(tuple(sorted({word_hash(key, form) for form in forms})) for key in keys if key is not None)


def index_if_missing(uow: UnitOfWork, case: Case) -> None:
    """After a move to the other path the new team's words are made at its first opening."""
    if uow.session.get(CaseSearch, (case.id, Compartment.REPORT.value)) is None:
        index(uow, case)
