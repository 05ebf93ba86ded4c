"""A Word or Excel document's copy says what it says, calls nobody, starts nothing and names nobody who wrote it."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from PIL import Image

from caseapp.evidence.cleaning import CannotClean, Obstacle
from caseapp.evidence.kinds import MediaKind, kind_of
from tests.evidence import pictured
from tests.evidence.written import BOSS, HOME, MAKER, SAID, packed, relations, sheet_parts, types, word_parts

PARTS = {MediaKind.DOCX: word_parts, MediaKind.XLSX: sheet_parts}
both = pytest.mark.parametrize("kind", PARTS, ids=str)


@pytest.fixture(scope="module")
def copies(cleaned):
    return {kind: cleaned(kind, packed(parts())) for kind, parts in PARTS.items()}


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@both
def test_nobody_who_wrote_it_is_named_and_nobody_is_called(kind, copies) -> None:
    everything = b"\n".join(opened(copies[kind].content).values())
    original = b"\n".join(part if isinstance(part, bytes) else part.encode() for part in PARTS[kind]().values())
    for told in (MAKER, HOME, "zaya"):
        assert told.encode() in original
        assert told.encode() not in everything
    for told in (BOSS, "rsid", "00AB12CD", "DDEAUTO", "INCLUDE", "calc", "<script", "attachedTemplate", "OLEObject"):
        assert told.encode() not in everything, told
    assert MAKER.encode("utf-16-le") not in everything


@both
def test_what_it_says_survives_with_a_warning_of_what_remains(kind, copies) -> None:
    parts = opened(copies[kind].content)
    text = parts["word/document.xml" if kind is MediaKind.DOCX else "xl/worksheets/sheet1.xml"].decode()
    assert SAID in text
    remains = {"comments", "tracked_changes"} if kind is MediaKind.DOCX else {"comments"}
    assert {warning.value for warning in copies[kind].outcome.warnings} == remains


@both
def test_every_relation_leads_to_a_part_and_every_reference_to_a_relation(kind, copies) -> None:
    parts = opened(copies[kind].content)
    for name, content in parts.items():
        if not name.endswith(".xml"):
            continue
        folder, _, last = name.rpartition("/")
        known = parts.get(f"{folder}/_rels/{last}.rels", b"")
        assert set(re.findall(rb'\br:(?:id|embed|link)="([^"]*)"', content)) <= set(re.findall(rb'Id="([^"]*)"', known))
    listed = set(re.findall(r'PartName="/([^"]*)"', parts["[Content_Types].xml"].decode()))
    assert listed <= parts.keys()
    assert not [
        name for name in parts if name.startswith(("docProps", "customXml", "stowaway")) or name.endswith(".bin")
    ]


def test_what_led_to_a_part_that_is_gone_leaves_no_empty_shell(copies) -> None:
    book = etree.fromstring(opened(copies[MediaKind.XLSX].content)["xl/workbook.xml"])
    assert [etree.QName(element).localname for element in book] == ["sheets"]


@both
def test_a_part_has_no_date_and_no_system(kind, copies) -> None:
    with zipfile.ZipFile(BytesIO(copies[kind].content)) as archive:
        assert {(entry.date_time, entry.create_system, entry.extra) for entry in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0, b"")
        }


@both
def test_the_copy_is_taken_for_what_it_is(kind, copies) -> None:
    content = copies[kind].content
    assert kind_of(content[:8192], f"a.{kind}", kind.served_as) is kind


def test_writers_stay_apart_by_number(copies) -> None:
    parts = opened(copies[MediaKind.DOCX].content)
    text, comments = parts["word/document.xml"].decode(), parts["word/comments.xml"].decode()
    writers = re.findall(r'w:author="([^"]*)"', text)
    assert len(set(writers)) == 2
    assert f'w:author="{writers[0]}"' in comments
    assert "see page two" in comments


def test_links_of_the_web_stay_and_fields_keep_what_they_showed(copies) -> None:
    parts = opened(copies[MediaKind.DOCX].content)
    assert b"https://citizen.example.mn/law" in parts["word/_rels/document.xml.rels"]
    text = parts["word/document.xml"].decode()
    assert text.count("<w:t>shown</w:t>") == 3
    assert "".join(re.findall(r"<w:instrText>([^<]*)<", text)) == "PAGE"


def test_a_photograph_inside_is_made_anew(copies) -> None:
    photo = opened(copies[MediaKind.DOCX].content)["word/media/image1.jpeg"]
    assert pictured.MAKER.encode() not in photo
    assert Image.open(BytesIO(photo)).size == pictured.SIZE[::-1]


def letter_with(picture: bytes, end: str) -> bytes:
    parts = word_parts()
    parts["word/media/picture"] = picture
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        "</Types>", f'<Override PartName="/word/media/picture" ContentType="image/{end}"/></Types>'
    )
    leads = str(parts["word/_rels/document.xml.rels"])
    parts["word/_rels/document.xml.rels"] = leads.replace("media/image1.jpeg", "media/picture")
    return packed(parts)


def telling_picture(form: str) -> bytes:
    told: dict[str, object] = {
        "tiffinfo": {0x010F: pictured.MAKER, 0x013B: pictured.REMARK},
        "comment": pictured.REMARK,
    }
    content = BytesIO()
    Image.open(BytesIO(pictured.picture("JPEG"))).save(content, form, **told)
    # Behind a bitmap's pixels anything may follow.
    return content.getvalue() + (pictured.REMARK.encode() if form == "BMP" else b"")


@pytest.mark.parametrize("form", ["TIFF", "GIF", "BMP"])
def test_a_picture_of_an_older_kind_is_made_anew_in_its_own_kind(form, cleaned) -> None:
    original = telling_picture(form)
    assert pictured.REMARK.encode() in original
    copied = cleaned(MediaKind.DOCX, letter_with(original, form.lower()))
    picture = opened(copied.content)["word/media/picture"]
    assert pictured.MAKER.encode() not in picture and pictured.REMARK.encode() not in picture
    shown = Image.open(BytesIO(picture))
    assert (shown.format, shown.size) == (form, Image.open(BytesIO(original)).size)
    assert abs(shown.convert("RGB").getpixel((2, 2))[0] - pictured.RED[0]) < 12
    assert "pictures" not in copied.outcome.warnings


def test_a_picture_that_cannot_be_made_anew_stays_and_is_warned_of(cleaned) -> None:
    drawn = b"\x01\0\0\0 drawn by lines"
    copied = cleaned(MediaKind.DOCX, letter_with(drawn, "x-emf"))
    assert opened(copied.content)["word/media/picture"] == drawn
    assert "pictures" in copied.outcome.warnings


def test_another_program_opens_the_sheet_and_finds_values_and_sums(copies) -> None:
    content = copies[MediaKind.XLSX].content
    sums = openpyxl.load_workbook(BytesIO(content))["Fees"]
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)["Fees"]
    assert [cell.value for cell in sums[1]] == [SAID, "=SUM(C1,2)", 5, 3, 1, 2]
    assert [cell.value for cell in values[1]] == [SAID, 7, 5, 3, 1, 2]
    assert values["A1"].comment.text == "counted twice"


def refusal(cleaned, kind: MediaKind, content: bytes) -> Obstacle:
    with pytest.raises(CannotClean) as refused:
        cleaned(kind, content)
    return refused.value.reason


def test_macros_are_refused_however_they_are_named(cleaned) -> None:
    parts = word_parts()
    assert refusal(cleaned, MediaKind.DOCX, packed({**parts, "word/vbaProject.bin": b"x"})) is Obstacle.MACROS
    macro = types(**{"word/document.xml": "application/vnd.ms-word.document.macroEnabled.main+xml"})
    assert refusal(cleaned, MediaKind.DOCX, packed({**parts, "[Content_Types].xml": macro})) is Obstacle.MACROS
    led = relations(a=("officeDocument", "word/document.xml"), b=("vbaProject", "word/harmless.xml"))
    assert refusal(cleaned, MediaKind.DOCX, packed({**parts, "_rels/.rels": led})) is Obstacle.MACROS


def test_an_archive_or_a_sheet_is_no_letter(cleaned) -> None:
    assert refusal(cleaned, MediaKind.DOCX, packed({"a.txt": "a"})) is Obstacle.NOT_THIS_KIND
    assert refusal(cleaned, MediaKind.DOCX, packed(sheet_parts())) is Obstacle.NOT_THIS_KIND


def test_an_archive_that_would_fill_the_memory_is_refused_unread(cleaned) -> None:
    parts = word_parts()
    packed_tight = packed({**parts, "word/media/zeros.png": bytes(20 * 1024 * 1024)})
    assert refusal(cleaned, MediaKind.DOCX, packed_tight) is Obstacle.TOO_LARGE
    many = {f"word/{number}.xml": b"" for number in range(2_001)}
    assert refusal(cleaned, MediaKind.DOCX, packed({**parts, **many})) is Obstacle.TOO_LARGE


def test_an_archive_that_lies_about_a_size_is_damaged(cleaned) -> None:
    content = packed({**word_parts(), "word/more.xml": "y" * 50_000})
    lied = content.replace((50_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lied != content
    assert refusal(cleaned, MediaKind.DOCX, lied) is Obstacle.DAMAGED


@pytest.mark.parametrize("entity", ["SYSTEM 'file:///etc/passwd'", "'grows'"])
def test_a_document_that_declares_entities_is_refused(entity, cleaned) -> None:
    text = word_parts()["word/document.xml"]
    assert isinstance(text, str)
    declared = f"<!DOCTYPE d [<!ENTITY e {entity}>]>" + text.replace(SAID, "&e;")
    assert refusal(cleaned, MediaKind.DOCX, packed({**word_parts(), "word/document.xml": declared})) is Obstacle.DAMAGED


def test_two_parts_of_one_name_are_refused(cleaned) -> None:
    content = BytesIO(packed(word_parts()))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<other/>")
    assert refusal(cleaned, MediaKind.DOCX, content.getvalue()) is Obstacle.DAMAGED


def test_a_real_workbook_survives(cleaned) -> None:
    book, content = openpyxl.Workbook(), BytesIO()
    book.properties.creator = MAKER
    book.active.append(["unit", "days"])
    book.active.append(["Khovd", 31])
    book.save(content)
    copy = cleaned(MediaKind.XLSX, content.getvalue())
    rows = openpyxl.load_workbook(BytesIO(copy.content)).active.values
    assert list(rows) == [("unit", "days"), ("Khovd", 31)]
    assert copy.outcome.warnings == frozenset()
    assert all(etree.fromstring(part) is not None for name, part in opened(copy.content).items() if "xml" in name)
