import path from 'node:path'
import { FARE_COMPANY, openDesk } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { startNodeExporter } from '../servers/node-exporter.ts'

/** A release takes the cleaner of the spool away; small files use up the inodes of a volume that has room for bytes. */
export const inodesUsedUp: RealCase = {
  ...FARE_COMPANY,
  id: 'inodes-used-up',
  kind: 'host',
  needs: ['mount', 'prometheus-node-exporter'],
  traffic: ['/book'],
  fix: ['app/Service/tickets', 'repo/Commit/899a694036e5'],
  mechanism: 'inode|disk|space|volume|full|file|storage|release|regress',
  near: ['quay-host'],
  question: 'No tickets can be had. What is the first cause?',
  start: async (stage) => {
    startNodeExporter(stage)
    const spool = path.join(await stage.mount('spool', 'size=64m,nr_inodes=900'), 'tickets')
    await stage.program('tickets', { options: { spool } })
    await openDesk(stage, { '/book': `http://tickets:${stage.port('tickets')}` })
  },
  change: (stage) =>
    stage.release(
      'tickets',
      {
        version: '6.3',
        author: 'tove',
        message: 'tickets: leave the cleaning of the spool to the host',
        files: ['tickets/main.py'],
        diff: `--- a/tickets/main.py
+++ b/tickets/main.py
@@ -40,3 +40,2 @@ def main():
     serve(spool)
-    every(15, clean, spool)
     wait()
`,
      },
      { cleans: 'no' },
    ),
}
