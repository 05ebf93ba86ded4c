"""The proof of what was filed and when: a short statement in plain ASCII lines, and the block that carries it signed.

A statement in full also tells what kind of thing was filed; the discreet one leaves out all that would tell it.

The signature covers the statement's own bytes, so that anybody can check it with openssl. Its first line tells it apart
from all else that the same key signs (`services/ledger.py`: a checkpoint begins otherwise).
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.numbers import is_case_number
from caseapp.domain.vocab import Kind

VERSION_LINE = "caseapp proof of filing, version 1"
BEGIN = "-----BEGIN PROOF OF FILING-----"
SIGNATURE = "-----SIGNATURE-----"
END = "-----END PROOF OF FILING-----"
MAX_ARTICLE = 200
_NONE = "none"
_ONCE = ("number", "received", "kind", "due", "rule", "article", "stated", "text-sha256")
_TELLING = frozenset({"kind", "rule", "article"})
_DISCREET = tuple(name for name in _ONCE if name not in _TELLING)
_FILE = "file-sha256"
_LABEL = re.compile(rf"({'|'.join((*_ONCE, _FILE))}):(?: |$)")
_INSIDE = re.compile(rf"\s*(?=(?:{'|'.join((*_ONCE, _FILE))}):\s)")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RULE = re.compile(r"[a-z_]+/[1-9][0-9]{0,5}")


class NoProof(ValueError):
    """What was given is no statement or no block in this form."""


def digest_of_text(text: str) -> str:
    """SHA-256 (hexadecimal) of the text in UTF-8 with lines ended by \\n, without spaces at the ends of lines and
    without blank space around the whole: what nobody sees makes no difference."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return hashlib.sha256("\n".join(line.rstrip(" \t") for line in lines).strip(" \t\n").encode()).hexdigest()


def in_ascii(words: str) -> str:
    """One short line in ASCII; a sign that has no place there is written by its number."""
    line = " ".join(words.split()).encode("ascii", "backslashreplace").decode()
    return line if len(line) <= MAX_ARTICLE else line[: MAX_ARTICLE - 3].rstrip() + "..."


@dataclass(frozen=True)
class Statement:
    """`rule` is code/version; `stated_on` is the day for which the due day holds; digests are hexadecimal SHA-256.

    Without a kind it is discreet: then there is neither rule nor article."""

    number: str
    received_at: datetime
    kind: Kind | None
    due_on: date | None
    rule: str | None
    article: str | None
    stated_on: date
    text_digest: str
    file_digests: tuple[str, ...] = ()

    def text(self) -> str:
        """The canonical form: what is signed, every line ended by a newline."""
        values = (
            self.number,
            self.received_at.astimezone(ULAANBAATAR).isoformat(timespec="seconds"),
            self.kind.value if self.kind else _NONE,
            self.due_on.isoformat() if self.due_on else _NONE,
            self.rule or _NONE,
            self.article or _NONE,
            self.stated_on.isoformat(),
            self.text_digest,
        )
        told = _ONCE if self.kind else _DISCREET
        lines = [f"{name}: {value}" for name, value in zip(_ONCE, values, strict=True) if name in told]
        files = [f"{_FILE}: {digest}" for digest in self.file_digests]
        return "".join(f"{line}\n" for line in (VERSION_LINE, *lines, *files))


@dataclass(frozen=True)
class SignedStatement:
    """What a person keeps, prints or pastes."""

    statement: Statement
    signature: bytes

    def block(self) -> str:
        signature = base64.b64encode(self.signature).decode()
        return f"{BEGIN}\n{self.statement.text()}{SIGNATURE}\n{signature}\n{END}\n"


def read_block(pasted: str) -> SignedStatement:
    """The block as it was made, from whatever stands around it, lines that were broken or joined on the way mended."""
    _, begin, rest = pasted.partition(BEGIN)
    stated, middle, rest = rest.partition(SIGNATURE)
    signed, end, _ = rest.partition(END)
    if not (begin and middle and end):
        raise NoProof("no block")
    signature = _signature("".join(signed.split()))
    try:
        return SignedStatement(read_statement(_mended(stated)), signature)
    except NoProof:
        return SignedStatement(read_statement(_mended(_INSIDE.sub("\n", stated))), signature)


def _signature(written: str) -> bytes:
    """A signature has one spelling: base64 lets the last bits vary."""
    try:
        signature = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise NoProof("no signature") from None
    if base64.b64encode(signature).decode() != written:
        raise NoProof("no signature")
    return signature


def _mended(text: str) -> str:
    """Lines that begin with no label go on the one before them."""
    lines: list[str] = []
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        if not lines or line == VERSION_LINE or _LABEL.match(line):
            lines.append(line)
        else:
            lines[-1] += f" {line}"
    return "".join(f"{line}\n" for line in lines)


def read_statement(text: str) -> Statement:
    """The statement of a canonical text, to the byte; else NoProof."""
    lines = text.split("\n")
    names = _ONCE if any(line.startswith("kind: ") for line in lines) else _DISCREET
    named = [line.partition(": ") for line in lines[1 : 1 + len(names)]]
    if lines[0] != VERSION_LINE or tuple(name for name, _, _ in named) != names:
        raise NoProof("not a statement")
    files = [line.removeprefix(f"{_FILE}: ") for line in lines[1 + len(names) : -1]]
    try:
        statement = _statement({name: value for name, _, value in named}, tuple(files))
        canonical = statement.text()
    except (ValueError, OverflowError):
        raise NoProof("a line holds something else") from None
    if canonical != text:
        raise NoProof("not in the canonical form")
    return statement


def _statement(told: dict[str, str], files: tuple[str, ...]) -> Statement:
    given = dict.fromkeys(_TELLING) | {n: None if value == _NONE else value for n, value in told.items()}
    digests = (told["text-sha256"], *files)
    if not is_case_number(told["number"]) or not all(_DIGEST.fullmatch(digest) for digest in digests):
        raise ValueError
    if given["rule"] is not None and not _RULE.fullmatch(given["rule"]):
        raise ValueError
    article = told.get("article", "")
    if not article.isascii() or len(article) > MAX_ARTICLE:
        raise ValueError
    received = datetime.fromisoformat(told["received"])
    if received.tzinfo is None:
        raise ValueError
    return Statement(
        number=told["number"],
        received_at=received,
        kind=Kind(told["kind"]) if "kind" in told else None,
        due_on=date.fromisoformat(told["due"]) if given["due"] else None,
        rule=given["rule"],
        article=given["article"],
        stated_on=date.fromisoformat(told["stated"]),
        text_digest=told["text-sha256"],
        file_digests=files,
    )
