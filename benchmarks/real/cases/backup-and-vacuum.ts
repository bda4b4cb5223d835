import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import { harmless } from '../real-case.ts'
import { LEDGER, psql, SUPERUSER } from '../servers/postgres.ts'

/** The nightly copy and a vacuum run by day: busier disks and slow statements that nobody waits for. */
export const backupAndVacuum = harmless({
  ...LEDGER_COMPANY,
  id: 'backup-and-vacuum',
  kind: 'harmless',
  needs: [...LEDGER_COMPANY.needs, 'pg_dump'],
  question: 'Is anything wrong with the ledger?',
  start: (stage) => openLedgerCompany(stage),
  change: async (stage) => {
    const args = ['-v', '-h', '127.0.0.1', '-p', String(stage.port(LEDGER)), '-U', SUPERUSER.name, '-f', `${stage.dir}/ferry.sql`, 'ferry']
    stage.spawn('night-copy', { command: 'pg_dump', args, env: { PGPASSWORD: SUPERUSER.password } })
    await psql(stage, 'vacuum (analyze) booking')
  },
})
