"""Asks clamd whether a file is infected, by its INSTREAM command; the file reaches no disk of ours."""

import socket
import struct
from collections.abc import Iterable
from enum import StrEnum

_LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
    """No scanner, or it gave no verdict: never taken for clean."""


def scan(address: str, chunks: Iterable[bytes], timeout: float = 30) -> Verdict:
    """`address` is the path of a unix socket, `host:port`, or empty for no scanner; `timeout` is for each answer."""
    if not address:
        return Verdict.NOT_SCANNED
    try:
        scanner = _connected(address, timeout)
    except (OSError, ValueError, OverflowError):
        return Verdict.NOT_SCANNED
    with scanner:
        return _judged(_answer(scanner, chunks))


def _connected(address: str, timeout: float) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout)
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    scanner.settimeout(timeout)
    try:
        scanner.connect(address)
    except (OSError, ValueError):
        scanner.close()
        raise
    return scanner


def _answer(scanner: socket.socket, chunks: Iterable[bytes]) -> bytes:
    """What the scanner says, or nothing; a source that breaks is the caller's, and goes through."""
    if _sent(scanner, b"zINSTREAM\0"):
        for chunk in chunks:
            if chunk and not _sent(scanner, struct.pack("!I", len(chunk)), chunk):
                break
        else:
            _sent(scanner, struct.pack("!I", 0))
    answer = b""
    try:
        while len(answer) < _LONGEST_ANSWER and (piece := scanner.recv(_LONGEST_ANSWER)):
            answer += piece
    except OSError:
        return b""
    return answer


def _sent(scanner: socket.socket, *pieces: bytes) -> bool:
    """False when the scanner hangs up, as it does over its size limit, after saying so."""
    try:
        for piece in pieces:
            scanner.sendall(piece)
    except OSError:
        return False
    return True


def _judged(answer: bytes) -> Verdict:
    said = answer.strip(b"\0\r\n ")
    if said == b"stream: OK":
        return Verdict.CLEAN
    return Verdict.INFECTED if said.startswith(b"stream: ") and said.endswith(b" FOUND") else Verdict.NOT_SCANNED
