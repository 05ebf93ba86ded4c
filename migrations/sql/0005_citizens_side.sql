-- The citizen's side: sealed drafts, attachments that never change once filed, notices without content, counters
-- against floods, satisfaction, appeals, receipts that one person linked, published editions (docs/threat-model.md).

-- Whoever holds the browser's secret of a draft: a keyed hash of it, never the secret.
CREATE FUNCTION actor_draft() RETURNS bytea LANGUAGE sql STABLE
  AS $$ SELECT decode(nullif(current_setting('caseapp.draft', true), ''), 'hex') $$;

-- Which of the receipts that differ from what was typed by one slip is there: the door learns that it is near, and
-- which sign to look at; it opens nothing.
CREATE FUNCTION known_receipt(lookups bytea[]) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT receipt_lookup FROM "case" WHERE receipt_lookup = ANY (lookups) LIMIT 1 $$;

-- Which of these numbers of others' letters (keyed hashes) were taken in before, on whatever path: said without a case.
CREATE FUNCTION known_externals(lookups bytea[]) RETURNS SETOF bytea LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT external_lookup FROM "case" WHERE external_lookup = ANY (lookups) $$;

-- An appeal names the answer that it is against, which the citizen's door cannot read, and takes the case out of the
-- hands of whoever had it, which that door cannot write: a head gives it out anew. Of any other case it does and tells
-- nothing: this runs before the policy is asked.
CREATE FUNCTION appeal_names_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
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
CREATE TRIGGER appeal_names_answer BEFORE INSERT ON appeal FOR EACH ROW EXECUTE FUNCTION appeal_names_answer();

-- What was filed is evidence: of a filed attachment only the scanner's first word may change. It is filed with the
-- report itself, in the transaction that takes that in, or with a letter of whoever files it, and never with another's.
CREATE FUNCTION attachment_stands() RETURNS trigger LANGUAGE plpgsql
  AS $$
  DECLARE belongs boolean := true;
  BEGIN
    IF (OLD.complete AND NOT NEW.complete) OR (OLD.case_id IS NOT NULL AND
        ((NEW.id, NEW.case_id, NEW.draft_id, NEW.author, NEW.message_id, NEW.added_at, NEW.size, NEW.has_cleaned)
         IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.draft_id, OLD.author, OLD.message_id, OLD.added_at, OLD.size,
                           OLD.has_cleaned)
         OR (OLD.verdict <> 'not_scanned' AND NEW.verdict <> OLD.verdict))) THEN
      RAISE EXCEPTION 'attachment: what was filed is never changed';
    END IF;
    IF OLD.case_id IS NULL AND NEW.case_id IS NOT NULL THEN
      IF NEW.message_id IS NOT NULL THEN
        belongs := EXISTS (SELECT FROM message m WHERE m.id = NEW.message_id AND m.case_id = NEW.case_id
                           AND m.author = NEW.author
                           AND m.author = CASE current_user WHEN 'caseapp_public' THEN 'citizen' ELSE 'staff' END);
      ELSE
        belongs := current_user = 'caseapp_public' AND is_taken_in(NEW.case_id);
      END IF;
    END IF;
    IF NOT belongs THEN
      RAISE EXCEPTION 'attachment: filed with the report, or with a letter of one''s own';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER attachment_stands BEFORE UPDATE ON attachment FOR EACH ROW EXECUTE FUNCTION attachment_stands();

-- Pieces come while a file is not complete, and until their transaction ends nobody completes it; what goes with a
-- whole file or draft goes by itself (a cascade stands deeper than any statement).
CREATE FUNCTION pieces_stand() RETURNS trigger LANGUAGE plpgsql
  AS $$
  BEGIN
    PERFORM FROM attachment a WHERE a.id = coalesce(NEW.attachment_id, OLD.attachment_id)
      AND a.case_id IS NULL AND NOT a.complete FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'attachment: the pieces of a complete file are never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER pieces_stand BEFORE INSERT OR UPDATE OR DELETE ON attachment_chunk
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION pieces_stand();

