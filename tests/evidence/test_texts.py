"""A text's copy is UTF-8, reads as before, and holds no sign that is not seen."""

import codecs

import pytest

from caseapp.evidence.cleaning import CannotClean, Obstacle
from caseapp.evidence.kinds import MediaKind


def copied(cleaned, content: bytes) -> str:
    return cleaned(MediaKind.TXT, content).content.decode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_text_reads_as_before(encoding, cleaned) -> None:
    assert copied(cleaned, "Гомдол\r\nхоёр дахь мөр".replace("ө", "є").encode(encoding)).replace("є", "ө") == (
        "Гомдол\nхоёр дахь мөр"
    )


def test_the_two_letters_that_old_mongolian_fonts_drew_elsewhere_are_read_as_meant(cleaned) -> None:
    assert copied(cleaned, "Їйлчилгээ, єргєдєл".encode("cp1251")) == "Үйлчилгээ, өргөдөл"


def test_unseen_signs_by_which_a_copy_could_be_traced_are_gone(cleaned) -> None:
    traced = "The\u200b registrar\u2060 asked\ufeff for \u202emoney\u202c\x0c\tnow\u00ad"
    assert copied(cleaned, codecs.BOM_UTF8 + traced.encode()) == "The registrar asked for money\tnow"


def test_what_is_no_text_is_refused(cleaned) -> None:
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.TXT, b"text" * 4000 + b"\0\0")
    assert refused.value.reason is Obstacle.NOT_THIS_KIND
