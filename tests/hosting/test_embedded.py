"""The embedded server: it starts, is joined, survives a crash and stops with its last user."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from caseapp.hosting import embedded

STAND_AND_WAIT = """
import sys, pathlib
from caseapp.hosting import embedded
with embedded.running(pathlib.Path(sys.argv[1])) as uri:
    print(uri, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data() -> Iterator[Path]:
    """A short path: the socket lives in it."""
    with tempfile.TemporaryDirectory(prefix="caseapp-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "pg"


@pytest.fixture
def neighbour(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the same server until its input ends."""
    line = [sys.executable, "-c", STAND_AND_WAIT, str(data)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def server_number(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().splitlines()[0])


def answers(uri: str) -> bool:
    try:
        psycopg.connect(uri).close()
    except psycopg.OperationalError:
        return False
    return True


def test_it_speaks_utf8_and_folds_mongolian_letters(data: Path) -> None:
    with embedded.running(data) as uri:
        embedded.ensure_database(uri, "caseapp")
        with psycopg.connect(uri, dbname="caseapp") as connection:
            said = connection.execute("SELECT lower('ӨҮЁ'), current_setting('server_encoding')").fetchone()
    assert said == ("өүё", "UTF8")


def test_it_listens_on_no_network_and_its_folder_is_closed_to_others(data: Path) -> None:
    with embedded.running(data) as uri, psycopg.connect(uri) as connection:
        listening = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
        socket = data / ".s.PGSQL.5432"
        assert listening == ("",)
        assert data.stat().st_mode & 0o077 == 0
        assert socket.stat().st_mode & 0o077 == 0


def test_it_stops_with_the_block_and_keeps_its_data(data: Path) -> None:
    with embedded.running(data) as uri:
        embedded.ensure_database(uri, "kept")
    assert not answers(uri)
    with embedded.running(data) as uri, psycopg.connect(uri) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = 'kept'").fetchone() == (1,)


def test_a_second_process_joins_the_running_server_and_the_last_one_stops_it(
    data: Path, neighbour: subprocess.Popen[str]
) -> None:
    assert neighbour.stdout is not None
    first = neighbour.stdout.readline().strip()
    with embedded.running(data) as uri:
        assert uri == first
        neighbour.communicate("")
        assert answers(uri)
    assert not answers(uri)


def test_leaving_does_not_stop_the_server_under_a_neighbour(data: Path, neighbour: subprocess.Popen[str]) -> None:
    assert neighbour.stdout is not None
    neighbour.stdout.readline()
    with embedded.running(data) as uri:
        pass
    assert answers(uri)
    neighbour.communicate("")
    assert not answers(uri)


def test_a_killed_user_leaves_no_claim_on_the_server(data: Path, neighbour: subprocess.Popen[str]) -> None:
    assert neighbour.stdout is not None
    neighbour.stdout.readline()
    neighbour.send_signal(signal.SIGKILL)
    neighbour.wait()
    with embedded.running(data) as uri:
        assert answers(uri)
    assert not answers(uri)


def test_it_starts_after_the_server_itself_was_killed(data: Path, neighbour: subprocess.Popen[str]) -> None:
    assert neighbour.stdout is not None
    neighbour.stdout.readline()
    subprocess.run(["kill", "-9", str(server_number(data))], check=True)
    neighbour.communicate("")
    with embedded.running(data) as uri:
        assert answers(uri)


def test_a_number_file_that_names_another_program_does_not_hold_it_up(data: Path) -> None:
    with embedded.running(data):
        lines = (data / "postmaster.pid").read_text().splitlines()
    lines[0] = "1"
    (data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with embedded.running(data) as uri:
        assert answers(uri)


def test_a_deep_folder_gets_its_socket_elsewhere_and_private(data: Path) -> None:
    deep = data.parent / ("long" * 20) / "pg"
    deep.parent.mkdir()
    with embedded.running(deep) as uri:
        folder = Path(uri.partition("host=")[2])
        assert answers(uri)
        assert folder != deep
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_holds_something_else_is_named_in_one_line(data: Path) -> None:
    data.mkdir()
    (data / "letter.txt").write_text("not a database")
    with pytest.raises(embedded.DatabaseUnavailable) as refused, embedded.running(data):
        pass
    assert str(data) in str(refused.value)
    assert "\n" not in str(refused.value)
