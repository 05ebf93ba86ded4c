-- Apply changed rules and days off on confirmation; remind in time; let a rule pause the clock.

-- When a case was acknowledged is a fact that nobody can forget to write ---------------------------------------------
-- The first registration, or the first letter of the staff, whichever comes first.
UPDATE "case" c SET due_rolls = (SELECT r.value = 1 FROM deadline_rule r WHERE r.code = 'roll_to_working_day' AND r.current)
  WHERE (SELECT r.value = 1 FROM deadline_rule r WHERE r.code = 'roll_to_working_day' AND r.current);
UPDATE "case" c SET acknowledged_at = least(c.registered_at,
    (SELECT min(m.sent_at) FROM message m WHERE m.case_id = c.id AND m.author = 'staff'));

CREATE FUNCTION registering_acknowledges() RETURNS trigger LANGUAGE plpgsql
  AS $$
  BEGIN
    NEW.acknowledged_at := coalesce(NEW.acknowledged_at, NEW.registered_at);
    RETURN NEW;
  END $$;
CREATE TRIGGER registering_acknowledges BEFORE INSERT OR UPDATE OF registered_at ON "case"
  FOR EACH ROW EXECUTE FUNCTION registering_acknowledges();

CREATE FUNCTION writing_acknowledges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    UPDATE "case" SET acknowledged_at = NEW.sent_at WHERE id = NEW.case_id AND acknowledged_at IS NULL;
    RETURN NULL;
  END $$;
CREATE TRIGGER writing_acknowledges AFTER INSERT ON message FOR EACH ROW WHEN (NEW.author = 'staff')
  EXECUTE FUNCTION writing_acknowledges();

-- Waiting for the citizen -------------------------------------------------------------------------------------------
ALTER TABLE waiting ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_case ON waiting FOR ALL TO caseapp_staff
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = waiting.case_id));
CREATE POLICY citizen_reads ON waiting FOR SELECT TO caseapp_public
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = waiting.case_id));
CREATE POLICY clock_reads ON waiting FOR SELECT TO caseapp_jobs USING (true);
GRANT SELECT, INSERT ON waiting TO caseapp_staff;
GRANT UPDATE (until) ON waiting TO caseapp_staff;
GRANT SELECT ON waiting TO caseapp_public, caseapp_jobs;
GRANT UPDATE (due_rolls) ON "case" TO caseapp_public;
GRANT SELECT (acknowledged_at) ON "case" TO caseapp_analyst;

-- Due days counted anew ---------------------------------------------------------------------------------------------
-- The worker counts them, for no administrator reads or writes a case: of a case it knows the clock and nothing else,
-- and it moves the due day of an open case with an entry in that case's own chain, or not at all.
GRANT SELECT (id, status, decided_at, due_on, due_rule_id, due_rolls, term_started_at, extended_days)
  ON "case" TO caseapp_jobs;
GRANT UPDATE (due_on, due_rule_id, due_rolls) ON "case" TO caseapp_jobs;
CREATE POLICY clock_reads ON "case" FOR SELECT TO caseapp_jobs USING (true);
CREATE POLICY clock_moves ON "case" FOR UPDATE TO caseapp_jobs USING (decided_at IS NULL);
CREATE POLICY clock_entries ON ledger_entry AS RESTRICTIVE FOR INSERT TO caseapp_jobs
  WITH CHECK (case_id IS NULL OR (verb IN ('deadline.recomputed', 'deadline.rule_renewed') AND status_after IS NULL));

CREATE FUNCTION due_needs_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF current_setting('role') = 'caseapp_jobs' AND NOT EXISTS (
        SELECT FROM ledger_entry e WHERE e.chain = 'case/' || NEW.id AND e.xact = pg_current_xact_id()::text::bigint
          AND e.cluster = (SELECT system_identifier FROM pg_control_system())
          AND e.verb IN ('deadline.recomputed', 'deadline.rule_renewed') AND e.detail ->> 'after' = NEW.due_on::text) THEN
      RAISE EXCEPTION 'case: a due day that moves by itself names no ledger entry';
    END IF;
    RETURN NULL;
  END $$;
