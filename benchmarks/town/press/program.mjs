// Every program of the newspaper: `press ROLE [--option=value …]`, each in the manner of its own language.
import { role } from '../in-pod.mjs'
import { err } from './programs/lines.mjs'
import { accounts } from './programs/accounts.mjs'
import { broker, layout, waitfor } from './programs/broker.mjs'
import { edge, shipper } from './programs/edge.mjs'
import { newsdb } from './programs/newsdb.mjs'
import { archive2019, crawl, digest, preview, walker } from './programs/readers.mjs'
import { finder, shelf } from './programs/search.mjs'
import { media, stories } from './programs/stories.mjs'
import { talk } from './programs/talk.mjs'

const ROLES = {
  walker,
  edge,
  shipper,
  finder,
  shelf,
  talk,
  stories,
  newsdb,
  media,
  accounts,
  broker,
  layout,
  waitfor,
  digest,
  crawl,
  preview,
  'archive-2019': archive2019,
}
/** Those that `usage` names. */
const SHOWN = 12
const EX_USAGE = 64
const CLOSING_MS = 150

process.on('SIGTERM', () => setTimeout(() => process.exit(0), CLOSING_MS))
const run = ROLES[role]
if (!run) {
  err(`press: unknown program "${role}"\nusage: press {${Object.keys(ROLES).slice(0, SHOWN).join(',')}} [--option=value]`)
  process.exit(EX_USAGE)
}
await run()
