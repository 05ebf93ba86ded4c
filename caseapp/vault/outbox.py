"""Addresses that wait for a notice to leave: sealed under a key that follows from the server's, bound to the notice."""

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import SecretBox

_BUCKET = 320
"""No address is longer; a shorter one is filled up, so that the length tells nothing."""


def _derived(server_key: bytes, notice_id: int, label: bytes, length: int) -> bytes:
    return blake2b(str(notice_id).encode(), digest_size=length, key=server_key[:32], person=label, encoder=RawEncoder)


def _box(server_key: bytes, notice_id: int) -> SecretBox:
    return SecretBox(_derived(server_key, notice_id, b"caseapp-post-key", SecretBox.KEY_SIZE))


def seal_address(server_key: bytes, notice_id: int, address: str) -> bytes:
    return bytes(_box(server_key, notice_id).encrypt(address.encode().ljust(_BUCKET, b"\0")))


def open_address(server_key: bytes, notice_id: int, sealed: bytes) -> str | None:
    """None when it was sealed under another key, or for another notice."""
    try:
        return _box(server_key, notice_id).decrypt(sealed).rstrip(b"\0").decode()
    except (CryptoError, ValueError):
        return None


def postmark(server_key: bytes, notice_id: int) -> str:
    """The same at each try of a notice; leads from a letter to no row for whoever lacks the server's key."""
    return _derived(server_key, notice_id, b"caseapp-post-mrk", 16).hex()
