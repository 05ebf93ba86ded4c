"""HTML's own grammar, as the standard's parser reads a page."""

from html5lib import HTMLParser
from html5lib.constants import E


def slips(markup: bytes) -> list[str]:
    """Where the page breaks the grammar: line and sign, what is wrong, and what stands there."""
    parser = HTMLParser()
    parser.parse(markup, transport_encoding="utf-8")
    lines = markup.decode().splitlines()
    return [
        f"line {line}, sign {sign}: {E[code] % about} in {_around(lines, line, sign)}"
        for (line, sign), code, about in parser.errors
    ]


def _around(lines: list[str], line: int, sign: int) -> str:
    return lines[line - 1][max(0, sign - 60) : sign + 10] if 0 < line <= len(lines) else "the end"
