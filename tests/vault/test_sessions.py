"""A session's private key needs the cookie and the row, both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.errors import SealBroken
from caseapp.vault.sealing import new_key_pair
from caseapp.vault.sessions import (
    lock_for_session,
    new_row_half,
    new_session_token,
    session_id,
    unlock_for_session,
)

PRIVATE = new_key_pair().private
TOKEN, ROW_HALF = new_session_token(), new_row_half()


def test_both_halves_open() -> None:
    assert unlock_for_session(TOKEN, ROW_HALF, lock_for_session(TOKEN, ROW_HALF, PRIVATE)) == PRIVATE


def test_another_row_half_does_not_open() -> None:
    with pytest.raises(SealBroken):
        unlock_for_session(TOKEN, new_row_half(), lock_for_session(TOKEN, ROW_HALF, PRIVATE))


def test_another_token_does_not_open() -> None:
    with pytest.raises(SealBroken):
        unlock_for_session(new_session_token(), ROW_HALF, lock_for_session(TOKEN, ROW_HALF, PRIVATE))


@pytest.mark.parametrize("half", [b"", b"r" * 31, b"r" * 33, b"r" * 64])
def test_no_session_is_locked_under_the_token_alone(half: bytes) -> None:
    with pytest.raises(SealBroken):
        lock_for_session(TOKEN, half, PRIVATE)
    with pytest.raises(SealBroken):
        unlock_for_session(TOKEN, half, lock_for_session(TOKEN, ROW_HALF, PRIVATE))


def test_tokens_fit_a_cookie_and_never_repeat() -> None:
    tokens = {new_session_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_the_row_is_found_by_the_token_and_shows_nothing_of_it() -> None:
    assert session_id(TOKEN) == session_id(TOKEN)
    assert len(session_id(TOKEN)) == 32
    assert session_id(TOKEN) != session_id(new_session_token())
    # Not the key of the lock either: the row holds its id, so it would open itself.
    with pytest.raises(SealBroken):
        unlock_for_session(TOKEN, session_id(TOKEN), lock_for_session(TOKEN, ROW_HALF, PRIVATE))


@pytest.mark.parametrize(
    "cookie",
    ["", "x", TOKEN[:-1], TOKEN + "=", TOKEN + "A", "!" + TOKEN, TOKEN + "\n", "ө" * 43, "\ud800" * 43],
    ids=["none", "one sign", "cut", "padded", "longer", "junk before", "line end", "Cyrillic", "surrogates"],
)
def test_a_cookie_that_is_no_token_is_refused(cookie: str) -> None:
    with pytest.raises(SealBroken):
        session_id(cookie)


@given(st.text(max_size=80))
def test_no_made_up_cookie_does_worse_than_be_refused(cookie: str) -> None:
    with pytest.raises(SealBroken):
        unlock_for_session(cookie, ROW_HALF, bytes(72))
