import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { startNodeExporter } from '../servers/node-exporter.ts'

/** A release keeps every passenger list in the database, until its volume is full. */
export const postgresVolumeFull: RealCase = {
  ...LEDGER_COMPANY,
  id: 'postgres-volume-full',
  kind: 'host',
  needs: [...LEDGER_COMPANY.needs, 'mount', 'prometheus-node-exporter'],
  fix: ['app/Service/ledger', 'app/Service/manifest', 'repo/Commit/1a5dbb280db9'],
  mechanism: 'disk|space|volume|full|storage|release|regress',
  near: ['quay-host'],
  question: 'Nobody can book any more. What is the first cause?',
  start: async (stage) => {
    startNodeExporter(stage)
    // With a log that may grow between rare checkpoints, as large servers are set.
    const settings = { max_wal_size: '2GB', checkpoint_timeout: '10min' }
    await openLedgerCompany(stage, { dir: await stage.mount('pgdata', 'size=400m'), settings })
  },
  change: (stage) =>
    stage.release(
      'manifest',
      {
        version: '1.5',
        author: 'tove',
        message: 'manifest: keep every list, the coast guard may ask for it',
        files: ['manifest/lists.py'],
        diff: `--- a/manifest/lists.py
+++ b/manifest/lists.py
@@ -31,2 +31,3 @@ def make_list(sailing):
     rows = count(sailing)
+    db.execute("insert into list_archive select %s, b.* from booking b", [now()])
     log.info("sailing %s: %s passengers", sailing, rows)
`,
      },
      { archive: 'yes', queryTimeoutMs: 20_000 },
    ),
}
