"""How the parts of Office documents are told apart: by content type and by the relation that leads to them."""

from caseapp.evidence.kinds import MediaKind

_OFFICE = "application/vnd.openxmlformats-officedocument."

MAIN_PARTS = {MediaKind.DOCX: "word/document.xml", MediaKind.XLSX: "xl/workbook.xml"}
MAIN_TYPES = {
    MediaKind.DOCX: f"{_OFFICE}wordprocessingml.document.main+xml",
    MediaKind.XLSX: f"{_OFFICE}spreadsheetml.sheet.main+xml",
}
LINKS = ("http:", "https:", "mailto:", "tel:")
"""Addresses that a reader may choose to follow; a path on a disk would tell of the maker."""
SHOWN = ("image/bmp", "image/gif", "image/jp", "image/png", "image/tiff", "image/x-", f"{_OFFICE}obfuscatedFont")
"""Binary parts that are kept: pictures (not SVG, which may hold scripts) and fonts."""

MACRO_RELATIONS = {"vbaproject", "xlmacrosheet", "xlintlmacrosheet"}
_MACRO_WORDS = ("macroenabled", "vbaproject", "vbadata", "macrosheet")

GONE_RELATIONS = {
    # what acts or calls home
    "aFChunk",
    "activeXControlBinary",
    "attachedTemplate",
    "connections",
    "control",
    "ctrlProp",
    "externalLink",
    "externalLinkPath",
    "frame",
    "mailMergeSource",
    "oleObject",
    "package",
    "queryTable",
    "subDocument",
    # what tells of the maker
    "core-properties",
    "custom-properties",
    "customProperty",
    "customXml",
    "customXmlProps",
    "extended-properties",
    "people",
    "printerSettings",
    "recipientData",
    "revisionHeaders",
    "revisionLog",
    "thumbnail",
    "usernames",
    "webextensiontaskpanes",
    "webextension",
    "digital-signature",
    "origin",
    "signature",
}
"""Last words of relation types: the part goes, with all that only it leads to."""


def is_macro(name_or_type: str) -> bool:
    return any(word in name_or_type.lower() for word in _MACRO_WORDS)


def is_binary(content_type: str, name: str) -> bool:
    """Everything that is not XML, SVG among it, for nothing but a picture's place leads to it."""
    is_svg = content_type.startswith("image/svg")
    return is_svg or not (content_type.endswith(("+xml", "/xml", ".vmlDrawing")) and not name.endswith(".bin"))
