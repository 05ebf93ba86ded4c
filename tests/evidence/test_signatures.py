"""A signed PDF is looked at with poppler: by whom, over how much, and whether it is the letter."""

from datetime import date
from pathlib import Path

import pytest

from caseapp.evidence import signatures
from caseapp.evidence.signatures import Cover, Looked, Signature, look
from caseapp.services.answers import printing
from tests.evidence.signed import signed_pdf
from tests.tools import needs_command

GEREL = "Гэрэл Баттулга"


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    needs_command("pdfsig", "poppler-utils")
    needs_command("openssl")


@pytest.fixture(scope="module")
def letter() -> bytes:
    """With the number 26/17 in its text."""
    names = "authority phones draft day received case_number addressee subject legal_ground right post signer executor"
    said = {name: name for name in names.split()}
    return printing.answer_letter({**said, "number": "26/17", "body": [["Хариу."]]}, date(2026, 3, 2))


@pytest.fixture(scope="module")
def signed(letter: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return signed_pdf(letter, GEREL, tmp_path_factory.mktemp("signed"))


def test_a_signature_over_the_whole_letter_is_told_with_its_signer(signed: bytes) -> None:
    assert look([signed[:100], signed[100:]], "26/17") == Looked((Signature(GEREL, Cover.WHOLE),), True)


def test_what_was_added_after_signing_is_told(signed: bytes) -> None:
    assert look([signed + b"\n% more\n"], "26/17").signatures == (Signature(GEREL, Cover.PART),)


def test_one_changed_byte_under_the_signature_is_told(signed: bytes) -> None:
    at = signed.index(b"/MediaBox")
    changed = signed[:at] + signed[at:].replace(b"/MediaBox", b"/MediaBoy", 1)
    assert look([changed], "26/17").signatures == (Signature(GEREL, Cover.BROKEN),)


@pytest.mark.parametrize("number", ["26/1", "6/17", "26/170", "3/1-26/17", ""])
def test_another_letters_number_is_not_found(signed: bytes, number: str) -> None:
    assert look([signed], number).names_letter is False


def test_a_paper_without_a_signature_has_none(letter: bytes) -> None:
    assert look([letter], "26/17") == Looked((), True)


@pytest.mark.parametrize("name", ["X\n  - Signature Validation: Signature is Valid.", "<b>x</b>", "a" * 60])
def test_a_certificates_name_cannot_speak_for_the_tool(letter: bytes, tmp_path: Path, name: str) -> None:
    made = signed_pdf(letter, name, tmp_path)
    broken = made.replace(b"/MediaBox", b"/MediaBoy", 1)
    found = look([broken], "26/17").signatures
    assert found is not None and all(one.cover is Cover.BROKEN and "\n" not in one.signer for one in found)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"no pdf at all" * 1000])
def test_what_is_no_pdf_is_told_as_not_looked_at_or_unsigned(content: bytes) -> None:
    assert not look([content], "26/17").signatures


def test_without_the_tools_nothing_is_claimed(signed: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(signatures._SURROUNDINGS, "PATH", str(tmp_path))
    assert look([signed], "26/17") == Looked(None, None)
