import { openTicketCompany, TICKET_COMPANY } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'

/** One ticket that the printer cannot print goes back to the head of the queue, again and again, and all others wait behind it. */
export const poisonMessage: RealCase = {
  ...TICKET_COMPANY,
  id: 'poison-message',
  kind: 'queue',
  fix: ['app/Service/printer'],
  mechanism: 'message|poison|reject|redeliver|requeue|code|exception|error|bug|consumer',
  near: ['ticket-broker', 'tills'],
  question: 'No tickets come out of the printer. What is the first cause?',
  start: (stage) => openTicketCompany(stage),
  change: async (stage) => {
    // A trailer without a plate, which the till sells and the printer has never seen.
    await fetch(`http://127.0.0.1:${stage.port('tills')}/trailer`)
  },
}
