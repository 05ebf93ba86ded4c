"""What follows from a receipt: the citizen's key pair, and the keyed hash by which the server finds the case."""

from nacl.encoding import RawEncoder
from nacl.hash import blake2b

from caseapp.vault.sealing import KeyPair, key_pair_from_seed

_BYTES = 32


def key_pair_of_receipt(secret: bytes) -> KeyPair:
    """A receipt carries 128 random bits or more, so no slow derivation is needed."""
    return key_pair_from_seed(blake2b(secret, digest_size=_BYTES, person=b"caseapp-rcpt-key", encoder=RawEncoder))


def lookup_of_receipt(lookup_key: bytes, secret: bytes) -> bytes:
    """32 bytes under a key kept outside the database: a stolen table finds no case for a guessed receipt."""
    if len(lookup_key) < _BYTES:
        raise ValueError(f"a lookup key has {_BYTES} bytes or more")
    return blake2b(secret, digest_size=_BYTES, key=lookup_key[:_BYTES], person=b"caseapp-rcpt-id", encoder=RawEncoder)
