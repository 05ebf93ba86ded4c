"""A real scanner finds what is infected; without one, or without its verdict, nothing is taken for clean."""

import contextlib
import os
import socket
import socketserver
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from caseapp.evidence.scanning import Verdict, scan
from tests.evidence.conftest import pieces
from tests.tools import needs_command

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless string that every scanner takes for infected; split, so that none takes this file for it."""
LARGEST = 4 * 1024 * 1024


@pytest.fixture(scope="session")
def scanner(tmp_path_factory) -> Iterator[str]:
    """A clamd that knows EICAR alone, at a unix socket."""
    command = needs_command("clamd", "clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    signatures = folder / "signatures"
    signatures.mkdir()
    (signatures / "local.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    address = folder / "socket"
    settings = folder / "clamd.conf"
    settings.write_text(
        f"DatabaseDirectory {signatures}\nLocalSocket {address}\nForeground yes\nStreamMaxLength {LARGEST}\n"
        f"TemporaryDirectory {folder}\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([command, "--config-file", settings], stdout=log, stderr=log)
    try:
        wait_until_it_answers(process, address, folder / "log")
        yield str(address)
    finally:
        process.terminate()
        process.wait(10)


def wait_until_it_answers(process: subprocess.Popen[bytes], address: Path, log: Path) -> None:
    for _ in range(600):
        with socket.socket(socket.AF_UNIX) as tried, contextlib.suppress(OSError):
            tried.connect(str(address))
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            pytest.fail(f"clamd ended: {log.read_text()[-500:]}")
    pytest.fail("clamd did not answer")


def test_what_is_infected_is_found(scanner) -> None:
    assert scan(scanner, [EICAR]) is Verdict.INFECTED


def test_it_is_found_across_pieces_and_inside_an_archive(scanner) -> None:
    assert scan(scanner, [b"", *(EICAR[place : place + 1] for place in range(len(EICAR))), b""]) is Verdict.INFECTED
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("letter.txt", EICAR)
    assert scan(scanner, pieces(archive.getvalue())) is Verdict.INFECTED


def test_what_is_not_infected_is_clean(scanner) -> None:
    assert scan(scanner, pieces(os.urandom(3 * 1024 * 1024))) is Verdict.CLEAN
    assert scan(scanner, []) is Verdict.CLEAN


def test_what_is_too_large_for_the_scanner_is_not_scanned(scanner) -> None:
    assert scan(scanner, pieces(bytes(2 * LARGEST))) is Verdict.NOT_SCANNED


@pytest.mark.parametrize(
    "address", ["", "/no/such/socket", "127.0.0.1:1", "nowhere", "127.0.0.1:port", "127.0.0.1:99999", ":", "/a\0b"]
)
def test_without_a_scanner_nothing_is_scanned(address) -> None:
    assert scan(address, [EICAR], timeout=2) is Verdict.NOT_SCANNED


def test_a_source_that_breaks_is_heard_of(scanner) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise LookupError("the next chunk is not there")

    with pytest.raises(LookupError):
        scan(scanner, broken())


class Answering(socketserver.BaseRequestHandler):
    """Says the server's line, whatever it is told, or nothing."""

    def handle(self) -> None:
        line = self.server.line  # type: ignore[attr-defined]
        while not line and self.request.recv(1024):
            pass
        self.request.sendall(line)


@pytest.fixture
def something_else(request) -> Iterator[str]:
    with socketserver.TCPServer(("127.0.0.1", 0), Answering) as server:
        server.line = request.param  # type: ignore[attr-defined]
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        serving.join()


ODD = [
    b"",
    b"HTTP/1.1 400 Bad Request\r\n\r\n",
    b"INSTREAM size limit exceeded. ERROR\0",
    b"stream: OK and more\0",
    b"OK",
]


@pytest.mark.parametrize("something_else", ODD, indirect=True, ids=str)
def test_an_answer_that_is_no_verdict_is_none(something_else) -> None:
    assert scan(something_else, [b"x"], timeout=0.2) is Verdict.NOT_SCANNED


@pytest.mark.parametrize("something_else", [b"stream: OK\0"], indirect=True)
def test_a_scanner_on_another_machine_is_asked_by_host_and_port(something_else) -> None:
    assert scan(something_else, [b"x"], timeout=2) is Verdict.CLEAN
