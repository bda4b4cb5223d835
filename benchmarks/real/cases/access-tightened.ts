import path from 'node:path'
import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { LEDGER, psql } from '../servers/postgres.ts'

const RULES = `# TYPE  DATABASE  USER      ADDRESS       METHOD
host    all       postgres  127.0.0.1/32  scram-sha-256
host    ferry     bookings  127.0.0.1/32  scram-sha-256
`

/** The server's rules of access are tightened and read again; one of those who need it was not thought of. */
export const accessTightened: RealCase = {
  ...LEDGER_COMPANY,
  id: 'access-tightened',
  kind: 'credentials',
  fix: ['app/Service/ledger', 'repo/Commit/5cb99d638c2f'],
  mechanism: 'access|auth|config|permission|hba|denied|refus|reject|policy',
  near: ['manifest'],
  question: 'The passenger lists are missing. What is the first cause?',
  start: (stage) => openLedgerCompany(stage),
  change: async (stage) => {
    stage.commit(LEDGER, {
      version: '31',
      author: 'runa',
      message: 'ledger: let only those in who are named',
      files: ['ledger/pg_hba.conf'],
      diff: `--- a/ledger/pg_hba.conf
+++ b/ledger/pg_hba.conf
@@ -87,1 +1,3 @@
-host    all             all             127.0.0.1/32            scram-sha-256
${RULES.replace(/^(?=.)/gm, '+')}`,
    })
    stage.file(path.join('pgdata', 'pg_hba.conf'), RULES)
    await psql(stage, 'select pg_reload_conf()')
  },
}
