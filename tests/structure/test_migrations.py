"""The schema: both ways at every step, the same as the models to the last CHECK, owned and guarded as it should be."""

from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from caseapp.hosting import migrate
from caseapp.hosting.engine import APP_ROLE
from caseapp.models.every import METADATA
from caseapp.services.uow import DATABASE_ROLE
from tests import database

REVISIONS = [r.revision for r in reversed(list(ScriptDirectory(str(migrate.SCRIPTS)).walk_revisions()))]
ROLES = {*DATABASE_ROLE.values(), APP_ROLE}

SHAPE = """
SELECT 'table ' || c.relname FROM pg_class c
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT format('column %s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              CASE WHEN a.attnotnull THEN ' not null' END,
              ' identity ' || nullif(a.attidentity::text, ''), ' default ' || pg_get_expr(d.adbin, d.adrelid))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE c.relnamespace = 'public'::regnamespace AND k.contype <> 't'
UNION ALL
SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT format('sequence %s %s', sequencename, data_type) FROM pg_sequences WHERE schemaname = 'public'
"""
EVERYTHING = f"""
{SHAPE}
UNION ALL
SELECT format('policy %s.%s %s %s %s %s', tablename, policyname, cmd, roles, qual, with_check) FROM pg_policies
UNION ALL
SELECT 'secured ' || relname FROM pg_class WHERE relrowsecurity
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
UNION ALL
SELECT format('right %s on %s to %s', privilege_type, table_name, grantee) FROM information_schema.table_privileges
  WHERE table_schema = 'public' AND grantee LIKE 'caseapp%'
UNION ALL
SELECT format('right %s on %s.%s to %s', privilege_type, table_name, column_name, grantee)
  FROM information_schema.column_privileges WHERE table_schema = 'public' AND grantee LIKE 'caseapp%'
UNION ALL
SELECT format('type %s', typname) FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'c')
"""


def lines(connection: Connection, query: str) -> set[str]:
    """Without what the job library and the migrations' own mark bring along."""
    found = {str(line) for line in connection.scalars(text(query))}
    return {line for line in found if "procrastinate_" not in line and "alembic_version" not in line}


def state(url: str) -> tuple[str | None, set[str]]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return migrate.current(url), set(connection.scalars(text(EVERYTHING)))
    finally:
        engine.dispose()


def test_the_revisions_are_numbered_in_one_row() -> None:
    assert [name[:4] for name in REVISIONS] == [f"{number:04}" for number in range(1, len(REVISIONS) + 1)]


def test_every_step_up_is_taken_back_by_its_step_down(server_uri: str) -> None:
    url = database.fresh_database(server_uri, f"steps_{database.worker_name()}", "template0")
    migrate.upgrade(url, REVISIONS[0])
    migrate.downgrade(url, "base")
    before = state(url)
    for revision in REVISIONS:
        migrate.upgrade(url, revision)
        after = state(url)
        migrate.downgrade(url, before[0] or "base")
        assert state(url) == before, f"{revision} leaves something behind"
        migrate.upgrade(url, revision)
        assert state(url) == after, f"{revision} does not come back whole"
        before = after
    assert before[0] == migrate.head()


@pytest.fixture(scope="module")
def schema(server_uri: str, template: str) -> Iterator[Connection]:
    """The migrated schema, as its owner sees it."""
    engine = create_engine(database.fresh_database(server_uri, f"schema_{database.worker_name()}", template))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_models_make_the_same_tables_to_the_last_check(server_uri: str, schema: Connection) -> None:
    url = database.fresh_database(server_uri, f"models_{database.worker_name()}", "template0")
    engine = create_engine(url)
    METADATA.create_all(engine)
    with engine.connect() as connection:
        by_models = lines(connection, SHAPE)
    engine.dispose()
    by_migrations = lines(schema, SHAPE)
    assert len([line for line in by_models if "CHECK" in line]) > 30
    assert sorted(by_migrations ^ by_models) == []


