"""What poppler finds of signatures in a PDF: by whom, over how much of it, and whether that is as it was signed.

Who issued the certificate is not judged: that needs the state's list of issuers, which no server without the internet
keeps. The file reaches no disk: the tools read it from memory, bounded in time and room."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SECONDS = 10.0
MOST = 20
"""Signatures that are told of."""
_BOUNDED = 'ulimit -v 1048576 && ulimit -t 10 && ulimit -c 0 && exec "$0" "$@"'
_SURROUNDINGS = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
_EACH = re.compile(r"^Signature #\d+:$", re.MULTILINE)
_NONE = "does not contain any signatures"
_SIGNER = re.compile(r"^  - Signer Certificate Common Name: (.*)$", re.MULTILINE)
_JUDGED = re.compile(r"^  - Signature Validation: (.*)$", re.MULTILINE)


class Cover(StrEnum):
    """What a signature says of the document."""

    WHOLE = "whole"
    """All of it is as it was signed."""
    PART = "part"
    """What it covers is as it was signed; something was added afterwards."""
    BROKEN = "broken"
    """What it covers was changed, or the signature could not be read."""


@dataclass(frozen=True)
class Signature:
    """`signer` as the certificate says."""

    signer: str
    cover: Cover


@dataclass(frozen=True)
class Looked:
    """`signatures` is None where the tool is missing or gave up; `names_letter` likewise of the text."""

    signatures: tuple[Signature, ...] | None
    names_letter: bool | None


def look(pdf: Iterable[bytes], number: str) -> Looked:
    """At a PDF that should be the letter of this number; a scan of paper has neither a signature nor a text."""
    if not hasattr(os, "memfd_create"):  # elsewhere than on Linux there is no file without a name
        return Looked(None, None)
    held = os.memfd_create("signed")
    try:
        with os.fdopen(os.dup(held), "wb") as room:
            for piece in pdf:
                room.write(piece)
        told = _told("pdfsig", held, "-nocert", before=True)
        said = _told("pdftotext", held, "-", before=False)
    finally:
        os.close(held)
    return Looked(_signatures(told), None if said is None else _names(said, number))


def _told(tool: str, held: int, option: str, *, before: bool) -> str | None:
    """What the tool says of the file, whatever it thinks of it; None where it is missing or did not end."""
    found = shutil.which(tool, path=_SURROUNDINGS["PATH"])
    if found is None:
        return None
    path = f"/dev/fd/{held}"
    words = [option, path] if before else [path, option]
    try:
        ended = subprocess.run(  # noqa: S603 - a tool of the system, and a file without a name
            ["/bin/sh", "-c", _BOUNDED, found, *words],
            capture_output=True,
            timeout=SECONDS,
            env=_SURROUNDINGS,
            pass_fds=(held,),
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        return None
    said = ended.stdout.decode("utf-8", "replace")
    return said if ended.returncode == 0 or (ended.returncode == 2 and _NONE in said) else None


def _signatures(told: str | None) -> tuple[Signature, ...] | None:
    """The judgement is the last one of its block: what the certificate and the field are called comes before it."""
    if told is None:
        return None
    return tuple(_signature(block) for block in _EACH.split(told)[1:][:MOST])


def _signature(block: str) -> Signature:
    signer, judged = _SIGNER.search(block), _JUDGED.findall(block)
    holds = judged[-1:] == ["Signature is Valid."]
    whole = "\n  - Total document signed\n" in block and "\n  - Not total document signed\n" not in block
    cover = (Cover.WHOLE if whole else Cover.PART) if holds else Cover.BROKEN
    name = "".join(sign for sign in (signer[1] if signer else "") if sign.isprintable())
    return Signature(name.strip()[:200], cover)


def _names(text: str, number: str) -> bool:
    return bool(number) and re.search(rf"(?<![\w/.-]){re.escape(number)}(?![\w/-])", text) is not None
