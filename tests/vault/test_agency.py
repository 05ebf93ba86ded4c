"""A package opens for the Agency's identity alone, with the `age` command that the Agency has."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseapp.vault.agency import (
    decrypt_with_identity,
    encrypt_to_agency,
    fingerprint,
    is_recipient,
    new_identity,
)
from caseapp.vault.errors import SealBroken
from tests.tools import needs_command

IDENTITY, RECIPIENT = new_identity()
OTHER_IDENTITY, OTHER_RECIPIENT = new_identity()
PACKAGE = "Шилжүүлэх бичиг".encode() + bytes(100_000)


@given(st.binary(max_size=3000))
@example(b"")
@example(bytes(1_000_000))
def test_the_agency_opens_its_package(package: bytes) -> None:
    assert decrypt_with_identity(IDENTITY, encrypt_to_agency([RECIPIENT], package)) == package


def test_debians_age_opens_the_package(tmp_path: Path) -> None:
    age = needs_command("age")
    identity, package = tmp_path / "identity.txt", tmp_path / "package.age"
    identity.write_text(IDENTITY + "\n")
    identity.chmod(0o600)
    package.write_bytes(encrypt_to_agency([RECIPIENT], PACKAGE))
    opened = subprocess.run([age, "--decrypt", "--identity", identity, package], capture_output=True, check=True)
    assert opened.stdout == PACKAGE


def test_debians_age_refuses_another_identity(tmp_path: Path) -> None:
    age = needs_command("age")
    identity, package = tmp_path / "identity.txt", tmp_path / "package.age"
    identity.write_text(OTHER_IDENTITY + "\n")
    identity.chmod(0o600)
    package.write_bytes(encrypt_to_agency([RECIPIENT], PACKAGE))
    refused = subprocess.run([age, "--decrypt", "--identity", identity, package], capture_output=True, check=False)
    assert refused.returncode != 0
    assert refused.stdout == b""


def test_the_house_opens_what_debians_age_encrypts() -> None:
    age = needs_command("age")
    sealed = subprocess.run(
        [age, "--encrypt", "--recipient", RECIPIENT], input=PACKAGE, capture_output=True, check=True
    )
    assert decrypt_with_identity(IDENTITY, sealed.stdout) == PACKAGE


def test_each_of_two_recipients_opens() -> None:
    ciphertext = encrypt_to_agency([RECIPIENT, OTHER_RECIPIENT], PACKAGE)
    assert decrypt_with_identity(IDENTITY, ciphertext) == decrypt_with_identity(OTHER_IDENTITY, ciphertext) == PACKAGE


@pytest.mark.parametrize(
    "identity", [OTHER_IDENTITY, "", RECIPIENT, "AGE-SECRET-KEY-1"], ids=["another", "none", "recipient", "cut"]
)
def test_another_identity_does_not_open(identity: str) -> None:
    with pytest.raises(SealBroken):
        decrypt_with_identity(identity, encrypt_to_agency([RECIPIENT], PACKAGE))


@pytest.mark.parametrize(
    "recipients", [[], [""], [RECIPIENT, "age1"], [IDENTITY]], ids=["none", "empty", "one cut", "identity"]
)
def test_no_package_is_made_without_a_sound_recipient(recipients: list[str]) -> None:
    with pytest.raises(ValueError, match="recipient"):
        encrypt_to_agency(recipients, PACKAGE)


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        (RECIPIENT, True),
        ("", False),
        ("age1", False),
        (RECIPIENT[:-1], False),
        (RECIPIENT[:-1] + ("q" if RECIPIENT[-1] != "q" else "p"), False),
        (f" {RECIPIENT}", False),
        (IDENTITY, False),
        ("ssh-ed25519 AAAA", False),
        ("АТГ", False),
    ],
    ids=["sound", "none", "prefix", "cut", "altered", "with a space", "identity", "ssh", "Cyrillic"],
)
def test_only_an_age_recipient_is_one(text: str, sound: bool) -> None:
    assert is_recipient(text) is sound


@given(st.text(max_size=80))
def test_no_text_makes_the_check_fail(text: str) -> None:
    assert is_recipient(text) is False


def test_a_fingerprint_can_be_read_out_and_tells_recipients_apart() -> None:
    assert re.fullmatch(r"([0-9a-f]{4} ){4}[0-9a-f]{4}", fingerprint(RECIPIENT))
    assert fingerprint(RECIPIENT) != fingerprint(OTHER_RECIPIENT)


def test_a_recipient_typed_in_capitals_has_the_same_fingerprint() -> None:
    assert is_recipient(RECIPIENT.upper())
    assert fingerprint(RECIPIENT.upper()) == fingerprint(RECIPIENT)