-- Ciphertext does not compress: no time is lost on trying.
ALTER TABLE attachment_chunk ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

REVOKE EXECUTE ON FUNCTION actor_draft(), known_receipt(bytea[]), known_externals(bytea[]), appeal_names_answer(),
  attachment_stands(), pieces_stand() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actor_draft() TO caseapp_public, caseapp_staff;
GRANT EXECUTE ON FUNCTION known_receipt(bytea[]) TO caseapp_public;
GRANT EXECUTE ON FUNCTION known_externals(bytea[]) TO caseapp_staff;

-- Rights ------------------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT, UPDATE, DELETE ON draft TO caseapp_public, caseapp_staff;
GRANT SELECT, INSERT, DELETE ON attachment TO caseapp_public, caseapp_staff;
GRANT UPDATE (case_id, draft_id, message_id, verdict, size, has_cleaned, complete)
  ON attachment TO caseapp_public, caseapp_staff;
GRANT SELECT, INSERT, DELETE ON attachment_chunk TO caseapp_public, caseapp_staff;
GRANT SELECT, INSERT, UPDATE, DELETE ON sending_count TO caseapp_public;
GRANT SELECT, INSERT ON satisfaction, appeal TO caseapp_public;
GRANT SELECT ON satisfaction, appeal TO caseapp_staff, caseapp_analyst;
GRANT SELECT (id, case_id, channel, state, made_at, tries, finished_at), INSERT ON notice TO caseapp_staff;
GRANT SELECT, UPDATE (address, state, tries, finished_at) ON notice TO caseapp_jobs;
GRANT SELECT (id, expires_at), DELETE ON draft TO caseapp_jobs;
GRANT SELECT (window_ends), DELETE ON sending_count TO caseapp_jobs;
GRANT SELECT ON frozen_report TO caseapp_public;
GRANT UPDATE (appealed_at) ON "case" TO caseapp_public;

-- What exists for whom ----------------------------------------------------------------------------------------------
ALTER TABLE draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_draft ON draft FOR ALL TO caseapp_public, caseapp_staff USING (owner = (SELECT actor_draft()));
CREATE POLICY jobs_forget ON draft FOR ALL TO caseapp_jobs USING (expires_at < now());

ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_case ON attachment FOR SELECT TO caseapp_public, caseapp_staff
  USING (case_id IS NOT NULL AND EXISTS (SELECT FROM "case" c WHERE c.id = attachment.case_id));
CREATE POLICY of_the_draft ON attachment FOR SELECT TO caseapp_public, caseapp_staff
  USING (draft_id IS NOT NULL AND EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id));
CREATE POLICY arrives_in_draft ON attachment FOR INSERT TO caseapp_public, caseapp_staff
  WITH CHECK (case_id IS NULL AND message_id IS NULL AND NOT complete
              AND author = CASE current_user WHEN 'caseapp_public' THEN 'citizen' ELSE 'staff' END
              AND EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id));
CREATE POLICY removed_from_draft ON attachment FOR DELETE TO caseapp_public, caseapp_staff
  USING (case_id IS NULL AND EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id));
CREATE POLICY leaves_draft ON attachment FOR UPDATE TO caseapp_public, caseapp_staff
  USING (case_id IS NULL AND EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id))
  WITH CHECK (CASE WHEN case_id IS NULL THEN EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id)
                   ELSE EXISTS (SELECT FROM "case" c WHERE c.id = attachment.case_id) END);
CREATE POLICY scanned_late ON attachment FOR UPDATE TO caseapp_staff
  USING (case_id IS NOT NULL AND EXISTS (SELECT FROM "case" c WHERE c.id = attachment.case_id));

ALTER TABLE attachment_chunk ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON attachment_chunk FOR SELECT TO caseapp_public, caseapp_staff
  USING (EXISTS (SELECT FROM attachment a WHERE a.id = attachment_chunk.attachment_id));
