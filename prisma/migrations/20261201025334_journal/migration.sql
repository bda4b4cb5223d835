-- CreateTable
CREATE TABLE "journals" (
    "cluster" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "renewed_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "journals_pkey" PRIMARY KEY ("cluster")
);

-- CreateTable
CREATE TABLE "journal_versions" (
    "id" BIGSERIAL NOT NULL,
    "cluster" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" TEXT,
    "object_json" TEXT,
    "bytes" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3),
    "by" TEXT,

    CONSTRAINT "journal_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal_gaps" (
    "id" BIGSERIAL NOT NULL,
    "cluster" TEXT NOT NULL,
    "kind" TEXT,
    "namespace" TEXT,
    "from" TIMESTAMPTZ(3),
    "to" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "why" TEXT NOT NULL,

    CONSTRAINT "journal_gaps_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "journal_versions_cluster_entity_id_idx" ON "journal_versions"("cluster", "entity", "id");

-- CreateIndex
CREATE INDEX "journal_versions_cluster_observed_at_idx" ON "journal_versions"("cluster", "observed_at");

-- CreateIndex
CREATE INDEX "journal_gaps_cluster_to_idx" ON "journal_gaps"("cluster", "to");
