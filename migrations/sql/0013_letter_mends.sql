-- A merged petitioner's own appeal; letters to repeats that name the earlier answer; «not related» for good.

-- The answer to another case that the petitioner of a merged one got, too, since it was last merged: for its own
-- receipt alone, which may appeal against it.
CREATE FUNCTION shared_answer(wanted bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT (e.detail ->> 'answer')::bigint FROM ledger_entry e JOIN "case" c ON c.id = e.case_id
        WHERE c.id = wanted AND c.status = 'merged' AND c.receipt_lookup = actor_receipt() AND e.verb = 'answer.shared'
          AND e.seq > (SELECT max(m.seq) FROM ledger_entry m WHERE m.case_id = wanted AND m.verb = 'case.merged')
        ORDER BY e.seq DESC LIMIT 1 $$;
REVOKE EXECUTE ON FUNCTION shared_answer(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shared_answer(bigint) TO caseapp_public;

-- The merged case stands for itself from then on; the one that it was merged into stays answered.
CREATE OR REPLACE FUNCTION appeal_names_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM "case" c WHERE c.id = NEW.case_id AND c.receipt_lookup = actor_receipt()
                   AND c.path = 'ordinary' AND (c.status IN ('answered', 'closed')
                                              OR (c.status = 'merged' AND shared_answer(c.id) IS NOT NULL))) THEN
      RAISE EXCEPTION 'appeal: nothing of the receipt''s own to appeal against';
    END IF;
    NEW.answer_id := coalesce(shared_answer(NEW.case_id),
                              (SELECT a.id FROM answer a WHERE a.case_id = NEW.case_id AND a.approved_at IS NOT NULL
                               ORDER BY a.approved_at DESC LIMIT 1));
    UPDATE "case" SET assignee_id = NULL, merged_into_id = NULL WHERE id = NEW.case_id;
    RETURN NEW;
  END $$;

ALTER POLICY citizen_steps ON ledger_entry
  WITH CHECK (case_id IS NOT NULL AND CASE verb
    WHEN 'report.received' THEN seq = 1 AND status_after = 'received'
    WHEN 'message.sent' THEN seq > 1 AND status_after IS NULL
    WHEN 'satisfaction.given' THEN seq > 1 AND status_after IS NULL
    WHEN 'case.completed' THEN seq > 1 AND status_after = 'registered'
    WHEN 'case.withdrawn' THEN seq > 1 AND status_after = 'withdrawn'
    WHEN 'case.appealed' THEN seq > 1 AND status_after = 'triaged' AND EXISTS
      (SELECT FROM "case" c WHERE c.id = ledger_entry.case_id AND c.path = 'ordinary'
       AND (c.status IN ('answered', 'closed')
            OR (c.status = 'merged' AND shared_answer(c.id) IS NOT NULL)))
    ELSE false END);

-- Letters to repeats as delivered, where no head has changed them: the number and the day are filled in.
INSERT INTO answer_template (id, code, version, current, outcome, kind, subject, body)
  SELECT (random() * 4e18)::bigint, code, version + 1, false, outcome, kind, subject,
         replace(body, E'Өмнөх хариуны дугаар, огноо:\n\n……', E'Өмнөх хариуны дугаар, огноо:\n\n{{ earlier_number }}, {{ earlier_day }}')
  FROM answer_template WHERE current AND version = 1 AND changed_at IS NULL AND outcome = 'repeat'
    AND body LIKE E'%Өмнөх хариуны дугаар, огноо:\n\n……%';
UPDATE answer_template t SET current = false WHERE t.outcome = 'repeat' AND t.current
  AND EXISTS (SELECT FROM answer_template n WHERE n.code = t.code AND n.version = t.version + 1);
UPDATE answer_template t SET current = true WHERE t.outcome = 'repeat' AND t.version = 2 AND t.changed_at IS NULL;

-- Not related, as a person said who looked: each pair once, told by both ledgers, and for good.
CREATE FUNCTION unrelated_needs_entries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF (SELECT count(DISTINCT e.chain) FROM ledger_entry e
        WHERE e.chain IN ('case/' || NEW.case_id, 'case/' || NEW.other_id) AND e.verb = 'case.unrelated'
          AND e.xact = pg_current_xact_id()::text::bigint) < 2 THEN
      RAISE EXCEPTION 'unrelated: both ledgers tell of it';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER unrelated_needs_entries BEFORE INSERT ON case_unrelated
  FOR EACH ROW EXECUTE FUNCTION unrelated_needs_entries();
CREATE FUNCTION move_cuts_unrelated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    DELETE FROM case_unrelated WHERE NEW.id IN (case_id, other_id);
    RETURN NULL;
  END $$;
CREATE TRIGGER move_cuts_unrelated AFTER UPDATE OF path ON "case" FOR EACH ROW WHEN (OLD.path <> NEW.path)
  EXECUTE FUNCTION move_cuts_unrelated();
REVOKE EXECUTE ON FUNCTION unrelated_needs_entries(), move_cuts_unrelated() FROM PUBLIC;

ALTER TABLE case_unrelated ENABLE ROW LEVEL SECURITY;
CREATE POLICY both_exist ON case_unrelated FOR SELECT TO caseapp_staff
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = case_unrelated.case_id)
         AND EXISTS (SELECT FROM "case" c WHERE c.id = case_unrelated.other_id));
