import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { migrate } from '../servers/postgres.ts'

/** A migration drops an index that was thought to be unused; what looked passengers up by it reads the whole table. */
export const indexDropped: RealCase = {
  ...LEDGER_COMPANY,
  id: 'index-dropped',
  kind: 'database',
  fix: ['app/Service/ledger-migrations', 'app/Service/ledger', 'repo/Commit/52957b9ba85c'],
  mechanism: 'index|slow.?(query|statement)|query|migration|schema|scan|plan',
  near: ['bookings'],
  question: 'The page of my bookings has become slow. What is the first cause?',
  start: openLedgerCompany,
  change: (stage) =>
    migrate(stage, { file: '0043_tidy.sql', message: 'Drop an index that nobody uses', sql: 'drop index booking_passenger;\n' }),
}
