-- CreateEnum
CREATE TYPE "investigation_state" AS ENUM ('queued', 'running', 'answered', 'stopped', 'failed');

-- CreateTable
CREATE TABLE "deliveries" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "body_json" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incidents" (
    "id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_ts" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "investigations" (
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "state" "investigation_state" NOT NULL DEFAULT 'queued',
    "state_reason" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_ts" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "stop_requested_by" TEXT,

    CONSTRAINT "investigations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "steps" (
    "investigation_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "query_json" TEXT NOT NULL,
    "reading_json" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "steps_pkey" PRIMARY KEY ("investigation_id","number")
);

-- CreateTable
CREATE TABLE "entity_mentions" (
    "investigation_id" TEXT NOT NULL,
    "entity" TEXT NOT NULL,

    CONSTRAINT "entity_mentions_pkey" PRIMARY KEY ("investigation_id","entity")
);

-- CreateTable
CREATE TABLE "diagnoses" (
    "id" TEXT NOT NULL,
    "investigation_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "mechanism" TEXT,
    "diagnosis_json" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "diagnoses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdicts" (
    "seq" BIGSERIAL NOT NULL,
    "diagnosis_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "true_causes" TEXT[],
    "note" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "posts" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_ts" TEXT,
    "message_ts" TEXT,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalations" (
    "id" TEXT NOT NULL,
    "diagnosis_id" TEXT NOT NULL,
    "target_channel_id" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_ts" TEXT,

    CONSTRAINT "escalations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "seq" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "details_json" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "incidents_team_id_channel_id_thread_ts_key" ON "incidents"("team_id", "channel_id", "thread_ts");

-- CreateIndex
CREATE UNIQUE INDEX "investigations_incident_id_asked_ts_key" ON "investigations"("incident_id", "asked_ts");

-- CreateIndex
CREATE UNIQUE INDEX "diagnoses_investigation_id_key" ON "diagnoses"("investigation_id");

-- CreateIndex
CREATE INDEX "diagnoses_created_at_idx" ON "diagnoses"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "verdicts_delivery_id_key" ON "verdicts"("delivery_id");

-- CreateIndex
CREATE INDEX "verdicts_diagnosis_id_seq_idx" ON "verdicts"("diagnosis_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "posts_key_key" ON "posts"("key");

-- CreateIndex
CREATE UNIQUE INDEX "escalations_diagnosis_id_target_channel_id_key" ON "escalations"("diagnosis_id", "target_channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_key_key" ON "audit_entries"("key");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_hash_key" ON "audit_entries"("hash");

-- CreateIndex
CREATE INDEX "audit_entries_subject_idx" ON "audit_entries"("subject");

-- AddForeignKey
ALTER TABLE "investigations" ADD CONSTRAINT "investigations_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "steps" ADD CONSTRAINT "steps_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entity_mentions" ADD CONSTRAINT "entity_mentions_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "diagnoses" ADD CONSTRAINT "diagnoses_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_diagnosis_id_fkey" FOREIGN KEY ("diagnosis_id") REFERENCES "diagnoses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_diagnosis_id_fkey" FOREIGN KEY ("diagnosis_id") REFERENCES "diagnoses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
