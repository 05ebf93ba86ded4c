"""Commands of the machine that some tests need."""

import os
import shutil
from pathlib import Path

import pytest


def needs_command(name: str, package: str | None = None) -> Path:
    """Where the command lies; without it the test is skipped, or fails when CI=true, with a line that says what to do.

    `package` is Debian's, where it is not called like the command."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is not None:
        return Path(found)
    line = f"the command {name} is missing: apt-get install {package or name}"
    if os.environ.get("CI") == "true":
        pytest.fail(line, pytrace=False)
    pytest.skip(line)
