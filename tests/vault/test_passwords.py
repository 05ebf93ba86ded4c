"""A private key opens with its password alone; nothing in a stored header can make the server work for ever."""

import struct
import unicodedata

import pytest
from argon2.low_level import Type, hash_secret_raw

from caseapp.vault import passwords
from caseapp.vault.errors import SealBroken, WrongPassword
from caseapp.vault.passwords import lock_private_key, unlock_private_key, waste_time
from caseapp.vault.sealing import new_key_pair

PASSWORD = "Цэнхэр тэнгэр 2026"
PRIVATE = new_key_pair().private
HEADER_BYTES = 13


@pytest.mark.parametrize("password", [PASSWORD, "", " ", "a" * 1000, "пароль\x00сүүл", "🔑"])
def test_the_password_opens(password: str) -> None:
    assert unlock_private_key(password, lock_private_key(password, PRIVATE)) == PRIVATE


@pytest.mark.parametrize("wrong", ["", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], "\ud800"])
def test_another_password_does_not(wrong: str) -> None:
    with pytest.raises(WrongPassword):
        unlock_private_key(wrong, lock_private_key(PASSWORD, PRIVATE))


def test_a_keyboard_that_composes_letters_otherwise_opens_too() -> None:
    composed, apart = unicodedata.normalize("NFC", "ёлка й"), unicodedata.normalize("NFD", "ёлка й")
    assert composed != apart
    assert unlock_private_key(apart, lock_private_key(composed, PRIVATE)) == PRIVATE


def test_the_same_password_locks_differently_each_time() -> None:
    assert lock_private_key(PASSWORD, PRIVATE)[HEADER_BYTES:] != lock_private_key(PASSWORD, PRIVATE)[HEADER_BYTES:]


def test_the_header_names_version_and_parameters() -> None:
    assert struct.unpack_from(">BIII", lock_private_key(PASSWORD, PRIVATE)) == (1, 19 * 1024, 2, 1)


def test_a_key_locked_before_the_parameters_were_raised_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = lock_private_key(PASSWORD, PRIVATE)
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 32 * 1024)
    monkeypatch.setattr(passwords, "_PASSES", 3)
    assert unlock_private_key(PASSWORD, earlier) == PRIVATE
    assert unlock_private_key(PASSWORD, lock_private_key(PASSWORD, PRIVATE)) == PRIVATE


@pytest.mark.parametrize(
    "parameters",
    [
        (0, 19456, 2, 1),
        (2, 19456, 2, 1),
        (1, 0, 2, 1),
        (1, 7, 2, 1),
        (1, 63, 2, 8),
        (1, 2**32 - 1, 2, 1),
        (1, 256 * 1024 + 1, 2, 1),
        (1, 19456, 0, 1),
        (1, 19456, 2**32 - 1, 1),
        (1, 19456, 17, 1),
        (1, 19456, 2, 0),
        (1, 19456, 2, 9),
        (1, 19456, 2, 2**24),
    ],
)
def test_a_header_that_nobody_wrote_is_refused_before_any_work(parameters: tuple[int, int, int, int]) -> None:
    altered = struct.pack(">BIII", *parameters) + lock_private_key(PASSWORD, PRIVATE)[HEADER_BYTES:]
    with pytest.raises(SealBroken):
        unlock_private_key(PASSWORD, altered)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_what_is_no_private_key_is_not_locked(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        lock_private_key(PASSWORD, bytes(length))


def test_an_unknown_login_costs_the_same_work_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = lock_private_key(PASSWORD, PRIVATE)
    work: list[tuple[int, int, int]] = []

    def counted(secret: bytes, salt: bytes, passes: int, memory: int, lanes: int, size: int, kind: Type) -> bytes:
        work.append((memory, passes, lanes))
        return hash_secret_raw(secret, salt, passes, memory, lanes, size, kind)

    monkeypatch.setattr(passwords, "hash_secret_raw", counted)
    with pytest.raises(WrongPassword):
        unlock_private_key("буруу", locked)
    waste_time("буруу")
    assert work == [(19 * 1024, 2, 1)] * 2
