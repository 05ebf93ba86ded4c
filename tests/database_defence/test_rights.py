"""Who may read and write which table at all: the whole table of rights, tried right by right."""

import psycopg
import pytest

from caseapp.models.every import METADATA
from tests.database_defence.standing import REFUSED, ROLES, Standing, login, refusal, standing, state
from tests.database_defence.town import Town

ALL = "*"
REFERENCE = dict.fromkeys(("unit", "deadline_rule", "special_day", "authority_key", "classifier_model"), ALL)
ANALYSTS_COLUMNS = (
    "id number path status kind service unit_id mode channel petitioner_type received_at received_day registered_at"
    " triaged_at decided_at closed_at due_on extended_days severity outcome forwarded_to cause merged_into_id"
)
_TEAMS = (
    "case case_key sealed_part case_search message note theme_suggestion theme_decision conflict_statement answer"
    " explanation identity_request referral agency_package"
)
OF_THE_TEAM = _TEAMS.split()
WITH_DRAFTS = dict.fromkeys(("draft", "attachment", "attachment_chunk"), ALL)
"""Drafts and files come through the citizens' door, and through casework's for letters of the staff."""
FILED = "case_id draft_id message_id verdict size has_cleaned complete"
READS: dict[str, dict[str, str]] = {
    "caseapp_public": {
        **REFERENCE,
        **dict.fromkeys(("case", "case_key", "sealed_part", "message", "ledger_entry"), ALL),
        **dict.fromkeys(("satisfaction", "appeal", "sending_count", "frozen_report"), ALL),
        **WITH_DRAFTS,
        "agency_package": "case_id state agency_number agency_date made_at",
    },
    "caseapp_auth": {
        **REFERENCE,
        **dict.fromkeys(
            ("staff_user", "role_grant", "staff_credential", "team_member", "staff_session", "throttle"), ALL
        ),
    },
    "caseapp_staff": {
        **REFERENCE,
        **dict.fromkeys(OF_THE_TEAM, ALL),
        **dict.fromkeys(("recusal", "staff_user", "role_grant", "ledger_entry", "agency_recipient"), ALL),
        **dict.fromkeys(("satisfaction", "appeal"), ALL),
        **WITH_DRAFTS,
        "notice": "id case_id channel state made_at tries finished_at",
        "team_member": "team user_id",
        "staff_credential": "user_id must_change",
    },
    "caseapp_analyst": {
        **REFERENCE,
        "case": ANALYSTS_COLUMNS,
        **dict.fromkeys(("theme_decision", "frozen_report", "satisfaction", "appeal"), ALL),
        "staff_user": "id name post",
    },
    "caseapp_auditor": {
        "ledger_entry": ALL,
        "ledger_checkpoint": ALL,
        "authority_key": ALL,
        "case": "id status status_seq",
        "staff_user": "id name post",
    },
    "caseapp_admin": {
        **REFERENCE,
        **dict.fromkeys(("staff_user", "agency_recipient", "role_grant"), ALL),
        "staff_credential": "user_id must_change",
        "team_member": "team user_id",
        "staff_session": "user_id",
    },
    "caseapp_agency": {
        **REFERENCE,
        "agency_package": ALL,
        "case": "id path status status_seq kind mode",
    },
    "caseapp_jobs": {
        **REFERENCE,
        **dict.fromkeys(("ledger_entry", "ledger_checkpoint", "notice"), ALL),
        "draft": "id expires_at",
        "sending_count": "window_ends",
    },
}
INSERTS: dict[str, str] = {
    "caseapp_public": "case case_key sealed_part message theme_suggestion ledger_entry satisfaction appeal"
    f" sending_count {' '.join(WITH_DRAFTS)}",
    "caseapp_auth": "staff_session throttle ledger_entry",
    "caseapp_staff": " ".join(
        [*OF_THE_TEAM, *WITH_DRAFTS, "team_member", "classifier_model", "ledger_entry", "notice"]
    ),
    "caseapp_analyst": "frozen_report ledger_entry",
    "caseapp_auditor": "ledger_entry",
    "caseapp_admin": "staff_user staff_credential unit deadline_rule special_day agency_recipient role_grant"
    " authority_key classifier_model ledger_entry",
    "caseapp_agency": "ledger_entry",
    "caseapp_jobs": "ledger_checkpoint ledger_entry",
}
UPDATES: dict[str, dict[str, str]] = {
    "caseapp_public": {
        "case": "status status_seq decided_at closed_at citizen_wrote_at "
        "term_started_at due_on due_rule_id extended_days appealed_at",
        "message": "read_at",
        **dict.fromkeys(("draft", "sending_count"), ALL),
        "attachment": FILED,
    },
    "caseapp_auth": {
        "staff_user": "public_key",
        "staff_credential": ALL,
        "staff_session": ALL,
        "throttle": ALL,
    },
    "caseapp_staff": {
        **dict.fromkeys([*OF_THE_TEAM, "draft"], ALL),
        "attachment": FILED,
        "agency_recipient": "confirmed_by_id confirmed_at",
    },
    "caseapp_analyst": {},
    "caseapp_auditor": {},
    "caseapp_admin": {
        **dict.fromkeys(("staff_user", "staff_credential", "unit", "special_day"), ALL),
        "deadline_rule": "current",
        "agency_recipient": "retired_at",
    },
    "caseapp_agency": {
        "agency_package": "state downloaded_at downloads acknowledged_at agency_number agency_date",
        "case": "status status_seq",
    },
    "caseapp_jobs": {"notice": "address state tries finished_at"},
}
DELETES: dict[str, str] = {
    "caseapp_public": f"{' '.join(WITH_DRAFTS)} sealed_part sending_count",
    "caseapp_auth": "staff_session throttle",
    "caseapp_staff": f"theme_decision case_search team_member {' '.join(WITH_DRAFTS)}",
    "caseapp_admin": "role_grant team_member staff_session special_day",
    "caseapp_jobs": "draft sending_count",
}


