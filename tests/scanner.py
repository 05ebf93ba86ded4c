"""A scanner that speaks clamd's INSTREAM and finds one word, for machines without clamd."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HARMFUL = b"harmful-word-of-the-tests"


class _Scanning(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.wfile.write(b"stream: Tests.Harmful FOUND\0" if HARMFUL in content else b"stream: OK\0")


@contextmanager
def scanner() -> Iterator[str]:
    """Gives its address."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Scanning) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            serving.join()
