-- An approved answer gets the authority's index and the year's next number, from the database alone: nobody chooses one,
-- none comes twice, and a year's letters have no gap, since the count moves in the transaction of the approval. Of the
-- count itself no role has any right.
CREATE FUNCTION number_letter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE day date; counted bigint; index text;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      NEW.number := NULL; NEW.numbered_on := NULL; NEW.posted_on := NULL; NEW.posted_how := NULL;
      RETURN NEW;
    END IF;
    NEW.number := OLD.number; NEW.numbered_on := OLD.numbered_on; NEW.template_id := OLD.template_id;
    IF OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL THEN
      day := (NEW.approved_at AT TIME ZONE 'Asia/Ulaanbaatar')::date;
      INSERT INTO letter_count AS known (year, last) VALUES (extract(year FROM day), 1)
        ON CONFLICT (year) DO UPDATE SET last = known.last + 1 RETURNING last INTO counted;
      index := coalesce((SELECT words || '-' FROM letter_index WHERE words <> ''), '');
      NEW.number := format('%s%s/%s', index, to_char(day, 'YY'), counted);
      NEW.numbered_on := day;
    END IF;
    IF NEW.posted_on IS NOT NULL AND NEW.number IS NULL THEN
      RAISE EXCEPTION 'answer: only an approved letter is posted';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER number_letter BEFORE INSERT OR UPDATE ON answer FOR EACH ROW EXECUTE FUNCTION number_letter();
REVOKE EXECUTE ON FUNCTION number_letter() FROM PUBLIC;

-- The one row of the index: read by all who write letters, changed by a head.
ALTER TABLE letter_index ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff_reads ON letter_index FOR SELECT TO caseapp_staff USING (true);
CREATE POLICY head_changes ON letter_index FOR UPDATE TO caseapp_staff
  USING ((SELECT actor_has_role('head')))
  WITH CHECK ((SELECT actor_has_role('head')) AND changed_by_id = (SELECT actor_id()));
GRANT SELECT ON letter_index TO caseapp_staff;
GRANT UPDATE (words, changed_at, changed_by_id) ON letter_index TO caseapp_staff;

ALTER TABLE answer_template ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff_reads ON answer_template FOR SELECT TO caseapp_staff USING (true);
CREATE POLICY head_writes ON answer_template FOR INSERT TO caseapp_staff
  WITH CHECK ((SELECT actor_has_role('head')) AND changed_by_id = (SELECT actor_id()));
CREATE POLICY head_retires ON answer_template FOR UPDATE TO caseapp_staff
  USING ((SELECT actor_has_role('head'))) WITH CHECK (NOT current);
GRANT SELECT, INSERT ON answer_template TO caseapp_staff;
GRANT UPDATE (current) ON answer_template TO caseapp_staff;
