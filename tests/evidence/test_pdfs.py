"""A PDF's copy says what its pages say, does nothing by itself, holds nothing else and names nobody who made it."""

import subprocess
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from caseapp.evidence.cleaning import CannotClean, Obstacle
from caseapp.evidence.kinds import MediaKind
from tests.evidence import pictured
from tests.evidence.papers import (
    HIDDEN,
    LINK,
    MAKER,
    SAID,
    SCRIPT,
    WRITER_OF_REMARK,
    plain_document,
    saved,
    telling_document,
)
from tests.tools import needs_command


@pytest.fixture(scope="module")
def original() -> bytes:
    return saved(telling_document())


@pytest.fixture(scope="module")
def copy(cleaned, original):
    return cleaned(MediaKind.PDF, original)


@pytest.fixture(scope="module")
def laid_open(copy) -> bytes:
    """Every stream and object unpacked, to look for words in."""
    with pikepdf.open(BytesIO(copy.content)) as document:
        content = BytesIO()
        document.save(
            content,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return content.getvalue()


WORDS = {
    "the maker": MAKER.encode(),
    "the maker in XMP": b"xmpmeta",
    "a script": SCRIPT.split("(")[0].encode(),
    "the script's name": b"/JavaScript",
    "an attached file": HIDDEN,
    "where files are attached": b"/EmbeddedFile",
    "an attachment on the page": b"/FileAttachment",
    "what happens on opening": b"/OpenAction",
    "what happens on other events": b"/AA <<",
    "a program to start": b"cmd.exe",
    "an address to send to": b"spy.example",
    "a path on a disk": b"users/zaya",
    "a form of another language": b"/XFA",
    "a small picture of the page": b"/Thumb",
    "an editor's notes": b"/PieceInfo",
    "who remarked": WRITER_OF_REMARK.encode(),
    "the photograph's camera": pictured.MAKER.encode(),
    "the photograph's remark": pictured.REMARK.encode(),
}


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS.keys())
def test_what_should_not_stand_in_a_copy_stood_in_the_original_and_is_gone(word, original, laid_open) -> None:
    assert word in original
    assert word not in laid_open


def test_the_text_the_link_and_the_remark_survive(copy, laid_open) -> None:
    text = subprocess.run(
        [needs_command("pdftotext", "poppler-utils"), "-", "-"], input=copy.content, capture_output=True, check=True
    )
    assert SAID in text.stdout.decode()
    assert LINK.encode() in laid_open
    assert b"seen by the head" in laid_open
    assert copy.outcome.warnings == {"comments"}


def test_another_reader_finds_no_maker_and_no_script(copy) -> None:
    told = subprocess.run(
        [needs_command("pdfinfo", "poppler-utils"), "-"], input=copy.content, capture_output=True, check=True
    ).stdout.decode()
    assert "Author" not in told
    assert "JavaScript:      no" in told
    assert "Pages:           1" in told


def test_the_photograph_in_it_shows_what_it_showed(copy) -> None:
    with pikepdf.open(BytesIO(copy.content)) as document:
        raw = document.pages[0].Resources.XObject.Photo.read_raw_bytes()
    before, after = Image.open(BytesIO(pictured.picture("JPEG"))), Image.open(BytesIO(raw))
    assert before.tobytes() == after.tobytes()
    assert dict(after.getexif()) == {}


CHAINS = {
    "deflated": (["/FlateDecode", "/DCTDecode"], zlib.compress),
    "in hexadecimal": (["/ASCIIHexDecode", "/DCTDecode"], lambda raw: raw.hex().encode() + b">"),
    "both, by short names": (["/AHx", "/Fl", "/DCT"], lambda raw: zlib.compress(raw).hex().encode() + b">"),
}


def document_with_photo(content: bytes, *filters: str) -> bytes:
    document = plain_document()
    photo = pikepdf.Stream(document, content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    photo.Width, photo.Height, photo.BitsPerComponent, photo.ColorSpace = 64, 32, 8, pikepdf.Name.DeviceRGB
    photo.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters])
    document.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Photo=photo)
    return saved(document)


