"""All settings, from CASEAPP_* variables; a missing, malformed or unknown one stops the start and is named."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from caseapp.domain.actors import Door
from caseapp.domain.vocab import NoticeChannel
from caseapp.services.uow import ServerKeys

PREFIX = "CASEAPP_"
DEMO_KEY_MARK = b"caseapp-demo-key"
"""Keys made by `caseapp demo` begin with this, so that they are known and refused elsewhere."""

_KEYS = ("LEDGER_KEY", "LOOKUP_KEY", "SECRET_KEY", "SIGNING_KEY")
"""In the order of the fields of ServerKeys: ledger, lookup, cookie, signing."""
_DOORS = (Door.PUBLIC, Door.CASEWORK, Door.ANALYSIS, Door.ADMIN, Door.AGENCY, Door.AUDIT)
_KNOWN = frozenset(
    {
        *_KEYS,
        "DATABASE_URL",
        "OWNER_DATABASE_URL",
        "HOST",
        "PORT",
        "DOORS",
        "DATA_DIR",
        "SESSION_IDLE_MINUTES",
        "SECURE_COOKIES",
        "DEMO",
        "WORKERS",
        "PUBLIC_URL",
        "PROXIES",
        "CLAMD",
        "SMTP_URL",
        "MAIL_FROM",
        "SMS_DIR",
        "EXIT_URL",
    }
)


class SettingsError(ValueError):
    """One line that names the variable."""


@dataclass(frozen=True)
class Settings:
    """`database_url` empty means the embedded PostgreSQL under `data_dir`; the owner's URL is for migrations."""

    keys: ServerKeys = field(repr=False)
    database_url: str = field(default="", repr=False)
    owner_database_url: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    doors: frozenset[Door] = frozenset(_DOORS)
    data_dir: Path = Path("var")
    session_idle: timedelta = timedelta(minutes=20)
    secure_cookies: bool = True
    demo: bool = False
    workers: int = 2
    public_url: str = ""
    """The site's own address as citizens type it, without a slash at its end; on posters, receipts and in notices."""
    proxies: int = 0
    """How many trusted proxies stand in front; only then is X-Forwarded-For believed."""
    clamd: str = ""
    """Where clamd listens: a socket's path, or host:port; empty scans nothing."""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    sms_dir: Path | None = None
    """Where a gateway picks up text messages as files; None sends none."""
    exit_url: str = "https://tsag-agaar.gov.mn/"
    """Where «exit this page» leads."""

    @property
    def notice_channels(self) -> frozenset[NoticeChannel]:
        """By which ways a notice can leave."""
        ways = {NoticeChannel.EMAIL: self.smtp_url, NoticeChannel.SMS: self.sms_dir}
        return frozenset(channel for channel, way in ways.items() if way)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Raises SettingsError for the first variable that is missing, malformed or not known."""
        given = {name.removeprefix(PREFIX): v for name, v in environment.items() if name.startswith(PREFIX)}
        unknown = sorted(given.keys() - _KNOWN)
        if unknown:
            raise SettingsError(f"{PREFIX}{unknown[0]}: there is no such setting")
        demo = _flag(given, "DEMO", default=False)
        return cls(
            keys=_keys(given, demo=demo),
            database_url=_url(given, "DATABASE_URL"),
            owner_database_url=_url(given, "OWNER_DATABASE_URL"),
            host=given.get("HOST", "").strip() or "127.0.0.1",
            port=_number(given, "PORT", 8000, 1, 65535),
            doors=_doors(given),
            data_dir=data_dir(environment),
            session_idle=timedelta(minutes=_number(given, "SESSION_IDLE_MINUTES", 20, 1, 240)),
            secure_cookies=_flag(given, "SECURE_COOKIES", default=True),
            demo=demo,
            workers=_number(given, "WORKERS", 2, 1, 64),
            proxies=_number(given, "PROXIES", 0, 0, 8),
            clamd=given.get("CLAMD", "").strip(),
            **_addresses(given),
        )


def data_dir(environment: Mapping[str, str]) -> Path:
    """Known before the other settings, since the demo keeps its keys there."""
    return Path(environment.get(f"{PREFIX}DATA_DIR") or "var").resolve()


def _keys(given: Mapping[str, str], *, demo: bool) -> ServerKeys:
    """One key for two purposes would let whoever sees one use work out the other."""
    keys = [_key(given, name, demo=demo) for name in _KEYS]
    for number, name in enumerate(_KEYS):
        if keys[number] in keys[:number]:
            raise SettingsError(f"{PREFIX}{name}: the same as {PREFIX}{_KEYS[keys.index(keys[number])]}")
    return ServerKeys(*keys)


def _key(given: Mapping[str, str], name: str, *, demo: bool) -> bytes:
    text = given.get(name)
    if not text:
        raise SettingsError(f"{PREFIX}{name}: missing (base64 of 32 random bytes; {PREFIX}DEMO=true uses the demo's)")
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as broken:
        raise SettingsError(f"{PREFIX}{name}: not base64") from broken
    if len(key) < 32:
        raise SettingsError(f"{PREFIX}{name}: shorter than 32 bytes")
    if key.startswith(DEMO_KEY_MARK) and not demo:
        raise SettingsError(f"{PREFIX}{name}: a demo key, refused outside the demo")
    return key


def _addresses(given: Mapping[str, str]) -> dict[str, Any]:
    """Where the site stands, where its letters leave, and where a person who must be gone is led."""
    smtp = _mail_server(given)
    sender = given.get("MAIL_FROM", "").strip()
    if smtp and not re.fullmatch(r"[\w.+-]+@[\w.-]+", sender, re.ASCII):
        raise SettingsError(f"{PREFIX}MAIL_FROM: the sender's address, needed with {PREFIX}SMTP_URL")
    sms = given.get("SMS_DIR", "").strip()
    return {
        "public_url": _web_address(given, "PUBLIC_URL").rstrip("/"),
        "smtp_url": smtp,
        "mail_from": sender,
        "sms_dir": Path(sms).resolve() if sms else None,
        **({"exit_url": _web_address(given, "EXIT_URL")} if given.get("EXIT_URL") else {}),
    }


def _mail_server(given: Mapping[str, str]) -> str:
    """Nothing of a malformed one is repeated: it may hold a password."""
    url = given.get("SMTP_URL", "").strip()
    if not url:
        return ""
    if url.partition("://")[0] not in {"smtp", "smtp+starttls", "smtps"}:
        raise SettingsError(f"{PREFIX}SMTP_URL: must begin with smtp://, smtp+starttls:// or smtps://")
    try:
        whole = urlsplit(url).hostname and urlsplit(url).port != 0
    except ValueError:
        whole = False
    if not whole:
        raise SettingsError(f"{PREFIX}SMTP_URL: not an address like smtps://user:password@host:port")
    return url


def _web_address(given: Mapping[str, str], name: str) -> str:
    address = given.get(name, "").strip()
    if address and not (urlsplit(address).scheme in {"https", "http"} and urlsplit(address).netloc):
        raise SettingsError(f"{PREFIX}{name}: must begin with https://")
    return address


def _flag(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = given.get(name, "true" if default else "false").lower()
    if text not in {"true", "false", "1", "0", "yes", "no"}:
        raise SettingsError(f"{PREFIX}{name}: true or false, not {text!r}")
    return text in {"true", "1", "yes"}


def _number(given: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise SettingsError(f"{PREFIX}{name}: a number from {lowest} to {highest}, not {text!r}")
    return int(text)


def _url(given: Mapping[str, str], name: str) -> str:
    """Nothing of a malformed one is repeated: it may hold a password."""
    url = given.get(name, "")
    if not url:
        return ""
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise SettingsError(f"{PREFIX}{name}: must begin with postgresql://")
    try:
        make_url(f"postgresql+psycopg://{rest}")
    except (ArgumentError, ValueError):
        raise SettingsError(f"{PREFIX}{name}: not an address like postgresql://user:password@host/database") from None
    return f"postgresql+psycopg://{rest}"


def _doors(given: Mapping[str, str]) -> frozenset[Door]:
    names = {name.strip() for name in given.get("DOORS", "").split(",") if name.strip()}
    allowed = {door.value for door in _DOORS}
    if not names <= allowed:
        raise SettingsError(f"{PREFIX}DOORS: from {', '.join(sorted(allowed))}")
    return frozenset(Door(name) for name in names) or frozenset(_DOORS)
