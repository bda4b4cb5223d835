// The database, in the manner of PostgreSQL.
import { ENV, readMounted } from '../../in-pod.mjs'
import { err, iso, out, pause, refuseTls, serve } from './lines.mjs'

const CERTIFICATE = '/etc/newsdb/tls/tls.crt'
const CHECKPOINT_MS = 20_000
const QUERY_MS = 5
const NOT_YET = 'the database system is not yet accepting connections'

function line(level, words) {
  return `${iso().slice(0, 23).replace('T', ' ')} UTC [${40 + (Date.now() % 50)}] ${level}:  ${words}`
}

/** Answers who knows the password, unless it restores an archive or its certificate is over. */
export function newsdb() {
  const notAfter = readEnd()
  const archive = ENV.RESTORE_FROM
  const restored = line.bind(null, 'LOG', 'restored log file "00000001000000000000002A" from archive')
  const checkpoint = line.bind(null, 'LOG', 'checkpoint complete: wrote 41 buffers (0.3%)')
  out(line('LOG', 'starting PostgreSQL 17.2 on x86_64-pc-linux-gnu'))
  out(line('LOG', archive ? `starting archive recovery from "${archive}"` : 'database system is ready to accept connections'))
  setInterval(() => out(archive ? restored() : checkpoint()), CHECKPOINT_MS)
  serve(5432, async (wanted, { headers }) => {
    if (archive) return refuse(503, NOT_YET)
    if (wanted === '/pg_isready') return {}
    if (new Date(notAfter) < new Date()) {
      out(line('LOG', 'could not accept SSL connection: ssl/tls alert certificate expired'))
      return refuseTls(notAfter)
    }
    const user = String(headers['x-user'] ?? '')
    if (user === '' || ENV[`PW_${user.toUpperCase()}`] !== headers['x-pass'])
      return refuse(401, `password authentication failed for user "${user.toLowerCase()}"`)
    await pause(QUERY_MS)
    return {}
  })
}

function readEnd() {
  try {
    return /notAfter=(\S+)/.exec(readMounted(CERTIFICATE))[1]
  } catch {
    err(line('FATAL', `could not load server certificate file "${CERTIFICATE}": No such file or directory`))
    return process.exit(1)
  }
}

function refuse(status, words) {
  err(line('FATAL', words))
  return { status, body: `FATAL:  ${words}` }
}
