-- The database's own defence (README, "How the house is built"): roles that own nothing, row-level security that
-- decides what exists for whom, a ledger that can only grow, and a status that cannot change without an entry in it.

-- Roles -------------------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['caseapp_public', 'caseapp_auth', 'caseapp_staff', 'caseapp_analyst', 'caseapp_auditor',
                              'caseapp_admin', 'caseapp_agency', 'caseapp_jobs'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'caseapp_app') THEN
    CREATE ROLE caseapp_app LOGIN NOINHERIT;
  END IF;
END $$;
GRANT caseapp_public, caseapp_auth, caseapp_staff, caseapp_analyst, caseapp_auditor, caseapp_admin, caseapp_agency,
      caseapp_jobs TO caseapp_app;
GRANT caseapp_app TO CURRENT_USER;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO caseapp_public, caseapp_auth, caseapp_staff, caseapp_analyst, caseapp_auditor,
      caseapp_admin, caseapp_agency, caseapp_jobs;

-- Who acts ----------------------------------------------------------------------------------------------------------
CREATE FUNCTION actor_id() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('caseapp.actor_id', true), '')::bigint $$;

CREATE FUNCTION actor_receipt() RETURNS bytea LANGUAGE sql STABLE
  AS $$ SELECT decode(nullif(current_setting('caseapp.receipt', true), ''), 'hex') $$;

-- The paths whose team key the actor holds: clearance is the possession of a key, not a setting that can be claimed.
CREATE FUNCTION actor_paths() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT coalesce(array_agg(CASE m.team WHEN 'casework' THEN 'ordinary' ELSE m.team END), '{}')
        FROM team_member m JOIN staff_user u ON u.id = m.user_id AND u.active WHERE m.user_id = actor_id() $$;

-- A person's reporting line, upwards and downwards, without the person: hard rule 1.
CREATE FUNCTION reporting_line(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
    WITH RECURSIVE up AS (
      SELECT supervisor_id AS id FROM staff_user WHERE id = person AND supervisor_id IS NOT NULL
      UNION SELECT u.supervisor_id FROM staff_user u JOIN up ON u.id = up.id WHERE u.supervisor_id IS NOT NULL
    ), down AS (
      SELECT id FROM staff_user WHERE supervisor_id = person
      UNION SELECT u.id FROM staff_user u JOIN down ON u.supervisor_id = down.id
    )
    SELECT id FROM up UNION SELECT id FROM down
  $$;

-- Cases that do not exist for the actor: written down, or about somebody in whose line the actor stands today.
CREATE FUNCTION actor_recusals() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT coalesce(array_agg(case_id), '{}') FROM recusal
        WHERE user_id = actor_id()
           OR (ground = 'subject' AND user_id IN (SELECT reporting_line(actor_id()))) $$;

CREATE FUNCTION actor_has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM role_grant g JOIN staff_user u ON u.id = g.user_id AND u.active
                       WHERE g.user_id = actor_id() AND g.role = wanted) $$;

-- The unit for which the actor answers explanation requests, or null.
CREATE FUNCTION actor_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT u.unit_id FROM staff_user u WHERE u.id = actor_id() AND u.active AND actor_has_role('unit_officer') $$;

-- The ledger --------------------------------------------------------------------------------------------------------
CREATE FUNCTION ledger_tip(wanted text, OUT seq bigint, OUT hash bytea) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF actor_appends(wanted) THEN
      PERFORM pg_advisory_xact_lock(hashtextextended(wanted, 0));
      SELECT e.seq, e.hash INTO seq, hash FROM ledger_entry e WHERE e.chain = wanted ORDER BY e.seq DESC LIMIT 1;
    END IF;
    seq := coalesce(seq, 0);
    hash := coalesce(hash, '\x'::bytea);
  END $$;

