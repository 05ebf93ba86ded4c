-- Since when the clock of a case stands still: while it waits for the citizen under a rule that pauses for it, and
-- until the citizen answers. Kept by the database from what it follows from, so that no list can be told otherwise.
CREATE FUNCTION clock_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    NEW.paused_since := CASE WHEN NEW.status = 'awaiting_citizen' THEN
      (SELECT (w.since AT TIME ZONE 'Asia/Ulaanbaatar')::date FROM waiting w
       JOIN deadline_rule r ON r.id = NEW.due_rule_id AND r.pauses_while_awaiting_citizen
       WHERE w.case_id = NEW.id AND w.until IS NULL AND coalesce(NEW.citizen_wrote_at < w.since, true)) END;
    IF NEW.paused_since IS NOT NULL THEN
      DELETE FROM reminder r WHERE r.case_id = NEW.id AND r.stage NOT IN ('acknowledge_soon', 'acknowledge_over');
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER clock_stands BEFORE INSERT OR UPDATE ON "case"
  FOR EACH ROW WHEN (NEW.status = 'awaiting_citizen' OR NEW.paused_since IS NOT NULL) EXECUTE FUNCTION clock_stands();

CREATE FUNCTION waiting_stops_clock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    UPDATE "case" SET paused_since = NULL WHERE id = NEW.case_id AND status = 'awaiting_citizen';
    RETURN NULL;
  END $$;
CREATE TRIGGER waiting_stops_clock AFTER INSERT OR UPDATE ON waiting
  FOR EACH ROW EXECUTE FUNCTION waiting_stops_clock();

UPDATE "case" SET paused_since = NULL WHERE status = 'awaiting_citizen';

-- The citizen's own answer ends the wait at once: the day that follows from it need not wait for the staff.
CREATE POLICY citizen_answers ON waiting FOR UPDATE TO caseapp_public
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = waiting.case_id));
GRANT UPDATE (until) ON waiting TO caseapp_public;

REVOKE EXECUTE ON FUNCTION clock_stands(), waiting_stops_clock() FROM PUBLIC;
