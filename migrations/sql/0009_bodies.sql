-- The register of competent bodies; links between cases, which hide from whoever must not see one of them; what the
-- database finds alike; repeats that are answered by reference; merged cases that keep answering their petitioners.

-- Competent bodies --------------------------------------------------------------------------------------------------
GRANT SELECT ON competent_body
  TO caseapp_public, caseapp_staff, caseapp_analyst, caseapp_admin, caseapp_agency, caseapp_auth, caseapp_jobs;
GRANT INSERT, UPDATE (name_mn, name_en, address, phone, active) ON competent_body TO caseapp_admin;

-- How many cases name a body, for whoever changes it: an administrator sees no case, and no figure depends on cases
-- that do not exist for somebody.
CREATE FUNCTION body_uses(wanted text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT count(*) FROM "case" WHERE forwarded_to = wanted AND path = 'ordinary'
          AND NOT EXISTS (SELECT FROM recusal r WHERE r.case_id = "case".id) $$;

-- Links -------------------------------------------------------------------------------------------------------------
-- Both cases exist for whoever links them, on one path; and both ledgers say so in the same transaction.
CREATE FUNCTION link_needs_entries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE told bigint;
  BEGIN
    SELECT count(DISTINCT e.chain) INTO told FROM ledger_entry e
      WHERE e.chain IN ('case/' || NEW.case_id, 'case/' || NEW.other_id) AND e.verb = 'case.linked'
        AND e.xact = pg_current_xact_id()::text::bigint;
    IF told < 2 THEN
      RAISE EXCEPTION 'link: both ledgers tell of it';
    END IF;
    IF (SELECT count(DISTINCT c.path) FROM "case" c WHERE c.id IN (NEW.case_id, NEW.other_id)) <> 1 THEN
      RAISE EXCEPTION 'link: two cases of one path';
    END IF;
    IF NEW.kind = 'group' AND (
        EXISTS (SELECT FROM case_link l WHERE l.kind = 'group' AND l.case_id IN (NEW.case_id, NEW.other_id))
        OR EXISTS (SELECT FROM case_link l WHERE l.kind = 'group' AND l.other_id = NEW.case_id)) THEN
      RAISE EXCEPTION 'link: a case belongs to one group, named by its first case';
    END IF;
    IF NEW.kind = 'repeat_of' AND EXISTS (SELECT FROM case_link l WHERE l.kind = 'repeat_of' AND l.case_id = NEW.case_id) THEN
      RAISE EXCEPTION 'link: a case repeats one earlier case';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER link_needs_entries BEFORE INSERT ON case_link FOR EACH ROW EXECUTE FUNCTION link_needs_entries();

CREATE FUNCTION unlink_needs_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM ledger_entry e WHERE e.chain IN ('case/' || OLD.case_id, 'case/' || OLD.other_id)
                   AND e.xact = pg_current_xact_id()::text::bigint) THEN
      RAISE EXCEPTION 'link: a ledger tells that it goes';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER unlink_needs_entry BEFORE DELETE ON case_link FOR EACH ROW EXECUTE FUNCTION unlink_needs_entry();

-- Hard rule 1 holds for the matter, not for one paper of it: at the end of the transaction both hide from the same people.
CREATE FUNCTION linked_hide_alike() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF EXISTS (SELECT user_id FROM recusal WHERE case_id IN (NEW.case_id, NEW.other_id)
               GROUP BY user_id HAVING count(*) < 2) THEN
      RAISE EXCEPTION 'link: both cases hide from the same people';
    END IF;
    RETURN NULL;
  END $$;
CREATE CONSTRAINT TRIGGER linked_hide_alike AFTER INSERT ON case_link DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION linked_hide_alike();

-- What counts need of the links stands on the case itself.
CREATE FUNCTION keep_link_facts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE one record; first bigint;
  BEGIN
    one := coalesce(NEW, OLD);
    IF one.kind = 'repeat_of' THEN
      UPDATE "case" SET is_repeat = (TG_OP = 'INSERT') WHERE id = one.case_id;
    ELSIF one.kind = 'group' THEN
      first := one.other_id;
      IF TG_OP = 'DELETE' THEN
        UPDATE "case" SET in_group = false WHERE id = one.case_id;
      END IF;
      UPDATE "case" SET in_group = (SELECT count(*) >= 2 FROM case_link l WHERE l.kind = 'group' AND l.other_id = first)
        WHERE id = first OR id IN (SELECT l.case_id FROM case_link l WHERE l.kind = 'group' AND l.other_id = first);
    END IF;
    RETURN NULL;
  END $$;
CREATE TRIGGER keep_link_facts AFTER INSERT OR DELETE ON case_link FOR EACH ROW EXECUTE FUNCTION keep_link_facts();

-- A case that leaves for the other team takes its links with it: what stays behind must not point at it.
CREATE FUNCTION move_cuts_links() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    DELETE FROM case_link WHERE NEW.id IN (case_id, other_id);
    DELETE FROM case_similar WHERE NEW.id IN (case_id, other_id);
    RETURN NULL;
  END $$;
CREATE TRIGGER move_cuts_links AFTER UPDATE OF path ON "case" FOR EACH ROW WHEN (OLD.path <> NEW.path)
  EXECUTE FUNCTION move_cuts_links();

ALTER TABLE case_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY both_exist ON case_link FOR SELECT TO caseapp_staff
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = case_link.case_id)
         AND EXISTS (SELECT FROM "case" c WHERE c.id = case_link.other_id));