@pytest.mark.parametrize(("filters", "wrap"), CHAINS.values(), ids=CHAINS.keys())
def test_a_photograph_that_is_packed_once_more_tells_no_more_than_another(cleaned, filters, wrap) -> None:
    photo = pictured.picture("JPEG")
    cleaned_copy = cleaned(MediaKind.PDF, document_with_photo(wrap(photo), *filters))
    with pikepdf.open(BytesIO(cleaned_copy.content)) as document:
        raw = document.pages[0].Resources.XObject.Photo.read_raw_bytes()
    assert dict(Image.open(BytesIO(raw)).getexif()) == {}
    assert pictured.MAKER.encode() not in raw and pictured.REMARK.encode() not in raw
    assert Image.open(BytesIO(raw)).tobytes() == Image.open(BytesIO(photo)).tobytes()
    assert cleaned_copy.outcome.warnings == set()


def test_a_second_photograph_behind_the_end_of_the_first_is_gone(cleaned) -> None:
    photo = pictured.picture("JPEG")
    content = cleaned(MediaKind.PDF, document_with_photo(photo + photo, "/DCTDecode")).content
    assert pictured.MAKER.encode() not in content


def test_a_picture_of_jpeg_2000_loses_the_boxes_that_tell_and_no_pixel(cleaned) -> None:
    plain = BytesIO()
    Image.open(BytesIO(pictured.picture("JPEG"))).save(plain, "JPEG2000")
    told = b"uuid" + bytes(16) + pictured.MAKER.encode()
    picture = plain.getvalue() + (len(told) + 4).to_bytes(4, "big") + told
    copied = cleaned(MediaKind.PDF, document_with_photo(picture, "/JPXDecode"))
    with pikepdf.open(BytesIO(copied.content)) as document:
        assert document.pages[0].Resources.XObject.Photo.read_raw_bytes() == plain.getvalue()
    assert copied.outcome.warnings == set()


@pytest.mark.parametrize("filters", [("/FlateDecode", "/DCTDecode"), ("/DCTDecode",), ("/JPXDecode",)])
def test_a_picture_that_cannot_be_read_stays_and_is_warned_of(cleaned, filters) -> None:
    copied = cleaned(MediaKind.PDF, document_with_photo(b"neither packed nor a photograph", *filters))
    assert copied.outcome.warnings == {"pictures"}


def test_a_document_behind_a_password_is_refused(cleaned) -> None:
    locked = saved(plain_document(), encryption=pikepdf.Encryption(owner="o", user="altan"))
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.PDF, locked)
    assert refused.value.reason is Obstacle.ENCRYPTED


def test_a_document_that_anyone_may_open_is_copied_though_its_owner_forbade_copying(cleaned) -> None:
    restricted = saved(plain_document(), encryption=pikepdf.Encryption(owner="o", user=""))
    with pikepdf.open(BytesIO(cleaned(MediaKind.PDF, restricted).content)) as document:
        assert not document.is_encrypted


def test_an_earlier_version_left_in_the_file_is_gone(cleaned) -> None:
    """A file saved upon a file keeps what was struck out."""
    first = saved(plain_document())
    struck = b"\n99 0 obj\n(struck out by Nomin)\nendobj\n"
    place = first.rindex(b"xref")
    assert b"Nomin" not in cleaned(MediaKind.PDF, first[:place] + struck + first[place:]).content


def test_a_signature_that_no_longer_holds_does_not_name_the_signer(cleaned) -> None:
    document = plain_document()
    signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=pikepdf.String(MAKER), Contents=pikepdf.String("x"))
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, V=document.make_indirect(signature)
    )
    document.pages[0].obj.Annots.append(document.make_indirect(field))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([document.pages[0].obj.Annots[-1]]))
    content = cleaned(MediaKind.PDF, saved(document)).content
    with pikepdf.open(BytesIO(content)) as copied:
        assert not any(isinstance(one, pikepdf.Dictionary) and "/Name" in one for one in copied.objects)


def test_what_is_no_pdf_is_damaged(cleaned) -> None:
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.PDF, b"%PDF-1.7\nnothing of the kind")
    assert refused.value.reason is Obstacle.DAMAGED
