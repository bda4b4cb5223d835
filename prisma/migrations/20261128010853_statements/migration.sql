-- CreateTable
CREATE TABLE "follow_ups" (
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "investigation_id" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_ts" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "follow_ups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow_up_answers" (
    "follow_up_id" TEXT NOT NULL,
    "answer_json" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "follow_up_answers_pkey" PRIMARY KEY ("follow_up_id")
);

-- CreateIndex
CREATE INDEX "follow_ups_investigation_id_idx" ON "follow_ups"("investigation_id");

-- CreateIndex
CREATE UNIQUE INDEX "follow_ups_incident_id_asked_ts_key" ON "follow_ups"("incident_id", "asked_ts");

-- AddForeignKey
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up_answers" ADD CONSTRAINT "follow_up_answers_follow_up_id_fkey" FOREIGN KEY ("follow_up_id") REFERENCES "follow_ups"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


CREATE TRIGGER follow_ups_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "follow_ups" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_up_answers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "follow_up_answers" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
