"""Search over sealed text: words become keyed hashes, under a key that follows from the team's private key."""

from nacl.encoding import RawEncoder
from nacl.hash import blake2b


def search_key(team_private: bytes, compartment: str) -> bytes:
    """One key a team and compartment: hashes of two compartments can never be compared."""
    return blake2b(compartment.encode(), digest_size=32, key=team_private, person=b"caseapp-search", encoder=RawEncoder)


def word_hash(key: bytes, word: str) -> int:
    """A signed 32-bit number, as PostgreSQL's int4 holds it."""
    digest = blake2b(word.encode(), digest_size=16, key=key, person=b"caseapp-word", encoder=RawEncoder)
    return int.from_bytes(digest[:4], "big", signed=True)
