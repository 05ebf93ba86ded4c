"""Names for counters that cannot be led back: keyed by a key of their window, which no other window shares."""

from nacl.encoding import RawEncoder
from nacl.hash import blake2b

_BYTES = 32


def key_of_window(lookup_key: bytes, ends: int) -> bytes:
    """`ends` in seconds; counters of two windows cannot be linked without the server's key."""
    moment = ends.to_bytes(8, "big")
    return blake2b(moment, digest_size=_BYTES, key=lookup_key[:_BYTES], person=b"caseapp-window", encoder=RawEncoder)


def counter_name(window_key: bytes, of: str, what: bytes) -> bytes:
    """`of` says what is counted, so that the same bytes never name two counters."""
    kind = of.encode()
    content = len(kind).to_bytes(2, "big") + kind + what
    return blake2b(content, digest_size=_BYTES, key=window_key, person=b"caseapp-counter", encoder=RawEncoder)
