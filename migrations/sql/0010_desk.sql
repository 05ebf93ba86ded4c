-- Tasks and presence exist for the team exactly when the case does; reply templates are the heads' to keep.
ALTER TABLE task ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_case ON task FOR ALL TO caseapp_staff
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = task.case_id));
GRANT SELECT, INSERT ON task TO caseapp_staff;
GRANT UPDATE (done_by_id, done_at) ON task TO caseapp_staff;

ALTER TABLE reply_template ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff_reads ON reply_template FOR SELECT TO caseapp_staff USING (true);
CREATE POLICY head_writes ON reply_template FOR INSERT TO caseapp_staff
  WITH CHECK ((SELECT actor_has_role('head')) AND changed_by_id = (SELECT actor_id()));
CREATE POLICY head_changes ON reply_template FOR UPDATE TO caseapp_staff
  USING ((SELECT actor_has_role('head'))) WITH CHECK (changed_by_id = (SELECT actor_id()));
GRANT SELECT, INSERT, UPDATE ON reply_template TO caseapp_staff;

-- Whoever does not see the case sees nobody there, and whoever must not see it is seen by nobody, be it that they had
-- it open before they were shut out.
ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_case ON presence FOR SELECT TO caseapp_staff
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = presence.case_id)
         AND NOT EXISTS (SELECT FROM recusal r WHERE r.case_id = presence.case_id
                         AND (r.user_id = presence.user_id
                              OR (r.ground = 'subject' AND presence.user_id IN (SELECT reporting_line(r.user_id))))));
CREATE POLICY own_opening ON presence FOR INSERT TO caseapp_staff
  WITH CHECK (user_id = (SELECT actor_id()) AND EXISTS (SELECT FROM "case" c WHERE c.id = presence.case_id));
CREATE POLICY own_again ON presence FOR UPDATE TO caseapp_staff
  USING (user_id = (SELECT actor_id())) WITH CHECK (user_id = (SELECT actor_id()));
CREATE POLICY own_leaving ON presence FOR DELETE TO caseapp_staff USING (user_id = (SELECT actor_id()));
GRANT SELECT, INSERT, DELETE ON presence TO caseapp_staff;
GRANT UPDATE (seen_at) ON presence TO caseapp_staff;

-- Who may be given a case: whoever works on cases. Who is designated for integrity is known inside that team alone.
CREATE POLICY workers_known ON role_grant FOR SELECT TO caseapp_staff
  USING (role = 'inspector' OR (role = 'integrity_inspector'
                                AND 'integrity' = ANY ((SELECT actor_paths())::text[])));