CREATE POLICY arrives_in_draft ON attachment_chunk FOR INSERT TO caseapp_public, caseapp_staff
  WITH CHECK (EXISTS (SELECT FROM attachment a WHERE a.id = attachment_chunk.attachment_id AND a.case_id IS NULL
                      AND NOT a.complete));
CREATE POLICY failed_copy_goes ON attachment_chunk FOR DELETE TO caseapp_public, caseapp_staff
  USING (copy = 'cleaned' AND EXISTS (SELECT FROM attachment a WHERE a.id = attachment_chunk.attachment_id
                                      AND a.case_id IS NULL AND NOT a.complete));

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['satisfaction', 'appeal', 'notice'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY team_case ON %I FOR ALL TO caseapp_staff USING (EXISTS '
                   '(SELECT FROM "case" c WHERE c.id = %I.case_id))', t, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['satisfaction', 'appeal'] LOOP
    EXECUTE format('CREATE POLICY own_case ON %I FOR ALL TO caseapp_public USING (EXISTS '
                   '(SELECT FROM "case" c WHERE c.id = %I.case_id))', t, t);
    EXECUTE format('CREATE POLICY analyst_counts ON %I FOR SELECT TO caseapp_analyst USING (EXISTS '
                   '(SELECT FROM "case" c WHERE c.id = %I.case_id))', t, t);
  END LOOP;
END $$;
CREATE POLICY jobs_deliver ON notice FOR ALL TO caseapp_jobs USING (true);

ALTER TABLE frozen_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY analyst_works ON frozen_report FOR ALL TO caseapp_analyst USING (true);
CREATE POLICY public_reads ON frozen_report FOR SELECT TO caseapp_public USING (edition = 'public');

-- What the citizen's door adds besides: attachments' names and keys with every letter, a notice by telephone, the links
-- between receipts of one person (under a key that only this receipt opens), a word on how satisfied one is.
ALTER POLICY citizen_files ON case_key
  WITH CHECK (CASE WHEN compartment = 'links'
                   THEN reader = 'receipt' AND EXISTS (SELECT FROM "case" c WHERE c.id = case_key.case_id)
                   ELSE is_taken_in(case_id) AND reader IN ('receipt', 'recovery', 'team:casework', 'team:integrity')
                        AND (reader <> 'receipt' OR compartment IN ('report', 'identity')) END);
ALTER POLICY citizen_files ON sealed_part
  WITH CHECK (CASE WHEN (compartment = 'report' AND (part LIKE 'message/%' OR part LIKE 'attachment/%'
                                                     OR part = 'satisfaction'))
                        OR (compartment = 'links' AND part LIKE 'link/%')
                   THEN EXISTS (SELECT FROM "case" c WHERE c.id = sealed_part.case_id)
                   ELSE is_taken_in(case_id) AND (compartment, part) IN
                        (('report', 'narrative'), ('identity', 'identity'), ('notice', 'email'), ('notice', 'phone'))
                   END);
ALTER POLICY citizen_reads ON sealed_part
  USING (compartment IN ('report', 'identity', 'links')
         AND EXISTS (SELECT FROM "case" c WHERE c.id = sealed_part.case_id));
-- Links between receipts are their owner's alone: for staff neither the key nor the part is there, and what the owner
-- takes back is gone.
GRANT DELETE ON sealed_part TO caseapp_public;
CREATE POLICY citizen_unlinks ON sealed_part FOR DELETE TO caseapp_public
  USING (compartment = 'links' AND part LIKE 'link/%'
         AND EXISTS (SELECT FROM "case" c WHERE c.id = sealed_part.case_id));
CREATE POLICY links_are_no_teams ON case_key AS RESTRICTIVE FOR ALL TO caseapp_staff USING (compartment <> 'links');
CREATE POLICY links_are_no_teams ON sealed_part AS RESTRICTIVE FOR ALL TO caseapp_staff USING (compartment <> 'links');
-- Who may decide appeals is known to the staff: an appeal waits for a head only as long as there is one.
CREATE POLICY heads_known ON role_grant FOR SELECT TO caseapp_staff USING (role = 'head');
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
