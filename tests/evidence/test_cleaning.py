"""A file is cleaned in a process of its own: nothing leaks into it, it cannot run away, and this one stays small."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.evidence import cleaning, places
from caseapp.evidence.cleaning import CannotClean, CleaningUnavailable, Obstacle, clean
from caseapp.evidence.kinds import MediaKind
from tests.evidence.busy import all_places
from tests.evidence.pictured import photo

MIB = 1024 * 1024
LINE = "Бүртгэгч мөнгө нэхсэн.\n".encode() * 2048


def lines(size: int) -> Iterator[bytes]:
    """Never all of it at once."""
    given = 0
    while given < size:
        yield LINE
        given += len(LINE)


def peak() -> int:
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024  # type: ignore[index]


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="only Linux tells a process's peak")
def test_a_file_of_25_mib_goes_through_without_being_held() -> None:
    Path("/proc/self/clear_refs").write_text("5")
    before, size = peak(), 0

    def count(piece: bytes) -> None:
        nonlocal size
        size += len(piece)

    outcome = clean(MediaKind.TXT, lines(25 * MIB), count)
    assert outcome.size == size >= 25 * MIB
    assert peak() - before < 5 * MIB


def children() -> set[int]:
    """Of all threads of this process that are there; one may end meanwhile."""
    found = set[int]()
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError):
            found |= {int(pid) for pid in path.read_text().split()}
    return found


def test_what_takes_too_long_is_stopped_and_leaves_no_process() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield LINE

    before, began = children(), time.monotonic()
    with pytest.raises(CannotClean) as refused:
        clean(MediaKind.JPEG, endless(), bytearray().extend, timeout_seconds=0.3)
    assert refused.value.reason is Obstacle.TIMEOUT
    assert time.monotonic() - began < 5
    assert children() == before


def test_what_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(CannotClean) as refused:
        clean(MediaKind.TXT, lines(400 * MIB), bytearray().extend)
    assert refused.value.reason is Obstacle.TOO_LARGE


def test_a_process_that_a_file_has_taken_over_cannot_pour_out_without_end(monkeypatch) -> None:
    monkeypatch.setattr(cleaning, "LARGEST_COPY", MIB)
    copy = bytearray()
    with pytest.raises(CannotClean) as refused:
        clean(MediaKind.TXT, lines(2 * MIB), copy.extend)
    assert refused.value.reason is Obstacle.TOO_LARGE
    assert len(copy) <= MIB


def test_a_source_that_breaks_is_heard_of_and_leaves_no_process() -> None:
    def broken() -> Iterator[bytes]:
        yield LINE
        raise LookupError("the next chunk is not there")

    before = children()
    with pytest.raises(LookupError):
        clean(MediaKind.TXT, broken(), bytearray().extend)
    assert children() == before


def test_a_sink_that_breaks_is_heard_of_and_leaves_no_process() -> None:
    def full(piece: bytes) -> None:
        raise LookupError("no room")

    before = children()
    with pytest.raises(LookupError):
        clean(MediaKind.TXT, lines(MIB), full)
    assert children() == before


def the_process_at_work() -> dict[str, str]:
    """What the system tells of the process while it waits for the rest of its file."""
    told: dict[str, str] = {}
    mine = children()

    def halting() -> Iterator[bytes]:
        content = photo((40, 40))
        yield content[:100]
        place, until = Path(f"/proc/{max(children() - mine)}"), time.monotonic() + 10
        while niceness(place) != 10 and time.monotonic() < until:
            os.sched_yield()
        for name in ("environ", "limits", "cmdline", "status"):
            told[name] = place.joinpath(name).read_text().replace("\0", " ")
        told["files"] = " ".join(str(link.readlink()) for link in place.joinpath("fd").iterdir())
        yield content[100:]

    clean(MediaKind.JPEG, halting(), bytearray().extend)
    return told


def niceness(place: Path) -> int:
    """Set last, so that all limits are."""
    return int(place.joinpath("stat").read_text().rsplit(")", 1)[1].split()[16])


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="only Linux tells what a process has")
def test_the_process_has_limits_no_secret_and_no_file(monkeypatch) -> None:
    monkeypatch.setenv("CASEAPP_SECRET_KEY", "not for strangers' files")
    told = the_process_at_work()
    limits = dict(re.findall(r"^(Max .+?)  +(\S+)", told["limits"], re.MULTILINE))
    assert limits["Max address space"] == str(1536 * MIB)
    assert limits["Max cpu time"] == "10"
    assert limits["Max open files"] == "0"
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert sorted(told["environ"].split()) == ["LC_ALL=C.UTF-8", "MALLOC_ARENA_MAX=2"]
    assert " -I " in told["cmdline"]
    assert re.search(r"NoNewPrivs:\s+1", told["status"])
    assert [file for file in told["files"].split() if not file.startswith("pipe:") and file != os.devnull] == []


HARDLY = """
import ctypes, os, socket
from caseapp.evidence import confinement
confinement.begin()
confinement.shut()
os.close(0)
for opening in (lambda: socket.socket(socket.AF_UNIX), lambda: os.open("/proc/1/environ", os.O_RDONLY), os.pipe):
    try:
        opening()
    except OSError as refused:
        print(refused.errno == 24)
