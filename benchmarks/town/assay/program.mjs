// Every program of the laboratory: `assay ROLE [--option=value …]`, each in the manner of its own language.
import { role } from '../in-pod.mjs'
import { err } from './programs/lines.mjs'
import { analyser, belt } from './programs/belt.mjs'
import { gatehouse } from './programs/gatehouse.mjs'
import { hotcache } from './programs/hotcache.mjs'
import { calibrate, count, importer, migrate, nightwatch, obsolete, report, terminals } from './programs/once.mjs'
import { orderbook } from './programs/orderbook.mjs'
import { portal, sidecar } from './programs/portal.mjs'
import { bridge, results } from './programs/results.mjs'
import { specimens } from './programs/specimens.mjs'
import { stickers, stock } from './programs/stock.mjs'

const ROLES = {
  gatehouse,
  portal,
  'oidc-sidecar': sidecar,
  hotcache,
  orderbook,
  belt,
  analyser,
  specimens,
  results,
  'hl7-bridge': bridge,
  stock,
  stickers,
  nightwatch,
  terminals,
  calibrate,
  count,
  import: importer,
  migrate,
  report,
  obsolete,
}
const EX_USAGE = 64
const CLOSING_MS = 150

process.on('SIGTERM', () => setTimeout(() => process.exit(0), CLOSING_MS))
const run = ROLES[role]
if (!run) {
  err(`assay: unknown program "${role}"`)
  process.exit(EX_USAGE)
}
await run()