CREATE TRIGGER due_needs_entry AFTER UPDATE OF due_on, due_rule_id, due_rolls ON "case"
  FOR EACH ROW EXECUTE FUNCTION due_needs_entry();

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
      WHEN current_setting('role') = 'caseapp_jobs' THEN
        EXISTS (SELECT FROM "case" o WHERE o.id = c.id AND o.decided_at IS NULL)
      ELSE false
    END FROM c
  $$;

-- Reminders ---------------------------------------------------------------------------------------------------------
-- For a person the case does not exist: written down, or about somebody in whose line they stand today (as for the actor).
CREATE FUNCTION is_kept_from(wanted bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM recusal r WHERE r.case_id = wanted
                       AND (r.user_id = person
                            OR (r.ground = 'subject' AND r.user_id IN (SELECT reporting_line(person))))) $$;

ALTER TABLE reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_reminders ON reminder FOR SELECT TO caseapp_staff
  USING (user_id = (SELECT actor_id()) AND EXISTS (SELECT FROM "case" c WHERE c.id = reminder.case_id));
CREATE POLICY own_seen ON reminder FOR UPDATE TO caseapp_staff
  USING (user_id = (SELECT actor_id()) AND EXISTS (SELECT FROM "case" c WHERE c.id = reminder.case_id));
GRANT SELECT ON reminder TO caseapp_staff;
GRANT UPDATE (seen_at) ON reminder TO caseapp_staff;

-- Of every open case, who is to be reminded of what: the assignee and the heads who hold the key of its team, none of
-- them kept from it. `last_*` are the last due days of a stage, `soon` and `over` the last days of receipt of one.
CREATE FUNCTION reminders_due(today date, last_one date, last_three date, last_seven date, soon date, over date,
                              acknowledge_days integer)
  RETURNS TABLE (case_id bigint, user_id bigint, stage text, due_on date) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
    WITH person AS (
      SELECT m.user_id, CASE m.team WHEN 'casework' THEN 'ordinary' ELSE m.team END AS path,
             EXISTS (SELECT FROM role_grant g WHERE g.user_id = m.user_id AND g.role = 'head') AS heads
      FROM team_member m JOIN staff_user u ON u.id = m.user_id AND u.active
    ), kept AS MATERIALIZED (
      SELECT r.case_id, r.user_id FROM recusal r
      UNION
      SELECT r.case_id, line.id FROM (SELECT DISTINCT user_id FROM recusal WHERE ground = 'subject') s
      CROSS JOIN LATERAL reporting_line(s.user_id) AS line(id)
      JOIN recusal r ON r.user_id = s.user_id AND r.ground = 'subject'
    ), watched AS (
      SELECT c.id, c.path, c.assignee_id, c.due_on,
             CASE WHEN c.due_on < today THEN 'overdue' WHEN c.due_on <= last_one THEN 'in_one'
                  WHEN c.due_on <= last_three THEN 'in_three' ELSE 'in_seven' END AS stage
      FROM "case" c JOIN deadline_rule r ON r.id = c.due_rule_id
      WHERE c.decided_at IS NULL AND c.due_on <= last_seven
        AND NOT (r.pauses_while_awaiting_citizen AND c.status = 'awaiting_citizen'
                 AND EXISTS (SELECT FROM waiting w WHERE w.case_id = c.id AND w.until IS NULL
                             AND coalesce(c.citizen_wrote_at < w.since, true)))
      UNION ALL
      SELECT c.id, c.path, NULL, c.received_day + acknowledge_days,
             CASE WHEN c.received_day <= over THEN 'acknowledge_over' ELSE 'acknowledge_soon' END
      FROM "case" c WHERE c.decided_at IS NULL AND c.acknowledged_at IS NULL AND c.received_day <= soon
    )
    SELECT w.id, p.user_id, w.stage, w.due_on FROM watched w JOIN person p ON p.path = w.path
    WHERE (p.heads OR p.user_id = w.assignee_id)
      AND NOT EXISTS (SELECT FROM kept k WHERE k.case_id = w.id AND k.user_id = p.user_id)
  $$;

