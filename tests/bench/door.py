"""The real thing at the citizens' door: `caseapp demo` with its own PostgreSQL, two workers, and clients on sockets."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

READY_SECONDS = 180
TYPED = "application/x-www-form-urlencoded"
TEXT = "Гэрчилгээгээ авах гэж гурван өдөр дараалалд зогслоо. Цонх бүр өөр юм ярина. Дугаар: "
ANSWERS: dict[str, str] = {
    "step": "4",
    "go": "send",
    "kind": "complaint",
    "service": "civil",
    "mode": "named",
    "petitioner_type": "citizen",
    "given_name": "Болд",
    "phone": "99112233",
    "files": "0",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """Where it is served; a proxy is trusted, so that each client may have an address of its own."""

    port: int
    process: subprocess.Popen[bytes]

    def peak_kib(self) -> dict[int, int]:
        """Peak memory of each process of the web server, by process; their settings are closed to us."""
        found = {}
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                text, line = status.read_text(), (status.parent / "cmdline").read_bytes()
            except OSError:
                continue
            if b"gunicorn" in line and self.process.pid in _ancestors(status.parent):
                found[int(status.parent.name)] = int(re.findall(r"VmHWM:\s+(\d+)", text)[0])
        return found


def _ancestors(process: Path) -> Iterator[int]:
    number = int(process.name)
    while number > 1:
        status = Path(f"/proc/{number}/status")
        number = int(re.findall(r"PPid:\s+(\d+)", status.read_text())[0]) if status.exists() else 0
        yield number


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """Built anew in `folder`, and stopped at the end."""
    port = free_port()
    own = {"CASEAPP_PORT": str(port), "CASEAPP_DATA_DIR": str(folder), "CASEAPP_PROXIES": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "caseapp.web.cli", "demo"],
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield House(port, process)
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise RuntimeError("the demonstration did not come up")


@dataclass
class Client:
    """One browser behind a proxy that names its address; each request on a connection of its own."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def request(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded"
    ) -> bytes:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
            f"X-Forwarded-For: {self.address}\r\n"
            f"Cookie: {cookie}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with self.socket:
            self.socket.sendall(head.encode() + body)
            return self._answer()

    def _answer(self) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
        while len(body) < length:
            body += self._more()
        for name, value in re.findall(rb"(?i)set-cookie: ([^=]+)=([^;]*)", head):
            self.cookies[name.decode()] = value.decode()
        return head + b"\r\n\r\n" + body

    def _more(self) -> bytes:
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server hung up")
        return more

    def form(self, words: str) -> bytes:
        """A complaint that is ready to be sent, on a fresh form."""
        page = self.request("GET", "/complaint").decode()
        carried = {name: unescape(re.findall(rf'name="{name}" value="([^"]*)"', page)[0]) for name in CARRIED}
        return urlencode({**ANSWERS, **carried, "text": TEXT + words}).encode()

    def send(self, form: bytes) -> str:
        """Files it; gives the number on the receipt."""
        answer = self.request("POST", "/complaint", form)
        if b" 200 " not in answer[:20]:
            raise AssertionError(answer[:300])
        return re.findall(r'class="number">([\d-]+)<', answer.decode())[0]


CARRIED = ("csrf_token", "token", "mark")


def address(number: int) -> str:
    """Of another network each time."""
    return f"10.{number // 250 % 250}.{number % 250}.7"