def _columns(table: str, said: str) -> set[str]:
    every = {column.name for column in METADATA.tables[table].columns}
    return every if said == ALL else set(said.split())


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_the_columns_of_its_own_audience_alone(town: Town, role: str) -> None:
    with standing(town.owner_url, Standing(role)) as connection:
        for table in METADATA.tables:
            wanted = _columns(table, READS[role].get(table, ""))
            readable = {
                column.name
                for column in METADATA.tables[table].columns
                if refusal(connection, f'SELECT "{column.name}" FROM "{table}"') is not REFUSED
            }
            assert readable == wanted, f"{role}: {table}"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_writes_what_its_own_steps_write_and_nothing_else(town: Town, role: str) -> None:
    with standing(town.owner_url, Standing(role)) as connection:
        for table in METADATA.tables:
            wanted = _columns(table, UPDATES[role].get(table, ""))
            writable = {
                column.name
                for column in METADATA.tables[table].columns
                if refusal(connection, f'UPDATE "{table}" SET "{column.name}" = NULL WHERE false') is not REFUSED
            }
            assert writable == wanted, f"{role}: UPDATE {table}"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_adds_and_removes_rows_only_where_its_work_is(town: Town, role: str) -> None:
    inserts, deletes = set(INSERTS[role].split()), set(DELETES.get(role, "").split())
    with town.owner() as owner:
        granted = owner.execute(
            "SELECT t, has_table_privilege(%(role)s, quote_ident(t), 'INSERT'),"
            " has_table_privilege(%(role)s, quote_ident(t), 'DELETE'),"
            " has_table_privilege(%(role)s, quote_ident(t), 'TRUNCATE') FROM unnest(%(tables)s::text[]) t",
            {"role": role, "tables": list(METADATA.tables)},
        ).fetchall()
    assert {row[0] for row in granted if row[1]} == inserts
    assert {row[0] for row in granted if row[2]} == deletes
    assert not [row[0] for row in granted if row[3]]
    with standing(town.owner_url, Standing(role)) as connection:
        for table in METADATA.tables:
            if table not in inserts:
                assert refusal(connection, f'INSERT INTO "{table}" DEFAULT VALUES') is REFUSED, f"{role}: {table}"
            if table not in deletes:
                assert refusal(connection, f'DELETE FROM "{table}"') is REFUSED, f"{role}: {table}"
            assert refusal(connection, f'TRUNCATE "{table}" CASCADE') is REFUSED, f"{role}: {table}"


