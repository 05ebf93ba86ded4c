"""Secrets that a citizen's cookie carries between two pages, sealed under the server's key, with an age."""

import base64
import binascii
import struct

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import SecretBox

_STAMP = struct.Struct(">Q")


def seal_cookie(key: bytes, content: bytes, now: int) -> str:
    """`now` in seconds; url-safe text."""
    sealed = SecretBox(key[:32]).encrypt(_STAMP.pack(now) + content)
    return base64.urlsafe_b64encode(sealed).decode()


def open_cookie(key: bytes, cookie: str, now: int, max_age: int) -> bytes | None:
    """The content, or None when it was altered or is older than `max_age` seconds."""
    try:
        opened = SecretBox(key[:32]).decrypt(base64.urlsafe_b64decode(cookie.encode()))
    except (CryptoError, binascii.Error, ValueError, TypeError):
        return None
    (sealed_at,) = _STAMP.unpack_from(opened)
    return opened[_STAMP.size :] if 0 <= now - sealed_at <= max_age else None


def key_of_session(key: bytes, token: str) -> bytes:
    """For what a page carries that only the signed-in session which it was made in may send back."""
    return blake2b(token.encode(), digest_size=32, key=key[:32], person=b"caseapp-carried_", encoder=RawEncoder)
