"""No status without an entry: what SQL can do to a case, one by one or in bulk."""

import psycopg
import pytest

from tests.database_defence.standing import Standing, standing
from tests.database_defence.town import Town

RAISED = psycopg.errors.RaiseException
ENTRY = (
    "INSERT INTO ledger_entry (chain, seq, case_id, at, actor_kind, verb, status_after, detail, previous, hash)"
    " SELECT 'case/' || %(id)s, t.seq + 1, %(id)s, now(), 'staff', 'case.closed', %(status)s, '{}', t.hash, 'x'"
    " FROM ledger_tip('case/' || %(id)s) t RETURNING seq"
)


def _append(connection: psycopg.Connection, case_id: int, status: str) -> int:
    row = connection.execute(ENTRY, {"id": case_id, "status": status}).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    "change",
    [
        "status = 'closed'",
        "status = 'closed', status_seq = status_seq + 1",
        "status = 'closed', status_seq = 1",
        "status_seq = status_seq + 1",
    ],
)
def test_a_bulk_change_of_status_is_refused_even_to_the_owner(town: Town, change: str) -> None:
    with standing(town.owner_url, town.staff("tuya")) as connection, pytest.raises(RAISED, match="ledger entry"):
        connection.execute(f'UPDATE "case" SET {change}')
    with town.owner() as owner, pytest.raises(RAISED, match="ledger entry"):
        owner.execute(f'UPDATE "case" SET {change}')


def test_an_entry_of_one_case_changes_no_other(town: Town) -> None:
    one, other = town.cases["asked"].id, town.cases["answered"].id
    with standing(town.owner_url, town.staff("tuya")) as connection:
        for _ in range(30):
            seq = _append(connection, one, "closed")
        with pytest.raises(RAISED, match="no ledger entry of the same case"):
            connection.execute("UPDATE \"case\" SET status = 'closed', status_seq = %s WHERE id = %s", (seq, other))


def test_an_entry_that_tells_of_another_status_does_not_serve(town: Town) -> None:
    case_id = town.cases["asked"].id
    with standing(town.owner_url, town.staff("tuya")) as connection:
        seq = _append(connection, case_id, "triaged")
        with pytest.raises(RAISED, match="no ledger entry of the same case"):
            connection.execute("UPDATE \"case\" SET status = 'closed', status_seq = %s WHERE id = %s", (seq, case_id))


def test_with_its_entry_in_the_same_transaction_a_status_changes(town: Town) -> None:
    case_id = town.cases["asked"].id
    with standing(town.owner_url, town.staff("tuya")) as connection:
        seq = _append(connection, case_id, "in_progress")
        done = connection.execute(
            "UPDATE \"case\" SET status = 'in_progress', status_seq = %s WHERE id = %s", (seq, case_id)
        )
        assert done.rowcount == 1


@pytest.mark.parametrize("path", ["integrity", "ordinary"])
def test_nobody_moves_a_case_to_the_other_path_by_hand(town: Town, path: str) -> None:
    name = "asked" if path == "integrity" else "integrity"
    with standing(town.owner_url, town.staff("tuya")) as connection, pytest.raises(RAISED, match="ledger entry"):
        connection.execute('UPDATE "case" SET path = %s WHERE id = %s', (path, town.cases[name].id))


@pytest.mark.parametrize(
    "change", ["number = '2026-0000-0000-1'", "receipt_lookup = '\\x00'", "received_at = now()", "id = 1"]
)
def test_what_was_received_is_never_rewritten(town: Town, change: str) -> None:
    with standing(town.owner_url, town.staff("tuya")) as connection, pytest.raises(RAISED, match="never rewritten"):
        connection.execute(f'UPDATE "case" SET {change} WHERE id = %s', (town.cases["asked"].id,))


def test_a_case_is_not_filed_without_its_first_entry(town: Town) -> None:
    receipt = bytes(range(32))
    with standing(town.owner_url, Standing("caseapp_public", receipt=receipt)) as connection:
        connection.execute(
            'INSERT INTO "case" (id, number, path, status, status_seq, kind, filed_kind, service, mode, channel,'
            " petitioner_type, has_identity, receipt_lookup, received_at, received_day, term_started_at,"
            " extended_days) VALUES"
            " (7, '2026-0000-0000-2', 'ordinary', 'received', 1, 'tip', 'tip', 'other', 'anonymous', 'web',"
            " 'anonymous', false, %s, now(), current_date, now(), 0)",
            (receipt,),
        )
        with pytest.raises(RAISED, match="no ledger entry of the same case"):
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_public_door_files_as_received_and_under_its_own_receipt_only(town: Town) -> None:
    statement = (
        'INSERT INTO "case" (id, number, path, status, status_seq, kind, filed_kind, service, mode, channel,'
        " petitioner_type, has_identity, receipt_lookup, received_at, received_day, term_started_at,"
        " extended_days, outcome) VALUES"
        " (7, '2026-0000-0000-2', 'ordinary', %s, 1, 'tip', 'tip', 'other', 'anonymous', 'web',"
        " 'anonymous', false, %s, now(), current_date, now(), 0, 'upheld')"
    )
    for status, lookup in (("answered", bytes(range(32))), ("received", bytes(32))):
        who = Standing("caseapp_public", receipt=bytes(range(32)))
        with standing(town.owner_url, who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement, (status, lookup))


@pytest.mark.parametrize(
    ("table", "second"),
    [("answer", "approved_by_id"), ("referral", "decided_by_id"), ("identity_request", "decided_by_id")],
)
def test_the_database_itself_demands_two_persons(town: Town, table: str, second: str) -> None:
    first = "asked_by_id" if table == "identity_request" else "proposed_by_id"
    with town.owner() as owner, pytest.raises(psycopg.errors.CheckViolation, match="two_persons"):
        owner.execute(f"UPDATE {table} SET {second} = {first}")


def test_an_integrity_case_cannot_be_withdrawn_away(town: Town) -> None:
    case_id = town.cases["integrity"].id
    with standing(town.owner_url, town.staff("tuya")) as connection:
        seq = _append(connection, case_id, "withdrawn")
        with pytest.raises(psycopg.errors.CheckViolation, match="integrity_stays"):
            connection.execute(
                "UPDATE \"case\" SET status = 'withdrawn', status_seq = %s WHERE id = %s", (seq, case_id)
            )
