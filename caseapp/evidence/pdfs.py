"""PDF documents: pages and links stay; scripts, attachments, what acts by itself and what names the maker go."""

from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from caseapp.evidence.copies import CannotClean, Copy, Obstacle, Remains

_ACTING = {"/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/Renditions", "/Requirements"}
_CARRYING = {"/EmbeddedFiles", "/EF", "/AF", "/Collection", "/Ref", "/RichMediaContent", "/RichMediaSettings"}
_TELLING = {"/Metadata", "/PieceInfo", "/Thumb", "/Perms", "/DSS", "/Legal", "/SpiderInfo", "/LastModified"}
_GONE = _ACTING | _CARRYING | _TELLING
_OUTSIDE_STREAM = {"/F", "/FFilter", "/FDecodeParms"}
"""Keys by which a stream's content lies in another file."""
_RESOURCES = {"/Font", "/XObject", "/ExtGState", "/Pattern", "/CMap"}
"""Types of things that may be called by any name in a page's resources, so also by one of those above."""
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/GoTo3DView",
}
_LINKS = ("http:", "https:", "mailto:", "tel:")
_CARRIERS = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
_REMARKS = {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Ink", "/Caret"}
_REMARKED_BY = {"/T", "/CreationDate", "/M", "/NM"}
_KEPT_SEGMENTS = {0xE0, 0xEE}
"""Of a JPEG's application segments, those that say how to read the pixels: JFIF and Adobe."""


# Qpdf finds where the system's chance comes from when it first needs it: here, since later no file can be opened.
with Pdf.new() as _locked_once:
    _locked_once.save(BytesIO(), encryption=pikepdf.Encryption(owner="-", user="-"))


def clean(_kind: str, content: bytes) -> Copy:
    """A document that opens without a password is copied, without what its owner forbade; any other is refused."""
    try:
        document = Pdf.open(BytesIO(content))
    except pikepdf.PasswordError as locked:
        raise CannotClean(Obstacle.ENCRYPTED) from locked
    with document:
        for key in ("/Info", "/ID"):
            if key in document.trailer:
                del document.trailer[key]
        remarks = [_scrub(*found) for thing in document.objects for found in _containers(thing)]
        copy = BytesIO()
        document.save(copy, encryption=False, deterministic_id=True, preserve_pdfa=False, fix_metadata_version=False)
    return Copy(copy.getbuffer(), frozenset({Remains.COMMENTS}) if any(remarks) else frozenset())


def _containers(thing: pikepdf.Object) -> Iterator[tuple[Dictionary | Stream, dict[str, pikepdf.Object]]]:
    """The dictionaries that stand in this object itself, with what they hold; what it points to comes later."""
    waiting = [thing]
    while waiting:
        here = waiting.pop()
        inner: Iterable[object] = ()
        if isinstance(here, Dictionary | Stream):
            held = dict(here.items())
            yield here, held
            inner = held.values()
        elif isinstance(here, Array):
            inner = here
        waiting += [part for part in inner if isinstance(part, Dictionary | Array) and not part.is_indirect]


def _scrub(container: Dictionary | Stream, held: dict[str, pikepdf.Object]) -> bool:
    """True when a remark of a reader stands here, which is kept without the name of its writer."""
    if isinstance(container, Stream):
        _forget(container, held.keys() & _OUTSIDE_STREAM)
        _bare_jpeg(container, held)
    if _acts(held):
        _forget(container, held.keys())
        return False
    _forget(container, {key for key in held.keys() & _GONE if not _is_resource(held[key])})
    annotations = held.get("/Annots")
    if isinstance(annotations, Array):
        container["/Annots"] = Array([one for one in annotations if not _is_of(one, "/Subtype", _CARRIERS)])
    if _is_among(held.get("/FT"), {"/Sig"}):
        _forget(container, held.keys() & {"/V", "/Lock", "/SV"})
    remark = "/Rect" in held and _is_among(held.get("/Subtype"), _REMARKS)
    if remark:
        _forget(container, held.keys() & _REMARKED_BY)
    return remark


def _acts(held: dict[str, pikepdf.Object]) -> bool:
    """Does more than to lead elsewhere in the document, or to an address that the reader chooses to follow."""
    if _is_among(held.get("/S"), {"/URI"}):
        return not str(held.get("/URI", "")).strip().lower().startswith(_LINKS)
    return _is_among(held.get("/S"), _ACTIONS)


def _is_of(thing: object, key: str, names: set[str]) -> bool:
    return isinstance(thing, Dictionary | Stream) and _is_among(thing.get(key), names)


def _is_among(value: object, names: set[str]) -> bool:
    return isinstance(value, Name) and str(value) in names


def _is_resource(value: object) -> bool:
    return _is_of(value, "/Type", _RESOURCES) or _is_of(value, "/Subtype", {"/Form"})


def _forget(container: Dictionary | Stream, keys: Iterable[str]) -> None:
    for key in list(keys):
        del container[key]


def _bare_jpeg(container: Stream, held: dict[str, pikepdf.Object]) -> None:
    kind = held.get("/Filter")
    if isinstance(kind, Array) and len(kind) == 1:
        kind = kind[0]
    if kind == Name.DCTDecode:
        raw = container.read_raw_bytes()
        bare = without_segments(raw)
        if len(bare) < len(raw):
            parameters = held.get("/DecodeParms")
            container.write(bare, filter=Name.DCTDecode, decode_parms=parameters)  # type: ignore[arg-type]


def without_segments(jpeg: bytes) -> bytes:
    """Without what cameras and programs wrote beside the pixels (EXIF, XMP, IPTC, comments); unchanged if it is odd."""
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker, length = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker == 0xDA:
            return b"".join([*kept, jpeg[place:]])
        tells = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS)
        if not tells:
            kept.append(jpeg[place : place + 2 + length])
        place += 2 + length
    return jpeg
