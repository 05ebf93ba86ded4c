"""Cases of the tests: filed as citizens file them, and brought by real people's steps to where a test begins."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.receipts import Receipt, new_receipt
from caseapp.domain.vocab import Action, Cause, Completeness, Kind, Mode, Outcome, Service, Severity, Theme
from caseapp.services import ledger, lists
from caseapp.services.filing import intake
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.services.workflow import steps
from caseapp.vault.keyring import Keyring
from caseapp.vault.receipts import key_pair_of_receipt
from tests.people import Cast

COMPLAINT = "Гэрчилгээгээ авах гэж гурван өдөр дараалалд зогслоо. Цонх бүр өөр юм ярина."
REPORT = "Бүртгэгч гэрчилгээг түргэн гаргаж өгье гэж хоёр зуун мянган төгрөг нэхсэн."
BOLD = Identity(family_name="Дорлиг", given_name="Болд", register_number="УК85051512", phone="99112233")


@dataclass(frozen=True)
class FiledCase:
    number: str
    receipt: Receipt
    id: int


@dataclass
class Lives:
    """What a test asks for: cases in a state, and the citizen's own hand."""

    around: Surroundings
    cast: Cast
    owner: Engine

    def file(
        self, words: str = COMPLAINT, kind: Kind = Kind.COMPLAINT, mode: Mode = Mode.NAMED, **more: object
    ) -> FiledCase:
        """Through the citizen's own door."""
        receipt = new_receipt()
        identity = Identity() if mode is Mode.ANONYMOUS else BOLD
        new = NewReport(kind=kind, text=words, mode=mode, **{"identity": identity, **more})  # type: ignore[arg-type]
        with open_unit_of_work(self.around, intake.filing_actor(self.around.keys, receipt.secret)) as uow:
            number = intake.submit(uow, new, receipt.secret).number
        with self.owner.connect() as connection:
            row = connection.scalar(text('SELECT id FROM "case" WHERE number = :n'), {"n": number})
        return FiledCase(number, receipt, int(row or 0))

    @contextmanager
    def citizen(self, filed: FiledCase) -> Iterator[UnitOfWork]:
        """A unit of work of whoever holds the receipt."""
        actor = intake.filing_actor(self.around.keys, filed.receipt.secret)
        keyring = Keyring(receipt=key_pair_of_receipt(filed.receipt.secret))
        with open_unit_of_work(self.around, actor, keyring) as uow:
            yield uow

    def withdraw(self, filed: FiledCase) -> None:
        """By the petitioner, with the receipt."""
        with self.citizen(filed) as uow:
            steps.take_own_step(uow, c.Withdraw())

    def unit(self, code: str) -> int:
        with self.cast.at("tuya") as uow:
            return next(unit.id for unit in lists.units(uow) if unit.code == code)

    def triage_of(self, *themes: Theme, kind: Kind = Kind.COMPLAINT, officials: tuple[int, ...] = ()) -> c.Triage:
        return c.Triage(
            kind=kind,
            service=Service.CIVIL,
            unit_id=self.unit("AIM-061"),
            themes=frozenset(themes),
            severity=Severity.MEDIUM,
            completeness=Completeness.COMPLETE,
            title="Гэрчилгээний дараалал",
            subject_official_ids=officials,
        )

    def triaged(self, who: str = "bat", *themes: Theme, **filing: object) -> FiledCase:
        """An ordinary complaint about a queue unless said otherwise."""
        filed = self.file(**filing)  # type: ignore[arg-type]
        kind = Kind(filing.get("kind", Kind.COMPLAINT))  # type: ignore[arg-type]
        self.cast.step(who, filed.number, c.Register())
        self.cast.step(who, filed.number, self.triage_of(*(themes or (Theme.QUEUE,)), kind=kind))
        return filed

    def in_progress(self, who: str = "bat", *themes: Theme, **filing: object) -> FiledCase:
        """In the hands of `who`, who stated to have no conflict."""
        filed = self.triaged(who, *themes, **filing)
        self.cast.step(who, filed.number, c.Assign(self.cast.id_of(who), no_conflict=True))
        return filed

    def answered(self, who: str = "saran", approver: str = "tuya") -> FiledCase:
        filed = self.in_progress(who)
        self.cast.step(
            who, filed.number, c.ProposeAnswer(Outcome.UPHELD, "Хууль, 16 дугаар зүйл", "Гомдол үндэслэлтэй.")
        )
        self.cast.step(approver, filed.number, c.ApproveAnswer())
        return filed

    def under_integrity(self, who: str = "bat", mode: Mode = Mode.ANONYMOUS) -> FiledCase:
        """A report of corruption in the hands of `who`."""
        return self.in_progress(who, Theme.BRIBERY, words=REPORT, kind=Kind.CORRUPTION, mode=mode)

    def referred(self, who: str = "bat", approver: str = "tuya", mode: Mode = Mode.ANONYMOUS) -> FiledCase:
        filed = self.under_integrity(who, mode)
        self.cast.step(who, filed.number, c.ProposeReferral("Хахууль нэхсэн шинжтэй.", with_identity=False))
        self.cast.step(approver, filed.number, c.ApproveReferral())
        return filed

    def offered(self, login: str, filed: FiledCase) -> set[Action]:
        """What this person could do now, with nothing in the way."""
        with self.cast.at(login) as uow:
            case = steps.gate.load_case(uow, filed.number, frozenset(uow.actor.permissions))
            return {offer.action for offer in steps.offers(uow, case) if offer.missing is None}

    def verbs(self, filed: FiledCase) -> list[str]:
        """What the ledger says of the case, in order, but for what the house does by itself at registration."""
        with self.owner.connect() as connection:
            rows = connection.execute(
                text("SELECT verb FROM ledger_entry WHERE chain = :chain ORDER BY seq"), {"chain": f"case/{filed.id}"}
            )
            return [row.verb for row in rows if row.verb != "identity.compared"]

    def last_entry(self, filed: FiledCase) -> int:
        """How many entries the case's chain has: `seq` of the newest."""
        with self.owner.connect() as connection:
            words = text("SELECT max(seq) FROM ledger_entry WHERE chain = :chain")
            return int(connection.scalar(words, {"chain": f"case/{filed.id}"}) or 0)

    def by_number(self, number: str) -> FiledCase:
        """A case that was filed through a page, for looking at it from outside."""
        with self.owner.connect() as connection:
            row = connection.scalar(text('SELECT id FROM "case" WHERE number = :n'), {"n": number})
        return FiledCase(number, new_receipt(), int(row or 0))

    def count(self) -> int:
        """All cases that there are."""
        with self.owner.connect() as connection:
            return int(connection.scalar(text('SELECT count(*) FROM "case"')) or 0)

    def close(self) -> c.Close:
        return c.Close(Cause.STAFFING, "Оргил цагт цонх нэмнэ.")

    def signed(self) -> int:
        """The worker's minute: checkpoints over all that was written, as soon as nobody on the server is older.

        Other workers of a run share the server, and a checkpoint waits for their open transactions."""
        total, patience = 0, time.monotonic() + 20
        unsigned = text(
            "SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_checkpoint m"
            " WHERE m.cluster = e.cluster AND m.from_xact <= e.xact AND e.xact < m.to_xact)"
        )
        while True:
            with open_unit_of_work(self.around, system(Door.JOBS)) as uow:
                total += ledger.checkpoint(uow)
            with self.owner.connect() as connection:
                left = connection.scalar(unsigned)
            if not left or time.monotonic() > patience:
                return total

    def status(self, filed: FiledCase) -> str:
        with self.owner.connect() as connection:
            return str(connection.scalar(text('SELECT status FROM "case" WHERE id = :id'), {"id": filed.id}))