"""


def test_who_takes_the_process_over_opens_neither_file_nor_socket_not_even_in_the_place_of_a_closed_one() -> None:
    told = subprocess.run([sys.executable, "-c", HARDLY], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True"] * 3


def at_work_together(cleanings: int) -> tuple[int, list[str]]:
    """The most processes that were there at once, and what came of each cleaning."""
    mine, most, ends = children(), 0, list[str]()
    go_on = threading.Event()

    def slow() -> Iterator[bytes]:
        yield LINE
        assert go_on.wait(20)

    def one() -> None:
        try:
            clean(MediaKind.TXT, slow(), bytearray().extend)
            ends.append("cleaned")
        except CleaningUnavailable:
            ends.append("unavailable")

    threads = [threading.Thread(target=one) for _ in range(cleanings)]
    for thread in threads:
        thread.start()
    while len(ends) < cleanings - places.AT_ONCE:
        most = max(most, len(children() - mine))
    go_on.set()
    for thread in threads:
        thread.join()
    return most, ends


def test_so_many_files_are_cleaned_at_once_and_others_wait_a_short_while(monkeypatch) -> None:
    monkeypatch.setattr(places, "WAIT_SECONDS", 0.5)
    most, ends = at_work_together(places.AT_ONCE + 3)
    assert most <= places.AT_ONCE
    assert sorted(ends) == ["cleaned"] * places.AT_ONCE + ["unavailable"] * 3


def test_a_place_is_free_again_for_those_who_wait() -> None:
    with all_places(), places.taken(0) as one_more:
        assert not one_more
    with places.taken(0) as again:
        assert again


def test_places_are_shared_by_all_processes_that_are_forked_and_given_back_by_those_that_are_killed() -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with all_places():
            os.write(writing, b"x")
            signal.pause()
    assert os.read(reading, 1) == b"x"
    with places.taken(0) as free:
        assert not free
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with places.taken(0) as free:
        assert free
    os.close(reading)
    os.close(writing)


BINARY = [kind for kind in MediaKind if kind is not MediaKind.TXT]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(MediaKind), st.binary(max_size=300))
def test_whatever_the_bytes_there_is_a_copy_or_a_reason(kind, content) -> None:
    try:
        clean(kind, [content], bytearray().extend)
    except CannotClean as refused:
        assert refused.reason in Obstacle


@pytest.mark.parametrize("kind", BINARY, ids=str)
def test_an_empty_file_of_any_kind_is_refused_not_crashed(kind) -> None:
    with pytest.raises(CannotClean) as refused:
        clean(kind, [], bytearray().extend)
    assert refused.value.reason in {Obstacle.DAMAGED, Obstacle.NOT_THIS_KIND}
