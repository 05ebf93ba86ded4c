-- Taken back; the language of texts knows neither passages nor the earlier answer any more.
UPDATE answer_template SET
  subject = regexp_replace(regexp_replace(subject, '\{\{\s*[#/][^{}]*\}\}', '', 'g'),
                           '\{\{\s*(extension|earlier_number|earlier_day)\s*\}\}', '……', 'g'),
  body = regexp_replace(regexp_replace(body, '\{\{\s*[#/][^{}]*\}\}', '', 'g'),
                        '\{\{\s*(extension|earlier_number|earlier_day)\s*\}\}', '……', 'g')
  WHERE body LIKE '%{{%' OR subject LIKE '%{{%';
DROP TRIGGER move_cuts_unrelated ON "case";
DROP TRIGGER unrelated_needs_entries ON case_unrelated;
DROP FUNCTION move_cuts_unrelated();
DROP FUNCTION unrelated_needs_entries();
ALTER POLICY citizen_steps ON ledger_entry
  WITH CHECK (case_id IS NOT NULL AND CASE verb
    WHEN 'report.received' THEN seq = 1 AND status_after = 'received'
    WHEN 'message.sent' THEN seq > 1 AND status_after IS NULL
    WHEN 'satisfaction.given' THEN seq > 1 AND status_after IS NULL
    WHEN 'case.completed' THEN seq > 1 AND status_after = 'registered'
    WHEN 'case.withdrawn' THEN seq > 1 AND status_after = 'withdrawn'
    WHEN 'case.appealed' THEN seq > 1 AND status_after = 'triaged' AND EXISTS
      (SELECT FROM "case" c WHERE c.id = ledger_entry.case_id AND c.path = 'ordinary'
       AND c.status IN ('answered', 'closed'))
    ELSE false END);

CREATE OR REPLACE FUNCTION appeal_names_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM "case" c WHERE c.id = NEW.case_id AND c.receipt_lookup = actor_receipt()
                   AND c.path = 'ordinary' AND c.status IN ('answered', 'closed')) THEN
      RAISE EXCEPTION 'appeal: nothing of the receipt''s own to appeal against';
    END IF;
    NEW.answer_id := (SELECT a.id FROM answer a WHERE a.case_id = NEW.case_id AND a.approved_at IS NOT NULL
                      ORDER BY a.approved_at DESC LIMIT 1);
    UPDATE "case" SET assignee_id = NULL WHERE id = NEW.case_id;
    RETURN NEW;
  END $$;

DROP FUNCTION shared_answer(bigint);
CREATE OR REPLACE FUNCTION find_similar(wanted bigint, at_least integer, at timestamptz) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE mine integer[];
  BEGIN
    IF NOT actor_sees(wanted) THEN
      RAISE EXCEPTION 'case: not visible';
    END IF;
    DELETE FROM case_similar WHERE case_id = wanted;
    SELECT tokens INTO mine FROM case_search WHERE case_id = wanted AND compartment = 'person';
    INSERT INTO case_similar (case_id, other_id, why, score, found_at)
      SELECT wanted, s.case_id, 'person', 100, at FROM case_search s JOIN "case" c ON c.id = s.case_id
      WHERE s.compartment = 'person' AND s.tokens && mine AND s.case_id <> wanted
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
        WHERE s.case_id <> wanted GROUP BY s.case_id ORDER BY count(*) DESC, s.case_id LIMIT 50
      ), shared AS (
        SELECT c.case_id, cardinality(s.tokens) AS words,
               (SELECT count(*) FROM unnest(s.tokens) AS t(token) JOIN unnest(mine) AS m(token) USING (token)) AS alike
        FROM candidates c JOIN case_search s ON s.case_id = c.case_id AND s.compartment = 'report'
      )
      SELECT wanted, case_id, 'matter', 100 * alike / least(words, cardinality(mine)), at FROM shared
      WHERE least(words, cardinality(mine)) >= 15 AND 100 * alike / least(words, cardinality(mine)) >= at_least
      ORDER BY alike DESC LIMIT 10;
  END $$;
