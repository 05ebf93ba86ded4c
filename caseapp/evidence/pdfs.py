"""PDF documents: pages and links stay; scripts, attachments, what acts by itself and what names the maker go."""

from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from caseapp.evidence.copies import CannotClean, Copy, Obstacle, Remains
from caseapp.evidence.segments import bare_jpeg, bare_jpeg2000

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
_PICTURES = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpeg2000}
"""Filters whose content is a file of its own, in which a camera tells of itself."""
_SHORT = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/DCT": "/DCTDecode",
}


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
        found = (place for thing in document.objects for place in _containers(thing))
        remains = frozenset[Remains]().union(*(_scrub(document, *place) for place in found))
        copy = BytesIO()
        document.save(copy, encryption=False, deterministic_id=True, preserve_pdfa=False, fix_metadata_version=False)
    return Copy(copy.getbuffer(), remains)


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


def _scrub(document: Pdf, container: Dictionary | Stream, held: dict[str, pikepdf.Object]) -> set[Remains]:
    """What stays here: a picture that could not be read, a reader's remark (without the name of its writer)."""
    remains = set[Remains]()
    if isinstance(container, Stream):
        _forget(container, held.keys() & _OUTSIDE_STREAM)
        if not _bare_picture(document, container, held):
            remains.add(Remains.PICTURES)
    if _acts(held):
        _forget(container, held.keys())
        return remains
    _forget(container, {key for key in held.keys() & _GONE if not _is_resource(held[key])})
    annotations = held.get("/Annots")
    if isinstance(annotations, Array):
        container["/Annots"] = Array([one for one in annotations if not _is_of(one, "/Subtype", _CARRIERS)])
    if _is_among(held.get("/FT"), {"/Sig"}):
        _forget(container, held.keys() & {"/V", "/Lock", "/SV"})
    if "/Rect" in held and _is_among(held.get("/Subtype"), _REMARKS):
        _forget(container, held.keys() & _REMARKED_BY)
        remains.add(Remains.COMMENTS)
    return remains


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


def _bare_picture(document: Pdf, container: Stream, held: dict[str, pikepdf.Object]) -> bool:
    """False when a picture stays as it is because what lies around or in it could not be read."""
    coding = _coding(held)
    if not coding or not _PICTURES.keys() & {name for name, _ in coding}:
        return True
    *around, (name, parameters) = coding
    if name not in _PICTURES:
        return False
    stored = raw = container.read_raw_bytes()
    if around:
        wrapped = document.make_stream(raw)
        wrapped.Filter = Array([Name(outer) for outer, _ in around])
        wrapped.DecodeParms = Array([told for _, told in around])
        try:
            raw = wrapped.read_bytes(pikepdf.StreamDecodeLevel.specialized)
        except pikepdf.PdfError:
            return False
    bare = _PICTURES[name](raw)
    if bare is None:
        return False
    if around or len(bare) < len(stored):
        container.write(bare, filter=Name(name), decode_parms=parameters)  # type: ignore[arg-type]
    return True


def _coding(held: dict[str, pikepdf.Object]) -> list[tuple[str, pikepdf.Object | None]]:
    """The filters of a stream, outermost first, under their long names, each with its parameters."""
    kind, told = held.get("/Filter"), held.get("/DecodeParms", held.get("/DP"))
    names = list(kind) if isinstance(kind, Array) else [kind] if isinstance(kind, Name) else []
    parameters = list(told) if isinstance(told, Array) else [told]
    parameters += [None] * len(names)
    return [(_SHORT.get(str(name), str(name)), one) for name, one in zip(names, parameters, strict=False)]
