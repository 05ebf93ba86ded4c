"""Sealing: authenticated encryption of parts, and data keys wrapped to their readers' public keys (PyNaCl)."""

from dataclasses import dataclass, field

import nacl.utils
from nacl import bindings
from nacl.encoding import RawEncoder
from nacl.hash import blake2b
from nacl.public import PrivateKey, PublicKey, SealedBox

KEY_BYTES = 32
CONTEXT_BYTES = 32
NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
VERSION = b"\x01"
_SMALL_BUCKETS, _BLOCK = (256, 512), 1024


@dataclass(frozen=True)
class KeyPair:
    """An X25519 pair; the private half never shows in a repr."""

    public: bytes
    private: bytes = field(repr=False)


def new_data_key() -> bytes:
    """32 random bytes."""
    return nacl.utils.random(KEY_BYTES)


def new_key_pair() -> KeyPair:
    return key_pair_from_seed(nacl.utils.random(KEY_BYTES))


def key_pair_from_seed(seed: bytes) -> KeyPair:
    """The pair whose private half is `seed` (32 bytes)."""
    private = PrivateKey(seed)
    return KeyPair(bytes(private.public_key), bytes(private))


def _padded(plaintext: bytes) -> bytes:
    """ISO 7816-4 padding to 256, 512 or a multiple of 1024 bytes: a ciphertext's length tells little of the text."""
    # The padding is at least one byte, so a text as long as its bucket goes into the next.
    return bindings.sodium_pad(plaintext, next((size for size in _SMALL_BUCKETS if size > len(plaintext)), _BLOCK))


def block_of(padded: bytes) -> int:
    """The block that `padded` was padded to, which its length alone tells."""
    return min(len(padded), _BLOCK)


def seal(data_key: bytes, context: str, plaintext: bytes) -> bytes:
    """XChaCha20-Poly1305 with `context` as associated data: version, nonce, ciphertext."""
    nonce = nacl.utils.random(NONCE_BYTES)
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        _padded(plaintext), VERSION + context.encode(), nonce, data_key
    )
    return VERSION + nonce + sealed


def context_hash(context: str) -> bytes:
    """What a wrapped key carries of its place: 32 bytes."""
    return blake2b(context.encode(), digest_size=CONTEXT_BYTES, person=b"caseapp-context", encoder=RawEncoder)


def wrap(reader_public: bytes, data_key: bytes, context: str) -> bytes:
    """The data key sealed to one reader, bound to `context`; needs no secret of the writer."""
    if len(data_key) != KEY_BYTES:
        raise ValueError(f"a key to wrap has {KEY_BYTES} bytes")
    return SealedBox(PublicKey(reader_public)).encrypt(data_key + context_hash(context))
