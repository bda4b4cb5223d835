import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { migrate } from '../servers/postgres.ts'

const MIGRATION = `begin;
alter table booking add column vehicle text;
do $$ begin
  for part in 0..399 loop
    update booking set vehicle = 'none' where id between part * 1000 and part * 1000 + 999;
    perform pg_sleep(2);
  end loop;
end $$;
commit;
`

/** A migration adds a column and fills it in one transaction, and holds the table's exclusive lock all the while. */
export const migrationLock: RealCase = {
  ...LEDGER_COMPANY,
  id: 'migration-lock',
  kind: 'database',
  fix: ['app/Service/ledger-migrations', 'app/Service/ledger', 'repo/Commit/7797fa6329ac'],
  mechanism: 'lock|migration|schema|transaction|block',
  near: ['bookings'],
  question: 'Nobody can book and the passenger lists are late. What is the first cause?',
  start: openLedgerCompany,
  change: (stage) => migrate(stage, { file: '0042_vehicle.sql', message: 'Keep the vehicle of a booking', sql: MIGRATION }),
}
