// The cache, in the manner of Redis.
import { options, readMounted } from '../../in-pod.mjs'
import { clock, out, serve } from './lines.mjs'

const SAVE_MS = 20_000
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

function line(words) {
  const now = new Date()
  return `1:M ${String(now.getUTCDate()).padStart(2, '0')} ${MONTHS[now.getUTCMonth()]} ${now.getUTCFullYear()} ${clock(12)} * ${words}`
}

/** Answers keys; where its file asks for a password, nobody here knows it. */
export function hotcache() {
  const config = readMounted(options.config)
  const isLocked = /^requirepass \S/m.test(config)
  out(line(`Configuration loaded from ${options.config}`))
  if (isLocked) out(line('requirepass is set, clients must authenticate'))
  out(line('Ready to accept connections tcp'))
  setInterval(() => out(line('100 changes in 20 seconds. Background saving terminated with success')), SAVE_MS)
  serve(6379, async (wanted) => {
    if (wanted === '/ping' || !isLocked) return {}
    return { status: 401, body: 'NOAUTH Authentication required.' }
  })
}
