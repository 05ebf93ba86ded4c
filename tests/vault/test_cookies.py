"""What a citizen's cookie carries opens on this server alone, and only for a while."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.cookies import open_cookie, seal_cookie

KEY = b"c" * 32
NOW, AN_HOUR = 1_772_000_000, 3600


@given(st.binary(max_size=200))
def test_a_cookie_gives_back_what_it_carries(content: bytes) -> None:
    assert open_cookie(KEY, seal_cookie(KEY, content, NOW), NOW, AN_HOUR) == content


@pytest.mark.parametrize(("later", "opens"), [(0, True), (AN_HOUR, True), (AN_HOUR + 1, False), (-1, False)])
def test_a_cookie_has_an_age(later: int, opens: bool) -> None:
    assert (open_cookie(KEY, seal_cookie(KEY, b"secret", NOW), NOW + later, AN_HOUR) == b"secret") is opens


def test_another_server_does_not_open_it() -> None:
    assert open_cookie(b"d" * 32, seal_cookie(KEY, b"secret", NOW), NOW, AN_HOUR) is None


def test_cut_or_altered_it_is_nothing() -> None:
    cookie = seal_cookie(KEY, b"secret", NOW)
    for position in range(0, len(cookie) - 1):
        other = "A" if cookie[position] != "A" else "B"
        assert open_cookie(KEY, cookie[:position], NOW, AN_HOUR) is None
        assert open_cookie(KEY, cookie[:position] + other + cookie[position + 1 :], NOW, AN_HOUR) is None


@given(st.text(max_size=120))
def test_no_made_up_cookie_does_worse_than_be_nothing(cookie: str) -> None:
    assert open_cookie(KEY, cookie, NOW, AN_HOUR) is None
