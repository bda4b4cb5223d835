// The broker, in the manner of RabbitMQ, and its consumer in Ruby with what waits for the broker before it.
import { ENV, options, readMounted } from '../../in-pod.mjs'
import { call, err, iso, out, pause, serve } from './lines.mjs'

const WATERMARK = /vm_memory_high_watermark\.absolute = (\d+)/
const USUAL_MIB = 512
/** What the broker holds at its start; a lower watermark blocks it. */
const HELD_MIB = 100
/** Longer than any publisher waits. */
const BLOCKED_MS = 4_000
const PAGE_MS = 3_000
const RETRY_MS = 2_000
const STARS = '*'.repeat(58)

/** Takes messages until its memory alarm is set. */
export function broker() {
  const line = (level, words) => `${iso().slice(0, 23).replace('T', ' ')}+00:00 [${level}] <0.${400 + (Date.now() % 90)}.0> ${words}`
  const markMib = Number(WATERMARK.exec(readMounted('/etc/broker/broker.conf'))?.[1] ?? USUAL_MIB)
  const isBlocked = markMib < HELD_MIB
  out(line('info', 'Ready to start client connection listeners'))
  out(line('info', `Memory high watermark set to ${markMib} MiB (${markMib << 20} bytes)`))
  const alarm = `memory resource limit alarm set on node broker@${ENV.HOSTNAME}.`
  if (isBlocked) err(line('warning', `${alarm}\n\n${STARS}\n*** Publishers will be blocked until this alarm clears ***\n${STARS}\n`))
  out(line('info', 'started TCP listener on [::]:5672'))
  serve(5672, async (wanted) => {
    if (wanted === '/publish' && isBlocked) await pause(BLOCKED_MS)
    return {}
  })
}

/** Sets a page for each message. */
export function layout() {
  const line = (level, words) => `${level[0]}, [${iso().replace('Z', '000')} #1] ${level.padStart(5)} -- layout: ${words}`
  let pages = 0
  const fetchPage = async () => {
    try {
      await call(`${ENV.BROKER_URL}/get`)
      out(line('INFO', `page ${(pages += 1)} set`))
    } catch (trouble) {
      const frames = "/srv/layout/lib/consumer.rb:31:in 'fetch'\n/srv/layout/bin/layout:9:in '<main>'"
      err(line('ERROR', `cannot fetch page: ${bunnyWords(trouble)}\n${frames}`))
    }
  }
  out(line('INFO', 'consumer up, queue pages'))
  setInterval(() => void fetchPage(), PAGE_MS)
}

function bunnyWords({ kind, host, at }) {
  if (kind === 'dns') return `Bunny::TCPConnectionFailedForAllHosts: getaddrinfo: Name or service not known (${host})`
  if (kind === 'refused') return `Bunny::TCPConnectionFailed: Connection refused - connect(2) for ${at}`
  return `Bunny::ConnectionTimeout: ${host} did not answer`
}

/** An init container: it ends when its address answers. */
export async function waitfor() {
  const { host } = new URL(options.url)
  for (;;) {
    const words = await call(options.url).then(() => null, netcatWords)
    if (words === null) return out(`${host} is there`)
    err(words)
    out(`waiting for ${host}...`)
    await pause(RETRY_MS)
  }
}

function netcatWords({ kind, host, port }) {
  if (kind === 'dns') return `nc: getaddrinfo for host "${host}" port ${port}: Name or service not known`
  return `nc: connect to ${host}:${port} failed: Connection refused`
}
