"""What is sealed opens in its own place with its own key, and its length says little."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseapp.vault.errors import SealBroken
from caseapp.vault.opening import unseal, unwrap
from caseapp.vault.sealing import KeyPair, key_pair_from_seed, new_data_key, new_key_pair, seal, wrap

KEY = bytes(range(32))
PLACE = "17/report/narrative"
OVERHEAD = 1 + 24 + 16  # version, nonce, tag


@given(st.binary(max_size=4000), st.text(st.characters(codec="utf-8"), max_size=60))
@example(b"", "")
@example(b"\x80" + bytes(300), PLACE)
@example(bytes(255), PLACE)
def test_a_sealed_part_opens_in_its_place(plaintext: bytes, place: str) -> None:
    assert unseal(KEY, place, seal(KEY, place, plaintext)) == plaintext


def test_a_megabyte_is_sealed_and_opened() -> None:
    attachment = bytes(range(256)) * 4096
    assert unseal(KEY, PLACE, seal(KEY, PLACE, attachment)) == attachment


@pytest.mark.parametrize(
    ("length", "bucket"),
    [
        (0, 256),
        (1, 256),
        (255, 256),
        (256, 512),
        (511, 512),
        (512, 1024),
        (768, 1024),
        (1023, 1024),
        (1024, 2048),
        (2047, 2048),
        (2048, 3072),
        (1_048_576, 1_049_600),
    ],
)
def test_a_ciphertext_tells_only_the_bucket_of_its_text(length: int, bucket: int) -> None:
    assert len(seal(KEY, PLACE, bytes(length))) == OVERHEAD + bucket


def test_the_same_words_sealed_twice_do_not_look_alike() -> None:
    first, second = seal(KEY, PLACE, b"same"), seal(KEY, PLACE, b"same")
    assert first[1:] != second[1:]
    assert first[1:25] != second[1:25]


def test_the_words_do_not_stand_in_the_ciphertext() -> None:
    words = "Архивын лавлагаа гурван долоо хоног хүлээлээ".encode()
    assert words not in seal(KEY, PLACE, words)


@pytest.mark.parametrize(
    "elsewhere",
    ["18/report/narrative", "17/identity/narrative", "17/report/message-1", "17/report", "", "17/report/narrative "],
)
def test_a_part_moved_elsewhere_does_not_open(elsewhere: str) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, elsewhere, seal(KEY, PLACE, b"words"))


@pytest.mark.parametrize("key", [bytes(32), KEY[::-1], b"", KEY[:31], KEY + b"\x00"])
def test_another_key_does_not_open_a_part(key: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(key, PLACE, seal(KEY, PLACE, b"words"))


@given(st.binary(min_size=32, max_size=32), st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_wrapped_key_opens_for_its_reader(data_key: bytes, place: str) -> None:
    reader = new_key_pair()
    assert unwrap(reader, wrap(reader.public, data_key, place), place) == data_key


@pytest.mark.parametrize("elsewhere", ["18/report", "17/identity", "17/report/narrative", ""])
def test_a_wrapped_key_moved_elsewhere_does_not_open(elsewhere: str) -> None:
    reader = new_key_pair()
    with pytest.raises(SealBroken):
        unwrap(reader, wrap(reader.public, KEY, "17/report"), elsewhere)


def test_a_wrapped_key_does_not_open_for_another_reader() -> None:
    with pytest.raises(SealBroken):
        unwrap(new_key_pair(), wrap(new_key_pair().public, KEY, "17/report"), "17/report")


def test_a_reader_without_a_whole_private_key_opens_nothing() -> None:
    reader = new_key_pair()
    with pytest.raises(SealBroken):
        unwrap(KeyPair(reader.public, reader.private[:31]), wrap(reader.public, KEY, "17/report"), "17/report")


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_what_is_no_key_is_not_wrapped(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        wrap(new_key_pair().public, bytes(length), "17/report")


def test_new_keys_are_whole_and_never_the_same() -> None:
    keys = {new_data_key() for _ in range(50)} | {new_key_pair().private for _ in range(50)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


def test_a_pair_follows_from_its_private_half() -> None:
    pair = new_key_pair()
    assert key_pair_from_seed(pair.private) == pair
