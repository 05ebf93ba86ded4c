"""What the browser is given: everything ours or licensed, nothing from elsewhere, light enough for a slow line."""

import gzip
import re
import struct
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "caseapp"
STATIC = PACKAGE / "static"
OURS = {"site.css", "staff.js"}
TYPED_IN_MONGOLIAN = "АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмноөпрстуүфхцчшщъыьэюя0123456789₮№«»–—…•"
BYTES_OF_A_PAGE_WITHOUT_ITS_TEXT = 36_000


def served() -> list[Path]:
    return [path for path in STATIC.rglob("*") if path.is_file()]


def sheets() -> list[Path]:
    return [path for path in served() if path.suffix == ".css"]


def test_every_file_is_ours_or_stands_beside_its_licence():
    foreign = [path for path in served() if path.relative_to(STATIC).as_posix() not in OURS]
    assert foreign
    assert [path.name for path in foreign if not list(path.parent.glob("LICENSE*"))] == []


def test_the_sheet_begins_with_the_vendored_one_word_for_word():
    vendored = (STATIC / "vendor/govuk-frontend.css").read_text()
    assert vendored.startswith("/*! GOV.UK Frontend")
    assert (STATIC / "site.css").read_text().startswith(vendored)


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_a_sheet_loads_nothing_but_the_two_fonts_beside_it(sheet):
    text = sheet.read_text()
    targets = re.findall(r"url\(\s*[\"']?([^)\"']*)", text)
    assert [target for target in targets if not re.fullmatch(r"fonts/[\w-]+\.woff2", target)] == []
    assert [target for target in targets if not (sheet.parent / target).is_file()] == []
    assert re.findall(r"@import|data:|https?:|//[a-z]", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)) == []


def test_one_script_is_served_which_asks_this_site_alone_and_keeps_a_switch():
    scripts = [path for path in served() if path.suffix in {".js", ".mjs", ".map"}]
    assert [path.name for path in scripts] == ["staff.js"]
    text = scripts[0].read_text()
    told = r"XMLHttp|WebSocket|EventSource|sendBeacon|import\b|eval|Function\(|HTML\b|cookie|sessionStorage|indexedDB"
    assert re.findall(told, re.sub(r'"text/html"', "", text)) == []
    assert re.findall(r"https?:|//(?! )", text) == [], "an address of another site begins so"
    asked = re.findall(r"\bfetch\b.*", text)
    assert len(asked) == 1 and 'fetch(to, { method: "POST", mode: "same-origin"' in asked[0]
    assert set(re.findall(r"kept\.\w+\(\"([^\"]*)\"", text)) == {"caseapp-keys"}
    assert len(re.findall(r"localStorage", text)) == 1
    assert len(text) < 7_000


def test_no_other_script_is_asked_for_by_any_page():
    pages = [path for path in (PACKAGE.parent / "templates").rglob("*.html") if "<script" in path.read_text()]
    assert [path.name for path in pages] == ["staff_base.html"]
    assert re.findall(r"<script[^>]*>", pages[0].read_text()) == [
        """<script src="{{ url_for('static', filename='staff.js') }}" defer>"""
    ]


def test_sheet_and_fonts_are_light():
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 2
    weight = len(gzip.compress((STATIC / "site.css").read_bytes())) + sum(font.stat().st_size for font in fonts)
    assert weight < BYTES_OF_A_PAGE_WITHOUT_ITS_TEXT


def mapped_signs(font: bytes) -> set[int]:
    """Code points that a TrueType font draws: the segments of its format 4 table (OpenType, chapter cmap)."""
    tables = {font[12 + 16 * n : 16 + 16 * n]: 12 + 16 * n for n in range(struct.unpack(">H", font[4:6])[0])}
    cmap = struct.unpack(">L", font[tables[b"cmap"] + 8 : tables[b"cmap"] + 12])[0]
    count = struct.unpack(">H", font[cmap + 2 : cmap + 4])[0]
    offsets = [struct.unpack(">L", font[cmap + 8 + 8 * n : cmap + 12 + 8 * n])[0] for n in range(count)]
    at = next(cmap + offset for offset in offsets if font[cmap + offset : cmap + offset + 2] == b"\x00\x04")
    segments = struct.unpack(">H", font[at + 6 : at + 8])[0] // 2
    ends = struct.unpack(f">{segments}H", font[at + 14 : at + 14 + 2 * segments])
    starts = struct.unpack(f">{segments}H", font[at + 16 + 2 * segments : at + 16 + 4 * segments])
    return {sign for start, end in zip(starts, ends, strict=True) for sign in range(start, end + 1)}


@pytest.mark.parametrize("weight", [400, 700])
def test_the_letters_fonts_draw_every_mongolian_sign(weight):
    signs = mapped_signs((PACKAGE / f"fonts/NotoSans-{weight}.ttf").read_bytes())
    assert [sign for sign in TYPED_IN_MONGOLIAN if ord(sign) not in signs] == []
    assert ord("中") not in signs
