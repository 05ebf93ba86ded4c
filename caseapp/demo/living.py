"""A case while it is told: whoever acts in it does so through the services, at the story's time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from caseapp.demo.enclosed import with_photo
from caseapp.demo.people import REGISTRAR, at_work
from caseapp.demo.plans import Life
from caseapp.demo.texts import Library, library, retold
from caseapp.domain.actors import citizen
from caseapp.domain.commands import Command
from caseapp.domain.days import ULAANBAATAR, official_date
from caseapp.domain.deadlines import Calendar
from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.receipts import new_receipt
from caseapp.domain.vocab import Channel, Kind, Mode, Path
from caseapp.services.files import drafts
from caseapp.services.filing import intake
from caseapp.services.petitioner import writing
from caseapp.services.staff.sessions import SignedIn
from caseapp.services.uow import Surroundings, UnitOfWork, open_unit_of_work
from caseapp.services.workflow import steps
from caseapp.vault.keyring import Keyring
from caseapp.vault.receipts import key_pair_of_receipt, lookup_of_receipt

_OPENS, _CLOSES = 9, 17.5
_PETITIONS = frozenset({Kind.COMPLAINT, Kind.REQUEST, Kind.CRITICISM})
PHOTO_SHARE = 0.06
"""Of what comes in online."""


class StoryClock:
    """The surroundings' clock while a case is told: only forward, in working hours, and never as far as `end`."""

    def __init__(self, end: datetime, calendar: Calendar | None = None) -> None:
        self.now, self.end, self.calendar = end, end, calendar or Calendar()

    def __call__(self) -> datetime:
        return self.now

    def forward(self, hours: float) -> None:
        """By so many hours, but never by more than half of what is left until the story's end."""
        half = self.now + (self.end - self.now) / 2
        wanted = self._next_at_work(self.now + timedelta(hours=hours))
        self.now = (wanted if wanted <= half else self._last_at_work(half)).replace(microsecond=0)

    def until(self, moment: datetime) -> None:
        """To this moment, or by a little when it has passed already."""
        self.forward(max(0.5, (moment - self.now) / timedelta(hours=1)))

    def _next_at_work(self, moment: datetime) -> datetime:
        """The same moment when people are at work, else some time of the next working day."""
        local = moment.astimezone(ULAANBAATAR)
        if self._is_at_work(local):
            return local
        today = local.hour < _OPENS and self.calendar.is_working(local.date())
        return self._some_time_of(self.calendar.add_working_days(local.date(), 0 if today else 1), local)

    def _last_at_work(self, moment: datetime) -> datetime:
        """The same moment, or some time of a working day before it; a few minutes on where that has passed."""
        local = moment.astimezone(ULAANBAATAR)
        if self._is_at_work(local):
            return local
        day = local.date() if local.hour >= _OPENS else local.date() - timedelta(days=1)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        before = self._some_time_of(day, local)
        return before if self.now < before < moment else self.now + min(timedelta(minutes=6), moment - self.now)

    def _is_at_work(self, local: datetime) -> bool:
        return _OPENS <= local.hour + local.minute / 60 < _CLOSES and self.calendar.is_working(local.date())

    @staticmethod
    def _some_time_of(day: date, moment: datetime) -> datetime:
        """Drawn from the minutes of a moment, so that the same story has the same times."""
        within = (_CLOSES - _OPENS) * (moment.minute * 60 + moment.second) / 3600
        return datetime.combine(day, time(), ULAANBAATAR) + timedelta(hours=_OPENS + within)


@dataclass(frozen=True, repr=False)
class Stage:
    """What all tellings share: the house at the story's time, the signed-in staff, rows by code and by login."""

    around: Surroundings
    clock: StoryClock
    staff: dict[str, SignedIn]
    units: dict[str, int]
    people: dict[str, int]


