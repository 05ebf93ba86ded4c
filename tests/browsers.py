"""A browser with its cookie for drafts: what it writes and sends, by the services alone."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from caseapp.domain.actors import Actor, citizen
from caseapp.domain.attachments import NotTaken
from caseapp.domain.drafts import FromDraft, Place
from caseapp.services.files import arriving, drafts
from caseapp.services.files.arriving import Arrival, Arrived, Upload
from caseapp.services.filing import intake
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.vault.drafts import new_draft_secret
from caseapp.vault.keyring import Keyring
from caseapp.vault.receipts import key_pair_of_receipt
from tests.lives import FiledCase

PIECE = 64 * 1024
"""What the request's parser hands over at once."""


@dataclass
class Browser:
    """Of a citizen unless `person` is somebody else; `form` is the mark of the form that is filled in."""

    around: Surroundings
    secret: bytes = field(default_factory=new_draft_secret)
    form: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    person: Actor = field(default_factory=citizen)
    keys: Keyring = field(default_factory=Keyring.empty)
    clamd: str = ""

    @property
    def place(self) -> Place:
        return drafts.place_of(self.around.keys, self.secret, self.form)

    @property
    def actor(self) -> Actor:
        return drafts.owning(self.around.keys, self.person, self.secret)

    @property
    def upload(self) -> Upload:
        return Upload(self.around, self.actor, self.place, self.clamd)

    def another_form(self) -> "Browser":
        """The same browser in another window, filling in another form."""
        return replace(self, form=secrets.token_bytes(16))

    def with_receipt(self, secret: bytes) -> "Browser":
        """The same browser once it holds this receipt."""
        person = intake.filing_actor(self.around.keys, secret)
        return replace(self, person=person, keys=Keyring(receipt=key_pair_of_receipt(secret)))

    def showing(self, filed: FiledCase) -> "Browser":
        return self.with_receipt(filed.receipt.secret)

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        with open_unit_of_work(self.around, self.actor, self.keys) as uow:
            yield uow

    def keeps(self, **parts: Any) -> None:
        with self.work() as uow:
            drafts.keep(uow, self.place, **parts)

    def reads(self) -> dict[str, Any] | None:
        with self.work() as uow:
            return drafts.opened(uow, self.place)

    def files(self) -> list[Arrived]:
        return arriving.listed(self.reads())

    def begins(self, name: str, declared: str = "") -> Arrival:
        """A file of which nothing has come yet."""
        take = arriving.begin(self.upload)
        assert take is not None, "there is no draft"
        return take(name, declared)

    def sends(self, name: str, content: bytes, declared: str = "") -> Arrived | NotTaken:
        """One file in one request, to its end."""
        arrival = self.begins(name, declared)
        come(arrival, content)
        return arriving.settle(self.upload, arrival)

    def all_of_it(self) -> FromDraft:
        return FromDraft(self.place, len(self.files()))


def come(arrival: Arrival, content: bytes) -> None:
    """As the request's parser does it: piece by piece, then back to the start."""
    for start in range(0, len(content), PIECE):
        arrival.write(content[start : start + PIECE])
    arrival.seek(0)
