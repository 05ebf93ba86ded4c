"""Opening: the only module that gives plaintext back. The import contracts let the gate alone use it."""

from collections.abc import Mapping
from hmac import compare_digest

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from caseapp.vault.errors import NoKey, SealBroken
from caseapp.vault.keyring import Keyring
from caseapp.vault.sealing import KEY_BYTES, NONCE_BYTES, VERSION, KeyPair, block_of, context_hash


def unwrap(reader: KeyPair, wrapped: bytes, context: str) -> bytes:
    """The data key, if the copy was made for this reader and this context."""
    try:
        opened = SealedBox(PrivateKey(reader.private)).decrypt(wrapped)
    except (CryptoError, ValueError, TypeError) as broken:
        raise SealBroken("wrapped key does not open") from broken
    if len(opened) != 2 * KEY_BYTES or not compare_digest(opened[KEY_BYTES:], context_hash(context)):
        raise SealBroken("wrapped key belongs elsewhere")
    return opened[:KEY_BYTES]


def unseal(data_key: bytes, context: str, ciphertext: bytes) -> bytes:
    """The plaintext, if key and context are those of the sealing."""
    if ciphertext[:1] != VERSION or len(ciphertext) <= 1 + NONCE_BYTES:
        raise SealBroken("not a sealed part")
    nonce, sealed = ciphertext[1 : 1 + NONCE_BYTES], ciphertext[1 + NONCE_BYTES :]
    try:
        padded = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed, VERSION + context.encode(), nonce, data_key
        )
        return bindings.sodium_unpad(padded, block_of(padded))
    except (CryptoError, ValueError, TypeError) as broken:
        raise SealBroken("part does not open") from broken


def open_part(
    keyring: Keyring, wraps: Mapping[str, bytes], context_key: str, context_part: str, ciphertext: bytes
) -> bytes:
    """The plaintext by the first reader of the keyring that `wraps` (reader to wrapped key) names; NoKey if none."""
    for name, pair in keyring.readers().items():
        if name in wraps:
            return unseal(unwrap(pair, wraps[name], context_key), context_part, ciphertext)
    raise NoKey("no reader of this session has a copy")