-- The morning's work, as often as it is asked for: what is not due any more goes, what is new comes, the rest stays as
-- it was seen or not seen.
CREATE FUNCTION remind(today date, last_one date, last_three date, last_seven date, soon date, over date,
                       acknowledge_days integer, at timestamptz)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE made bigint;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('reminders', 0));
    DELETE FROM reminder r WHERE NOT EXISTS (
      SELECT FROM reminders_due(today, last_one, last_three, last_seven, soon, over, acknowledge_days) d
      WHERE d.case_id = r.case_id AND d.user_id = r.user_id AND d.stage = r.stage AND d.due_on = r.due_on);
    INSERT INTO reminder (case_id, user_id, stage, due_on, made_at)
      SELECT d.case_id, d.user_id, d.stage, d.due_on, at
      FROM reminders_due(today, last_one, last_three, last_seven, soon, over, acknowledge_days) d
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
  END $$;

-- What is decided, acknowledged, given to somebody else or due on another day is nobody's reminder from that moment on.
CREATE FUNCTION reminders_lapse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    DELETE FROM reminder r WHERE r.case_id = NEW.id AND (
      NEW.decided_at IS NOT NULL OR NEW.path <> OLD.path
      OR CASE WHEN r.stage IN ('acknowledge_soon', 'acknowledge_over') THEN NEW.acknowledged_at IS NOT NULL
              ELSE r.due_on IS DISTINCT FROM NEW.due_on
                   OR (r.user_id = OLD.assignee_id AND OLD.assignee_id IS DISTINCT FROM NEW.assignee_id
                       AND NOT EXISTS (SELECT FROM role_grant g WHERE g.user_id = r.user_id AND g.role = 'head')) END);
    RETURN NULL;
  END $$;
CREATE TRIGGER reminders_lapse AFTER UPDATE ON "case" FOR EACH ROW
  WHEN ((OLD.decided_at, OLD.path, OLD.acknowledged_at, OLD.due_on, OLD.assignee_id)
        IS DISTINCT FROM (NEW.decided_at, NEW.path, NEW.acknowledged_at, NEW.due_on, NEW.assignee_id))
  EXECUTE FUNCTION reminders_lapse();

CREATE FUNCTION recusal_forgets_reminders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
  BEGIN
    DELETE FROM reminder r WHERE r.case_id = NEW.case_id AND is_kept_from(r.case_id, r.user_id);
    RETURN NULL;
  END $$;
CREATE TRIGGER recusal_forgets_reminders AFTER INSERT ON recusal
  FOR EACH ROW EXECUTE FUNCTION recusal_forgets_reminders();

-- The number beside the link on every page of the staff: up to a hundred, none of a case that does not exist for them.
CREATE FUNCTION unseen_reminders(person bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
    WITH line AS MATERIALIZED (SELECT array(SELECT reporting_line(person)) AS ids)
    SELECT count(*) FROM (
      SELECT FROM reminder r JOIN "case" c ON c.id = r.case_id
      WHERE r.user_id = person AND r.seen_at IS NULL
        AND c.path IN (SELECT CASE m.team WHEN 'casework' THEN 'ordinary' ELSE m.team END
                       FROM team_member m WHERE m.user_id = person)
        AND NOT EXISTS (SELECT FROM recusal k, line WHERE k.case_id = r.case_id
                        AND (k.user_id = person OR (k.ground = 'subject' AND k.user_id = ANY (line.ids))))
      LIMIT 100) AS found
  $$;

REVOKE EXECUTE ON FUNCTION registering_acknowledges(), writing_acknowledges(), due_needs_entry(),
  is_kept_from(bigint, bigint), reminders_due(date, date, date, date, date, date, integer),
  remind(date, date, date, date, date, date, integer, timestamptz), reminders_lapse(), recusal_forgets_reminders(),
  unseen_reminders(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remind(date, date, date, date, date, date, integer, timestamptz) TO caseapp_jobs;
GRANT EXECUTE ON FUNCTION unseen_reminders(bigint) TO caseapp_auth;
GRANT EXECUTE ON FUNCTION caseapp_enqueue(text, jsonb, text) TO caseapp_jobs;
