"""A member's private key during a session: locked by two halves, one in the cookie and one in the session's row."""

import base64
import binascii

import nacl.utils
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import SecretBox

from caseapp.vault.errors import SealBroken

_BYTES = 32


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def new_session_token() -> str:
    """What the cookie holds: 32 random bytes, url-safe."""
    return _text(nacl.utils.random(_BYTES))


def _raw(token: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
    except (binascii.Error, ValueError) as broken:
        raise SealBroken("not a session token") from broken
    # The decoder skips foreign signs; a session has one spelling only.
    if len(raw) != _BYTES or _text(raw) != token:
        raise SealBroken("not a session token")
    return raw


def session_id(token: str) -> bytes:
    """What the row is found by; tells nothing of the token."""
    return blake2b(_raw(token), digest_size=_BYTES, person=b"caseapp-sess-id", encoder=RawEncoder)


def new_row_half() -> bytes:
    return nacl.utils.random(_BYTES)


def _box(token: str, row_half: bytes) -> SecretBox:
    # BLAKE2b takes an empty key for none at all: the token alone would open.
    if len(row_half) != _BYTES:
        raise SealBroken("not a row's half")
    key = blake2b(_raw(token), digest_size=_BYTES, key=row_half, person=b"caseapp-sess-key", encoder=RawEncoder)
    return SecretBox(key)


def lock_for_session(token: str, row_half: bytes, private: bytes) -> bytes:
    return bytes(_box(token, row_half).encrypt(private))


def unlock_for_session(token: str, row_half: bytes, locked: bytes) -> bytes:
    """The private key when both halves are there, else SealBroken."""
    try:
        return _box(token, row_half).decrypt(locked)
    except (CryptoError, ValueError) as broken:
        raise SealBroken("session does not open") from broken
