// The comments, in the manner of a Python program with one worker: requests wait for one another.
import { ENV } from '../../in-pod.mjs'
import { call, comma, err, out, pause, serve, since } from './lines.mjs'

const MOST_WAITING = 6
const RENDER_MS = 550
/** What a request takes when nobody is before it. */
const ALONE_MS = 570

const line = (level, words) => `${comma()} ${level} [talk.views] ${words}`
const query = () => {
  const headers = { 'x-user': ENV.DB_USER ?? '', 'x-pass': ENV.DB_PASSWORD ?? '' }
  return call(`${ENV.DATABASE_URL ?? ''}/query`, { headers })
}

/** Ends at its start where it finds no database. */
export async function talk() {
  await query().catch((trouble) => {
    err(line('CRITICAL', `cannot start: no database\n${trace(trouble, 'startup')}`))
    process.exit(1)
  })
  const turns = { last: Promise.resolve(), waiting: 0 }
  out(line('INFO', `Starting sync worker, backlog ${MOST_WAITING}`))
  serve(9001, async (wanted, _request, began) => {
    if (wanted === '/ping') return {}
    if (wanted === '/healthz') return takeTurn(turns, async () => ({}))
    if (wanted !== '/thread') {
      err(line('WARNING', `Not Found: ${wanted}`))
      return { status: 404, body: 'Not Found' }
    }
    if (turns.waiting < MOST_WAITING) return takeTurn(turns, () => showThread(wanted, began))
    err(line('ERROR', `backlog is full (${MOST_WAITING} waiting), refusing GET ${wanted} with 503`))
    return { status: 503, body: 'try again later' }
  })
}

function takeTurn(turns, work) {
  turns.waiting += 1
  const mine = turns.last.then(work).finally(() => (turns.waiting -= 1))
  turns.last = mine.catch(() => undefined)
  return mine
}

async function showThread(wanted, began) {
  try {
    await query()
    await pause(RENDER_MS)
    const tookMs = since(began)
    out(line('INFO', `GET ${wanted} 200 ${tookMs}ms waited=${Math.max(0, tookMs - ALONE_MS)}ms`))
    return {}
  } catch (trouble) {
    err(line('ERROR', `Internal Server Error: ${wanted}\n${trace(trouble, 'views')}`))
    return { status: 500, body: 'Internal Server Error' }
  }
}

function trace(trouble, where) {
  return `Traceback (most recent call last):
  File "/srv/talk/${where}.py", line 88, in ${where}
    cur = pool.getconn().cursor()
  File "/usr/lib/python3/dist-packages/psycopg2/pool.py", line 42, in getconn
    conn = psycopg2.connect(*self._args, **self._kwargs)
psycopg2.OperationalError: ${databaseWords(trouble)}`
}

function databaseWords({ kind, host, port, body }) {
  if (kind === 'dns') return `could not translate host name "${host}" to address: Name or service not known`
  if (kind === 'reset') return 'server closed the connection unexpectedly'
  const hint = '\n\tIs the server running on that host and accepting TCP/IP connections?'
  const words = {
    refused: `Connection refused${hint}`,
    connect: `Connection timed out${hint}`,
    read: `Connection timed out${hint}`,
    tls: 'SSL error: certificate verify failed: certificate has expired',
  }[kind]
  return `connection to server at "${host}", port ${port} failed: ${words ?? body}`
}
