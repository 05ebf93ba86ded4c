"""How a notice leaves the house: by SMTP, or as a file that a gateway for text messages picks up.

A gateway says whether it delivered, should be asked again, or never will; it never raises what a server answered, for
such an answer may quote an address.
"""

import json
import os
import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from caseapp.domain.addresses import mailbox_of
from caseapp.domain.vocab import NoticeChannel
from caseapp.hosting.engine import utc_now
from caseapp.hosting.settings import Settings
from caseapp.services.petitioner.notices import Fate, Letter

SECONDS = 20
"""How long one answer of a mail server may take."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TRACKING_PAGE = "/track"
_WORDS = Path(__file__).parents[2] / "templates" / "mail"
_NUMBER = re.compile(r"\+?[0-9]{6,15}")
_SPACING = re.compile(r"[\s().-]")


class Gateway(Protocol):
    def send(self, address: str, subject: str, text: str, mark: str) -> Fate:
        """`mark` is the same at each try, so that a repeat after a crash can be known for one."""
        ...


@dataclass(frozen=True, repr=False)
class MailServer:
    """What an address such as smtp+starttls://user:password@host:587 names."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    @classmethod
    def of(cls, url: str) -> "MailServer":
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname or "", port, user, password)

    def connected(self, greeting: str, trust: ssl.SSLContext) -> smtplib.SMTP:
        """A line on which letters may be sent; certificates are verified. `greeting` hides this machine's own name."""
        if self.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, greeting, timeout=SECONDS, context=trust)
        else:
            line = smtplib.SMTP(self.host, self.port, greeting, timeout=SECONDS)
        try:
            if self.scheme == "smtp+starttls":
                line.starttls(context=trust)
            if self.user:
                line.login(self.user, self.password)
        except BaseException:
            line.close()
            raise
        return line


@dataclass(frozen=True, repr=False)
class MailGateway:
    """One letter a connection: notices are few, and a line that stays open is one that breaks."""

    server: MailServer
    sender: str
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def send(self, address: str, subject: str, text: str, mark: str) -> Fate:
        mailbox = mailbox_of(address)
        if mailbox is None:
            return Fate.NEVER
        letter = self._letter(mailbox, subject, text, mark)
        try:
            line = self.server.connected(self.domain, self.trust)
        except (smtplib.SMTPException, OSError):
            return Fate.TRY_AGAIN
        try:
            line.send_message(letter, self.sender, [mailbox])
        except smtplib.SMTPException as refused:
            return _fate_of(refused)
        except OSError:
            return Fate.TRY_AGAIN
        finally:
            _say_goodbye(line)
        return Fate.DELIVERED

    def _letter(self, address: str, subject: str, text: str, mark: str) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        letter["From"], letter["To"], letter["Subject"] = self.sender, address, subject
        letter["Date"] = format_datetime(utc_now())
        letter["Message-ID"] = f"<{mark}@{self.domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["X-Auto-Response-Suppress"] = "All"
        letter.set_content(text, cte="base64")
        return letter


def _fate_of(refused: smtplib.SMTPException) -> Fate:
    """A recipient or a letter that is refused for good is given up; what is wrong with our own set-up can be mended."""
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _answer in refused.recipients.values()]
        return Fate.NEVER if all(code >= 500 for code in codes) else Fate.TRY_AGAIN
    if isinstance(refused, smtplib.SMTPDataError):
        return Fate.NEVER if refused.smtp_code >= 500 else Fate.TRY_AGAIN
    return Fate.NEVER if isinstance(refused, smtplib.SMTPNotSupportedError) else Fate.TRY_AGAIN


def _say_goodbye(line: smtplib.SMTP) -> None:
    """Whatever the server answers to it, the letter has its fate already."""
    with suppress(smtplib.SMTPException, OSError):
        line.quit()
    line.close()


def answers(server: MailServer, sender: str) -> bool:
    """Whether the server takes our greeting and our password; nothing is sent."""
    try:
        line = server.connected(sender.rpartition("@")[2], ssl.create_default_context())
    except (smtplib.SMTPException, OSError):
        return False
    _say_goodbye(line)
    return True


@dataclass(frozen=True, repr=False)
class FileGateway:
    """One JSON file for each text message, whole or not there; a program of the operator's carrier picks it up."""

    folder: Path

    def send(self, address: str, subject: str, text: str, mark: str) -> Fate:  # noqa: ARG002 - it has no subject
        number = _SPACING.sub("", address)
        if not _NUMBER.fullmatch(number):
            return Fate.NEVER
        content = json.dumps({"number": number, "text": text}, ensure_ascii=False)
        try:
            _write_whole(self.folder / f"{mark}.json", content.encode())
        except OSError:
            return Fate.TRY_AGAIN
        return Fate.DELIVERED


def _write_whole(path: Path, content: bytes) -> None:
    """For our own user's eyes; a half-written one has a name that begins with a dot."""
    half = path.with_name(f".{path.name}.part")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


@dataclass(frozen=True, repr=False)
class Post:
    """All ways out, and the site's own address, which stands in what is sent."""

    gateways: Mapping[NoticeChannel, Gateway]
    site: str = ""

    def deliver(self, letter: Letter) -> Fate:
        gateway = self.gateways.get(letter.channel)
        if gateway is None:
            return Fate.NEVER
        subject, text = words(letter.channel, self.site)
        return gateway.send(letter.address, subject, text, letter.mark)


NO_POST = Post({})
_FILES = {NoticeChannel.EMAIL: "notice.txt", NoticeChannel.SMS: "text_message.txt"}


def words(channel: NoticeChannel, site: str) -> tuple[str, str]:
    """Subject and text, the same for everybody: nothing of a case is in them. A text message has no subject."""
    told = (_WORDS / _FILES[channel]).read_text(encoding="utf-8")
    told = told.replace("{site}", f"{site}{TRACKING_PAGE}") if site else re.sub(r"\n*\{site\} *", "", told)
    subject, text = told.split("\n", 1)
    return (subject, text) if channel is NoticeChannel.EMAIL else ("", told.strip())


def post_of(settings: Settings) -> Post:
    gateways: dict[NoticeChannel, Gateway] = {}
    if settings.smtp_url:
        gateways[NoticeChannel.EMAIL] = MailGateway(MailServer.of(settings.smtp_url), settings.mail_from)
    if settings.sms_dir is not None:
        gateways[NoticeChannel.SMS] = FileGateway(settings.sms_dir)
    return Post(gateways, settings.public_url)
