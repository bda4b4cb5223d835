// Readers, and what is run for them once: no servers.
import http from 'node:http'
import { ENV, options } from '../../in-pod.mjs'
import { call, comma, err, out, pause, serve } from './lines.mjs'

const WALKS = [
  ['/front', 1_000],
  ['/search', 1_100],
  ['/subscribe', 1_600],
  ['/comments', 460],
]
const PATIENCE_MS = 9_000
const SLOW_MS = 1_500
const CRAWLERS = 12

/** Asks for every part of the site, all the time. */
export function walker() {
  const site = ENV.SITE ?? 'http://www'
  out(`[INFO ] walker 1.0 against ${site}`)
  for (const [wanted, everyMs] of WALKS) setInterval(() => void walk(site, wanted), everyMs)
}

async function walk(site, wanted) {
  const began = performance.now()
  const took = () => `${((performance.now() - began) / 1000).toFixed(2)}s`
  try {
    await call(`${site}${wanted}`, { timeoutMs: PATIENCE_MS })
    out(`[${performance.now() - began > SLOW_MS ? 'WARN ' : 'INFO '}] GET ${wanted} 200 ${took()}`)
  } catch ({ kind, status }) {
    const met = status ? `${status} ${http.STATUS_CODES[status] ?? ''}` : kind === 'read' ? 'gave up' : kind
    err(`[ERROR] GET ${wanted} ${met} ${took()}`)
  }
}

/** Sends the stories to readers; an edition that there is not is refused. */
export async function digest() {
  const { edition } = options
  if (!['morning', 'evening'].includes(edition)) {
    const refused = `argument --edition: invalid choice: '${edition}' (choose from 'morning', 'evening')`
    err(`usage: digest [-h] --edition {morning,evening}\ndigest: error: ${refused}`)
    process.exit(2)
  }
  try {
    await call(`${ENV.STORIES_URL}/list`, { timeoutMs: PATIENCE_MS })
  } catch ({ kind, status, url, host }) {
    const where = '  File "/srv/digest/main.py", line 23, in <module>\n    stories = requests.get(url, timeout=9).json()'
    const words = kind === 'status' ? `HTTPError: ${status} Server Error for url: ${url}` : `ConnectionError: ${host}: ${kind}`
    err(`Traceback (most recent call last):\n${where}\nrequests.exceptions.${words}`)
    process.exit(1)
  }
  out('digest sent to 1841 readers')
}

/** Fetches all comments, many at once and without end. */
export async function crawl() {
  const counts = { pages: 0, refused: 0 }
  setInterval(() => out(`[crawl] pages=${counts.pages} refused=${counts.refused} concurrency=${CRAWLERS}`), 5_000)
  const crawlOn = async () => {
    for (;;) {
      const count = await call(`${ENV.TARGET}/thread`, { timeoutMs: PATIENCE_MS }).then(
        () => 'pages',
        () => 'refused',
      )
      counts[count] += 1
      await pause(250)
    }
  }
  await Promise.all(Array.from({ length: CRAWLERS }, crawlOn))
}

/** Waits for a licence that nobody bought. */
export function preview() {
  err(`${comma()} WARNING preview: licence server not configured, waiting`)
  serve(8099, async () => ({ status: 503, body: 'waiting for licence' }))
}

/** Reads an archive that is gone. */
export function archive2019() {
  err('archive-2019: cannot open /archive/2019/index: no such file')
  process.exit(3)
}
