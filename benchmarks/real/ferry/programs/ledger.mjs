// What lives of the database: bookings, in the manner of a Java program, and the passenger lists, in the manner of a Python one.
import pg from 'pg'
import { countJobs, logback, options, pause, python, serve, wordsOf } from './common.mjs'

const CONTROLLER = 'c.f.bookings.BookingController'
const POOL = 'c.f.bookings.Pool'
const LIST_EVERY_MS = 2_000
const IDLE_MS = 5_000
const PASSENGERS = 9_000
const SAILINGS = 60
/** Who travels along, and how often each of them has. */
const MINE = `select b.reference, (select count(*) from booking o where o.passenger = b.passenger) as journeys
  from booking b where b.sailing_id = $1 limit 20`
/** Each list is kept with those of the days around it. */
const ARCHIVE = `insert into list_archive (sailing_id, passenger, reference)
  select $1, passenger, reference from booking limit 60000`

function openPool(logIdle) {
  const pool = new pg.Pool({
    connectionString: options.database,
    max: Number(options.pool ?? 6),
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: Number(options.connectTimeoutMs ?? 4_000),
    query_timeout: Number(options.queryTimeoutMs ?? 4_000),
    application_name: options.name,
  })
  pool.on('error', (error) => logIdle(error))
  return pool
}

/** Books seats and looks up what a passenger has booked. */
export function bookings() {
  const pool = openPool((error) => logback('WARN', POOL, `idle connection was closed: ${wordsOf(error)}`))
  logback('INFO', 'c.f.bookings.Application', `Started Application ${options.version ?? '2.8.1'} in 3.114 seconds`)
  const handlers = {
    '/book': () => book(pool),
    '/mine': () => pool.query(MINE, [some(SAILINGS)]),
    '/quote': () => pool.query('select route, seats_left from sailing where id = $1', [some(SAILINGS)]),
  }
  serve(async (route) => {
    try {
      if (options.keepClients === 'yes') await keepOne()
      await handlers[route]()
      if (route === '/book') logback('INFO', CONTROLLER, `booked in ${Math.round(Math.random() * 9 + 4)} steps`)
      return {}
    } catch (error) {
      logback('ERROR', CONTROLLER, `${route.slice(1)} failed: ${error.constructor.name}: ${wordsOf(error)}`)
      return { status: 500, body: `bookings: ${wordsOf(error)}` }
    }
  })
}

/** The audit of release 2.9.0 opens a connection for itself at every request and keeps it. */
async function keepOne() {
  const client = new pg.Client({ connectionString: options.database, application_name: `${options.name} audit` })
  client.on('error', () => undefined)
  await client.connect()
}

async function book(pool) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const sailing = some(SAILINGS)
    await client.query('update sailing set seats_left = seats_left - 1 where id = $1', [sailing])
    await client.query('insert into booking (sailing_id, passenger, reference) values ($1, $2, md5(random()::text))', [sailing, someone()])
    await client.query('commit')
    client.release()
  } catch (error) {
    client.release(error)
    throw error
  }
}

/** Makes the passenger list of the next sailing again and again. */
export async function manifest() {
  const jobs = countJobs()
  const pool = openPool((error) => python('WARNING', 'manifest.db', `connection lost: ${wordsOf(error)}`))
  serve(async () => ({}))
  python('INFO', 'manifest.main', `lists every ${LIST_EVERY_MS / 1000}s, version ${options.version ?? '1.4'}`)
  for (;;) {
    await pause(LIST_EVERY_MS)
    try {
      const sailing = some(SAILINGS)
      const { rows } = await pool.query('select count(*) as listed from booking where sailing_id = $1', [sailing])
      if (options.archive === 'yes') await pool.query(ARCHIVE, [sailing])
      jobs.done.inc()
      python('INFO', 'manifest.lists', `sailing ${sailing}: ${rows[0].listed} passengers`)
    } catch (error) {
      jobs.failed.inc()
      python('ERROR', 'manifest.lists', `could not make the list: ${wordsOf(error)}`)
    }
    // The host closes what is not used, and a list now and then begins with a new connection.
    if (Math.random() < 0.2) await pause(IDLE_MS)
  }
}

const some = (count) => 1 + Math.floor(Math.random() * count)
const someone = () => `passenger ${Math.floor(Math.random() * PASSENGERS)}`
