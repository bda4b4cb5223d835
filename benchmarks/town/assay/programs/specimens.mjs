// The database, in the manner of MariaDB: one query after another, so that who asks much makes all wait.
import { ENV, options, readMounted } from '../../in-pod.mjs'
import { clock, day, err, iso, out, pause, serve, since } from './lines.mjs'

const QUERY_MS = 10
const SLOW_MS = 1_000
const LOCK_WAIT_MS = 2_000
const LOCK_MS = 4_000
const POOL = 10
const CLIENT_GONE_MS = 20_000
const FLUSH_MS = 20_000

const line = (level, words) => `${day('-')} ${clock()} ${20 + (Date.now() % 40)} [${level}] ${words}`

/** Answers who knows the password, while there are connections. */
export function specimens() {
  const config = readMounted(options['defaults-file'])
  const most = Number(/max_connections *= *(\d+)/.exec(config)[1])
  const isReadOnly = /read_only *= *ON/.test(config)
  const state = { clients: new Map(), turn: Promise.resolve(), isRenamed: false, locked: null }
  out(
    line(
      'Note',
      `Starting MariaDB 11.4.3-MariaDB-log, defaults file ${options['defaults-file']}, max_connections ${most}, read_only ${isReadOnly ? 'ON' : 'OFF'}`,
    ),
  )
  out(line('Note', 'mariadbd: ready for connections. socket: /run/mysqld/mysqld.sock port: 3306'))
  setInterval(() => out(line('Note', 'InnoDB: Buffer pool(s) dump completed')), FLUSH_MS)
  serve(3306, async (wanted, request) => {
    if (wanted === '/ping') return {}
    const user = String(request.headers['x-user'] ?? '').toLowerCase()
    const client = String(request.headers['x-client'] ?? '')
    if (user === '' || ENV[`PW_${user.toUpperCase()}`] !== request.headers['x-pass']) {
      return refuse(401, `Access denied for user '${user}'@'${client}' (using password: YES)`)
    }
    if (!admits(state.clients, client, most))
      return refuse(503, `Too many connections (max_connections ${most})`, ` from ${user}@${client}`)
    return answer(wanted, { ...request, user, client, isReadOnly, state })
  })
}

function refuse(status, words, who = '') {
  err(line('Warning', `${words}${who}`))
  return { status, body: words }
}

/** A client holds a pool of connections as long as it is heard of. */
function admits(clients, client, most) {
  for (const [name, at] of clients) if (Date.now() - at > CLIENT_GONE_MS) clients.delete(name)
  if (!clients.has(client) && (clients.size + 1) * POOL > most) return false
  clients.set(client, Date.now())
  return true
}

async function answer(wanted, { user, client, headers, isReadOnly, state, began }) {
  if (wanted === '/lock') {
    state.locked = { by: `${user}@${client}`, at: Date.now() }
    return {}
  }
  if (wanted === '/rename') {
    state.isRenamed = true
    out(line('Note', `DDL by ${user}@${client}: ALTER TABLE specimens.results RENAME COLUMN drawn_at TO collected_at`))
    return {}
  }
  if (wanted === '/write') {
    if (isReadOnly)
      return { status: 500, body: 'The MariaDB server is running with the --read-only option so it cannot execute this statement' }
    if (state.locked && Date.now() - state.locked.at < LOCK_MS) {
      await pause(LOCK_WAIT_MS)
      err(
        line(
          'Warning',
          `InnoDB: lock wait of ${user}@${client} on table specimens.orders timed out, held by ${state.locked.by} (LOCK TABLES ... WRITE)`,
        ),
      )
      return { status: 500, body: 'Lock wait timeout exceeded; try restarting transaction' }
    }
  }
  if (wanted === '/read' && state.isRenamed) return { status: 500, body: "Unknown column 'drawn_at' in 'field list'" }
  const count = Number(headers['x-queries'] ?? '1')
  state.turn = state.turn.then(() => pause(QUERY_MS * count))
  await state.turn
  if (since(began) > SLOW_MS) {
    const seconds = (ms) => (ms / 1000).toFixed(6)
    out(
      `# Time: ${iso()}\n# User@Host: ${user}[${user}] @ ${client}  Query_time: ${seconds(since(began))}  Lock_time: 0.000000  Rows_sent: ${count}  Queries_in_request: ${count}`,
    )
  }
  return {}
}
