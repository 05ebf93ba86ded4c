"""A counter's name tells nothing of what is counted, and nothing of its name in another window."""

from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.counters import counter_name, key_of_window

LOOKUP, OTHER = b"k" * 32, b"K" * 32
ENDS = 1_772_416_200


def test_one_window_gives_one_name_to_one_thing() -> None:
    key = key_of_window(LOOKUP, ENDS)
    assert key == key_of_window(LOOKUP, ENDS)
    assert counter_name(key, "network", b"\xcb\x00\x71") == counter_name(key, "network", b"\xcb\x00\x71")
    assert len(counter_name(key, "network", b"")) == 32


def test_another_window_another_server_and_another_thing_have_other_names() -> None:
    names = {
        counter_name(key_of_window(key, ends), of, what)
        for key in (LOOKUP, OTHER)
        for ends in (ENDS, ENDS + 600)
        for of in ("network", "sender")
        for what in (b"\xcb\x00\x71", b"\xcb\x00\x72", b"")
    }
    assert len(names) == 24


@given(st.text(max_size=6), st.binary(max_size=6), st.text(max_size=6), st.binary(max_size=6))
def test_no_two_things_share_a_name(of: str, what: bytes, other_of: str, other: bytes) -> None:
    key = key_of_window(LOOKUP, ENDS)
    same = (of, what) == (other_of, other)
    assert (counter_name(key, of, what) == counter_name(key, other_of, other)) is same
