import { LEDGER_COMPANY, openLedgerCompany } from '../ferry/companies.ts'
import { harmless } from '../real-case.ts'
import { LEDGER, ready } from '../servers/postgres.ts'

/** The database is restarted for an update of its machine; seconds later all is as before. */
export const hiccupOver = harmless({
  ...LEDGER_COMPANY,
  id: 'hiccup-over',
  kind: 'harmless',
  question: 'Is anything wrong with bookings now?',
  start: (stage) => openLedgerCompany(stage),
  change: async (stage) => {
    await stage.restart(LEDGER)
    await ready(stage)
  },
})
