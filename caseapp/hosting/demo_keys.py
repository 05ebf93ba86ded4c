"""The demo's environment: keys of its own in `var/`, marked so that a real installation refuses them."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from caseapp.hosting.settings import DEMO_KEY_MARK, PREFIX, SettingsError, data_dir

KEY_NAMES = ("LEDGER_KEY", "LOOKUP_KEY", "SECRET_KEY", "SIGNING_KEY")
FILE_NAME = "demo-keys.json"


def with_demo_keys(environment: Mapping[str, str]) -> dict[str, str]:
    """What is set stays as it is; keys that are missing come from the demo's file, which is made at first use."""
    keys = _kept(data_dir(environment) / FILE_NAME)
    defaults = {f"{PREFIX}{name}": keys[name] for name in KEY_NAMES}
    return {**defaults, f"{PREFIX}SECURE_COOKIES": "false", **environment, f"{PREFIX}DEMO": "true"}


def _kept(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {name: base64.b64encode(DEMO_KEY_MARK + secrets.token_bytes(32)).decode() for name in KEY_NAMES}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
    try:
        kept = json.loads(path.read_text())
        return {name: str(kept[name]) for name in KEY_NAMES}
    except (ValueError, KeyError, TypeError):
        raise SettingsError(f"{path}: not the demo's keys; with a fresh database it can be deleted") from None