CASE_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    AND (a.attname = 'case_id' OR (c.relname = 'case' AND a.attname = 'id'))
"""


def names(schema: Connection, query: str) -> list[str]:
    return sorted(str(name) for name in schema.scalars(text(query)))


def test_every_table_on_cases_is_guarded_row_by_row(schema: Connection) -> None:
    on_cases = names(schema, CASE_TABLES)
    guarded = names(schema, "SELECT relname FROM pg_class WHERE relrowsecurity")
    ruled = names(schema, "SELECT DISTINCT tablename::text FROM pg_policies")
    assert len(on_cases) > 10
    assert {*on_cases, "draft", "attachment_chunk"} - set(guarded) == set()
    assert guarded == ruled


def test_a_policy_names_its_roles(schema: Connection) -> None:
    assert names(schema, "SELECT policyname::text FROM pg_policies WHERE 'public' = ANY (roles)") == []


def test_the_applications_roles_own_nothing_and_stand_above_nobody(schema: Connection) -> None:
    owned = """
    SELECT o.name FROM (
      SELECT relname AS name, relowner AS owner FROM pg_class UNION ALL SELECT proname, proowner FROM pg_proc
      UNION ALL SELECT nspname, nspowner FROM pg_namespace UNION ALL SELECT typname, typowner FROM pg_type
      UNION ALL SELECT datname, datdba FROM pg_database) o
    JOIN pg_roles r ON r.oid = o.owner WHERE r.rolname LIKE 'caseapp%'
    """
    mighty = """
    SELECT rolname FROM pg_roles WHERE rolname LIKE 'caseapp%'
      AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
    """
    owners = "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'public'"
    assert names(schema, owned) == []
    assert names(schema, mighty) == []
    assert names(schema, owners) == names(schema, "SELECT current_user")
    assert set(names(schema, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'caseapp%'")) == ROLES


def test_the_application_has_no_right_before_it_says_for_which_door_it_acts(schema: Connection) -> None:
    held = f"""
    SELECT table_name || ' ' || privilege_type FROM information_schema.table_privileges
      WHERE table_schema = 'public' AND grantee = '{APP_ROLE}'
    """
    assert names(schema, held) == ["alembic_version SELECT"]
    assert names(schema, f"SELECT rolname FROM pg_roles WHERE rolname = '{APP_ROLE}' AND rolinherit") == []


def test_a_function_with_its_owners_power_looks_for_nothing_on_the_callers_path(schema: Connection) -> None:
    powerful = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    fixed = f"{powerful} AND EXISTS (SELECT FROM unnest(proconfig) c WHERE c = 'search_path=public, pg_temp')"
    assert len(names(schema, powerful)) > 5
    assert names(schema, powerful) == names(schema, fixed)


def test_everybody_has_no_right_to_anything(schema: Connection) -> None:
    functions = """
    SELECT p.oid::regprocedure::text FROM pg_proc p,
      aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      WHERE p.pronamespace = 'public'::regnamespace AND a.grantee = 0
    """
    relations = """
    SELECT c.relname || ' ' || a.privilege_type FROM pg_class c,
      aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'S') AND a.grantee = 0
    """
    schemas = """
    SELECT n.nspname FROM pg_namespace n, aclexplode(n.nspacl) a JOIN pg_roles r ON r.oid = a.grantee OR a.grantee = 0
      WHERE n.nspname = 'public' AND a.privilege_type = 'CREATE' AND (a.grantee = 0 OR r.rolname LIKE 'caseapp%')
    """
    assert names(schema, functions) == []
    assert names(schema, relations) == []
    assert names(schema, schemas) == []


RIGHTS = """
SELECT DISTINCT grantee || ' ' || privilege_type FROM (
  SELECT grantee::text, privilege_type::text, table_name::text FROM information_schema.table_privileges
  UNION SELECT grantee::text, privilege_type::text, table_name::text FROM information_schema.column_privileges) r
WHERE grantee LIKE 'caseapp%' AND
"""


def test_nobody_may_change_or_remove_what_the_ledger_holds(schema: Connection) -> None:
    rights = names(schema, f"{RIGHTS} table_name IN ('ledger_entry', 'ledger_checkpoint')")
    assert {right.split()[1] for right in rights} == {"SELECT", "INSERT"}


def test_an_administrator_touches_no_table_on_cases_but_to_add_to_the_ledger(schema: Connection) -> None:
    held = f"{RIGHTS} grantee = 'caseapp_admin' AND table_name IN ({CASE_TABLES}) AND table_name <> 'ledger_entry'"
    assert names(schema, held) == []


def test_analysts_read_facts_and_no_sealed_table(schema: Connection) -> None:
    read = """
    SELECT DISTINCT table_name::text FROM information_schema.column_privileges
      WHERE grantee = 'caseapp_analyst' AND privilege_type = 'SELECT'
    """
    sealed = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.atttypid = 'bytea'::regtype
    """
    columns = """
    SELECT column_name::text FROM information_schema.column_privileges
      WHERE grantee = 'caseapp_analyst' AND table_name = 'case'
    """
    shared = {"case", "classifier_model", "authority_key", "staff_user"}
    assert set(names(schema, read)) & set(names(schema, sealed)) <= shared
    assert {"receipt_lookup", "assignee_id", "status_seq", "proposed_by_id"} & set(names(schema, columns)) == set()
