import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { databaseUrl, psql } from '../servers/postgres.ts'

/** The password of a role is rotated; one of its two clients gets the new one, the other is forgotten. */
export const passwordChanged: RealCase = {
  ...LEDGER_COMPANY,
  id: 'password-changed',
  kind: 'credentials',
  fix: ['app/Service/bookings'],
  mechanism: 'password|credential|auth|secret|login',
  near: ['ledger'],
  question: 'Bookings fail since a few minutes. What is the first cause?',
  start: (stage) => openLedgerCompany(stage, { listsAs: ['bookings', 'harbour-1'] }),
  change: async (stage) => {
    await psql(stage, `alter role bookings password 'harbour-3'`)
    await stage.release(
      'manifest',
      {
        version: '1.4.1',
        author: 'tove',
        message: 'manifest: take the rotated secret of the ledger',
        files: ['manifest/deploy/secrets.yaml'],
        diff: `--- a/manifest/deploy/secrets.yaml
+++ b/manifest/deploy/secrets.yaml
@@ -3,1 +3,1 @@
-  ledger: vault:ferry/ledger#v3
+  ledger: vault:ferry/ledger#v4
`,
      },
      { database: databaseUrl(stage, 'bookings', 'harbour-3') },
    )
    await psql(stage, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bookings'`)
  },
}
