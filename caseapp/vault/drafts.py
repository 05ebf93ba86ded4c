"""Drafts under a key that only a browser's cookie holds: the server keeps ciphertext and a keyed hash."""

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import SecretBox
from nacl.utils import random

SECRET_BYTES = 32


def new_draft_secret() -> bytes:
    """What the cookie holds: 32 random bytes."""
    return random(SECRET_BYTES)


def owner_of_secret(lookup_key: bytes, secret: bytes) -> bytes:
    """32 bytes by which the server finds a browser's drafts, under a key outside the database."""
    return blake2b(secret, digest_size=32, key=lookup_key[:32], person=b"caseapp-drft-own", encoder=RawEncoder)


def draft_id(lookup_key: bytes, secret: bytes, form: bytes) -> bytes:
    """32 bytes that name one form's draft in one browser."""
    return blake2b(secret + form, digest_size=32, key=lookup_key[:32], person=b"caseapp-drft-id_", encoder=RawEncoder)


def _box(secret: bytes, name: bytes) -> SecretBox:
    return SecretBox(blake2b(name, digest_size=32, key=secret, person=b"caseapp-drft-key", encoder=RawEncoder))


def seal_draft(secret: bytes, name: bytes, content: bytes) -> bytes:
    """`name` is the draft's id: a draft moved to another's place does not open."""
    return bytes(_box(secret, name).encrypt(content))


def open_draft(secret: bytes, name: bytes, sealed: bytes) -> bytes | None:
    """The content, or None when it is another's or was altered."""
    try:
        return bytes(_box(secret, name).decrypt(sealed))
    except (CryptoError, ValueError):
        return None
