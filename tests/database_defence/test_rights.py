"""Who may read and write which table at all: the whole table of rights, tried right by right."""

import psycopg
import pytest

from caseapp.models.every import METADATA
from tests.database_defence.rights import ALL, DELETES, INSERTS, READS, UPDATES
from tests.database_defence.standing import REFUSED, ROLES, Standing, login, refusal, standing, state
from tests.database_defence.town import Town


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
        ("merged_progress()", {"caseapp_public"}),
        ("shared_answer(1)", {"caseapp_public"}),
        ("find_similar(1, 45, now())", {"caseapp_staff"}),
        ("body_uses('police')", {"caseapp_admin"}),
        ("merge_target(1)", set()),
        (
            "remind(now()::date, now()::date, now()::date, now()::date, now()::date, now()::date, 7, now())",
            {"caseapp_jobs"},
        ),
        ("reminders_due(now()::date, now()::date, now()::date, now()::date, now()::date, now()::date, 7)", set()),
        ("unseen_reminders(1)", {"caseapp_auth"}),
        ("is_kept_from(1, 1)", set()),
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
