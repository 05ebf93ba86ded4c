ALTER POLICY citizen_steps ON ledger_entry
  WITH CHECK (case_id IS NOT NULL AND CASE verb
    WHEN 'report.received' THEN seq = 1 AND status_after = 'received'
    WHEN 'message.sent' THEN seq > 1 AND status_after IS NULL
    WHEN 'case.completed' THEN seq > 1 AND status_after = 'registered'
    WHEN 'case.withdrawn' THEN seq > 1 AND status_after = 'withdrawn'
    WHEN 'case.reopened' THEN seq > 1 AND status_after = 'triaged'
    ELSE false END);
DROP POLICY heads_known ON role_grant;
DROP POLICY links_are_no_teams ON sealed_part;
DROP POLICY links_are_no_teams ON case_key;
DROP POLICY citizen_unlinks ON sealed_part;
REVOKE DELETE ON sealed_part FROM caseapp_public;
ALTER POLICY citizen_reads ON sealed_part
  USING (compartment IN ('report', 'identity') AND EXISTS (SELECT FROM "case" c WHERE c.id = sealed_part.case_id));
ALTER POLICY citizen_files ON sealed_part
  WITH CHECK (CASE WHEN compartment = 'report' AND part LIKE 'message/%'
                   THEN EXISTS (SELECT FROM "case" c WHERE c.id = sealed_part.case_id)
                   ELSE is_taken_in(case_id) AND (compartment, part) IN
                        (('report', 'narrative'), ('identity', 'identity'), ('notice', 'email')) END);
ALTER POLICY citizen_files ON case_key
  WITH CHECK (is_taken_in(case_id) AND reader IN ('receipt', 'recovery', 'team:casework', 'team:integrity')
              AND (reader <> 'receipt' OR compartment IN ('report', 'identity')));
DROP POLICY public_reads ON frozen_report;
DROP POLICY analyst_works ON frozen_report;
ALTER TABLE frozen_report DISABLE ROW LEVEL SECURITY;
REVOKE SELECT ON frozen_report FROM caseapp_public;
REVOKE UPDATE (appealed_at) ON "case" FROM caseapp_public;
DROP TRIGGER appeal_names_answer ON appeal;
DROP TRIGGER attachment_stands ON attachment;
DROP TRIGGER pieces_stand ON attachment_chunk;
DO $$
DECLARE p record;
BEGIN
  FOR p IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' AND tablename IN
           ('draft', 'attachment', 'attachment_chunk', 'satisfaction', 'appeal', 'notice') LOOP
    EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename);
  END LOOP;
END $$;
DROP FUNCTION appeal_names_answer();
DROP FUNCTION attachment_stands();
DROP FUNCTION pieces_stand();
DROP FUNCTION known_externals(bytea[]);
DROP FUNCTION known_receipt(bytea[]);
DROP FUNCTION actor_draft();
