"""Which files are taken: signature, extension and declared type must agree."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import filetype
from filetype.types import archive, audio, image, isobmff, video

from caseapp.evidence.texts import read_start

HEAD_BYTES = 8192
"""How much of a file's start `kind_of` is given."""

_NOT_DECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""What browsers say when they do not know."""
_OFFICE = "application/vnd.openxmlformats-officedocument."


class Disagreement(StrEnum):
    """Why a file is not taken, in the order in which it is looked at."""

    EMPTY = "empty"
    UNKNOWN_KIND = "unknown_kind"
    """Neither the content nor the name is of an allowed kind."""
    SIGNATURE_DIFFERS = "signature_differs"
    """The name is of an allowed kind; the content is of none."""
    EXTENSION_DIFFERS = "extension_differs"
    """The content is of an allowed kind; the name does not end like it."""
    DECLARED_DIFFERS = "declared_differs"


class NotAllowed(Exception):
    """The file is not taken."""

    def __init__(self, reason: Disagreement) -> None:
        super().__init__(reason.value)
        self.reason = reason


class MediaKind(StrEnum):
    """A kind of file that a case may hold."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    TXT = "txt"
    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"
    MP4 = "mp4"

    @property
    def extensions(self) -> tuple[str, ...]:
        """The usual one first; without the dot."""
        return _SIGNS[self].extensions

    @property
    def served_as(self) -> str:
        return _SIGNS[self].served_as

    @property
    def cleaned_as(self) -> "MediaKind":
        """The kind of the cleaned copy: not every machine shows HEIC."""
        return MediaKind.JPEG if self is MediaKind.HEIC else self


@dataclass(frozen=True)
class _Signs:
    served_as: str
    extensions: tuple[str, ...]
    also_declared: tuple[str, ...]
    signature: Callable[[bytes], bool]


def _any_of(*types: filetype.Type) -> Callable[[bytes], bool]:
    return lambda head: filetype.match(head, types) is not None


class _ThirdGeneration(isobmff.IsoBmff):
    """3GP, as telephones write it into files that they name .mp4 and .m4a."""

    def __init__(self) -> None:
        super().__init__(mime="video/3gpp", extension="3gp")

    def match(self, buf: bytes) -> bool:
        return self._is_isobmff(buf) and buf[8:11] == b"3gp"


def _is_mp3(head: bytes) -> bool:
    """An ID3 tag, or the sync of MPEG layer III of any version, with or without a checksum: filetype knows three."""
    framed = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08
    return head.startswith(b"ID3") or framed


def _is_text(head: bytes) -> bool:
    return read_start(head, cut=len(head) >= HEAD_BYTES) is not None


_MOVING = (video.Mp4(), video.M4v(), _ThirdGeneration())
_ZIP = ("application/zip", "application/x-zip-compressed")

_SIGNS = {
    MediaKind.JPEG: _Signs(
        "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), ("image/jpg", "image/pjpeg"), _any_of(image.Jpeg())
    ),
    MediaKind.PNG: _Signs("image/png", ("png",), ("image/x-png",), _any_of(image.Png(), image.Apng())),
    MediaKind.WEBP: _Signs("image/webp", ("webp",), (), _any_of(image.Webp())),
    MediaKind.HEIC: _Signs(
        "image/heic",
        ("heic", "heif"),
        ("image/heif", "image/heic-sequence", "image/heif-sequence"),
        _any_of(image.Heic()),
    ),
    MediaKind.PDF: _Signs("application/pdf", ("pdf",), ("application/x-pdf",), lambda head: head[:5] == b"%PDF-"),
    MediaKind.DOCX: _Signs(f"{_OFFICE}wordprocessingml.document", ("docx",), _ZIP, _any_of(archive.Zip())),
    MediaKind.XLSX: _Signs(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), _ZIP, _any_of(archive.Zip())),
    MediaKind.TXT: _Signs("text/plain", ("txt",), (), _is_text),
    MediaKind.MP3: _Signs(
        "audio/mpeg",
        ("mp3",),
        ("audio/mp3", "audio/x-mp3", "audio/mpeg3", "audio/x-mpeg", "audio/x-mpeg-3", "audio/mpg"),
        _is_mp3,
    ),
    MediaKind.M4A: _Signs(
        # The box is the same as a film's, and some telephones declare it so; cleaning refuses one that shows pictures.
        "audio/mp4",
        ("m4a",),
        ("audio/x-m4a", "audio/m4a", "audio/aac", "audio/mp4a-latm", "video/mp4"),
        _any_of(audio.M4a(), *_MOVING),
    ),
    MediaKind.OGG: _Signs(
        "audio/ogg",
        ("ogg", "oga", "opus"),
        ("application/ogg", "audio/opus", "audio/vorbis", "audio/x-ogg", "video/ogg"),
        _any_of(audio.Ogg()),
    ),
    MediaKind.MP4: _Signs(
        "video/mp4", ("mp4", "m4v"), ("video/x-m4v", "audio/mp4", "application/mp4"), _any_of(*_MOVING)
    ),
}


def kind_of(head: bytes, name: str, declared: str) -> MediaKind:
    """The kind of a file by its first HEAD_BYTES, its name and the type that the browser declared."""
    if not head:
        raise NotAllowed(Disagreement.EMPTY)
    named = _named(name)
    found: set[MediaKind] = {
        kind for kind, signs in _SIGNS.items() if kind is not MediaKind.TXT and signs.signature(head)
    }
    if not found and named is MediaKind.TXT and _is_text(head):
        found = {MediaKind.TXT}
    if not found:
        raise NotAllowed(Disagreement.UNKNOWN_KIND if named is None else Disagreement.SIGNATURE_DIFFERS)
    if named is None or named not in found:
        raise NotAllowed(Disagreement.EXTENSION_DIFFERS)
    media_type = declared.partition(";")[0].strip().lower()
    if media_type not in {*_NOT_DECLARED, named.served_as, *_SIGNS[named].also_declared}:
        raise NotAllowed(Disagreement.DECLARED_DIFFERS)
    return named


def _named(name: str) -> MediaKind | None:
    _, dot, extension = name.strip().lower().rpartition(".")
    return next((kind for kind, signs in _SIGNS.items() if dot and extension in signs.extensions), None)