CREATE FUNCTION ledger_grows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE tip record;
  BEGIN
    SELECT * INTO tip FROM ledger_tip(NEW.chain);
    IF NEW.seq <> tip.seq + 1 OR NEW.previous <> tip.hash THEN
      RAISE EXCEPTION 'ledger: entry does not continue its chain';
    END IF;
    IF (NEW.chain LIKE 'case/%') <> (NEW.case_id IS NOT NULL)
       OR (NEW.case_id IS NOT NULL AND NEW.chain <> 'case/' || NEW.case_id) THEN
      RAISE EXCEPTION 'ledger: chain and case do not agree';
    END IF;
    NEW.xact := pg_current_xact_id()::text::bigint;
    NEW.cluster := (SELECT system_identifier FROM pg_control_system());
    RETURN NEW;
  END $$;
CREATE TRIGGER ledger_grows BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_grows();

CREATE FUNCTION ledger_stands() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'ledger: entries are never changed or removed'; END $$;
CREATE TRIGGER ledger_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER checkpoint_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();

-- No status without an entry: a row trigger, so a bulk UPDATE meets it too.
CREATE FUNCTION status_needs_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.receipt_lookup <> OLD.receipt_lookup
         OR NEW.received_at <> OLD.received_at THEN
        RAISE EXCEPTION 'case: what was received is never rewritten';
      END IF;
      IF NEW.status = OLD.status AND NEW.path = OLD.path AND NEW.status_seq = OLD.status_seq THEN
        RETURN NEW;
      END IF;
      IF NEW.status_seq <= OLD.status_seq THEN
        RAISE EXCEPTION 'case: a change of status names no new ledger entry';
      END IF;
    END IF;
    IF NOT EXISTS (SELECT FROM ledger_entry e WHERE e.chain = 'case/' || NEW.id AND e.seq = NEW.status_seq
                   AND e.status_after = NEW.status AND e.xact = pg_current_xact_id()::text::bigint) THEN
      RAISE EXCEPTION 'case: a change of status names no ledger entry of the same case';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER status_needs_entry BEFORE UPDATE ON "case" FOR EACH ROW EXECUTE FUNCTION status_needs_entry();
CREATE CONSTRAINT TRIGGER receipt_needs_entry AFTER INSERT ON "case" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION status_needs_entry();

-- Where a row leaves the eyes of the one who moves it ---------------------------------------------------------------
CREATE FUNCTION actor_sees(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM "case" c WHERE c.id = wanted AND c.path = ANY (actor_paths())
                       AND c.id <> ALL (actor_recusals())) $$;

-- Who appends to a chain reads its end; to everybody else it looks like one that was never begun.
CREATE FUNCTION actor_appends(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
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

-- The citizen's own case between its row and its first entry: in the transaction that takes it in, and never after.
CREATE FUNCTION is_taken_in(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM "case" c WHERE c.id = wanted AND c.receipt_lookup = actor_receipt()
                       AND c.status = 'received')
           AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.chain = 'case/' || wanted) $$;

-- A search must not compare hashes row by row behind a policy: this finds by the index, and only what the actor sees.
CREATE FUNCTION search_cases(wanted integer[], part text) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT s.case_id FROM case_search s JOIN "case" c ON c.id = s.case_id
        WHERE s.compartment = part AND s.tokens @> wanted
          AND c.path = ANY ((SELECT actor_paths())::text[]) AND c.id <> ALL ((SELECT actor_recusals())::bigint[]) $$;

