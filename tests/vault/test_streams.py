"""Files as streams: what comes out is what went in, or the opening stops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.errors import SealBroken
from caseapp.vault.streams import PIECE_BYTES, FileSealer, new_file_key, open_file

KEY = new_file_key()


def sealed(content: bytes, step: int = 70_000, context: str = "7/original") -> list[bytes]:
    sealer = FileSealer(KEY, context)
    pieces = [piece for at in range(0, len(content), step) for piece in sealer.add(content[at : at + step])]
    return [*pieces, sealer.finish()]


@given(st.integers(0, 2 * PIECE_BYTES + 3), st.integers(1, PIECE_BYTES + 1))
def test_a_file_of_any_length_opens_as_it_came_however_it_arrived(size: int, step: int) -> None:
    content = bytes(index % 251 for index in range(997)) * (size // 997 + 1)
    pieces = sealed(content[:size], step=max(step, size // 50 + 1))
    assert b"".join(open_file(KEY, "7/original", pieces)) == content[:size]
    assert len(pieces) == max(1, -(-size // PIECE_BYTES))


def three_pieces() -> list[bytes]:
    return sealed(b"\xd1\x8f" * PIECE_BYTES + b"end", step=PIECE_BYTES)


@pytest.mark.parametrize(
    "damaged",
    [
        lambda p: p[:-1],
        lambda p: p[1:],
        lambda p: [p[0], p[2]],
        lambda p: [p[1], p[0], p[2]],
        lambda p: [*p, p[2]],
        lambda p: [p[0][:-1] + bytes([p[0][-1] ^ 1]), *p[1:]],
        lambda p: [p[0][:10]],
        lambda _p: [],
    ],
    ids=["cut off", "headless", "a hole", "swapped", "one too many", "a bit", "a stump", "nothing"],
)
def test_a_file_that_was_tampered_with_stops_opening(damaged) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SealBroken):
        list(open_file(KEY, "7/original", damaged(three_pieces())))


def test_a_file_opens_only_at_its_own_place_and_with_its_own_key() -> None:
    pieces = three_pieces()
    for key, context in ((KEY, "8/original"), (KEY, "7/cleaned"), (new_file_key(), "7/original")):
        with pytest.raises(SealBroken):
            list(open_file(key, context, pieces))


def test_no_piece_holds_a_word_of_the_file() -> None:
    assert not any("нотариат".encode() in piece for piece in sealed("нотариат ".encode() * 1000))
