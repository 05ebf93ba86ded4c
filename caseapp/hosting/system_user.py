"""PostgreSQL refuses to run as root: where we are root, the embedded server gets an account of its own."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "embedded_postgres"


class NoAccount(RuntimeError):
    """We are root and no account can be made for the server."""


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int


def server_account() -> Account | None:
    """None when we are not root, and the server simply runs as whoever we are."""
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(ACCOUNT)
    except KeyError:
        _make()
        found = pwd.getpwnam(ACCOUNT)
    return Account(found.pw_uid, found.pw_gid)


def _make() -> None:
    program = shutil.which("useradd")
    if program is None:
        raise NoAccount(f"PostgreSQL refuses to run as root: make a user {ACCOUNT}, or run as another user")
    subprocess.run(  # noqa: S603 - fixed arguments
        [program, "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", ACCOUNT],
        check=True,
        capture_output=True,
    )


def open_the_way(account: Account, data: Path, programs: Path) -> None:
    """Gives the account its data folder, lets it pass through the folders above, and read PostgreSQL's programs."""
    os.chown(data, account.uid, account.gid)
    install = programs.parent
    for folder in (*data.parents, *install.parents):
        _allow(folder, stat.S_IXOTH)
    if not install.stat().st_mode & stat.S_IROTH or not programs.stat().st_mode & stat.S_IROTH:
        for path in (install, *install.rglob("*")):
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            _allow(path, stat.S_IROTH | (stat.S_IXOTH if executable else 0))


def _allow(path: Path, bits: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & bits != bits:
        path.chmod(mode | bits)
