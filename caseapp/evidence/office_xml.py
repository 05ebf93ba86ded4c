"""The XML inside Office documents: without names of writers, without what led to a part that is gone."""

import re

from lxml import etree

from caseapp.evidence.copies import CannotClean, Obstacle

_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONS = ("/officeDocument/2006/relationships}", "/officeDocument/relationships}")
_NOTHING_WITHOUT_ITS_PART = {
    "OLEObject",
    "altChunk",
    "attachedTemplate",
    "control",
    "externalData",
    "externalReference",
    "hlinkClick",
    "hlinkHover",
    "hlinkMouseOver",
    "oleObject",
    "subDoc",
    "svgBlip",
}
"""Elements that go with the part they lead to; others lose the reference alone."""
_CONTAINERS = {
    "AlternateContent",
    "Choice",
    "Fallback",
    "controls",
    "externalReferences",
    "oleObjects",
    "ext",
    "extLst",
}
"""Elements that must not stand empty."""
_ALWAYS_GONE = {"mailMerge", "rsids", "docVars", "absPath", "fileSharing", "webPublishing", "presenceInfo"}
_CHANGES = {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange"}
_BLANKED = {"initials": "A", "userId": "", "userName": ""}
_DATES = re.compile(r"^(date|dT|dateUtc)$")
_LONG_AGO = "1980-01-01T00:00:00Z"
_HARMLESS_FIELDS = re.compile(
    r"\s*(=|(PAGE|NUMPAGES|SECTION|SECTIONPAGES|PAGEREF|REF|NOTEREF|STYLEREF|SEQ|TOC|TOA|TC|XE|INDEX|HYPERLINK|DATE|TIME"
    r"|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|SYMBOL|EQ|LISTNUM|MERGEFIELD|CITATION|BIBLIOGRAPHY|IF|QUOTE)\b)",
    re.IGNORECASE,
)
_CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BARE_CELLS = {f"{_CELLS}{name}" for name in ("row", "c", "v", "is", "t", "si")}
"""Most of a large sheet, and nothing in them leads anywhere or names anybody."""
_FORMULAS = {f"{_CELLS}f", f"{_CELLS}definedName"}
_QUOTED = re.compile(r'"[^"]*"')
_ASKS_OUTSIDE = re.compile(r"(?<![\w\]])\[\d+\]|\||\b(WEBSERVICE|IMAGE|RTD|CALL|REGISTER)\s*\(", re.IGNORECASE)
"""A formula that asks another file, another program (DDE) or an address; the value it last had stays."""


def parsed(content: bytes) -> etree._Element:
    """Refuses a document type, which no Office document has and through which files are read and memory filled."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise CannotClean(Obstacle.DAMAGED)
    return root


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class Tidying:
    """One document's: a writer has the same number in all its parts."""

    def __init__(self) -> None:
        self.saw_changes = False
        self._writers: dict[str, str] = {}

    def tidied(self, content: bytes, gone: set[str]) -> bytes:
        root = parsed(content)
        leaving = []
        for element in root.iter("*"):
            if element.tag in _BARE_CELLS:
                continue
            name = _local(element.tag)
            self.saw_changes |= element.tag.startswith(_WORDS) and name in _CHANGES
            asks = element.tag in _FORMULAS and _ASKS_OUTSIDE.search(_QUOTED.sub("", element.text or ""))
            if asks or name in _ALWAYS_GONE or (name in _NOTHING_WITHOUT_ITS_PART and _lead_to(element, gone)):
                leaving.append(element)
            elif name == "author" and element.text:
                element.text = self._number(element.text)
            self._tidy_attributes(element, gone)
        for element in leaving:
            _remove(element)
        _silence_fields(root)
        return written(root)

    def _tidy_attributes(self, element: etree._Element, gone: set[str]) -> None:
        for key in _lead_to(element, gone):
            del element.attrib[key]
        for key, value in element.attrib.items():
            name = _local(key)
            if name.startswith("rsid"):
                del element.attrib[key]
            elif name == "author" or (name == "displayName" and _local(element.tag) == "person"):
                element.set(key, self._number(value))
            elif name in _BLANKED:
                element.set(key, _BLANKED[name])
            elif _DATES.match(name) and "T" in value:
                element.set(key, _LONG_AGO)

    def _number(self, writer: str) -> str:
        return self._writers.setdefault(writer, f"Author {len(self._writers) + 1}")


def _local(name: str) -> str:
    """Without its namespace."""
    return name.rpartition("}")[2]


def _lead_to(element: etree._Element, parts: set[str]) -> list[str]:
    """The attributes of this element that name one of these relations."""
    if not parts:
        return []
    named = [key for key, value in element.attrib.items() if value in parts]
    return [key for key in named if key[: key.find("}") + 1].endswith(_RELATIONS)]


def _remove(element: etree._Element) -> None:
    """With the containers that would stand empty."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if len(parent) == 0 and _local(parent.tag) in _CONTAINERS:
        _remove(parent)


def _silence_fields(root: etree._Element) -> None:
    """Leaves what a field of Word last showed, and takes the order to fetch or start something."""
    for field in root.iter(f"{_WORDS}fldSimple"):
        if not _HARMLESS_FIELDS.match(field.get(f"{_WORDS}instr", "")):
            field.set(f"{_WORDS}instr", "")
    open_fields: list[list[etree._Element]] = []
    for element in root.iter(f"{_WORDS}fldChar", f"{_WORDS}instrText"):
        if element.tag == f"{_WORDS}instrText":
            (open_fields[-1] if open_fields else [element]).append(element)
        elif element.get(f"{_WORDS}fldCharType") == "begin":
            open_fields.append([])
        elif element.get(f"{_WORDS}fldCharType") == "end" and open_fields:
            _silence(open_fields.pop())
    for unfinished in open_fields:
        _silence(unfinished)


def _silence(orders: list[etree._Element]) -> None:
    if not _HARMLESS_FIELDS.match("".join(order.text or "" for order in orders)):
        for order in orders:
            order.text = ""
