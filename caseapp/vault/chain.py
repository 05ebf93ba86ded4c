"""The ledger's arithmetic: a keyed hash over each entry and the one before, and signatures over checkpoints."""

import base64
import hashlib
import hmac

import nacl.utils
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

_SEED_BYTES = 32
_ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")


def entry_hash(ledger_key: bytes, previous: bytes, canonical: bytes) -> bytes:
    """HMAC-SHA256 over the previous entry's hash (preceded by its length) and this entry's canonical form."""
    return hmac.new(ledger_key, len(previous).to_bytes(2, "big") + previous + canonical, hashlib.sha256).digest()


def new_signing_key() -> bytes:
    """An Ed25519 seed of 32 bytes."""
    return nacl.utils.random(_SEED_BYTES)


def verify_key_of(seed: bytes) -> bytes:
    return bytes(SigningKey(seed[:_SEED_BYTES]).verify_key)


def sign(seed: bytes, message: bytes) -> bytes:
    """A detached Ed25519 signature, 64 bytes."""
    return SigningKey(seed[:_SEED_BYTES]).sign(message).signature


def is_signed(verify_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(verify_key).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def pem_of(verify_key: bytes) -> str:
    """The public key as other tools read it (RFC 8410: a fixed beginning before the 32 bytes)."""
    written = base64.b64encode(_ED25519_SPKI + verify_key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{written}\n-----END PUBLIC KEY-----\n"
