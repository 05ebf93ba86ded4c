"""An entry's hash hangs on the key, the entry before and every byte; a checkpoint is signed by one key."""

import hashlib
import hmac

import pytest

from caseapp.vault.chain import entry_hash, is_signed, new_signing_key, sign, verify_key_of

KEY, BEFORE, ENTRY = b"l" * 32, b"p" * 32, b'{"verb":"case.read"}'
SEED = bytes(range(32))


def test_an_entry_hash_is_an_hmac_over_both_entries() -> None:
    assert entry_hash(KEY, BEFORE, ENTRY) == hmac.digest(KEY, b"\x00\x20" + BEFORE + ENTRY, hashlib.sha256)


@pytest.mark.parametrize(
    ("key", "before", "entry"),
    [
        (b"m" * 32, BEFORE, ENTRY),
        (KEY, b"q" * 32, ENTRY),
        (KEY, b"", ENTRY),
        (KEY, BEFORE, ENTRY + b" "),
        (KEY, BEFORE + ENTRY[:1], ENTRY[1:]),
    ],
)
def test_any_change_gives_another_hash(key: bytes, before: bytes, entry: bytes) -> None:
    assert entry_hash(key, before, entry) != entry_hash(KEY, BEFORE, ENTRY)


def test_a_removed_entry_changes_all_that_follow() -> None:
    whole, cut = b"", b""
    for number in range(5):
        whole = entry_hash(KEY, whole, b"%d" % number)
        cut = cut if number == 1 else entry_hash(KEY, cut, b"%d" % number)
    assert whole != cut


def test_a_checkpoint_is_signed_by_its_key() -> None:
    assert is_signed(verify_key_of(SEED), b"heads", sign(SEED, b"heads"))
    assert len(sign(SEED, b"heads")) == 64


@pytest.mark.parametrize(
    ("verify_key", "message", "signature"),
    [
        (verify_key_of(SEED), b"heads ", sign(SEED, b"heads")),
        (verify_key_of(bytes(32)), b"heads", sign(SEED, b"heads")),
        (verify_key_of(SEED), b"heads", sign(bytes(32), b"heads")),
        (verify_key_of(SEED), b"heads", sign(SEED, b"heads")[:-1]),
        (verify_key_of(SEED), b"heads", b""),
        (verify_key_of(SEED), b"heads", bytes(64)),
        (verify_key_of(SEED)[:-1], b"heads", sign(SEED, b"heads")),
        (b"", b"heads", sign(SEED, b"heads")),
    ],
)
def test_anything_else_is_not_signed(verify_key: bytes, message: bytes, signature: bytes) -> None:
    assert not is_signed(verify_key, message, signature)


def test_signing_keys_are_whole_and_never_the_same() -> None:
    keys = {new_signing_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {32}
    assert verify_key_of(SEED) != SEED
