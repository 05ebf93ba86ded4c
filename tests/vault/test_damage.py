"""Whatever is cut, flipped, lengthened or made up refuses in one way, and gives nothing back."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault import agency, opening, passwords, sessions
from caseapp.vault.errors import SealBroken, WrongPassword
from caseapp.vault.sealing import key_pair_from_seed, seal, wrap

KEY = bytes(range(32))
READER = key_pair_from_seed(bytes(range(1, 33)))
TOKEN, ROW_HALF = sessions.new_session_token(), b"r" * 32
IDENTITY, RECIPIENT = agency.new_identity()
PASSWORD = "Цэнхэр тэнгэр 2026"


@dataclass(frozen=True)
class Sealed:
    """Something sealed, and how its rightful holder opens it."""

    name: str
    content: bytes
    open: Callable[[bytes], bytes]

    def __str__(self) -> str:
        return self.name


PART = Sealed("part", seal(KEY, "17/report/a", b"words"), lambda c: opening.unseal(KEY, "17/report/a", c))
WRAPPED = Sealed("wrapped key", wrap(READER.public, KEY, "17/report"), lambda c: opening.unwrap(READER, c, "17/report"))
SESSION = Sealed(
    "session",
    sessions.lock_for_session(TOKEN, ROW_HALF, KEY),
    lambda c: sessions.unlock_for_session(TOKEN, ROW_HALF, c),
)
PACKAGE = Sealed(
    "package",
    agency.encrypt_to_agency([RECIPIENT], b"letter"),
    lambda c: agency.decrypt_with_identity(IDENTITY, c),
)
LOCKED = Sealed(
    "locked key", passwords.lock_private_key(PASSWORD, KEY), lambda c: passwords.unlock_private_key(PASSWORD, c)
)
QUICK = (PART, WRAPPED, SESSION, PACKAGE)
every_quick_kind = pytest.mark.parametrize("sealed", QUICK, ids=str)
every_kind = pytest.mark.parametrize("sealed", (*QUICK, LOCKED), ids=str)


def flipped(content: bytes, bit: int) -> bytes:
    altered = bytearray(content)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


@every_kind
def test_undamaged_it_opens(sealed: Sealed) -> None:
    assert sealed.open(sealed.content) in (KEY, b"words", b"letter")


@every_kind
def test_cut_anywhere_it_refuses(sealed: Sealed) -> None:
    for length in range(len(sealed.content)):
        with pytest.raises(SealBroken):
            sealed.open(sealed.content[:length])


@every_kind
def test_lengthened_it_refuses(sealed: Sealed) -> None:
    with pytest.raises(SealBroken):
        sealed.open(sealed.content + b"\x00")


@every_quick_kind
def test_with_any_bit_flipped_it_refuses(sealed: Sealed) -> None:
    for bit in range(8 * len(sealed.content)):
        with pytest.raises(SealBroken):
            sealed.open(flipped(sealed.content, bit))


@given(sealed=st.sampled_from(QUICK), made_up=st.binary(max_size=600))
def test_what_was_never_sealed_refuses(sealed: Sealed, made_up: bytes) -> None:
    with pytest.raises(SealBroken):
        sealed.open(made_up)


@pytest.mark.parametrize("version", [b"\x01", b"\x02", b""])
@pytest.mark.parametrize("length", [0, 1, 23, 24, 25, 39, 40, 41])
def test_zeroes_behind_a_version_refuse(version: bytes, length: int) -> None:
    with pytest.raises(SealBroken):
        PART.open(version + bytes(length))


# One bit of the version, of each parameter (small enough to be tried, and too large), of the salt, nonce, tag and key.
@pytest.mark.parametrize("byte", [0, 1, 2, 3, 4, 5, 8, 9, 11, 12, 13, 28, 29, 52, 53, 68, 69, 100])
@pytest.mark.parametrize("bit", [0, 7])
def test_a_locked_key_with_a_flipped_bit_refuses_its_own_password(byte: int, bit: int) -> None:
    with pytest.raises((SealBroken, WrongPassword)):
        LOCKED.open(flipped(LOCKED.content, 8 * byte + bit))
