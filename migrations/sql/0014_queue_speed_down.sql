CREATE OR REPLACE FUNCTION themed_some(wanted text, most integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT t.case_id FROM theme_decision t JOIN "case" c ON c.id = t.case_id
        WHERE t.theme = wanted
          AND c.path = ANY ((SELECT actor_paths())::text[]) AND c.id <> ALL ((SELECT actor_recusals())::bigint[])
        LIMIT most $$;
ALTER POLICY team_writes ON "case"
  USING (path = ANY ((SELECT actor_paths())::text[]) AND id <> ALL ((SELECT actor_recusals())::bigint[]));
ALTER POLICY team_reads ON "case"
  USING (path = ANY ((SELECT actor_paths())::text[]) AND id <> ALL ((SELECT actor_recusals())::bigint[]));
