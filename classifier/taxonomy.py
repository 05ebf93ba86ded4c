"""The themes and services of taxonomy.toml, which stands beside this file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("taxonomy.toml")


@dataclass(frozen=True)
class Taxonomy:
    themes: tuple[str, ...]
    integrity: frozenset[str]
    services: tuple[str, ...]


@cache
def taxonomy() -> Taxonomy:
    with _FILE.open("rb") as file:
        content = tomllib.load(file)
    return Taxonomy(
        tuple(theme["code"] for theme in content["theme"]),
        frozenset(theme["code"] for theme in content["theme"] if theme.get("integrity")),
        tuple(service["code"] for service in content["service"]),
    )
