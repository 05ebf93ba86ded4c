"""Words become numbers that only a holder of the team's key can make again."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.words import search_key, word_hash

TEAM = b"t" * 32
KEY = search_key(TEAM, "report")


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_hash_fits_the_column_and_is_found_again(word: str) -> None:
    assert -(2**31) <= word_hash(KEY, word) < 2**31
    assert word_hash(KEY, word) == word_hash(search_key(TEAM, "report"), word)


def test_hashes_written_years_ago_are_still_found() -> None:
    """Against hashlib's own BLAKE2b: a change here would empty every search."""
    key = hashlib.blake2b(b"report", digest_size=32, key=TEAM, person=b"caseapp-search").digest()
    digest = hashlib.blake2b("газар".encode(), digest_size=16, key=key, person=b"caseapp-word").digest()
    assert word_hash(KEY, "газар") == int.from_bytes(digest[:4], "big", signed=True)


def test_the_same_word_differs_by_team_and_by_compartment() -> None:
    keys = [search_key(team, compartment) for team in (TEAM, b"u" * 32) for compartment in ("report", "identity")]
    assert len({word_hash(key, "газар") for key in keys}) == 4


def test_two_thousand_words_hardly_ever_share_a_number() -> None:
    assert len({word_hash(KEY, f"үг{number}") for number in range(2000)}) >= 1999


def test_both_signs_of_the_column_are_used() -> None:
    hashes = [word_hash(KEY, f"үг{number}") for number in range(64)]
    assert min(hashes) < 0 < max(hashes)
