"""A file is taken when its first bytes, its name and what the browser declared agree on one of the allowed kinds."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.evidence.kinds import HEAD_BYTES, Disagreement, MediaKind, NotAllowed, kind_of
from tests.evidence.papers import plain_document, saved
from tests.evidence.pictured import picture
from tests.evidence.recorded import film, sound
from tests.evidence.written import packed, sheet_parts, word_parts

MADE = {
    MediaKind.JPEG: lambda: picture("JPEG"),
    MediaKind.PNG: lambda: picture("PNG"),
    MediaKind.WEBP: lambda: picture("WEBP"),
    MediaKind.HEIC: lambda: picture("HEIF"),
    MediaKind.PDF: lambda: saved(plain_document()),
    MediaKind.DOCX: lambda: packed(word_parts()),
    MediaKind.XLSX: lambda: packed(sheet_parts()),
    MediaKind.TXT: lambda: "Бүртгэгч мөнгө нэхсэн.".encode(),
    MediaKind.MP3: lambda: sound("mp3"),
    MediaKind.M4A: lambda: sound("ipod"),
    MediaKind.OGG: lambda: sound("ogg"),
    MediaKind.MP4: film,
}


@pytest.fixture(scope="module")
def heads() -> dict[MediaKind, bytes]:
    return {kind: make()[:HEAD_BYTES] for kind, make in MADE.items()}


def refusal(head: bytes, name: str, declared: str = "") -> Disagreement:
    with pytest.raises(NotAllowed) as refused:
        kind_of(head, name, declared)
    return refused.value.reason


@pytest.mark.parametrize("kind", MediaKind, ids=str)
def test_every_allowed_kind_is_known_by_any_of_its_names(kind, heads) -> None:
    for extension in kind.extensions:
        for declared in (kind.served_as, f"{kind.served_as.upper()}; charset=utf-8", "", "application/octet-stream"):
            assert kind_of(heads[kind], f"Зураг.2026.{extension.upper()} ", declared) is kind


SAME_BOX = {
    frozenset({MediaKind.DOCX, MediaKind.XLSX}),
    frozenset({MediaKind.M4A, MediaKind.MP4}),
}


@pytest.mark.parametrize("kind", MediaKind, ids=str)
def test_a_kind_under_the_name_of_another_is_refused(kind, heads) -> None:
    for other in MediaKind:
        if other is kind or frozenset({kind, other}) in SAME_BOX:
            continue
        wanted = {Disagreement.EXTENSION_DIFFERS, *({Disagreement.SIGNATURE_DIFFERS} if kind is MediaKind.TXT else ())}
        assert refusal(heads[kind], f"a.{other.extensions[0]}") in wanted, other


@pytest.mark.parametrize("kind", MediaKind, ids=str)
def test_what_the_browser_declares_of_another_kind_is_refused(kind, heads) -> None:
    assert refusal(heads[kind], f"a.{kind.extensions[0]}", "text/html") is Disagreement.DECLARED_DIFFERS


@pytest.mark.parametrize(
    ("kind", "declared"),
    [
        (MediaKind.M4A, "audio/x-m4a"),
        (MediaKind.M4A, "video/mp4"),
        (MediaKind.HEIC, "image/heif"),
        (MediaKind.JPEG, "image/pjpeg"),
        (MediaKind.MP3, "audio/mp3"),
        (MediaKind.OGG, "video/ogg"),
        (MediaKind.DOCX, "application/x-zip-compressed"),
    ],
)
def test_the_odd_words_of_browsers_are_understood(kind, declared, heads) -> None:
    assert kind_of(heads[kind], f"a.{kind.extensions[0]}", declared) is kind


def test_a_telephones_sound_in_a_films_box_is_a_sound_by_its_name() -> None:
    assert kind_of(film()[:HEAD_BYTES], "a.m4a", "audio/mp4") is MediaKind.M4A
    third_generation = b"\0\0\0\x18ftyp3gp4\0\0\0\0isom3gp4"
    assert kind_of(third_generation, "a.m4a", "") is MediaKind.M4A


@pytest.mark.parametrize("start", [b"\xff\xfb\x90", b"\xff\xfa\x90", b"\xff\xe3\x90", b"ID3\x04"])
def test_an_mp3_of_any_version_is_known(start) -> None:
    assert kind_of(start + bytes(64), "a.mp3", "") is MediaKind.MP3


@pytest.mark.parametrize("start", [b"\xff\xf1\x50", b"\xff\xea\x90", b"\xff\xff\xff"])
def test_a_sound_of_another_layer_is_no_mp3(start) -> None:
    assert refusal(start + bytes(64), "a.mp3") is Disagreement.SIGNATURE_DIFFERS


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a", "", ".", "photo.jpg.exe", "a.svg"])
def test_what_is_of_no_allowed_kind_is_unknown(name) -> None:
    assert refusal(b"MZ\x90\0 program", name) is Disagreement.UNKNOWN_KIND
    assert refusal(b"<svg onload='x'>", name) is Disagreement.UNKNOWN_KIND


def test_nothing_is_empty() -> None:
    assert refusal(b"", "a.jpg") is Disagreement.EMPTY


def test_a_photograph_without_an_ending_is_told_that_its_name_differs(heads) -> None:
    assert refusal(heads[MediaKind.JPEG], "photo") is Disagreement.EXTENSION_DIFFERS
    assert refusal(heads[MediaKind.JPEG], "photo.exe") is Disagreement.EXTENSION_DIFFERS


TEXTS = {
    "utf-8": "Өргөдөл".encode(),
    "utf-8 with its mark": codecs.BOM_UTF8 + "Өргөдөл".encode(),
    "utf-16": "Өргөдөл гомдол".encode("utf-16"),
    "utf-16, the other way round": codecs.BOM_UTF16_BE + "Өргөдөл".encode("utf-16-be"),
    "old Windows": "Иргэний гомдол, шийдвэрлээгїй".encode("cp1251"),
    "cut inside a sign": ("a" + "ө" * HEAD_BYTES).encode()[:HEAD_BYTES],
    "like a picture at first": b"BM is how my note begins",
}
NO_TEXTS = {
    "zeros": b"note\0\0\0",
    "random": bytes(range(256)),
    "western letters": "déjà vu à côté".encode("cp1252"),
    "cut inside a sign though nothing follows": "өө".encode()[:3],
    "utf-16 with a sign alone": codecs.BOM_UTF16_LE + b"\x00\xd8a\0",
}


@pytest.mark.parametrize("head", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_of_any_usual_encoding_is_a_text(head) -> None:
    assert kind_of(head, "a.txt", "text/plain") is MediaKind.TXT


@pytest.mark.parametrize("head", NO_TEXTS.values(), ids=NO_TEXTS.keys())
def test_bytes_that_are_no_text_are_not_taken_for_one(head) -> None:
    assert refusal(head, "a.txt") is Disagreement.SIGNATURE_DIFFERS


STARTS = st.sampled_from(
    [b"", b"\xff\xd8\xff", b"PK\x03\x04", b"\0\0\0\x18ftyp", b"RIFF", b"ID3", b"%PDF-", b"\xff\xfe"]
)


@given(st.builds(bytes.__add__, STARTS, st.binary(max_size=200)), st.text(max_size=12), st.text(max_size=12))
def test_whatever_comes_there_is_a_kind_or_a_reason(head, name, declared) -> None:
    for ending in ("", ".jpg", ".txt", ".mp4", ".docx"):
        try:
            assert kind_of(head, name + ending, declared) in MediaKind
        except NotAllowed as refused:
            assert refused.reason in Disagreement
