"""Everything that the pages say, they say in both languages."""

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.structure.source import ROOT
from tests.web.catalogues import LANGUAGES, PLACEHOLDER, catalogue, folder, messages, mongolian_texts, texts

FOREIGN_WORDS_KEPT = {"age", "F", "n", "N"}
FOREIGN_TEXT_KEPT = (
    *("age1", "bat@example.mn", "age -d -i KEY -o package.zip FILE", "CASEAPP_PUBLIC_URL"),
    *("customs", "proof.txt", "text.txt", "key.pem", "text-sha256", "BEGIN", "END"),
)
"""What is typed exactly so, in any language."""
NAMES_KEPT = (
    *("A4", "PDF", "XLSX", "CSV", "JPEG", "PNG", "WebP", "HEIC", "MP3", "M4A", "OGG", "MP4"),
    *("Word", "Excel", "DOCX", "Tor Browser", "SHA-256", "Ed25519", "base64", "openssl"),
)
"""What people call so in any language: kinds of files, programs, ways of signing."""
AN_ENDING_AFTER_A_PLACEHOLDER = re.compile(r"%\(\w+\)s-?[а-яёөү]", re.IGNORECASE)
YOU_WITHOUT_CAPITAL = re.compile(r"\b(?:та|таны|танд|таныг|танаас|тантай)\b")
BLAME = re.compile(r"\b(?:заавал бөглөх|буруу утга|алдаатай оруулсан)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What stands in the tree now, found by the command that babel.cfg names."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    options = ["-F", str(ROOT / "babel.cfg"), "-k", "_l", "-k", "lazy_gettext", "-o", str(template)]
    CommandLineInterface().run(["pybabel", "-q", "extract", *options, str(ROOT)])
    with template.open("rb") as lines:
        return read_po(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_tree_stands_in_the_catalogue_and_nothing_else_does(language: str, extracted: Catalog):
    wanted, held = ({message.id for message in messages(c)} for c in (extracted, catalogue(language)))
    assert len(wanted) > 700
    assert wanted - held == set(), "new texts: run the commands of babel.cfg and translate"
    assert held - wanted == set(), "texts that no page says any more: run the commands of babel.cfg"
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str):
    forms = catalogue(language).num_plurals
    for message in messages(catalogue(language)):
        assert len(texts(message.string)) == (forms if message.pluralizable else 1), message.id
        assert all(text.strip() for text in texts(message.string)), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_the_text_fills_in(language: str):
    for message in messages(catalogue(language)):
        wanted = sorted(PLACEHOLDER.findall(texts(message.id)[0]))
        for text in texts(message.string):
            assert sorted(PLACEHOLDER.findall(text)) == wanted, message.id
    assert [(message.id, errors) for message, errors in catalogue(language).check()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_app_reads_what_the_translator_wrote(language: str):
    with (folder(language) / "messages.mo").open("rb") as compiled:
        read = {tuple(texts(m.id)): texts(m.string) for m in messages(read_mo(compiled))}
    written = {tuple(texts(m.id)): texts(m.string) for m in messages(catalogue(language))}
    assert read == written, "run pybabel compile as babel.cfg says"


def test_a_mongolian_page_holds_no_english():
    left = {}
    for text in mongolian_texts():
        rest = text
        for kept in FOREIGN_TEXT_KEPT:
            rest = rest.replace(kept, " ")
        rest = re.sub(rf"\b(?:{'|'.join(NAMES_KEPT)})\b", " ", rest)
        foreign = set(re.findall(r"[A-Za-z]+", rest)) - FOREIGN_WORDS_KEPT
        if foreign:
            left[text] = foreign
    assert left == {}


def test_an_english_page_holds_no_mongolian_but_words_of_the_law():
    cyrillic = {word for m in messages(catalogue("en")) for text in texts(m.string) for word in _cyrillic(text)}
    assert cyrillic <= {"Ашиг", "сонирхлын", "зөрчилгүй", *"АВСЕНКМРТХ"}


def _cyrillic(text: str) -> list[str]:
    return re.findall(r"[А-Яа-яЁёӨөҮү]+", text)


def test_people_are_addressed_with_a_capital():
    assert [text for text in mongolian_texts() if YOU_WITHOUT_CAPITAL.search(text)] == []


def test_no_error_blames_the_person():
    assert [text for text in mongolian_texts() if BLAME.search(text)] == []


def test_no_ending_hangs_on_what_is_filled_in():
    """Vowel harmony would have to know the name: «Нэгж: %(unit)s», never «%(unit)s-ийн»."""
    hanging = [
        m.id for m in messages(catalogue("mn")) for t in texts(m.string) if AN_ENDING_AFTER_A_PLACEHOLDER.search(t)
    ]
    assert hanging == []


def test_the_noun_stays_singular_after_a_number():
    counted = [m for m in messages(catalogue("mn")) if m.pluralizable]
    assert counted
    assert [m.id for m in counted if len(set(m.string)) != 1] == []


def test_the_themes_are_called_as_the_classifier_calls_them():
    themes = tomllib.loads(Path(ROOT / "classifier" / "taxonomy.toml").read_text(encoding="utf-8"))["theme"]
    assert themes
    for theme in themes:
        assert catalogue("mn")[theme["en"]].string == theme["mn"]


@pytest.mark.parametrize(
    ("english", "mongolian"),
    [
        ("Protected channel", "Хамгаалагдсан суваг"),
        ("Forward to the competent body", "Харьяаллын дагуу шилжүүлэх"),
        ("Forwarded to the competent body", "Харьяаллын дагуу шилжүүлсэн"),
        ("Referred to the Anti-Corruption Agency", "АТГ-т шилжүүлсэн"),
        ("Received by the Anti-Corruption Agency", "АТГ хүлээн авсан"),
        ("In progress", "Шийдвэрлэлтийн шатанд"),
        ("Returned as incomplete", "Бүрдэл дутуу, буцаасан"),
        ("Awaiting more information", "Нэмэлт мэдээлэл хүлээж байгаа"),
        ("Anonymously", "Нэргүй"),
        ("Confidentially", "Нэрээ нууцалсан"),
        ("Receipt code", "Хяналтын код"),
        ("Follow your case", "Явц шалгах"),
    ],
)
def test_the_words_of_the_law_and_of_the_office_are_kept(english: str, mongolian: str):
    assert catalogue("mn")[english].string == mongolian
