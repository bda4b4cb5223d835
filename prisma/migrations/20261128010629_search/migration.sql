-- CreateIndex
CREATE INDEX "diagnoses_mechanism_created_at_idx" ON "diagnoses"("mechanism", "created_at");

-- Full-text search over past incidents. Expression indexes, because the rows they cover are append-only and hold exactly what was recorded;
-- incidents that an earlier version answered are found too.

-- The words of a text or of a JSON text. Names of JSON fields and escapes such as \n are nobody's words; everything that is neither letter nor
-- digit separates, so that scope/Kind/name and image_pull_failed are found by their parts. 100,000 characters stay under the 1 MB that a
-- tsvector holds: a longer answer is still stored, and found by what it says first.
CREATE FUNCTION search_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.simple'::regconfig, regexp_replace(
    regexp_replace(left($1, 100000), '"[A-Za-z]+":|\\u[0-9A-Fa-f]{4}|\\.', ' ', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- What people said the cause really was. array_to_string is declared stable only because some element types print differently by setting; text
-- does not.
CREATE FUNCTION verdict_words(text[], text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.simple'::regconfig, regexp_replace(left(array_to_string($1, ' ') || ' ' || $2, 100000), '[^[:alnum:]]+', ' ', 'g'))
$$;

CREATE INDEX diagnoses_words_idx ON "diagnoses" USING gin (search_words("diagnosis_json"));
CREATE INDEX incidents_words_idx ON "incidents" USING gin (search_words("title"));
CREATE INDEX verdicts_words_idx ON "verdicts" USING gin (verdict_words("true_causes", "note"));
