"""A file is cleaned in a process of its own: nothing leaks into it, it cannot run away, and this one stays small."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.evidence import cleaning
from caseapp.evidence.cleaning import CannotClean, Obstacle, clean
from caseapp.evidence.kinds import MediaKind
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
    return {int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()}


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

    def halting() -> Iterator[bytes]:
        content = photo((40, 40))
        yield content[:100]
        place, until = Path(f"/proc/{max(children())}"), time.monotonic() + 10
        while niceness(place) != 10 and time.monotonic() < until:
            os.sched_yield()
        for name in ("environ", "limits", "cmdline"):
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
    assert limits["Max cpu time"] == "20"
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert sorted(told["environ"].split()) == ["LC_ALL=C.UTF-8", "MALLOC_ARENA_MAX=2"]
    assert " -I " in told["cmdline"]
    assert [file for file in told["files"].split() if not file.startswith("pipe:") and file != os.devnull] == []


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
