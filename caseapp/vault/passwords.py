"""Private keys locked under a password with Argon2id (OWASP's parameters: 19 MiB, 2 passes, 1 lane)."""

import struct
import unicodedata

import nacl.utils
from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from caseapp.vault.errors import SealBroken, WrongPassword

_HEADER = struct.Struct(">BIII")
_SALT_BYTES = 16
_VERSION, _MEMORY_KIB, _PASSES, _LANES = 1, 19 * 1024, 2, 1
# A header is read before anything proves it genuine: these bound the work that an altered one can ask for.
_MAX_MEMORY_KIB, _MAX_PASSES, _MAX_LANES = 256 * 1024, 16, 8
_MIN_MEMORY_KIB_PER_LANE = 8
_PRIVATE_BYTES = 32
_LOCKED_BYTES = _HEADER.size + _SALT_BYTES + SecretBox.NONCE_SIZE + SecretBox.MACBYTES + _PRIVATE_BYTES


def _key(password: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    # surrogatepass: a lone surrogate from a broken client is a wrong password, not a crash.
    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, passes, memory, lanes, SecretBox.KEY_SIZE, Type.ID)


def lock_private_key(password: str, private: bytes) -> bytes:
    """Header with the parameters, salt, and the key in a secret box; the parameters can be raised later."""
    if len(private) != _PRIVATE_BYTES:
        raise ValueError(f"a private key has {_PRIVATE_BYTES} bytes")
    salt = nacl.utils.random(_SALT_BYTES)
    box = SecretBox(_key(password, salt, _MEMORY_KIB, _PASSES, _LANES))
    return _HEADER.pack(_VERSION, _MEMORY_KIB, _PASSES, _LANES) + salt + box.encrypt(private)


def _are_parameters(memory: int, passes: int, lanes: int) -> bool:
    enough = lanes * _MIN_MEMORY_KIB_PER_LANE
    return 1 <= lanes <= _MAX_LANES and 1 <= passes <= _MAX_PASSES and enough <= memory <= _MAX_MEMORY_KIB


def unlock_private_key(password: str, locked: bytes) -> bytes:
    """The private key, or WrongPassword; SealBroken when it was not locked by this module."""
    if len(locked) != _LOCKED_BYTES:
        raise SealBroken("not a locked key")
    version, memory, passes, lanes = _HEADER.unpack_from(locked)
    if version != _VERSION or not _are_parameters(memory, passes, lanes):
        raise SealBroken("not a locked key")
    salt = locked[_HEADER.size : _HEADER.size + _SALT_BYTES]
    try:
        return SecretBox(_key(password, salt, memory, passes, lanes)).decrypt(locked[_HEADER.size + _SALT_BYTES :])
    except CryptoError as wrong:
        raise WrongPassword("wrong password") from wrong


def waste_time(password: str) -> None:
    """The same work as an unlocking: an unknown login takes as long as a known one."""
    _key(password, bytes(_SALT_BYTES), _MEMORY_KIB, _PASSES, _LANES)