CREATE POLICY parts_both ON case_unrelated FOR INSERT TO caseapp_staff
  WITH CHECK (said_by_id = (SELECT actor_id())
              AND EXISTS (SELECT FROM "case" c WHERE c.id = case_unrelated.case_id)
              AND EXISTS (SELECT FROM "case" c WHERE c.id = case_unrelated.other_id));
GRANT SELECT, INSERT ON case_unrelated TO caseapp_staff;

-- As before, but for what was dismissed.
CREATE OR REPLACE FUNCTION find_similar(wanted bigint, at_least integer, at timestamptz) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE mine integer[]; apart bigint[];
  BEGIN
    IF NOT actor_sees(wanted) THEN
      RAISE EXCEPTION 'case: not visible';
    END IF;
    SELECT coalesce(array_agg(CASE u.case_id WHEN wanted THEN u.other_id ELSE u.case_id END), '{}') INTO apart
      FROM case_unrelated u WHERE wanted IN (u.case_id, u.other_id);
    DELETE FROM case_similar WHERE case_id = wanted;
    SELECT tokens INTO mine FROM case_search WHERE case_id = wanted AND compartment = 'person';
    INSERT INTO case_similar (case_id, other_id, why, score, found_at)
      SELECT wanted, s.case_id, 'person', 100, at FROM case_search s JOIN "case" c ON c.id = s.case_id
      WHERE s.compartment = 'person' AND s.tokens && mine AND s.case_id <> wanted AND s.case_id <> ALL (apart)
      ORDER BY c.received_at DESC LIMIT 10;
    SELECT tokens INTO mine FROM case_search WHERE case_id = wanted AND compartment = 'report';
    IF coalesce(cardinality(mine), 0) < 15 THEN
      RETURN;
    END IF;
    INSERT INTO case_similar (case_id, other_id, why, score, found_at)
      WITH size AS (
        SELECT greatest(c.reltuples, 0) AS cases FROM pg_class c WHERE c.oid = 'case_search'::regclass
      ), common AS (
        SELECT u.token, u.share FROM pg_stats s, LATERAL unnest(s.most_common_elems::text::integer[],
            s.most_common_elem_freqs[1 : cardinality(s.most_common_elems::text::integer[])]) AS u(token, share)
        WHERE s.schemaname = 'public' AND s.tablename = 'case_search' AND s.attname = 'tokens'
      ), weighed AS (
        SELECT m.token, coalesce(c.share, (SELECT min(share) / 4 FROM common), 0) * size.cases AS leads_to
        FROM unnest(mine) AS m(token) CROSS JOIN size LEFT JOIN common c USING (token)
      ), rare AS (
        SELECT token FROM (SELECT token, sum(leads_to) OVER (ORDER BY leads_to, token) AS together FROM weighed) w
        WHERE together <= 6000
      ), candidates AS (
        SELECT s.case_id FROM rare r CROSS JOIN LATERAL (
          SELECT case_id FROM case_search WHERE compartment = 'report' AND tokens @> ARRAY[r.token] LIMIT 1000) s
        WHERE s.case_id <> wanted AND s.case_id <> ALL (apart) GROUP BY s.case_id ORDER BY count(*) DESC, s.case_id LIMIT 50
      ), shared AS (
        SELECT c.case_id, cardinality(s.tokens) AS words,
               (SELECT count(*) FROM unnest(s.tokens) AS t(token) JOIN unnest(mine) AS m(token) USING (token)) AS alike
        FROM candidates c JOIN case_search s ON s.case_id = c.case_id AND s.compartment = 'report'
      )
      SELECT wanted, case_id, 'matter', 100 * alike / least(words, cardinality(mine)), at FROM shared
      WHERE least(words, cardinality(mine)) >= 15 AND 100 * alike / least(words, cardinality(mine)) >= at_least
      ORDER BY alike DESC LIMIT 10;
  END $$;
