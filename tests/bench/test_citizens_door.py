"""Filing at the real server: how fast, how many, none lost, none twice. Figures with `pytest -s -n 0 -m slow`."""

import statistics
import threading
import time
from collections.abc import Callable
from io import BytesIO
from urllib.parse import parse_qsl, urlencode

import av
import numpy as np
import pytest

from tests.bench.door import Client, House, address

CLIENTS = 8
EACH = 60
ROUNDS = 500
pytestmark = pytest.mark.slow


def at_once(deeds: list[Callable[[], None]]) -> float:
    """Seconds until the last of them is done."""
    gate, wrong = threading.Barrier(len(deeds) + 1), list[BaseException]()

    def run(deed: Callable[[], None]) -> None:
        gate.wait()
        try:
            deed()
        except BaseException as error:  # what went wrong in a thread is told by the test itself
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    assert wrong == []
    return time.perf_counter() - start


def test_one_person_files_quickly(real_house: House, capsys: pytest.CaptureFixture[str]) -> None:
    took = []
    for number in range(220):
        client = Client(real_house.port, address(number))
        form = client.form(str(number))
        start = time.perf_counter()
        client.send(form)
        took.append(time.perf_counter() - start)
    median = statistics.median(took[20:]) * 1000
    with capsys.disabled():
        print(f"\nsealed POST, one client: median {median:.1f} ms, 95 % {sorted(took[20:])[190] * 1000:.1f} ms")
    assert median < 60, "far beyond the bar of 20 ms, even for a loaded machine"


def test_eight_at_a_time(real_house: House, capsys: pytest.CaptureFixture[str]) -> None:
    clients = [[Client(real_house.port, address(1000 + 100 * c + n)) for n in range(EACH)] for c in range(CLIENTS)]
    forms = [[(client, client.form(f"{c}/{n}")) for n, client in enumerate(own)] for c, own in enumerate(clients)]
    numbers: list[str] = []

    def deed(own: list[tuple[Client, bytes]]) -> Callable[[], None]:
        return lambda: numbers.extend([client.send(form) for client, form in own])

    seconds = at_once([deed(own) for own in forms])
    assert len(set(numbers)) == CLIENTS * EACH
    with capsys.disabled():
        print(f"\n{CLIENTS} clients: {len(numbers) / seconds:.0f} filed a second")


def test_at_the_same_instant_everybody_files_and_no_number_comes_twice(
    real_house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers: list[str] = []
    slowest = 0.0
    for turn in range(ROUNDS):
        people = [Client(real_house.port, address(20_000 + turn * CLIENTS + n)) for n in range(CLIENTS)]
        ready = [(person, person.form(f"{turn}/{n}")) for n, person in enumerate(people)]
        deeds = [lambda person=person, form=form: numbers.append(person.send(form)) for person, form in ready]
        slowest = max(slowest, at_once(deeds))  # type: ignore[arg-type]
    assert len(numbers) == len(set(numbers)) == CLIENTS * ROUNDS
    with capsys.disabled():
        print(f"\n{ROUNDS} rounds of {CLIENTS}: all filed, slowest round {slowest * 1000:.0f} ms")


def test_a_file_of_25_mib_comes_in_sealed_without_filling_the_memory(
    real_house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    film = heavy_film(24 * 2**20)
    assert 20 * 2**20 < len(film) <= 25 * 2**20
    client = Client(real_house.port, address(60_000))
    for _ in range(4):
        _upload(client, heavy_film(2**20))  # so that each worker has taken one before
    before = real_house.peak_kib()
    start = time.perf_counter()
    answer = _upload(client, film)
    seconds = time.perf_counter() - start
    grown = max(after - before[pid] for pid, after in real_house.peak_kib().items() if pid in before)
    assert b"film.mp4" in answer
    with capsys.disabled():
        print(f"\n{len(film) / 2**20:.1f} MiB: {seconds:.2f} s, memory grew by {grown / 1024:.1f} MiB")
    assert grown < 10 * 1024


def heavy_film(size: int) -> bytes:
    """A real film of noise, which nothing makes smaller, of about so many bytes."""
    content, chance = BytesIO(), np.random.default_rng(7)
    with av.open(content, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 640, 480, "yuv420p", 10**9
        stream.codec_context.qmin, stream.codec_context.qmax = 1, 2
        while content.tell() < size * 0.98:
            frame = av.VideoFrame.from_ndarray(chance.integers(0, 255, (480, 640, 3), dtype=np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return content.getvalue()


def _upload(client: Client, content: bytes) -> bytes:
    """Begins a complaint, and sends one file for it."""
    fields = dict(parse_qsl(client.form("файлтай").decode())) | {"step": "1", "go": "files"}
    client.request("POST", "/complaint", urlencode(fields).encode())
    parts = [f'--b\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()]
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
    body = b"".join(parts) + head + content + b"\r\n--b--\r\n"
    place = f"/complaint/files?form={fields['mark']}"
    taken = client.request("POST", place, body, "multipart/form-data; boundary=b")
    return client.request("GET", place) if b" 303 " in taken[:20] else taken
