"""Files as streams: encrypted while they arrive, opened while they leave, never whole in memory (secretstream).

The key of a file is random and its own; it is sealed like any other part. Pieces are bound to their place, so that a
piece that is missing, moved, doubled or cut off at the end shows when the file is opened.
"""

from collections.abc import Iterable, Iterator

import nacl.utils
from nacl import bindings
from nacl.exceptions import CryptoError

from caseapp.vault.errors import SealBroken

PIECE_BYTES = 1024 * 1024
"""Plaintext of one piece; the last one is shorter or empty."""
KEY_BYTES = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MIDDLE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def new_file_key() -> bytes:
    """32 random bytes."""
    return nacl.utils.random(KEY_BYTES)


class FileSealer:
    """Takes plaintext of any lengths, gives pieces of ciphertext; `finish` gives the last one."""

    def __init__(self, key: bytes, context: str) -> None:
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self._context = context.encode()
        self._waiting = bytearray()

    def add(self, plaintext: bytes) -> list[bytes]:
        self._waiting += plaintext
        pieces = []
        while len(self._waiting) > PIECE_BYTES:
            pieces.append(self._sealed(bytes(self._waiting[:PIECE_BYTES]), _MIDDLE))
            del self._waiting[:PIECE_BYTES]
        return pieces

    def finish(self) -> bytes:
        return self._sealed(bytes(self._waiting), _LAST)

    def _sealed(self, plaintext: bytes, tag: int) -> bytes:
        header, self._header = self._header, b""
        return header + bindings.crypto_secretstream_xchacha20poly1305_push(self._state, plaintext, self._context, tag)


def open_file(key: bytes, context: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The plaintext, piece by piece; SealBroken at the first that is not the next of this very file, or at its lack."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    tag: int | None = None
    for number, piece in enumerate(pieces):
        if tag == _LAST:
            raise SealBroken("more pieces than the file has")
        if number == 0:
            bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, _whole_header(piece), key)
            piece = piece[_HEADER:]
        plaintext, tag = _opened(state, piece, context)
        yield plaintext
    if tag != _LAST:
        raise SealBroken("the end of the file is missing")


def _whole_header(piece: bytes) -> bytes:
    if len(piece) < _HEADER:
        raise SealBroken("not the beginning of a file")
    return piece[:_HEADER]


def _opened(
    state: bindings.crypto_secretstream_xchacha20poly1305_state, piece: bytes, context: str
) -> tuple[bytes, int]:
    try:
        return bindings.crypto_secretstream_xchacha20poly1305_pull(state, piece, context.encode())
    except (CryptoError, RuntimeError, ValueError, TypeError) as broken:
        raise SealBroken("a piece does not open") from broken