@pytest.mark.parametrize("role", [role for role in ROLES if role != "caseapp_jobs"])
def test_the_job_queue_is_the_workers_alone(town: Town, role: str) -> None:
    with town.owner() as owner:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'procrastinate%'").fetchall()
    assert tables
    with standing(town.owner_url, Standing(role)) as connection:
        for (table,) in tables:
            assert refusal(connection, f"SELECT * FROM {table}") is REFUSED, table


@pytest.mark.parametrize(
    ("function", "allowed"),
    [
        ("integrity_counts('-infinity', 'infinity')", {"caseapp_analyst"}),
        ("left_out_of_counts()", {"caseapp_analyst"}),
        ("ledger_head()", {"caseapp_analyst"}),
        ("reporting_line(1)", {"caseapp_staff"}),
        ("actor_sees(1)", {"caseapp_staff"}),
        ("search_cases('{}', 'report')", {"caseapp_staff"}),
        ("is_taken_in(1)", {"caseapp_public"}),
        ("known_receipt('{}')", {"caseapp_public"}),
        ("known_externals('{}')", {"caseapp_staff"}),
        ("move_case(1, 'integrity', 'triaged', 1)", {"caseapp_staff"}),
        ("record_recusals(1, '{1}', '{subject}', now())", {"caseapp_staff"}),
        ("explanation_is_mine(1, 1)", {"caseapp_staff"}),
        ("found_team('casework', 1, '', now())", {"caseapp_admin"}),
    ],
)
def test_a_function_that_sees_more_than_its_caller_answers_the_role_that_needs_it(
    town: Town, function: str, allowed: set[str]
) -> None:
    for role in ROLES:
        with standing(town.owner_url, Standing(role)) as connection:
            answers = refusal(connection, f"SELECT * FROM {function}") is not REFUSED
        assert answers == (role in allowed), role


def test_a_team_is_founded_once(town: Town) -> None:
    dorj = Standing("caseapp_admin", town.id_of("dorj"))
    refused = pytest.raises(psycopg.errors.RaiseException, match="founded already")
    with standing(town.owner_url, dorj) as connection, refused:
        connection.execute("SELECT found_team('integrity', %s, '', now())", (town.id_of("dorj"),))


ESCAPES = (
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "SET session_replication_role = replica",
    "SET row_security = off; SELECT * FROM sealed_part",
    'ALTER TABLE "case" DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE "case" DISABLE TRIGGER ALL',
    "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_stands",
    "ALTER TABLE attachment DISABLE TRIGGER attachment_stands",
    "DROP TRIGGER pieces_stand ON attachment_chunk",
    'DROP TRIGGER status_needs_entry ON "case"',
    'DROP POLICY team_reads ON "case"',
    "CREATE TABLE copied (words text)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION actor_paths() RETURNS text[] LANGUAGE sql AS 'SELECT ARRAY[''integrity'']'",
    "ALTER ROLE caseapp_app SUPERUSER",
    "GRANT caseapp_staff TO caseapp_admin",
    "SELECT * FROM pg_authid",
    "SELECT pg_read_file('postgresql.conf')",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "SELECT lo_import('/etc/hostname')",
)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_no_role_of_the_application_frees_itself(town: Town, role: str | None) -> None:
    with login(town.owner_url) as connection:
        if role is not None:
            state(connection, Standing(role, town.id_of("tuya")))
        ran = [words for words in ESCAPES if refusal(connection, words) is None]
        connection.rollback()
    assert ran == []


def test_the_applications_login_by_itself_reads_nothing(town: Town) -> None:
    with login(town.owner_url) as connection:
        for table in METADATA.tables:
            assert refusal(connection, f'SELECT * FROM "{table}"') is REFUSED, table
        connection.rollback()


def test_no_role_stands_above_the_policies(town: Town) -> None:
    with town.owner() as owner:
        above = owner.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'caseapp%' AND (rolsuper OR rolbypassrls OR rolcreaterole"
            " OR rolcreatedb OR rolreplication)"
        ).fetchall()
        owned = owner.execute(
            "SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname LIKE 'caseapp%'"
        ).fetchall()
        bare = owner.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id'"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity"
        ).fetchall()
    assert above == owned == bare == []
