"""QR codes: rows of modules for a printed page, or a drawing that stands in a web page."""

import segno

_QUIET_ZONE = 4


def svg(signs: str) -> str:
    """A small code of capitals and digits, for the page: no mask is tried out, one is as good as another here.

    A third of it may be folded, stained or torn away."""
    code = segno.make(signs, error="h", micro=False, mode="alphanumeric", mask=3, boost_error=False)
    return str(code.svg_inline(scale=4, border=_QUIET_ZONE, omitsize=True))


def runs(text: str, error: str = "l") -> dict[str, object]:
    """A large code as a printer draws it: modules a side, and for each dark stretch its row, first module, length."""
    code = segno.make(text.encode(), error=error, micro=False, mode="byte", boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    stretches = [[y, start, length] for y, row in enumerate(rows) for start, length in _dark(row)]
    return {"size": len(rows), "dark": stretches}


def _dark(row: bytes) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for x, module in enumerate(row):
        if not module:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
