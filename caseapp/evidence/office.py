"""Word and Excel documents: the parts that can be reached from the main one, without what acts, calls home or tells."""

import posixpath
import zipfile
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from caseapp.evidence import office_signs as signs
from caseapp.evidence import pictures
from caseapp.evidence.copies import CannotClean, Copy, Obstacle, Remains
from caseapp.evidence.kinds import MediaKind
from caseapp.evidence.office_xml import Tidying, parsed, written
from caseapp.evidence.segments import bare_jpeg2000

MAX_ENTRIES, MAX_UNPACKED, MAX_RATIO = 2_000, 200 * 1024 * 1024, 250
_SMALL = 1024 * 1024
"""Below this size a part may be packed as tightly as it likes."""
_TYPES = "[Content_Types].xml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PICTURES = {b"\xff\xd8\xff": MediaKind.JPEG, b"\x89PNG": MediaKind.PNG}


def clean(kind: MediaKind, content: bytes) -> Copy:
    """Comments and tracked changes stay, their writers' names do not."""
    package = _Package(kind, _unpacked(content))
    package.keep_from_main()
    return Copy(_packed(package.kept), frozenset(package.remains()))


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts by their names; a size that the zip lies about ends in zipfile's own error."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotClean(Obstacle.ENCRYPTED)
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise CannotClean(Obstacle.TOO_LARGE)
        if any(entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size) for entry in entries):
            raise CannotClean(Obstacle.TOO_LARGE)
        parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    if len(parts) < sum(not entry.is_dir() for entry in entries):
        raise CannotClean(Obstacle.DAMAGED)
    return parts


def _packed(parts: dict[str, bytes]) -> memoryview:
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        for name in [_TYPES, *sorted(parts.keys() - {_TYPES})]:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entry, parts[name])
    return copy.getbuffer()


class _Package:
    """The parts of a document, and those of them that are kept."""

    def __init__(self, kind: MediaKind, parts: dict[str, bytes]) -> None:
        self.parts, self.main = parts, signs.MAIN_PARTS[kind]
        if _TYPES not in parts or self.main not in parts:
            raise CannotClean(Obstacle.NOT_THIS_KIND)
        self.types = parsed(parts[_TYPES])
        self.defaults = {item.get("Extension", "").lower(): item for item in self.types if "Extension" in item.attrib}
        self.overrides = {item.get("PartName", "").lower(): item for item in self.types if "PartName" in item.attrib}
        if any(signs.is_macro(self.content_type(name)) or signs.is_macro(name) for name in parts):
            raise CannotClean(Obstacle.MACROS)
        if self.content_type(self.main) != signs.MAIN_TYPES[kind]:
            raise CannotClean(Obstacle.NOT_THIS_KIND)
        self.kept: dict[str, bytes] = {}
        self.tidying = Tidying()
        self.keeps_pictures = False

    def content_type(self, name: str) -> str:
        item = self.overrides.get(f"/{name}".lower())
        if item is None:
            item = self.defaults.get(posixpath.splitext(name)[1].lower().lstrip("."))
        return "" if item is None else item.get("ContentType", "")

    def keep_from_main(self) -> None:
        """Keeps the main part and what it leads to, then the list of types of just those."""
        waiting, seen = [""], {""}
        while waiting:
            source = waiting.pop()
            found, gone = self._relations(source)
            if source:
                self.kept[source] = self._tidied(source, gone)
            waiting += found - seen
            seen |= found
        if self.main not in self.kept:
            raise CannotClean(Obstacle.NOT_THIS_KIND)
        for item in list(self.types):
            part = item.get("PartName")
            if part is not None and part.lstrip("/").lower() not in {name.lower() for name in self.kept}:
                self.types.remove(item)
        self.kept[_TYPES] = written(self.types)

    def _relations(self, source: str) -> tuple[set[str], set[str]]:
        """The parts that this one leads to, and the ids of relations that are no more."""
        folder, name = posixpath.split(source)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self.parts:
            return set(), set()
        relations = parsed(self.parts[place])
        found, gone = set(), set()
        for relation in list(relations):
            target = self._target(folder, relation)
            if target is None:
                gone.add(relation.get("Id", ""))
                relations.remove(relation)
            elif target:
                found.add(target)
        if len(relations):
            self.kept[place] = written(relations)
        return found, gone

    def _target(self, folder: str, relation: etree._Element) -> str | None:
        """The part that a relation leads to, "" for an address outside that may stay, None for what goes."""
        what = relation.get("Type", "").rstrip("/").rpartition("/")[2]
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            return "" if what == "hyperlink" and target.lower().startswith(signs.LINKS) else None
        if what.lower() in signs.MACRO_RELATIONS:
            raise CannotClean(Obstacle.MACROS)
        if target.startswith("#"):
            return ""
        named = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        there = named in self.parts and (not signs.is_binary(self.content_type(named), named) or self._is_shown(named))
        return named if there and what not in signs.GONE_RELATIONS else None

    def _is_shown(self, name: str) -> bool:
        return self.content_type(name).startswith(signs.SHOWN)

    def _tidied(self, name: str, gone: set[str]) -> bytes:
        content = self.parts[name]
        if not signs.is_binary(self.content_type(name), name):
            return self.tidying.tidied(content, gone)
        kind = next((kind for start, kind in _PICTURES.items() if content.startswith(start)), None)
        if kind is not None:
            return bytes(pictures.clean(kind, content).content)
        anew = bare_jpeg2000(content) or pictures.made_anew(content)
        self.keeps_pictures |= anew is None and self.content_type(name).startswith("image/")
        return anew or content

    def remains(self) -> set[Remains]:
        found = (
            {Remains.COMMENTS} if any("comments" in self.content_type(name).lower() for name in self.kept) else set()
        )
        found |= {Remains.PICTURES} if self.keeps_pictures else set()
        return found | ({Remains.TRACKED_CHANGES} if self.tidying.saw_changes else set())
