"""Printing holds up nothing: whatever a person writes, a page comes out, and what it cannot show stays in the files."""

import re
import unicodedata
from datetime import date
from typing import Any

import pytest
import typst
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseapp.domain import commands as c
from caseapp.domain.vocab import Kind, Mode, Theme
from caseapp.services.answers import printing
from tests.lives import REPORT, Lives
from tests.services.workflow.test_referral import taken
from tests.structure.test_templates import REFERRAL, SECTION, analysis

DAY = date(2026, 3, 2)
KAZAKH = "Әліпби құжат ғимарат һәм ңұөүі"
NASTY = (
    "🙏 баярлалаа 🙏🏽",
    "ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ",
    "他寫了一封信",
    "нэг\x00хоёр\x07\x1b[31m",
    "\u202eнэмж\u202c \u2066бичсэн\u2069 \ufeff",
    "а" * 100_000,
    "1" * 100_000,
    "\u00a0" * 100_000,
    "-" * 100_000,
    " " * 100_000,
    "\n" * 5_000,
    "и\u0306" * 1_000 + "\u0301" * 300,
    KAZAKH,
)
anything = st.text(max_size=60)


def letter(text: str, messages: tuple[dict[str, Any], ...] = ()) -> bytes:
    said = [{"at": "2026-02-25T10:00:00+08:00", "from": "citizen", "text": text}, *messages]
    return printing.referral_letter({**REFERRAL, "unit": text, "grounds": text, "text": text, "messages": said}, DAY)


def report(text: str) -> bytes:
    named = {**SECTION, "rows": [[text, "12", "60.0"]], "note": text}
    return printing.analysis_report({**analysis("mn"), "sections": [named]}, DAY)


@pytest.fixture(scope="module")
def without_texts() -> bytes:
    """A message without a day is nothing that the template can print."""
    return letter("", ({"at": 5, "from": "citizen", "text": ""},))


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:8]))
def test_a_letter_with_everything_that_was_written_comes_out(text: str, without_texts: bytes) -> None:
    assert letter(text).startswith(b"%PDF-")
    assert letter(text) != without_texts


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:8]))
def test_a_report_comes_out_whatever_a_unit_is_called(text: str) -> None:
    page = report(text)
    assert page.startswith(b"%PDF-")
    assert page != printing.analysis_report({**analysis("mn"), "sections": []}, DAY)


@given(anything, st.integers(1, 2_000))
@settings(max_examples=25, deadline=None)
@example("🙏", 1)
def test_any_text_at_all_is_printed(text: str, times: int) -> None:
    assert letter(text * times).startswith(b"%PDF-")
    assert report(text * times).startswith(b"%PDF-")


@given(st.text())
def test_what_is_printed_holds_signs_of_the_fonts_alone_and_nothing_that_turns_the_line(text: str) -> None:
    shown = printing.printable(text)
    assert set(shown) <= printing.SIGNS | {"\n", "\u200b"}
    assert all(len(word) <= 200 for word in re.split("[ \n\u200b]", shown))


def test_what_the_fonts_hold_is_left_as_it_was_written() -> None:
    words = f"«Өргөдөл» №5, 20₮ – ёё: {KAZAKH}\nХариу…"
    assert printing.printable(words) == words
    assert printing.printable(unicodedata.normalize("NFD", "йё")) == "йё"
    assert printing.printable("а🙏б\x00\u202eв\r\nг\tд") == "а□бв\nг д"


def test_the_list_of_signs_is_what_both_weights_hold_and_what_typst_adds() -> None:
    fonts = [TTFont(printing._FONTS / f"NotoSans-{weight}.ttf").getBestCmap() for weight in (400, 700)]
    own = {chr(sign) for sign in fonts[0]}
    assert own == {chr(sign) for sign in fonts[1]}
    listed = (printing._FONTS / "signs.txt").read_text(encoding="ascii").split("# ")[2].splitlines()[1:]
    ends = [line.split("-") for line in listed]
    assert own == {chr(sign) for end in ends for sign in range(int(end[0], 16), int(end[-1], 16) + 1)}


def test_every_sign_of_the_list_can_be_printed(without_texts: bytes) -> None:
    assert printing.LACKING in printing.SIGNS
    assert letter(" ".join(sorted(printing.SIGNS))) != without_texts


def test_a_letter_that_typst_cannot_make_is_made_without_the_texts(without_texts: bytes) -> None:
    assert without_texts.startswith(b"%PDF-")
    assert without_texts == letter("Огт өөр үг.", ({"at": None, "from": "staff", "text": "Өөр."},))


def test_a_report_that_typst_cannot_make_names_the_other_files() -> None:
    page = printing.analysis_report({**analysis("mn"), "sections": [{"code": "T1"}]}, DAY)
    assert page == printing.analysis_report({**analysis("mn"), "sections": []}, DAY)


def test_a_panic_below_typst_is_no_end_of_the_process(capfd: pytest.CaptureFixture[str]) -> None:
    """The words that it fails on are broken before; this is what would happen without."""
    assert printing._compiled("referral.typ", {**REFERRAL, "date": "", "text": "а" * 100_000}, DAY) is None
    assert "panicked" in capfd.readouterr().err


def test_whoever_stops_the_process_is_obeyed_while_a_page_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_args: object, **_named: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(typst, "compile", stopped)
    with pytest.raises(KeyboardInterrupt):
        letter("Гомдол.")


def test_when_nothing_can_be_printed_no_word_of_it_is_told() -> None:
    broken = {**REFERRAL, "received": 5, "text": "нууцүг"}
    with pytest.raises(printing.NotPrinted) as raised:
        printing.referral_letter(broken, DAY)
    assert "нууцүг" not in repr(raised.value) and raised.value.__cause__ is None


def test_a_report_with_any_sign_is_referred_and_stands_in_its_file_as_it_was_written(lives: Lives) -> None:
    words = f"{REPORT} 🙏 ᠮᠣᠩᠭᠣᠯ 他 \u202e {'а' * 99_000}"
    filed = lives.in_progress("bat", Theme.BRIBERY, words=words, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    lives.cast.step("bat", filed.number, c.ProposeReferral("Хахууль 💰 нэхсэн.", with_identity=False))
    lives.cast.step("tuya", filed.number, c.ApproveReferral())
    package = taken(lives)
    assert package.members["letter.pdf"].startswith(b"%PDF-")
    assert (package.report["text"], package.report["grounds"]) == (words, "Хахууль 💰 нэхсэн.")
