"""A real mail server on loopback, which answers as a test wants it to, and the worker that writes to it."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import Engine, text

from caseapp.domain.vocab import NoticeChannel
from caseapp.hosting.posting import Gateway, MailGateway, MailServer, Post
from caseapp.hosting.worker import jobs_app
from caseapp.services.uow import Surroundings

SENDER = "medee@burtgel.example"
SITE = "https://gomdol.example"


@dataclass
class Mailroom:
    """`refusals` are the answers to the next recipients, `rejections` those to the next letters; then all is taken."""

    refusals: list[str] = field(default_factory=list)
    rejections: list[str] = field(default_factory=list)
    goodbye: str = "221 Bye"
    recipients: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    rejected: list[EmailMessage] = field(default_factory=list)
    port: int = 0
    password: bytes = b""

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        letter = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        if self.rejections:
            self.rejected.append(letter)
            return self.rejections.pop(0)
        self.recipients += envelope.rcpt_tos
        self.letters.append(letter)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return self.goodbye

    def knows(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == self.password
        return AuthResult(success=right, handled=False)

    def gateway(self, scheme: str = "smtp", trust: ssl.SSLContext | None = None, user: str = "") -> MailGateway:
        server = MailServer.of(f"{scheme}://{user}127.0.0.1:{self.port}")
        return MailGateway(server, SENDER, trust or ssl.create_default_context())


@contextmanager
def mailroom(
    starttls: ssl.SSLContext | None = None, smtps: ssl.SSLContext | None = None, password: bytes = b""
) -> Iterator[Mailroom]:
    """Listens on a port of its own until the block ends."""
    room = Mailroom(password=password)
    loop = asyncio.new_event_loop()

    def receive() -> SMTP:
        more: dict[str, Any] = {"authenticator": room.knows, "auth_require_tls": False} if password else {}
        return SMTP(room, loop=loop, hostname="mail.example", tls_context=starttls, enable_SMTPUTF8=True, **more)

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(loop.create_server(receive, "127.0.0.1", 0, ssl=smtps), loop).result(10)
    room.port = server.sockets[0].getsockname()[1]
    try:
        yield room
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@dataclass
class Round:
    """The worker's way to the post: does what is due now, and what waits for later once it is told to."""

    url: str
    around: Surroundings
    owner: Engine

    def go(self, gateway: Gateway | None, channel: NoticeChannel = NoticeChannel.EMAIL, site: str = SITE) -> None:
        post = Post({channel: gateway} if gateway else {}, site)

        async def work_once() -> None:
            app = jobs_app(self.url, self.around, post)
            async with app.open_async():
                await app.run_worker_async(wait=False, delete_jobs="successful", install_signal_handlers=False)

        asyncio.run(work_once())

    def later(self) -> None:
        """As if the time for the next try had come."""
        with self.owner.begin() as connection:
            connection.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"))

    def waiting(self) -> int:
        """How many jobs for the post are left, whatever their state."""
        with self.owner.connect() as connection:
            counted = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notice.deliver'")
            return int(connection.scalar(counted) or 0)

    def notices(self) -> list[tuple[str, str, int, bool]]:
        """(channel, state, tries, whether an address is kept), in the order of their making."""
        with self.owner.connect() as connection:
            rows = connection.execute(
                text("SELECT channel, state, tries, address IS NOT NULL AS kept FROM notice ORDER BY made_at, channel")
            )
            return [(row.channel, row.state, row.tries, row.kept) for row in rows]
