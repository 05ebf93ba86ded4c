"""QR codes, read back by another program than the one that drew them."""

import re
import subprocess
from pathlib import Path

import pytest

from caseapp.domain.receipts import latin, new_receipt, parse_receipt
from caseapp.services.petitioner import codes
from tests.domain.test_proofs import SIGNED
from tests.tools import needs_command

MODULE = 6
Dark = list[list[int]]


def scanned(size: int, dark: Dark, folder: Path) -> str:
    """What zbar sees on a picture with these dark stretches (row, first module, length) and a quiet zone."""
    program, side = needs_command("zbarimg", "zbar-tools"), size + 8
    rows = [bytearray(b"\xff" * side * MODULE) for _ in range(side)]
    for y, start, length in dark:
        rows[y + 4][(start + 4) * MODULE : (start + 4 + length) * MODULE] = bytes(length * MODULE)
    picture = folder / "code.pgm"
    head = f"P5 {side * MODULE} {side * MODULE} 255\n".encode()
    picture.write_bytes(head + b"".join(bytes(row) * MODULE for row in rows))
    told = subprocess.run(
        [program, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], capture_output=True, check=True
    )
    return told.stdout.decode()[:-1]


def drawn(svg: str) -> tuple[int, Dark]:
    """Size and dark stretches of the drawing in a page: one path of horizontal strokes."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    scale = int(re.search(r"scale\((\d+)\)", svg)[1])  # type: ignore[index]
    dark, x, y = [], 0.0, 0.0
    for order, one, other in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", re.search(r'd="([^"]+)"', svg)[1]):  # type: ignore[index]
        if order == "h":
            dark.append([int(y), int(x), int(one)])
            x += float(one)
        elif order == "M":
            x, y = float(one), float(other)
        else:
            x, y = x + float(one), y + float(other)
    return size // scale, dark


def test_the_receipts_picture_is_scanned_as_its_code(tmp_path: Path) -> None:
    for _ in range(5):
        receipt = new_receipt()
        size, dark = drawn(codes.svg(latin(receipt.code)))
        assert parse_receipt(scanned(size, dark, tmp_path)) == receipt


def test_the_receipts_picture_is_small_enough_to_be_read_from_bad_paper() -> None:
    size, _ = drawn(codes.svg(latin(new_receipt().code)))
    assert size - 8 == 29


def test_the_picture_is_a_drawing_that_the_page_may_hold() -> None:
    svg = codes.svg(latin(new_receipt().code))
    assert svg.startswith("<svg ") and "style" not in svg and "<?xml" not in svg


@pytest.mark.parametrize("files", [0, 2, 10])
def test_a_printed_proof_is_scanned_to_the_last_sign(files: int, tmp_path: Path) -> None:
    block = SIGNED.block().replace(f"file-sha256: {'0' * 64}\n", f"file-sha256: {'c3' * 32}\n" * files)
    code = codes.runs(block)
    assert scanned(code["size"], code["dark"], tmp_path) == block  # type: ignore[arg-type]