class Telling:
    """One life on the stage; keeps the case's number, path and receipt between the acts."""

    def __init__(self, stage: Stage, life: Life) -> None:
        self.stage, self.life, self.fate = stage, life, life.fate
        self.random = Random(life.seed)  # noqa: S311 - a story, not a secret
        self.receipt = new_receipt()
        self.number, self.path, self.kind = "", Path.ORDINARY, life.report.kind

    @property
    def clock(self) -> StoryClock:
        return self.stage.clock

    @property
    def books(self) -> Library:
        return library()

    def pick(self, texts: tuple[str, ...]) -> str:
        return self.random.choice(texts)

    def reason(self, action: str) -> str:
        return self.pick(self.books.reasons[action])

    def later(self, least: float, most: float) -> None:
        """Some hours pass."""
        self.clock.forward(self.random.uniform(least, most))

    @contextmanager
    def by(self, login: str) -> Iterator[UnitOfWork]:
        """One transaction of a member of the staff."""
        who = self.stage.staff[login]
        with open_unit_of_work(self.stage.around, at_work(self.stage.staff, login), who.keys) as uow:
            yield uow

    @contextmanager
    def by_citizen(self) -> Iterator[UnitOfWork]:
        """One transaction of whoever holds the receipt."""
        secret, keys = self.receipt.secret, self.stage.around.keys
        actor = citizen(lookup_of_receipt(keys.lookup, secret))
        with open_unit_of_work(self.stage.around, actor, Keyring(receipt=key_pair_of_receipt(secret))) as uow:
            yield uow

    def step(self, login: str, *commands: Command) -> None:
        """Steps that one person takes in one go."""
        with self.by(login) as uow:
            for command in commands:
                self.take(uow, command)

    def take(self, uow: UnitOfWork, command: Command) -> None:
        self.path = steps.take_step(uow, self.number, command).path

    def citizen_writes(self, text: str) -> None:
        with self.by_citizen() as uow:
            writing.citizen_message(uow, text)

    def file(self, kind: Kind | None = None) -> None:
        """The report comes in: from the citizen's own hands, or written down by the registrar."""
        life, around = self.life, self.stage.around
        self.clock.now = max(self.clock.now, life.received) if self.number else life.received
        clerk = None if life.channel is Channel.WEB else at_work(self.stage.staff, REGISTRAR)
        secret = self.random.randbytes(32)
        actor = drafts.owning(around.keys, intake.filing_actor(around.keys, self.receipt.secret, clerk), secret)
        has_photo = life.channel is Channel.WEB and self.random.random() < PHOTO_SHARE
        draft = with_photo(around, actor, secret, self.random) if has_photo else None
        with open_unit_of_work(around, actor) as uow:
            filed = intake.submit(uow, self._new_report(kind or life.report.kind), self.receipt.secret, draft)
        self.number, self.path, self.kind = filed.number, filed.path, filed.kind
        if self.kind.is_integrity and self.path is Path.ORDINARY:
            raise RuntimeError("a report on staff lies with the ordinary cases")

    def plain_kind(self) -> Kind:
        """What a report on staff turns out to be once nothing of integrity is left in it."""
        if not self.kind.is_integrity:
            return self.kind
        return Kind.TIP if self.life.mode is Mode.ANONYMOUS else Kind.COMPLAINT

    def _new_report(self, kind: Kind) -> NewReport:
        life = self.life
        recent = life.received - timedelta(days=self.random.randint(1, 12))
        return NewReport(
            kind=kind,
            text=retold(life.report.text, life.telling),
            mode=life.mode,
            service=life.report.service,
            unit_id=self.stage.units[life.unit],
            channel=life.channel,
            petitioner_type=life.petitioner_type,
            when=official_date(recent.date()) if kind in _PETITIONS and self.random.random() < 0.4 else "",
            identity=Identity() if life.mode is Mode.ANONYMOUS else self.books.petitioners[life.petitioner],
            external_ref=self._external_ref(),
        )

    def _external_ref(self) -> str:
        if self.life.channel is not Channel.GOVERNMENT_1111:
            return ""
        return f"1111-{self.life.received.year}-{self.random.randint(1_000_000, 9_999_999)}"
