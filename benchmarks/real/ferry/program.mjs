// Every program of the ferry company: `program ROLE --name=… --port=… [--option=value …]`, each in the manner of its own language.
import { role } from './programs/common.mjs'
import { bookings, manifest } from './programs/ledger.mjs'
import { desk } from './programs/desk.mjs'
import { fares, tickets } from './programs/quay.mjs'
import { lounge, seats } from './programs/seats.mjs'
import { printer, tills } from './programs/tickets.mjs'
import { webcam } from './programs/webcam.mjs'

const ROLES = { desk, bookings, manifest, seats, lounge, tills, printer, fares, tickets, webcam }
const EX_USAGE = 64

const run = ROLES[role]
if (!run) {
  process.stderr.write(`there is no program "${role}"\n`)
  process.exit(EX_USAGE)
}
process.on('SIGTERM', () => process.exit(0))
await run()
