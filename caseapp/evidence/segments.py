"""What cameras and programs write beside the pixels of a picture that is kept as it is: taken out, no pixel changed."""

import re
from collections.abc import Iterator

_KEPT_SEGMENTS = {0xE0, 0xEE}
"""Of a JPEG's application segments, those that say how to read the pixels: JFIF and Adobe."""
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""The next one after a scan: within a scan stand only stuffed bytes and restarts."""
_TELLING_BOXES = {b"xml ", b"uuid", b"uinf", b"jp2i", b"asoc"}
_WITHOUT_BOXES = b"\xff\x4f\xff\x51"
"""How JPEG 2000 begins that is nothing but its pixels."""


def bare_jpeg(jpeg: bytes) -> bytes | None:
    """Without EXIF, XMP, IPTC, comments and what follows its end; None when it is no JPEG that could be read."""
    if jpeg[:2] != b"\xff\xd8":
        return None
    kept, place = [jpeg[:2]], 2
    while (found := _MARKER.match(jpeg, place)) is not None:
        marker, start = found[1][0], found.end() - 2
        if marker == _END:
            return b"".join([*kept, jpeg[start : start + 2]])
        end = start + 2 + int.from_bytes(jpeg[start + 2 : start + 4], "big")
        if marker == _START or not start + 4 <= end <= len(jpeg):
            return None
        if marker == _SCAN:
            after = _MARKER.search(jpeg, end)
            if after is None:
                return b"".join([*kept, jpeg[start:]])
            end = after.start()
        if marker != 0xFE and not (0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS):
            kept.append(jpeg[start:end])
        place = end
    return None


def bare_jpeg2000(picture: bytes) -> bytes | None:
    """Without the boxes for XMP, EXIF and places; None when it is no JPEG 2000 that could be read."""
    if picture.startswith(_WITHOUT_BOXES):
        return picture
    if picture[4:8] != b"jP  ":
        return None
    boxes = list(_boxes(picture))
    if sum(map(len, (box for _, box in boxes))) != len(picture):
        return None
    return b"".join(box for kind, box in boxes if kind not in _TELLING_BOXES)


def _boxes(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(picture):
        length = int.from_bytes(picture[place : place + 4], "big")
        if length == 1:
            length = int.from_bytes(picture[place + 8 : place + 16], "big")
        elif length == 0:
            length = len(picture) - place
        if length < 8:
            return
        yield picture[place + 4 : place + 8], picture[place : place + length]
        place += length
