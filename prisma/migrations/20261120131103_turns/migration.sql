-- CreateTable
CREATE TABLE "turns" (
    "investigation_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "turn_json" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "turns_pkey" PRIMARY KEY ("investigation_id","number")
);

-- AddForeignKey
ALTER TABLE "turns" ADD CONSTRAINT "turns_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER turns_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "turns" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
