-- What was recorded stays as it was recorded. The program never tries to change these rows; this is for everything else that can reach the database.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "steps" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER diagnoses_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "diagnoses" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER verdicts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "verdicts" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON "audit_head" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The head moves by one entry at a time, and never back.
CREATE FUNCTION advance_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1 THEN
    RAISE EXCEPTION 'the audit chain moves forward by one entry' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER audit_head_advances BEFORE UPDATE ON "audit_head" FOR EACH ROW EXECUTE FUNCTION advance_by_one();

-- Entry 0 is the beginning that the first entry points at.
INSERT INTO "audit_head" ("id", "seq", "hash") VALUES (1, 0, repeat('0', 64));