CREATE POLICY links_both ON case_link FOR INSERT TO caseapp_staff
  WITH CHECK (linked_by_id = (SELECT actor_id())
              AND EXISTS (SELECT FROM "case" c WHERE c.id = case_link.case_id)
              AND EXISTS (SELECT FROM "case" c WHERE c.id = case_link.other_id));
CREATE POLICY unlinks_both ON case_link FOR DELETE TO caseapp_staff
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = case_link.case_id)
         AND EXISTS (SELECT FROM "case" c WHERE c.id = case_link.other_id));
GRANT SELECT, INSERT, DELETE ON case_link TO caseapp_staff;

-- What looks alike --------------------------------------------------------------------------------------------------
ALTER TABLE case_similar ENABLE ROW LEVEL SECURITY;
CREATE POLICY both_exist ON case_similar FOR SELECT TO caseapp_staff
  USING (EXISTS (SELECT FROM "case" c WHERE c.id = case_similar.case_id)
         AND EXISTS (SELECT FROM "case" c WHERE c.id = case_similar.other_id));
GRANT SELECT ON case_similar TO caseapp_staff;

-- Compares keyed hashes for everybody at once, whoever registers, and tells the caller nothing: the policy decides later
-- who learns what. Common words are told from the database's own statistics, so that the work has a bound: rare ones
-- first, until they lead to some thousands of rows; of what shares most of them, all words are compared.
CREATE FUNCTION find_similar(wanted bigint, at_least integer, at timestamptz) RETURNS void LANGUAGE plpgsql
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

-- Repeats answered by reference -------------------------------------------------------------------------------------
-- Such an answer names the final answer to the case that is repeated; without one there is nothing to refer to. A head
-- approves it (petitions law: a repeat without new circumstances after a final answer).
CREATE FUNCTION repeat_names_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    NEW.earlier_answer_id := NULL;
    IF NEW.outcome = 'repeat' THEN
      NEW.earlier_answer_id := (SELECT a.id FROM case_link l JOIN answer a ON a.case_id = l.other_id
                                WHERE l.case_id = NEW.case_id AND l.kind = 'repeat_of' AND a.approved_at IS NOT NULL
                                ORDER BY a.approved_at DESC LIMIT 1);
      IF NEW.earlier_answer_id IS NULL THEN
        RAISE EXCEPTION 'answer: a repeat refers to an earlier answer';
      END IF;
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER repeat_names_answer BEFORE INSERT ON answer FOR EACH ROW EXECUTE FUNCTION repeat_names_answer();

CREATE FUNCTION repeat_needs_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF (NEW.outcome, NEW.earlier_answer_id) IS DISTINCT FROM (OLD.outcome, OLD.earlier_answer_id) THEN
      RAISE EXCEPTION 'answer: what was proposed stands';
    END IF;
    IF NEW.outcome = 'repeat' AND NEW.approved_at IS NOT NULL AND OLD.approved_at IS NULL
       AND NOT actor_has_role('head') THEN
      RAISE EXCEPTION 'answer: a head approves that a repeat is not examined again';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER repeat_needs_head BEFORE UPDATE ON answer FOR EACH ROW EXECUTE FUNCTION repeat_needs_head();

-- Merged cases ------------------------------------------------------------------------------------------------------
-- Where a merged case ended up; a chain of merges has one end.
CREATE FUNCTION merge_target(wanted bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
    WITH RECURSIVE way AS (
      SELECT id, merged_into_id, status, 0 AS step FROM "case" WHERE id = wanted
      UNION ALL
      SELECT c.id, c.merged_into_id, c.status, way.step + 1 FROM way JOIN "case" c ON c.id = way.merged_into_id
      WHERE way.status = 'merged' AND way.step < 20
    )
    SELECT id FROM way WHERE status <> 'merged' OR merged_into_id IS NULL ORDER BY step DESC LIMIT 1
  $$;

-- What the petitioner of a merged case may know of the one that goes on: how far it is, never whose it is or a word of it.
CREATE FUNCTION merged_progress() RETURNS TABLE (status text, due_on date, decided_at timestamptz) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT t.status, t.due_on, t.decided_at FROM "case" o JOIN "case" t ON t.id = merge_target(o.id)
        WHERE o.receipt_lookup = actor_receipt() AND o.status = 'merged' AND t.path = 'ordinary' AND t.id <> o.id $$;

-- A letter of that petitioner is news to the officer of the case that goes on.
CREATE FUNCTION letter_reaches_target() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$
  BEGIN
    UPDATE "case" SET citizen_wrote_at = NEW.sent_at
      WHERE id = merge_target(NEW.case_id) AND id <> NEW.case_id AND path = 'ordinary';
    RETURN NULL;
  END $$;
CREATE TRIGGER letter_reaches_target AFTER INSERT ON message FOR EACH ROW WHEN (NEW.author = 'citizen')
  EXECUTE FUNCTION letter_reaches_target();

GRANT SELECT (is_repeat, in_group) ON "case" TO caseapp_analyst;

REVOKE EXECUTE ON FUNCTION body_uses(text), link_needs_entries(), unlink_needs_entry(), linked_hide_alike(),
  keep_link_facts(), move_cuts_links(), find_similar(bigint, integer, timestamptz), repeat_names_answer(),
  repeat_needs_head(), merge_target(bigint), merged_progress(), letter_reaches_target() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION body_uses(text) TO caseapp_admin;
GRANT EXECUTE ON FUNCTION find_similar(bigint, integer, timestamptz) TO caseapp_staff;
GRANT EXECUTE ON FUNCTION merged_progress() TO caseapp_public;
