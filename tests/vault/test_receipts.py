"""From a receipt follow the citizen's keys and the hash that finds the case; the two tell nothing of each other."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.errors import SealBroken
from caseapp.vault.opening import unwrap
from caseapp.vault.receipts import key_pair_of_receipt, lookup_of_receipt
from caseapp.vault.sealing import wrap

SECRET = bytes(range(20))
LOOKUP_KEY = b"k" * 32
DATA_KEY = b"d" * 32


@given(st.binary(min_size=16, max_size=40))
def test_the_holder_of_the_receipt_opens(secret: bytes) -> None:
    wrapped = wrap(key_pair_of_receipt(secret).public, DATA_KEY, "17/report")
    assert unwrap(key_pair_of_receipt(secret), wrapped, "17/report") == DATA_KEY


@pytest.mark.parametrize("position", range(len(SECRET)))
def test_a_receipt_with_one_wrong_sign_opens_and_finds_nothing(position: int) -> None:
    wrong = SECRET[:position] + bytes([SECRET[position] ^ 1]) + SECRET[position + 1 :]
    assert lookup_of_receipt(LOOKUP_KEY, wrong) != lookup_of_receipt(LOOKUP_KEY, SECRET)
    with pytest.raises(SealBroken):
        unwrap(key_pair_of_receipt(wrong), wrap(key_pair_of_receipt(SECRET).public, DATA_KEY, "1/report"), "1/report")


def test_receipts_handed_out_years_ago_still_open() -> None:
    """Against hashlib's own BLAKE2b: a change here would shut every citizen out."""
    private = hashlib.blake2b(SECRET, digest_size=32, person=b"caseapp-rcpt-key").digest()
    found_by = hashlib.blake2b(SECRET, digest_size=32, key=LOOKUP_KEY, person=b"caseapp-rcpt-id").digest()
    assert key_pair_of_receipt(SECRET).private == private
    assert lookup_of_receipt(LOOKUP_KEY, SECRET) == found_by


def test_a_stolen_table_does_not_tell_which_receipt_finds_a_row() -> None:
    assert lookup_of_receipt(b"j" * 32, SECRET) != lookup_of_receipt(LOOKUP_KEY, SECRET)
    pair = key_pair_of_receipt(SECRET)
    assert lookup_of_receipt(LOOKUP_KEY, SECRET) not in (pair.public, pair.private)


@pytest.mark.parametrize("length", [0, 16, 31])
def test_a_short_lookup_key_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes or more"):
        lookup_of_receipt(bytes(length), SECRET)
