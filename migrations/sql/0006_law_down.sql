-- Apply changed rules and days off on confirmation; remind in time; let a rule pause the clock (taken back).
DROP TRIGGER recusal_forgets_reminders ON recusal;
DROP TRIGGER reminders_lapse ON "case";
DROP TRIGGER due_needs_entry ON "case";
DROP TRIGGER writing_acknowledges ON message;
DROP TRIGGER registering_acknowledges ON "case";
DROP FUNCTION unseen_reminders(bigint);
DROP FUNCTION recusal_forgets_reminders();
DROP FUNCTION reminders_lapse();
DROP FUNCTION remind(date, date, date, date, date, date, integer, timestamptz);
DROP FUNCTION reminders_due(date, date, date, date, date, date, integer);
DROP FUNCTION is_kept_from(bigint, bigint);
DROP FUNCTION due_needs_entry();
DROP FUNCTION writing_acknowledges();
DROP FUNCTION registering_acknowledges();
DROP POLICY clock_entries ON ledger_entry;
DROP POLICY clock_moves ON "case";
DROP POLICY clock_reads ON "case";
REVOKE SELECT (id, status, decided_at, due_on, due_rule_id, due_rolls, term_started_at, extended_days),
  UPDATE (due_on, due_rule_id, due_rolls) ON "case" FROM caseapp_jobs;
REVOKE UPDATE (due_rolls) ON "case" FROM caseapp_public;
REVOKE SELECT (acknowledged_at) ON "case" FROM caseapp_analyst;
CREATE OR REPLACE FUNCTION actor_appends(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
    WITH c AS (SELECT substring(wanted FROM '^case/([0-9]+)$')::bigint AS id)
    SELECT CASE
      WHEN current_setting('role') = 'none' THEN true
      WHEN c.id IS NULL THEN current_setting('role') <> 'caseapp_public'
        AND wanted = coalesce('staff/' || actor_id(), 'system')
      WHEN current_setting('role') = 'caseapp_staff' THEN actor_sees(c.id)
        OR (EXISTS (SELECT FROM explanation e WHERE e.case_id = c.id AND e.unit_id = actor_unit())
            AND c.id <> ALL (actor_recusals()))
      WHEN current_setting('role') = 'caseapp_public' THEN
        EXISTS (SELECT FROM "case" o WHERE o.id = c.id AND o.receipt_lookup = actor_receipt())
      WHEN current_setting('role') = 'caseapp_agency' THEN EXISTS (SELECT FROM agency_package p WHERE p.case_id = c.id)
      ELSE false
    END FROM c
  $$;
REVOKE EXECUTE ON FUNCTION caseapp_enqueue(text, jsonb, text) FROM caseapp_jobs;
