"""What a taken-over public door could add by SQL, even with a receipt in its hand: the citizen's own steps, no more."""

import psycopg
import pytest

from caseapp.domain.life import STEPS
from caseapp.domain.policy import Permission
from tests.database_defence.standing import REFUSED, Standing, standing
from tests.database_defence.town import Town

CASE = (
    'INSERT INTO "case" (id, number, path, status, status_seq, kind, filed_kind, service, mode, channel,'
    " petitioner_type, has_identity, receipt_lookup, received_at, received_day, term_started_at, extended_days,"
    " assignee_id) VALUES (7, '2026-0000-0000-2', 'ordinary', 'received', 1, 'tip', 'tip', 'other', 'anonymous', 'web',"
    " 'anonymous', false, %(receipt)s, now(), current_date, now(), 0, %(assignee)s)"
)
KEY = "INSERT INTO case_key (case_id, compartment, reader, wrapped) VALUES (%s, %s, %s, 'x')"
PART = "INSERT INTO sealed_part (case_id, compartment, part, ciphertext) VALUES (%s, %s, %s, 'x')"
MESSAGE = "INSERT INTO message (id, case_id, author, author_id, sent_at) VALUES (1, %s, %s, %s, now())"
SUGGESTION = "INSERT INTO theme_suggestion (case_id, model, theme, score) VALUES (%s, 'another', 'queue', 0.5)"
ENTRY = (
    "INSERT INTO ledger_entry (chain, seq, case_id, at, actor_kind, verb, status_after, detail, previous, hash)"
    " SELECT 'case/' || %(id)s, t.seq + 1, %(id)s, now(), 'citizen', %(verb)s, %(status)s, '{}', t.hash, 'x'"
    " FROM ledger_tip('case/' || %(id)s) t"
)
STRANGER = Standing("caseapp_public", receipt=bytes(range(32)))
Values = tuple[object, ...] | dict[str, object]


def goes(connection: psycopg.Connection, statement: str, values: Values) -> bool:
    """Whether the statement runs; nothing of it stays."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement, values)
    except REFUSED:
        return False
    return True


def being_filed(connection: psycopg.Connection) -> None:
    connection.execute(CASE, {"receipt": STRANGER.receipt, "assignee": None})


@pytest.mark.parametrize("name", ["answered", "asked", "about_saran", "integrity"])
def test_a_case_that_was_taken_in_gets_no_further_key_part_or_suggestion(town: Town, name: str) -> None:
    case_id = town.cases[name].id
    with standing(town.owner_url, town.citizen(name)) as connection:
        assert not goes(connection, SUGGESTION, (case_id,))
        for compartment in ("report", "identity", "notice", "notes", "integrity_notes", "extract/1"):
            for reader in ("receipt", "recovery", "team:casework", "team:integrity", "team:other", "member:1"):
                assert not goes(connection, KEY, (case_id, compartment, reader)), (compartment, reader)
            for part in ("title", "narrative", "identity", "email", "note/1", "answer/1"):
                assert not goes(connection, PART, (case_id, compartment, part)), (compartment, part)


@pytest.mark.parametrize("name", ["answered", "asked"])
def test_a_message_is_all_that_a_receipt_adds_to_its_case(town: Town, name: str) -> None:
    case_id = town.cases[name].id
    with standing(town.owner_url, town.citizen(name)) as connection:
        assert goes(connection, PART, (case_id, "report", "message/1"))
        assert not goes(connection, PART, (case_id, "notes", "message/1"))
        assert goes(connection, MESSAGE, (case_id, "citizen", None))
        assert not goes(connection, MESSAGE, (case_id, "staff", None))
        assert not goes(connection, MESSAGE, (case_id, "citizen", town.id_of("saran")))
    with standing(town.owner_url, STRANGER) as connection:
        assert not goes(connection, PART, (case_id, "report", "message/1"))
        assert not goes(connection, MESSAGE, (case_id, "citizen", None))


def test_while_a_case_is_filed_its_key_goes_to_receipt_recovery_and_teams_alone(town: Town) -> None:
    with standing(town.owner_url, STRANGER) as connection:
        being_filed(connection)
        for reader in ("receipt", "recovery", "team:casework", "team:integrity"):
            assert goes(connection, KEY, (7, "report", reader)), reader
        for reader in ("member:1", "team:other", "team:", "anybody"):
            assert not goes(connection, KEY, (7, "report", reader)), reader
        assert not goes(connection, KEY, (7, "notes", "receipt"))
        assert goes(connection, SUGGESTION, (7,))
        assert goes(connection, PART, (7, "report", "narrative"))
        for compartment, part in (("notes", "title"), ("integrity_notes", "title"), ("report", "answer/1")):
            assert not goes(connection, PART, (7, compartment, part)), (compartment, part)


def test_with_its_first_entry_a_case_is_taken_in(town: Town) -> None:
    with standing(town.owner_url, STRANGER) as connection:
        being_filed(connection)
        connection.execute(ENTRY, {"id": 7, "verb": "report.received", "status": "received"})
        assert not goes(connection, KEY, (7, "report", "team:casework"))
        assert not goes(connection, PART, (7, "report", "narrative"))


def test_nobody_files_a_case_into_an_officers_hands(town: Town) -> None:
    with standing(town.owner_url, STRANGER) as connection:
        assert not goes(connection, CASE, {"receipt": STRANGER.receipt, "assignee": town.id_of("saran")})


def test_the_citizens_door_enters_the_citizens_own_steps_and_no_others(town: Town) -> None:
    own = {(s.verb, s.after.value) for s in STEPS if s.permission is Permission.THREAD_WRITE}
    own |= {("message.sent", None), ("satisfaction.given", None)}
    every = {(s.verb, s.after.value) for s in STEPS} | own | {("case.read", None), ("identity.opened", None)}
    every |= {("report.received", "received"), ("message.sent", "closed"), ("case.appealed", "closed")}
    of_decided = {("case.appealed", "triaged")}
    for name, expected in {"answered": own, "asked": own - of_decided, "integrity": own - of_decided}.items():
        assert entered(town, name, every) == expected, name


def entered(town: Town, name: str, every: set[tuple[str, str | None]]) -> set[tuple[str, str | None]]:
    """Those of the steps that the receipt of this case can add to its ledger."""
    case_id = town.cases[name].id
    with standing(town.owner_url, town.citizen(name)) as connection:
        return {
            (verb, status)
            for verb, status in every
            if goes(connection, ENTRY, {"id": case_id, "verb": verb, "status": status})
        }


def test_the_citizens_door_enters_nothing_outside_a_case(town: Town) -> None:
    entry = ENTRY.replace("'case/' || %(id)s", "'system'").replace("%(id)s", "NULL::bigint")
    with standing(town.owner_url, STRANGER) as connection:
        for verb in ("message.sent", "report.received", "person.signed_in"):
            assert not goes(connection, entry, {"verb": verb, "status": None}), verb
