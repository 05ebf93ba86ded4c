"""PDFs with a signature of an invented person, made with openssl: as a signing office would send them back."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf

ROOM = 8192
"""Bytes kept free for the signature."""
_FAR = 9_999_999_999


def signed_pdf(pdf: bytes, name: str, folder: Path) -> bytes:
    """The document with one signature over all of it, by a certificate that says `name`."""
    before, room, after = _with_room(pdf)
    (folder / "covered").write_bytes(before + after)
    _openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-out", "c", "-days", "9",
             "-utf8", "-subj", f"/CN={name}/O=Invented")  # fmt: skip
    _openssl(folder, "cms", "-sign", "-binary", "-in", "covered", "-signer", "c", "-inkey", "k", "-outform", "DER",
             "-out", "s", "-md", "sha256")  # fmt: skip
    signature = (folder / "s").read_bytes().hex().encode()
    return before + b"<" + signature.ljust(room - 2, b"0") + b">" + after


def _with_room(pdf: bytes) -> tuple[bytes, int, bytes]:
    """What comes before the signature, how many signs are kept for it, and what comes after."""
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as paper:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
            ByteRange=pikepdf.Array([0, _FAR, _FAR, _FAR]),
            Contents=pikepdf.String(b"\xff" * ROOM),
        )
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("Signature1"),
            V=paper.make_indirect(value),
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            Rect=pikepdf.Array([0, 0, 0, 0]),
            P=paper.pages[0].obj,
        )
        form = pikepdf.Dictionary(Fields=pikepdf.Array([paper.make_indirect(field)]), SigFlags=3)
        paper.Root.AcroForm = paper.make_indirect(form)
        paper.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    content = made.getvalue()
    room = b"<" + b"ff" * ROOM + b">"
    start = content.index(room)
    end = start + len(room)
    old = f"[ 0 {_FAR} {_FAR} {_FAR} ]".encode()
    new = f"[ 0 {start} {end} {len(content) - end} ]".encode().ljust(len(old))
    content = content.replace(old, new)
    return content[:start], len(room), content[end:]


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)
