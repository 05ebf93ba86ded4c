"""Give the jobs their queue: procrastinate's own schema, and one function by which every door enqueues."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003_jobs"
down_revision = "0002_defence"

_ENQUEUE = """
CREATE FUNCTION caseapp_enqueue(task text, args jsonb, unique_lock text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    PERFORM procrastinate_defer_jobs_v1(ARRAY[
      ('default', task, 0, NULL, unique_lock, args, NULL)::procrastinate_job_to_defer_v1]);
  EXCEPTION WHEN unique_violation THEN
    NULL; -- the same job waits already
  END $$;
REVOKE EXECUTE ON FUNCTION caseapp_enqueue(text, jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION caseapp_enqueue(text, jsonb, text) TO caseapp_public, caseapp_staff, caseapp_admin,
  caseapp_agency, caseapp_analyst;
"""

_RIGHTS = """
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate_%' LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO caseapp_jobs', t.tablename);
  END LOOP;
  FOR t IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
           AND sequencename LIKE 'procrastinate_%' LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE %I TO caseapp_jobs', t.sequencename);
  END LOOP;
  FOR t IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.proname LIKE 'procrastinate_%'
           AND p.pronamespace = 'public'::regnamespace LOOP
    EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || t.name || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ' || t.name || ' TO caseapp_jobs';
  END LOOP;
END $$;
-- A node that does not own the database must still know whether it stands at the head.
GRANT SELECT ON alembic_version TO caseapp_app;
"""

_DOWN = """
REVOKE SELECT ON alembic_version FROM caseapp_app;
DO $$
DECLARE t record;
BEGIN
  DROP FUNCTION caseapp_enqueue(text, jsonb, text);
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate_%' LOOP
    EXECUTE format('DROP TABLE %I CASCADE', t.tablename);
  END LOOP;
  FOR t IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.proname LIKE 'procrastinate_%'
           AND p.pronamespace = 'public'::regnamespace LOOP
    EXECUTE 'DROP FUNCTION ' || t.name || ' CASCADE';
  END LOOP;
  FOR t IN SELECT typname FROM pg_type WHERE typname LIKE 'procrastinate_%' AND typtype IN ('e', 'c')
           AND typnamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP TYPE %I CASCADE', t.typname);
  END LOOP;
END $$;
"""


def upgrade() -> None:
    # The colons are escaped because the library takes ":name" for a parameter of the statement.
    op.execute(SchemaManager.get_schema().replace(":", r"\:"))
    op.execute(_ENQUEUE)
    op.execute(_RIGHTS)


def downgrade() -> None:
    op.execute(_DOWN)
