// The stories, in the manner of Spring, and their pictures, which log as Kubernetes' own programs do.
import { ENV, options, readMounted } from '../../in-pod.mjs'
import { call, err, iso, out, pairs, pause, serve, since } from './lines.mjs'

const CALL_TIMEOUT_MS = 2_000
const KEPT_STORY_BYTES = 6 << 20
const SLOW_SCALER_MS = 3_400
const DISPATCHER = 'o.a.c.c.C.[.[.[/].[dispatcherServlet]'
const UNAVAILABLE = { status: 503, body: '{"status":503,"error":"Service Unavailable","path":"/list"}' }

function line(level, logger, words) {
  const thread = `nio-8080-exec-${1 + (Date.now() % 9)}`
  return `${iso().replace('Z', '+00:00')}  ${level.padStart(5)} 1 --- [stories] [${thread}] ${logger.padEnd(40)} : ${words}`
}

/** Lists stories from the database, with their pictures and, where the feature is on, related ones. */
export function stories() {
  const config = readConfig(options['spring.config.location'])
  const kept = []
  out(line('INFO', 'e.c.stories.StoriesApplication', `Started StoriesApplication, datasource ${config['datasource.url']}`))
  serve(8080, async (wanted, _request, began) => {
    if (wanted.startsWith('/actuator')) return {}
    if (wanted !== '/list') return { status: 404, body: 'not found' }
    const isListed = await list(config)
    if (ENV.STORY_CACHE === 'forever') kept.push(Buffer.alloc(KEPT_STORY_BYTES, 1))
    if (!isListed) return UNAVAILABLE
    out(line(config['logging.level'] ?? 'INFO', 'e.c.stories.Desk', `GET /list 200 in ${since(began)} ms`))
    return {}
  })
}

function readConfig(file) {
  try {
    const lines = readMounted(file).split('\n')
    return Object.fromEntries(lines.filter((one) => one.includes('=')).map((one) => one.split(/=(.*)/s).slice(0, 2)))
  } catch {
    const missing = `java.io.FileNotFoundException: ${file} (No such file or directory)`
    err(line('ERROR', 'o.s.boot.SpringApplication', `Application run failed\n\n${missing}`))
    return process.exit(1)
  }
}

/** Whether all calls came through; the first that does not is logged and ends the request. */
async function list(config) {
  const headers = { 'x-user': 'STORIES', 'x-pass': ENV.DB_PASSWORD ?? '' }
  const calls = [
    ['database', `${config['datasource.url']}/query`, { headers }],
    ['Media', `${config['media.url']}/thumb`, { timeoutMs: CALL_TIMEOUT_MS }],
    ...(config['features.related'] === 'true' ? [['Related', `${config['related.url']}/for-story`, { timeoutMs: CALL_TIMEOUT_MS }]] : []),
  ]
  for (const [what, address, options] of calls)
    try {
      await call(address, options)
    } catch (trouble) {
      err(line('ERROR', DISPATCHER, `Servlet.service() threw exception\n\n${thrown(what, trouble)}`))
      return false
    }
  return true
}

function thrown(what, trouble) {
  const head =
    what === 'database'
      ? 'org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection'
      : `example.courier.stories.${what}Exception: I/O error on GET request for "${trouble.url}"`
  const frames = ['example.courier.stories.Desk.list(Desk.java:57)', 'java.base/java.lang.Thread.run(Thread.java:1583)']
  return `${head}${frames.map((one) => `\n\tat ${one}`).join('')}\nCaused by: ${causeOf(trouble)}\n\t... 41 common frames omitted`
}

function causeOf({ kind, url, host, status, body, notAfter }) {
  return {
    dns: `java.net.UnknownHostException: ${host}`,
    refused: 'java.net.ConnectException: Connection refused',
    connect: 'java.net.SocketTimeoutException: Connect timed out',
    read: 'java.net.SocketTimeoutException: Read timed out',
    reset: 'java.net.SocketException: Connection reset',
    auth: `org.postgresql.util.PSQLException: ${body}`,
    status: `org.springframework.web.client.HttpServerErrorException: ${status} from ${url}: "${body}"`,
    tls: `javax.net.ssl.SSLHandshakeException: PKIX path validation failed\nCaused by: java.security.cert.CertificateExpiredException: NotAfter: ${notAfter}`,
  }[kind]
}

/** Makes small pictures of large ones. */
export function media() {
  const klog = (words, fields) => {
    const time = `${iso().slice(5, 10).replace('-', '')} ${iso().slice(11, 23)}000`
    return `I${time}       1 serve.go:${words.length + 80}] "${words}" ${pairs(fields)}`
  }
  out(klog('Serving pictures', { addr: ':8088', cache: '/var/cache/media' }))
  serve(8088, async (wanted, _request, began) => {
    if (wanted === '/livez') return {}
    if (ENV.SCALER === 'lanczos5') await pause(SLOW_SCALER_MS)
    out(klog('Request served', { path: wanted, status: 200, latency: `${since(began)}ms` }))
    return {}
  })
}
