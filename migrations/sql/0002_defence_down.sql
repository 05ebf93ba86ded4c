-- Takes the defence down again; the roles stay, since other databases of the same server may use them.
DO $$
DECLARE p record; t record;
BEGIN
  FOR p IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename);
  END LOOP;
  FOR t IN SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', t.relname);
  END LOOP;
END $$;
DROP TRIGGER receipt_needs_entry ON "case";
DROP TRIGGER status_needs_entry ON "case";
DROP TRIGGER checkpoint_stands ON ledger_checkpoint;
DROP TRIGGER ledger_stands ON ledger_entry;
DROP TRIGGER ledger_grows ON ledger_entry;
DROP FUNCTION explanation_is_mine(bigint, bigint), ledger_head(), integrity_counts(timestamptz, timestamptz),
  left_out_of_counts(),
  found_team(text, bigint, bytea, timestamptz), record_recusals(bigint, bigint[], text[], timestamptz),
  move_case(bigint, text, text, bigint), search_cases(integer[], text), is_taken_in(bigint), actor_appends(text),
  actor_sees(bigint), status_needs_entry(),
  ledger_stands(), ledger_grows(), ledger_tip(text), reporting_line(bigint), actor_unit(), actor_has_role(text),
  actor_recusals(), actor_paths(),
  actor_receipt(), actor_id();
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM caseapp_public, caseapp_auth, caseapp_staff, caseapp_analyst,
  caseapp_auditor, caseapp_admin, caseapp_agency, caseapp_jobs;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM caseapp_admin, caseapp_analyst, caseapp_jobs;
REVOKE ALL ON SCHEMA public FROM caseapp_public, caseapp_auth, caseapp_staff, caseapp_analyst, caseapp_auditor,
  caseapp_admin, caseapp_agency, caseapp_jobs;
