"""One seeded case as it is filed: sealed as intake seals it, without asking the database anything."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from caseapp.demo.seed.ground import Ground
from caseapp.demo.seed.rows import Rows, Sealed
from caseapp.demo.seed.shares import Drawn
from caseapp.demo.seed.story import begins
from caseapp.demo.texts import library, retold
from caseapp.domain.compartments import (
    READER_RECEIPT,
    READER_RECOVERY,
    TEAM_OF_PATH,
    Compartment,
    notes_of,
    team_reader,
)
from caseapp.domain.days import local_day
from caseapp.domain.deadlines import Rule
from caseapp.domain.filing import Identity
from caseapp.domain.numbers import new_case_number, new_id
from caseapp.domain.vocab import Action, Kind, Mode, Path, PetitionerType, Status, Theme
from caseapp.domain.words import searchable_forms
from caseapp.services.casework import alike
from caseapp.services.casework.finding import marks_of, words_of
from caseapp.services.law.terms import rule_code
from caseapp.vault.receipts import key_pair_of_receipt, lookup_of_receipt
from caseapp.vault.words import word_hash

_PETITIONS = {Kind.COMPLAINT, Kind.REQUEST, Kind.CRITICISM}
_RECEIPT_BYTES = 20
_PACE = timedelta(hours=30)
"""From step to step while nothing is waited for."""


class Telling:
    """Keeps what the case is so far: `facts` become its row, `answer`, `referral` and what else there is theirs.

    `path` is where it lies at the step that is told."""

    def __init__(self, ground: Ground, drawn: Drawn, rows: Rows, lookup_key: bytes, digits: int) -> None:
        self.ground, self.drawn, self.rows, self.random = ground, drawn, rows, drawn.random
        self.sealed = Sealed(drawn.case_id, rows)
        self.received = ground.now - timedelta(days=drawn.age_days)
        secret = secrets.token_bytes(_RECEIPT_BYTES)
        self.receipt_public = key_pair_of_receipt(secret).public
        anonymous, filed = drawn.mode is Mode.ANONYMOUS, drawn.report.kind
        self.kind = Kind.TIP if anonymous and filed in _PETITIONS else filed
        self.path = begins(drawn.path, drawn.fate)
        self.rule_code = rule_code(self.path, self.kind, drawn.mode)
        number = new_case_number(local_day(self.received).year, lambda _below: digits)
        self.facts: dict[str, Any] = self._facts(number, lookup_of_receipt(lookup_key, secret))
        self.answer: dict[str, Any] = {}
        self.draft: dict[str, str] = {}
        self.referral: dict[str, Any] = {}
        self.package: dict[str, Any] = {}
        self.waiting: dict[str, Any] = {}
        self.extension: Rule | None = None
        self.grounds = ""
        self.target: int | None = None
        """The case that this one is merged into."""

    def _facts(self, number: str, lookup: bytes) -> dict[str, Any]:
        """As intake leaves them."""
        drawn, anonymous = self.drawn, self.drawn.mode is Mode.ANONYMOUS
        rule_id, due_on = self.ground.due(self.rule_code, self.received)
        return {
            "id": drawn.case_id,
            "number": number,
            "path": drawn.path,
            "status": Status.RECEIVED,
            "status_seq": 1,
            "kind": self.kind,
            "filed_kind": drawn.report.kind,
            "service": drawn.report.service,
            "unit_id": self.ground.units[drawn.unit],
            "mode": drawn.mode,
            "channel": drawn.channel,
            "petitioner_type": PetitionerType.ANONYMOUS if anonymous else drawn.petitioner_type,
            "has_identity": not anonymous,
            "receipt_lookup": lookup,
            "received_at": self.received,
            "received_day": local_day(self.received),
            "term_started_at": self.received,
            "due_on": due_on,
            "due_rule_id": rule_id,
            "due_rolls": self.ground.rules[self.rule_code][1].roll_to_working_day,
            "extended_days": 0,
        }

    @property
    def notes(self) -> str:
        return notes_of(self.path).value

    @property
    def staff(self) -> dict[str, bytes]:
        """Who opens it of the staff today: the team of the path on which it lies by now, and the recovery key."""
        names = (team_reader(TEAM_OF_PATH[self.drawn.path]), READER_RECOVERY)
        return {name: self.ground.publics[name] for name in names}

    def inspector(self) -> int:
        ground = self.ground
        people = ground.integrity_inspectors if self.path is Path.INTEGRITY else ground.inspectors
        return self.random.choice(people or ground.heads)

    def head(self, but: int | None = None) -> int:
        """Another person than `but`."""
        return self.random.choice([head for head in self.ground.heads if head != but])

    def note(self, at: datetime, verb: str, who: int, text: str) -> None:
        row = new_id()
        self.rows.add("note", id=row, case_id=self.drawn.case_id, author_id=who, written_at=at, verb=verb)
        self.sealed.part(self.notes, f"note/{row}", text)

    def said(self, action: Action) -> str:
        return self.random.choice(library().reasons.get(action.value) or library().notes)

    def times(self, count: int, decides: int | None) -> list[datetime]:
        """Of so many steps: ascending, before now; the one that decides comes when it was drawn to."""
        age = timedelta(days=self.drawn.age_days)
        pace = min(_PACE, age * 0.9 / max(count, 1))
        times = [self.received + pace * (n + self.random.uniform(0.2, 0.9)) for n in range(count)]
        if decides is not None:
            at = max(times[decides], self.received + timedelta(days=self.drawn.decided_days))
            times[decides:] = [at + age * 0.02 * n for n in range(count - decides)]
        limit = self.ground.now - timedelta(minutes=5)
        return [min(at, limit - timedelta(seconds=count - n)) for n, at in enumerate(times)]

    def file(self) -> None:
        drawn, report = self.drawn, Compartment.REPORT.value
        readers = {**self.staff, READER_RECEIPT: self.receipt_public}
        self.sealed.compartment(report, readers)
        self.sealed.compartment(self.notes, self.staff)
        self.text = self._text()
        said = {"text": self.text, "when": "", "where": "", "remedy": "", "unit_id": self.facts["unit_id"]}
        self.narrative = {**said, "external_ref": "", "reply_form": "", "details": {}}
        self.sealed.part(report, "narrative", self.narrative)
        if drawn.mode is not Mode.ANONYMOUS:
            self._identify(readers)
        self._suggest()
        first = {"channel": drawn.channel, "mode": drawn.mode}
        self.sealed.record("report.received", self.received, None, Status.RECEIVED, first)

    def _text(self) -> str:
        """One of the demonstration's, told anew: another greeting, now and then a ticket of its own."""
        told = retold(self.drawn.report.text, self.random.randrange(9))
        if self.random.random() < 0.6:
            return told
        ticket, window = f"{self.random.choice('АБГДЕ')}{self.random.randrange(1000):03d}", self.random.randint(1, 24)
        return f"{told} Дугаарын тасалбар {ticket}, {window} дугаар цонх."

    def _identify(self, readers: dict[str, bytes]) -> None:
        """Names of the demonstration's people, a telephone and a register number that nobody else has."""
        one, family = self.random.choice(library().petitioners), self.random.choice(library().petitioners).family_name
        phone = f"{self.random.choice('89')}{self.random.randrange(10**7):07d}"
        register = f"{one.register_number[:2]}{self.random.randrange(10**8):08d}" if one.register_number else ""
        own = {"phone": phone, "register_number": register, "family_name": family}
        self.identity = vars(Identity(**{**vars(one), **own}))
        self.sealed.compartment(Compartment.IDENTITY.value, readers)
        self.sealed.part(Compartment.IDENTITY.value, "identity", self.identity)

    def _suggest(self) -> None:
        themes = {theme: self.random.uniform(0.55, 0.97) for theme in sorted(self.drawn.report.themes)}
        if self.drawn.wrong_suggestion:
            themes.setdefault(self.random.choice([*Theme]), self.random.uniform(0.3, 0.6))
        for theme, score in themes.items():
            self.rows.add(
                "theme_suggestion", case_id=self.drawn.case_id, model=self.ground.model, theme=theme, score=score
            )

    def index(self) -> None:
        """The hashes that registration makes in a session that holds the team's key."""
        report, drawn = Compartment.REPORT.value, self.drawn
        self._store(report, (form for word in words_of(self.narrative) for form in searchable_forms(word)))
        if drawn.mode is Mode.NAMED:
            self._store(alike.PERSON, alike.marks_of(self.identity))
            if drawn.path is Path.ORDINARY:
                self._store(Compartment.IDENTITY.value, marks_of(self.identity))

    def _store(self, part: str, forms: Iterable[str]) -> None:
        key = self.ground.search_keys[f"{TEAM_OF_PATH[self.drawn.path]}/{part}"]
        tokens = sorted({_hash(key, form) for form in forms})
        self.rows.add("case_search", case_id=self.drawn.case_id, compartment=part, tokens=tokens)


@lru_cache(maxsize=200_000)
def _hash(key: bytes, form: str) -> int:
    """The same words come again and again."""
    return word_hash(key, form)
