"""A hundred thousand cases, written straight into the tables: pages are measured at the size they are made for."""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from caseapp.domain.compartments import Compartment, Team, key_context, part_context, team_reader
from caseapp.domain.days import local_day
from caseapp.domain.numbers import new_case_number
from caseapp.domain.vocab import Kind, Mode, Service, Theme
from caseapp.domain.words import searchable_forms
from caseapp.vault.sealing import new_data_key, seal, wrap
from caseapp.vault.words import search_key, word_hash

SPAN_DAYS = 450
WORDS_A_CASE = 45
"""With beginnings of 4 and 6 letters some 130 hashes a case, as many as a usual complaint has."""
_ENDED = ("answered", "closed", "forwarded")
_OPEN = ("received", "registered", "triaged", "in_progress", "awaiting_citizen", "answer_proposed")
_RED_TAPE = [theme.value for theme in Theme if not theme.is_integrity]
_CASE = (
    "id number path status status_seq kind filed_kind service unit_id mode channel petitioner_type has_identity "
    "receipt_lookup received_at received_day term_started_at registered_at triaged_at decided_at due_on due_rule_id "
    "extended_days outcome forwarded_to assignee_id"
)


@dataclass(frozen=True)
class Authority:
    """What the rows refer to; `team_public` and `team_private` are casework's."""

    units: list[int]
    rule: int
    people: list[int]
    team_public: bytes
    team_private: bytes


def _case(dice: random.Random, authority: Authority, now: datetime, integrity_share: float) -> dict[str, Any]:
    received = now - timedelta(days=dice.uniform(0, SPAN_DAYS))
    ended = dice.random() < min(0.99, (now - received).days / 60)
    path = "integrity" if dice.random() < integrity_share else "ordinary"
    status = dice.choice(_ENDED if ended and path == "ordinary" else _OPEN[:4])
    decided = received + timedelta(days=dice.uniform(1, 45)) if status in _ENDED else None
    return {
        "id": secrets.randbits(62),
        "number": new_case_number(received.year, secrets.randbelow),
        "path": path,
        "status": status,
        "status_seq": 4,
        "kind": Kind.CORRUPTION.value if path == "integrity" else dice.choice(("complaint", "request", "suggestion")),
        "filed_kind": Kind.COMPLAINT.value,
        "service": dice.choice([service.value for service in Service]),
        "unit_id": dice.choice(authority.units),
        "mode": dice.choice([mode.value for mode in Mode]),
        "channel": dice.choice(("web", "phone", "in_person", "government_1111")),
        "petitioner_type": "citizen",
        "has_identity": False,
        "receipt_lookup": secrets.token_bytes(32),
        "received_at": received,
        "received_day": local_day(received),
        "term_started_at": received,
        "registered_at": received,
        "triaged_at": received + timedelta(hours=5),
        "decided_at": decided if decided is None or decided < now else now,
        "due_on": local_day(received) + timedelta(days=30),
        "due_rule_id": authority.rule,
        "extended_days": 0,
        "outcome": dice.choice(("upheld", "not_upheld", "explained")) if status in {"answered", "closed"} else None,
        "forwarded_to": "police" if status == "forwarded" else None,
        "assignee_id": dice.choice(authority.people) if status in {"in_progress", "answer_proposed"} else None,
    }


def _vocabulary(dice: random.Random) -> list[str]:
    letters = "абвгдежзийклмноөпрстуүфхцчшыэюя"
    return ["".join(dice.choice(letters) for _ in range(dice.randint(4, 11))) for _ in range(20_000)]


def fill(owner_url: str, authority: Authority, now: datetime, count: int, integrity_share: float = 0.05) -> None:
    """Cases with titles that open, search words that are found, decided themes and ledger entries."""
    dice = random.Random(count)
    drawn = (_case(dice, authority, now, integrity_share) for _ in range(count + count // 100))
    cases = list({case["number"]: case for case in drawn}.values())[:count]
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica")
        _copy(connection, '"case"', _CASE, (tuple(case[name] for name in _CASE.split()) for case in cases))
        _copy(connection, "case_key", "case_id compartment reader wrapped", _keys(cases, authority))
        _copy(connection, "case_search", "case_id compartment tokens", _tokens(cases, authority, dice))
        _copy(connection, "theme_decision", "case_id theme decided_by_id decided_at", _themes(cases, authority, dice))
        _copy(
            connection,
            "ledger_entry",
            "chain seq case_id at actor_kind actor_id verb status_after detail previous hash xact",
            _entries(cases, authority),
        )
        _copy(connection, "sealed_part", "case_id compartment part ciphertext", iter(_TITLES))
        _TITLES.clear()
    with psycopg.connect(owner_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


_TITLES: list[tuple[Any, ...]] = []


def _keys(cases: list[dict[str, Any]], authority: Authority) -> Iterator[tuple[Any, ...]]:
    """Each ordinary case's notes open for casework, and the title in them with them."""
    reader, notes = team_reader(Team.CASEWORK), Compartment.NOTES.value
    for case in cases:
        if case["path"] != "ordinary":
            continue
        key = new_data_key()
        title = seal(key, part_context(case["id"], notes, "title"), '"Гэрчилгээний хугацаа хэтэрсэн"'.encode())
        _TITLES.append((case["id"], notes, "title", title))
        yield case["id"], notes, reader, wrap(authority.team_public, key, key_context(case["id"], notes))


def _tokens(cases: list[dict[str, Any]], authority: Authority, dice: random.Random) -> Iterator[tuple[Any, ...]]:
    key = search_key(authority.team_private, Compartment.REPORT.value)
    hashes = [[word_hash(key, form) for form in searchable_forms(word)] for word in _vocabulary(dice)]
    common = word_hash(key, "4:гэрч"), word_hash(key, "6:гэрчил")
    for case in cases:
        words = {number for word in dice.choices(hashes, k=WORDS_A_CASE) for number in word}
        if dice.random() < 0.3:
            words.update(common)
        yield case["id"], Compartment.REPORT.value, sorted(words)


def _themes(cases: list[dict[str, Any]], authority: Authority, dice: random.Random) -> Iterator[tuple[Any, ...]]:
    for case in cases:
        chosen = [Theme.BRIBERY.value] if case["path"] == "integrity" else dice.sample(_RED_TAPE, dice.randint(0, 2))
        for theme in chosen:
            yield case["id"], theme, authority.people[0], case["triaged_at"]


def _entries(cases: list[dict[str, Any]], authority: Authority) -> Iterator[tuple[Any, ...]]:
    verbs = (("report.received", "received"), ("case.registered", "registered"), ("case.triaged", "triaged"))
    for case in cases:
        told = (*verbs, ("case.assigned", case["status"]))
        for seq, (verb, status) in enumerate(told, start=1):
            actor = ("citizen", None) if seq == 1 else ("staff", authority.people[0])
            chain = f"case/{case['id']}"
            yield chain, seq, case["id"], case["received_at"], *actor, verb, status, Jsonb({}), b"", b"x" * 32, 1


def _copy(connection: Any, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor().copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
