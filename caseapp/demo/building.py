"""The demonstration: built once into an empty database, then only served."""

from collections.abc import Callable
from pathlib import Path

from caseapp.services.uow import Surroundings


def build_if_empty(around: Surroundings, data_dir: Path, say: Callable[[str], None]) -> None:
    """Build the demonstration unless it stands already."""


def welcome(host: str, port: int, data_dir: Path) -> str:
    """Say where to look and who may sign in."""
    return f"caseapp: http://{host}:{port} ({data_dir})"
