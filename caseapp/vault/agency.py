"""Packages for the Agency: age files, which the `age` command opens."""

import hashlib
from collections.abc import Sequence

import pyrage

from caseapp.vault.errors import SealBroken


def is_recipient(text: str) -> bool:
    """True for an X25519 recipient such as age1…"""
    try:
        _recipient(text)
    except ValueError:
        return False
    return True


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as broken:
        raise ValueError("not an age recipient") from broken


def fingerprint(recipient: str) -> str:
    """SHA-256 of the recipient's text, 20 hex digits in groups of four: short enough to read out on the telephone."""
    # age reads capitals, too; one key has one fingerprint however it was typed.
    digits = hashlib.sha256(str(_recipient(recipient)).encode()).hexdigest()[:20]
    return " ".join(digits[i : i + 4] for i in range(0, 20, 4))


def new_identity() -> tuple[str, str]:
    """A private identity and its recipient, for the demo and the tests; a real agency makes its own."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def encrypt_to_agency(recipients: Sequence[str], package: bytes) -> bytes:
    """One age file that any of the recipients opens; ValueError when there is none or one is malformed."""
    if not recipients:
        raise ValueError("no recipient")
    return bytes(pyrage.encrypt(package, [_recipient(recipient) for recipient in recipients]))


def decrypt_with_identity(identity: str, ciphertext: bytes) -> bytes:
    """For the demo and the tests: what the Agency does on its own machine; SealBroken when it does not open."""
    try:
        return bytes(pyrage.decrypt(ciphertext, [pyrage.x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as broken:
        raise SealBroken("package does not open") from broken