-- Moves a case to the other path: the old team's copies of the keys, those of units' officers and its search words go
-- with it; what the integrity team noted stays the integrity team's own.
CREATE FUNCTION move_case(wanted bigint, new_path text, new_status text, entry bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT actor_sees(wanted) THEN
      RAISE EXCEPTION 'case: not visible';
    END IF;
    UPDATE "case" SET path = new_path, status = new_status, status_seq = entry, assignee_id = NULL,
                      proposed_by_id = NULL WHERE id = wanted AND path <> new_path;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'case: already there';
    END IF;
    DELETE FROM case_key WHERE case_id = wanted AND compartment <> 'integrity_notes'
      AND (reader LIKE 'member:%'
           OR reader = 'team:' || CASE new_path WHEN 'integrity' THEN 'casework' ELSE 'integrity' END);
    DELETE FROM case_search WHERE case_id = wanted;
  END $$;

-- From this moment the case does not exist for them: seen once for all, since the first row may hide it from the actor.
CREATE FUNCTION record_recusals(wanted bigint, people bigint[], why text[], at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT actor_sees(wanted) THEN
      RAISE EXCEPTION 'case: not visible';
    END IF;
    INSERT INTO recusal (case_id, user_id, ground, recorded_at)
      SELECT wanted, person, ground, at FROM unnest(people, why) AS p(person, ground)
      ON CONFLICT DO NOTHING;
    UPDATE "case" SET assignee_id = NULL WHERE id = wanted AND assignee_id = ANY (people);
    DELETE FROM case_key WHERE case_id = wanted AND reader = ANY (SELECT 'member:' || person FROM unnest(people) person);
  END $$;

CREATE FUNCTION found_team(wanted text, person bigint, sealed bytea, at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF EXISTS (SELECT FROM team_member WHERE team = wanted) THEN
      RAISE EXCEPTION 'team: founded already';
    END IF;
    INSERT INTO team_member (team, user_id, sealed_key, added_at) VALUES (wanted, person, sealed, at);
  END $$;

-- What counts leave out: for every reader alike the cases that do not exist for somebody, so that no figure depends on
-- who reads it. They are counted for a head who approves an edition, after the ledger has been told so in this very
-- transaction.
CREATE FUNCTION left_out_of_counts() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM recusal
        WHERE NOT (actor_has_role('head') AND EXISTS (
          SELECT FROM ledger_entry e
          WHERE e.xact = pg_current_xact_id_if_assigned()::text::bigint AND e.chain = 'staff/' || actor_id()
            AND e.cluster = (SELECT system_identifier FROM pg_control_system()) AND e.verb = 'report.counted')) $$;

-- Integrity cases reach the analysts as counts of the whole authority, through this function alone.
CREATE FUNCTION integrity_counts(since timestamptz, until timestamptz)
  RETURNS TABLE (measure text, cases bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH c AS (SELECT * FROM "case" WHERE path = 'integrity' AND id <> ALL (left_out_of_counts())),
         p AS (SELECT * FROM agency_package WHERE case_id <> ALL (left_out_of_counts()))
    SELECT 'received', count(*) FROM c WHERE received_at >= since AND received_at < until
    UNION ALL SELECT 'classified', count(*) FROM c WHERE triaged_at >= since AND triaged_at < until
    UNION ALL SELECT 'referred', count(*) FROM p WHERE made_at >= since AND made_at < until
    UNION ALL SELECT 'referred_in_time', count(*) FROM p WHERE made_at >= since AND made_at < until
                       AND (made_at AT TIME ZONE 'Asia/Ulaanbaatar')::date <= due_on
    UNION ALL SELECT 'acknowledged', count(*) FROM p WHERE acknowledged_at >= since AND acknowledged_at < until
    UNION ALL SELECT 'not_referred', count(*) FROM c WHERE no_referral_reason IS NOT NULL
                       AND decided_at >= since AND decided_at < until
    UNION ALL SELECT 'open_at_end', count(*) FROM c WHERE received_at < until
                       AND (decided_at IS NULL OR decided_at >= until)
  $$;

CREATE FUNCTION ledger_head() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT coalesce(encode((SELECT digest FROM ledger_checkpoint ORDER BY id DESC LIMIT 1), 'hex'), '') $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actor_id(), actor_appends(text), ledger_tip(text)
  TO caseapp_public, caseapp_auth, caseapp_staff, caseapp_analyst, caseapp_auditor, caseapp_admin, caseapp_agency,
     caseapp_jobs;
GRANT EXECUTE ON FUNCTION actor_receipt() TO caseapp_public;
GRANT EXECUTE ON FUNCTION actor_paths(), actor_recusals(), actor_has_role(text) TO caseapp_staff;
GRANT EXECUTE ON FUNCTION left_out_of_counts() TO caseapp_analyst;
GRANT EXECUTE ON FUNCTION search_cases(integer[], text), reporting_line(bigint), actor_sees(bigint), move_case(bigint, text, text, bigint),
  record_recusals(bigint, bigint[], text[], timestamptz) TO caseapp_staff;
GRANT EXECUTE ON FUNCTION is_taken_in(bigint) TO caseapp_public;
GRANT EXECUTE ON FUNCTION found_team(text, bigint, bytea, timestamptz) TO caseapp_admin;
GRANT EXECUTE ON FUNCTION integrity_counts(timestamptz, timestamptz), ledger_head() TO caseapp_analyst;

-- Rights ------------------------------------------------------------------------------------------------------------
GRANT SELECT ON unit, deadline_rule, special_day, authority_key, classifier_model
  TO caseapp_public, caseapp_staff, caseapp_analyst, caseapp_admin, caseapp_agency, caseapp_auth, caseapp_jobs;
GRANT INSERT ON ledger_entry TO caseapp_public, caseapp_auth, caseapp_staff, caseapp_analyst, caseapp_auditor,
  caseapp_admin, caseapp_agency, caseapp_jobs;

GRANT SELECT ON "case", case_key, sealed_part, message, agency_package, ledger_entry TO caseapp_public;
GRANT INSERT ON "case", case_key, sealed_part, message, theme_suggestion TO caseapp_public;
GRANT UPDATE (status, status_seq, decided_at, closed_at, citizen_wrote_at, term_started_at, due_on, due_rule_id,
  extended_days) ON "case" TO caseapp_public;
GRANT UPDATE (read_at) ON message TO caseapp_public;
REVOKE SELECT ON agency_package FROM caseapp_public;
GRANT SELECT (case_id, state, agency_number, agency_date, made_at) ON agency_package TO caseapp_public;

GRANT SELECT ON staff_user, role_grant, staff_credential, team_member TO caseapp_auth;
GRANT UPDATE (public_key) ON staff_user TO caseapp_auth;
GRANT UPDATE ON staff_credential TO caseapp_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_session, throttle TO caseapp_auth;

GRANT SELECT, INSERT, UPDATE ON "case", case_key, sealed_part, case_search, message, note, theme_suggestion,
  theme_decision, conflict_statement, answer, explanation, identity_request, referral, agency_package TO caseapp_staff;
GRANT DELETE ON theme_decision, case_search TO caseapp_staff;
GRANT SELECT ON recusal, staff_user, role_grant, ledger_entry, agency_recipient TO caseapp_staff;
GRANT SELECT (team, user_id), INSERT, DELETE ON team_member TO caseapp_staff;
GRANT SELECT (user_id, must_change) ON staff_credential TO caseapp_staff;
GRANT UPDATE (confirmed_by_id, confirmed_at) ON agency_recipient TO caseapp_staff;
GRANT INSERT ON classifier_model TO caseapp_staff, caseapp_admin;

GRANT SELECT (id, number, path, status, kind, service, unit_id, mode, channel, petitioner_type, received_at,
  received_day, registered_at, triaged_at, decided_at, closed_at, due_on, extended_days, severity, outcome,
  forwarded_to, cause, merged_into_id) ON "case" TO caseapp_analyst;
GRANT SELECT ON theme_decision TO caseapp_analyst;
GRANT SELECT, INSERT ON frozen_report TO caseapp_analyst;
GRANT SELECT (id, name, post) ON staff_user TO caseapp_analyst;
GRANT USAGE ON SEQUENCE frozen_report_id_seq TO caseapp_analyst;

GRANT SELECT ON ledger_entry, ledger_checkpoint, authority_key TO caseapp_auditor;
GRANT SELECT (id, status, status_seq) ON "case" TO caseapp_auditor;
GRANT SELECT (id, name, post) ON staff_user TO caseapp_auditor;

GRANT SELECT (user_id, must_change), INSERT, UPDATE ON staff_credential TO caseapp_admin;
GRANT SELECT, INSERT, UPDATE ON staff_user, unit, special_day TO caseapp_admin;
GRANT SELECT, INSERT ON deadline_rule, agency_recipient TO caseapp_admin;
GRANT UPDATE (current) ON deadline_rule TO caseapp_admin;
GRANT UPDATE (retired_at) ON agency_recipient TO caseapp_admin;
GRANT SELECT, INSERT, DELETE ON role_grant TO caseapp_admin;
GRANT SELECT (team, user_id), DELETE ON team_member TO caseapp_admin;
GRANT SELECT (user_id), DELETE ON staff_session TO caseapp_admin;
GRANT DELETE ON special_day TO caseapp_admin;
GRANT INSERT ON authority_key TO caseapp_admin;
GRANT USAGE ON SEQUENCE staff_user_id_seq, unit_id_seq, deadline_rule_id_seq, agency_recipient_id_seq TO caseapp_admin;

GRANT SELECT ON agency_package TO caseapp_agency;
GRANT UPDATE (state, downloaded_at, downloads, acknowledged_at, agency_number, agency_date)
  ON agency_package TO caseapp_agency;
GRANT SELECT (id, path, status, status_seq, kind, mode), UPDATE (status, status_seq) ON "case" TO caseapp_agency;

GRANT SELECT ON ledger_entry, authority_key TO caseapp_jobs;
GRANT SELECT, INSERT ON ledger_checkpoint TO caseapp_jobs;
GRANT USAGE ON SEQUENCE ledger_checkpoint_id_seq TO caseapp_jobs;

-- What exists for whom ----------------------------------------------------------------------------------------------
ALTER TABLE "case" ENABLE ROW LEVEL SECURITY;
CREATE POLICY citizen_reads ON "case" FOR SELECT TO caseapp_public
  USING (receipt_lookup = (SELECT actor_receipt()));
CREATE POLICY citizen_files ON "case" FOR INSERT TO caseapp_public
  WITH CHECK (receipt_lookup = (SELECT actor_receipt()) AND status = 'received'
              AND assignee_id IS NULL AND proposed_by_id IS NULL AND merged_into_id IS NULL);
CREATE POLICY citizen_writes ON "case" FOR UPDATE TO caseapp_public
  USING (receipt_lookup = (SELECT actor_receipt())) WITH CHECK (receipt_lookup = (SELECT actor_receipt()));
CREATE POLICY team_reads ON "case" FOR SELECT TO caseapp_staff
  USING (path = ANY ((SELECT actor_paths())::text[]) AND id <> ALL ((SELECT actor_recusals())::bigint[]));
CREATE POLICY team_writes ON "case" FOR UPDATE TO caseapp_staff
  USING (path = ANY ((SELECT actor_paths())::text[]) AND id <> ALL ((SELECT actor_recusals())::bigint[]));
CREATE POLICY analyst_counts ON "case" FOR SELECT TO caseapp_analyst
  USING (path = 'ordinary' AND id <> ALL ((SELECT left_out_of_counts())::bigint[]));
CREATE POLICY auditor_verifies ON "case" FOR SELECT TO caseapp_auditor USING (true);
CREATE POLICY agency_reads ON "case" FOR SELECT TO caseapp_agency
  USING (EXISTS (SELECT FROM agency_package p WHERE p.case_id = "case".id));
CREATE POLICY agency_acknowledges ON "case" FOR UPDATE TO caseapp_agency
  USING (EXISTS (SELECT FROM agency_package p WHERE p.case_id = "case".id));

-- What hangs on a case exists for its team exactly when the case does.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['case_key', 'sealed_part', 'case_search', 'message', 'note', 'theme_suggestion',
                           'theme_decision', 'conflict_statement', 'recusal', 'answer', 'explanation',
                           'identity_request', 'referral', 'agency_package'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY team_case ON %I FOR ALL TO caseapp_staff USING (EXISTS '
                   '(SELECT FROM "case" c WHERE c.id = %I.case_id))', t, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['message', 'agency_package'] LOOP
    EXECUTE format('CREATE POLICY citizen_reads ON %I FOR SELECT TO caseapp_public USING (EXISTS '
                   '(SELECT FROM "case" c WHERE c.id = %I.case_id))', t, t);
  END LOOP;
END $$;
-- What the citizen's door adds: keys, parts and suggestions while the case is taken in; the citizen's messages after.
CREATE POLICY citizen_files ON case_key FOR INSERT TO caseapp_public
  WITH CHECK (is_taken_in(case_id) AND reader IN ('receipt', 'recovery', 'team:casework', 'team:integrity')
              AND (reader <> 'receipt' OR compartment IN ('report', 'identity')));
CREATE POLICY citizen_files ON theme_suggestion FOR INSERT TO caseapp_public WITH CHECK (is_taken_in(case_id));
CREATE POLICY citizen_files ON sealed_part FOR INSERT TO caseapp_public
  WITH CHECK (CASE WHEN compartment = 'report' AND part LIKE 'message/%'
                   THEN EXISTS (SELECT FROM "case" c WHERE c.id = sealed_part.case_id)
                   ELSE is_taken_in(case_id) AND (compartment, part) IN
                        (('report', 'narrative'), ('identity', 'identity'), ('notice', 'email')) END);
CREATE POLICY citizen_writes ON message FOR INSERT TO caseapp_public
  WITH CHECK (author = 'citizen' AND author_id IS NULL
              AND EXISTS (SELECT FROM "case" c WHERE c.id = message.case_id));
CREATE POLICY citizen_marks_read ON message FOR UPDATE TO caseapp_public
  USING (author = 'staff' AND EXISTS (SELECT FROM "case" c WHERE c.id = message.case_id));
CREATE POLICY citizen_reads ON case_key FOR SELECT TO caseapp_public
  USING (reader = 'receipt' AND EXISTS (SELECT FROM "case" c WHERE c.id = case_key.case_id));
CREATE POLICY citizen_reads ON sealed_part FOR SELECT TO caseapp_public
  USING (compartment IN ('report', 'identity') AND EXISTS (SELECT FROM "case" c WHERE c.id = sealed_part.case_id));
CREATE POLICY analyst_counts ON theme_decision FOR SELECT TO caseapp_analyst
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = theme_decision.case_id));
CREATE POLICY agency_opens ON agency_package FOR SELECT TO caseapp_agency USING (true);
CREATE POLICY agency_answers ON agency_package FOR UPDATE TO caseapp_agency USING (true);

-- A unit's officer sees what was asked of the own unit, and nothing else of the case.
CREATE FUNCTION explanation_is_mine(wanted bigint, of_unit bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT of_unit = actor_unit() AND wanted <> ALL (actor_recusals()) $$;
REVOKE EXECUTE ON FUNCTION explanation_is_mine(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION explanation_is_mine(bigint, bigint) TO caseapp_staff;
CREATE POLICY unit_answers ON explanation FOR ALL TO caseapp_staff
  USING (explanation_is_mine(case_id, unit_id)) WITH CHECK (explanation_is_mine(case_id, unit_id));
CREATE POLICY unit_opens ON case_key FOR SELECT TO caseapp_staff
  USING (reader = 'member:' || (SELECT actor_id())
         AND EXISTS (SELECT FROM explanation e WHERE case_key.compartment = 'extract/' || e.id));
CREATE POLICY unit_writes ON sealed_part FOR ALL TO caseapp_staff
  USING (EXISTS (SELECT FROM explanation e WHERE e.case_id = sealed_part.case_id
                 AND sealed_part.compartment = 'extract/' || e.id));

ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY appends ON ledger_entry FOR INSERT TO caseapp_public, caseapp_auth, caseapp_staff, caseapp_analyst,
  caseapp_auditor, caseapp_admin, caseapp_agency, caseapp_jobs WITH CHECK (actor_appends(chain));
CREATE POLICY citizen_steps ON ledger_entry AS RESTRICTIVE FOR INSERT TO caseapp_public
  WITH CHECK (case_id IS NOT NULL AND CASE verb
    WHEN 'report.received' THEN seq = 1 AND status_after = 'received'
    WHEN 'message.sent' THEN seq > 1 AND status_after IS NULL
    WHEN 'case.completed' THEN seq > 1 AND status_after = 'registered'
    WHEN 'case.withdrawn' THEN seq > 1 AND status_after = 'withdrawn'
    WHEN 'case.reopened' THEN seq > 1 AND status_after = 'triaged'
    ELSE false END);
CREATE POLICY case_reads ON ledger_entry FOR SELECT TO caseapp_staff, caseapp_public
  USING (case_id IS NOT NULL AND EXISTS (SELECT FROM "case" c WHERE c.id = ledger_entry.case_id));
CREATE POLICY auditor_reads ON ledger_entry FOR SELECT TO caseapp_auditor, caseapp_jobs USING (true);

ALTER TABLE team_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY auth_reads ON team_member FOR SELECT TO caseapp_auth USING (true);
CREATE POLICY own_team ON team_member FOR SELECT TO caseapp_staff
  USING ((CASE team WHEN 'casework' THEN 'ordinary' ELSE team END) = ANY ((SELECT actor_paths())::text[]));
CREATE POLICY head_designates ON team_member FOR INSERT TO caseapp_staff
  WITH CHECK ((SELECT actor_has_role('head'))
              AND (CASE team WHEN 'casework' THEN 'ordinary' ELSE team END) = ANY ((SELECT actor_paths())::text[]));
CREATE POLICY head_releases ON team_member FOR DELETE TO caseapp_staff
  USING ((SELECT actor_has_role('head'))
         AND (CASE team WHEN 'casework' THEN 'ordinary' ELSE team END) = ANY ((SELECT actor_paths())::text[]));
CREATE POLICY admin_removes ON team_member FOR ALL TO caseapp_admin USING (true);

ALTER TABLE role_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY auth_reads ON role_grant FOR SELECT TO caseapp_auth USING (true);
CREATE POLICY admin_grants ON role_grant FOR ALL TO caseapp_admin USING (true);
CREATE POLICY officers_known ON role_grant FOR SELECT TO caseapp_staff USING (role = 'unit_officer');
CREATE POLICY head_knows ON role_grant FOR SELECT TO caseapp_staff USING ((SELECT actor_has_role('head')));

-- The Agency's key needs two audiences: an administrator enters it, a head who holds the integrity key confirms it.
ALTER TABLE agency_recipient ENABLE ROW LEVEL SECURITY;
CREATE POLICY keys_known ON agency_recipient FOR SELECT TO caseapp_staff, caseapp_admin USING (true);
CREATE POLICY admin_enters ON agency_recipient FOR INSERT TO caseapp_admin
  WITH CHECK (confirmed_by_id IS NULL AND confirmed_at IS NULL AND entered_by_id = (SELECT actor_id()));
CREATE POLICY admin_retires ON agency_recipient FOR UPDATE TO caseapp_admin
  USING (true) WITH CHECK (retired_at IS NOT NULL);
CREATE POLICY head_confirms ON agency_recipient FOR UPDATE TO caseapp_staff
  USING (confirmed_at IS NULL AND retired_at IS NULL AND (SELECT actor_has_role('head'))
         AND 'integrity' = ANY ((SELECT actor_paths())::text[]))
  WITH CHECK (confirmed_by_id = (SELECT actor_id()) AND confirmed_at IS NOT NULL);
