-- A view is its owner's; a shared one is read by all, but one of integrity cases inside that team alone.
CREATE FUNCTION actor_shares() RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT actor_has_role('inspector') OR actor_has_role('integrity_inspector') OR actor_has_role('head') $$;
REVOKE EXECUTE ON FUNCTION actor_shares() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actor_shares() TO caseapp_staff;
ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_and_shared ON saved_view FOR SELECT TO caseapp_staff
  USING (owner_id = (SELECT actor_id())
         OR (shared AND (filter NOT LIKE '%queue=integrity%' OR 'integrity' = ANY ((SELECT actor_paths())::text[]))));
CREATE POLICY own_new ON saved_view FOR INSERT TO caseapp_staff
  WITH CHECK (owner_id = (SELECT actor_id()) AND (NOT shared OR (SELECT actor_shares())));
CREATE POLICY own_change ON saved_view FOR UPDATE TO caseapp_staff
  USING (owner_id = (SELECT actor_id()))
  WITH CHECK (owner_id = (SELECT actor_id()) AND (NOT shared OR (SELECT actor_shares())));
CREATE POLICY own_end ON saved_view FOR DELETE TO caseapp_staff USING (owner_id = (SELECT actor_id()));
GRANT SELECT, INSERT, DELETE ON saved_view TO caseapp_staff;
GRANT UPDATE (name, shared) ON saved_view TO caseapp_staff;

-- As search_cases, but at most so many, in no order: whether words are rare is known before anything is sorted.
CREATE FUNCTION search_some(wanted integer[], part text, most integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT s.case_id FROM case_search s JOIN "case" c ON c.id = s.case_id
        WHERE s.compartment = part AND s.tokens @> wanted
          AND c.path = ANY ((SELECT actor_paths())::text[]) AND c.id <> ALL ((SELECT actor_recusals())::bigint[])
        LIMIT most $$;

-- The same for a theme: behind the policy of each row of its decisions the whole register would be read first.
CREATE FUNCTION themed_some(wanted text, most integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT t.case_id FROM theme_decision t JOIN "case" c ON c.id = t.case_id
        WHERE t.theme = wanted
          AND c.path = ANY ((SELECT actor_paths())::text[]) AND c.id <> ALL ((SELECT actor_recusals())::bigint[])
        LIMIT most $$;
REVOKE EXECUTE ON FUNCTION search_some(integer[], text, integer), themed_some(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_some(integer[], text, integer), themed_some(text, integer) TO caseapp_staff;

-- Whether the answer proposed in a case is this person's to approve, as domain/guards.py says of appeals and repeats:
-- asked of those few cases alone, since behind the policies of each table the whole list would wait for it.
CREATE FUNCTION actor_may_decide(wanted bigint, decides_appeals boolean, approves_repeats boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE deciders bigint[];
  BEGIN
    IF NOT actor_sees(wanted) OR (NOT approves_repeats AND EXISTS (
        SELECT FROM answer a WHERE a.case_id = wanted AND a.approved_at IS NULL AND a.returned_at IS NULL
        AND a.outcome = 'repeat')) THEN
      RETURN false;
    END IF;
    SELECT ARRAY[a.proposed_by_id, a.approved_by_id] INTO deciders FROM appeal p LEFT JOIN answer a ON a.id = p.answer_id
      WHERE p.case_id = wanted ORDER BY p.filed_at DESC, p.id LIMIT 1;
    IF NOT FOUND THEN
      RETURN true;
    END IF;
    IF actor_id() = ANY (deciders) THEN
      RETURN false;
    END IF;
    RETURN decides_appeals OR NOT EXISTS (
      SELECT FROM team_member m JOIN role_grant g ON g.user_id = m.user_id AND g.role = 'head'
      WHERE m.team = 'casework' AND coalesce(m.user_id <> ALL (deciders), true)
        AND NOT EXISTS (SELECT FROM recusal r WHERE r.case_id = wanted AND (r.user_id = m.user_id
                        OR (r.ground = 'subject' AND m.user_id IN (SELECT reporting_line(r.user_id))))));
  END $$;
REVOKE EXECUTE ON FUNCTION actor_may_decide(bigint, boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actor_may_decide(bigint, boolean, boolean) TO caseapp_staff;
