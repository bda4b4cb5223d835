import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { migrate } from '../servers/postgres.ts'

/** A migration renames a column that a program still asks for by its old name. */
export const columnRenamed: RealCase = {
  ...LEDGER_COMPANY,
  id: 'column-renamed',
  kind: 'database',
  fix: ['app/Service/ledger-migrations', 'app/Service/ledger', 'repo/Commit/b735d9b94ae2'],
  mechanism: 'schema|migration|column|rename|query|incompatib',
  near: ['bookings'],
  question: 'Nobody can book since a few minutes. What is the first cause?',
  start: (stage) => openLedgerCompany(stage),
  change: (stage) =>
    migrate(stage, {
      file: '0044_guests.sql',
      message: 'Call those who travel guests everywhere',
      sql: 'alter table booking rename column passenger to guest;\n',
    }),
}
