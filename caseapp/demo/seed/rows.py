"""The rows of many cases by table, and the sealing and recording that they share with cases that people file."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from caseapp.domain.actors import ActorKind
from caseapp.domain.compartments import key_context, part_context
from caseapp.domain.vocab import Status
from caseapp.services.ledger import link
from caseapp.vault.sealing import new_data_key, seal, wrap

_TABLES = {
    "case": "id number path status status_seq kind filed_kind service unit_id mode channel petitioner_type has_identity"
    " receipt_lookup received_at received_day registered_at triaged_at decided_at closed_at term_started_at due_on"
    " due_rule_id due_rolls acknowledged_at extended_days severity completeness assignee_id proposed_by_id outcome"
    " no_referral_reason agency_outcome forwarded_to cause merged_into_id paused_since citizen_wrote_at staff_read_at",
    "case_key": "case_id compartment reader wrapped",
    "sealed_part": "case_id compartment part ciphertext",
    "case_search": "case_id compartment tokens",
    "message": "id case_id author author_id sent_at read_at",
    "note": "id case_id author_id written_at verb",
    "theme_suggestion": "case_id model theme score",
    "theme_decision": "case_id theme decided_by_id decided_at",
    "conflict_statement": "case_id user_id stated_at",
    "answer": "id case_id outcome proposed_by_id proposed_at approved_by_id approved_at number numbered_on",
    "waiting": "case_id since until",
    "explanation": "id case_id unit_id asked_by_id asked_at due_on",
    "referral": "id case_id with_identity proposed_by_id proposed_at decided_by_id decided_at approved",
    "agency_package": "id referral_id case_id reference ciphertext sha256 recipients state made_at due_on downloads"
    " acknowledged_at agency_number agency_date agency_outcome",
    "ledger_entry": "chain seq case_id at actor_kind actor_id verb status_after detail previous hash xact cluster",
}
COLUMNS = {table: tuple(names.split()) for table, names in _TABLES.items()}


@dataclass(frozen=True)
class Transaction:
    """Which one writes the entries, and in which cluster: what a checkpoint covers is a range of these."""

    xact: int
    cluster: int


@dataclass(frozen=True)
class Letters:
    """Numbers of approved answers: behind those that the authority had given out when the seeding began."""

    index: str
    before: Mapping[int, int]

    def number(self, day: date, place: int) -> str:
        """As the database writes it; each place has its own."""
        return f"{self.index}{day:%y}/{self.before[day.year] + place + 1}"


@dataclass(repr=False)
class Rows:
    """Of one transaction."""

    ledger_key: bytes
    transaction: Transaction
    letters: Letters
    of: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **values: Any) -> None:
        """Columns that are not named stay empty."""
        self.of[table].append(tuple(values.get(column) for column in COLUMNS[table]))


@dataclass(repr=False)
class Sealed:
    """One case's compartments and its chain, as they grow."""

    case_id: int
    rows: Rows
    keys: dict[str, bytes] = field(default_factory=dict)
    seq: int = 0
    tip: bytes = b""

    def compartment(self, name: str, readers: Mapping[str, bytes]) -> None:
        """A data key of its own, wrapped for each reader."""
        self.keys[name] = key = new_data_key()
        context = key_context(self.case_id, name)
        for reader, public in readers.items():
            self.rows.add(
                "case_key", case_id=self.case_id, compartment=name, reader=reader, wrapped=wrap(public, key, context)
            )

    def part(self, compartment: str, part: str, content: Any) -> None:
        plaintext = json.dumps(content, ensure_ascii=False).encode()
        ciphertext = seal(self.keys[compartment], part_context(self.case_id, compartment, part), plaintext)
        self.rows.add("sealed_part", case_id=self.case_id, compartment=compartment, part=part, ciphertext=ciphertext)

    def record(self, verb: str, at: datetime, who: int | None, status: Status | None, codes: Mapping[str, Any]) -> None:
        """The next entry of the case's chain; nobody is the citizen."""
        entry: dict[str, Any] = {
            "chain": f"case/{self.case_id}",
            "seq": self.seq + 1,
            "case_id": self.case_id,
            "at": at,
            "actor_kind": ActorKind.CITIZEN if who is None else ActorKind.STAFF,
            "actor_id": who,
            "verb": verb,
            "status_after": status,
            "detail": dict(codes),
        }
        digest = link(self.rows.ledger_key, self.tip, entry)
        written = {**entry, "detail": json.dumps(codes, ensure_ascii=False)}
        self.rows.add("ledger_entry", previous=self.tip, hash=digest, **vars(self.rows.transaction), **written)
        self.seq, self.tip = self.seq + 1, digest
