// What wards see, in the manner of ASP.NET with its usual console log, and the sidecar that asks who they are, in the manner of oauth2-proxy.
import http from 'node:http'
import { ENV, options, readAll, readMounted } from '../../in-pod.mjs'
import { call, clock, day, err, out, serve, since } from './lines.mjs'

const CALL_TIMEOUT_MS = 4_000
const FLAGS = '/etc/portal/flags.json'
const KEY_LENGTHS = [16, 24, 32]
const VERBS = { '/orders': 'Orders', '/results': 'Results', '/patients': 'Patients' }

const entry = (level, logger, words) => `${level}: Lab.Portal.${logger}[0]\n      ${words}`

/** Orders, results and patients; sessions and patients are looked up in the cache. */
export function portal() {
  const port = Number(ENV.PORTAL_PORT)
  const onError = () => {
    const words = `System.IO.IOException: Failed to bind to address http://[::]:${port}: address already in use.`
    err(
      `Unhandled exception. ${words}\n ---> System.Net.Sockets.SocketException (98): Address already in use\n   at Lab.Portal.Program.Main(String[] args) in /src/Portal/Program.cs:line 31`,
    )
    process.exit(134)
  }
  out(`info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://[::]:${port}`)
  serve(port, answer, onError)
}

async function answer(wanted, { began }) {
  if (wanted === '/health') return {}
  const logger = VERBS[wanted]
  if (!logger) return { status: 404, body: 'Not Found' }
  const flags = JSON.parse(readMounted(FLAGS))
  if (flags.maintenance) {
    out(entry('warn', 'Maintenance', `Feature flag maintenance is on (${FLAGS}), ${wanted} is answered with 503`))
    return { status: 503, body: 'The portal is closed for maintenance.' }
  }
  try {
    const isCached = await readSession()
    await fetch(wanted, isCached)
    out(entry('info', logger, `${wanted} answered in ${since(began)} ms`))
    return {}
  } catch (trouble) {
    err(entry('fail', logger, `An unhandled exception has occurred while executing the request ${wanted}.\n${thrown(trouble, logger)}`))
    return { status: 500, body: 'An error occurred while processing your request.' }
  }
}

/** Whether the cache answered; one that cannot be reached is done without, one that refuses is not. */
async function readSession() {
  try {
    await call(`${ENV.CACHE_ADDR}/get`, { timeoutMs: CALL_TIMEOUT_MS })
    return true
  } catch (trouble) {
    if (trouble.kind === 'status') throw trouble
    const { host, port, kind } = trouble
    out(
      entry(
        'warn',
        'Cache',
        `StackExchange.Redis: UnableToConnect on ${host}:${port}/Interactive (${kind}), reading through to the registry`,
      ),
    )
    return false
  }
}

function fetch(wanted, isCached) {
  if (wanted === '/orders') return call(`${ENV.ORDERS_URL}/orders`, { timeoutMs: CALL_TIMEOUT_MS })
  if (wanted === '/results') return call(`${ENV.RESULTS_URL}/results`, { timeoutMs: CALL_TIMEOUT_MS })
  return isCached ? undefined : call(`${ENV.RESULTS_URL}/patients`, { timeoutMs: CALL_TIMEOUT_MS })
}

function thrown(trouble, logger) {
  const frames = `   at Lab.Portal.${logger}Client.GetAsync(CancellationToken ct) in /src/Portal/${logger}Client.cs:line 44\n   at Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddlewareImpl.<Invoke>g__Awaited|10_0(HttpContext context)`
  return `${dotnetWords(trouble)}\n${frames}`
}

function dotnetWords({ kind, url, host, port, status, body }) {
  if (kind === 'status' && body.startsWith('NOAUTH')) return `StackExchange.Redis.RedisServerException: ${body} (${host}:${port})`
  if (kind === 'connect' || kind === 'read') {
    return `System.Threading.Tasks.TaskCanceledException: The request to ${url} was canceled due to the configured HttpClient.Timeout of 4 seconds elapsing.`
  }
  return {
    dns: `System.Net.Http.HttpRequestException: Name or service not known (${host}:${port})\n ---> System.Net.Sockets.SocketException (0xFFFDFFFF): Name or service not known`,
    refused: `System.Net.Http.HttpRequestException: Connection refused (${host}:${port})\n ---> System.Net.Sockets.SocketException (111): Connection refused`,
    reset: `System.Net.Http.HttpIOException: The response ended prematurely. (ResponseEnded) ${url}`,
    status: `System.Net.Http.HttpRequestException: Response status code does not indicate success: ${status} (${http.STATUS_CODES[status]}). GET ${url}`,
  }[kind]
}

const stamp = () => `[${day('/')} ${clock()}]`

/** Lets through who is signed in; its key has one of three lengths. */
export function sidecar() {
  const key = ENV.OAUTH2_PROXY_COOKIE_SECRET ?? ''
  if (!KEY_LENGTHS.includes(key.length)) {
    const words = `cookie_secret must be 16, 24, or 32 bytes to create an AES cipher, but is ${key.length} bytes`
    err(`${stamp()} [main.go:60] ERROR: Failed to initialise OAuth2 Proxy: invalid configuration:\n  ${words}`)
    process.exit(1)
  }
  const port = Number(options['http-address'].split(':')[1])
  const onError = () => {
    err(`${stamp()} [main.go:69] ERROR: Failed to initialise OAuth2 Proxy: listen tcp 0.0.0.0:${port}: bind: address already in use`)
    process.exit(1)
  }
  const upstream = new URL(options.upstream)
  out(`${stamp()} [proxy.go:89] mapping path "/" => upstream "${options.upstream}"`)
  serve(port, (wanted, { began }) => forward(wanted, { began, upstream }), onError)
}

async function forward(wanted, { began, upstream }) {
  const { status, body } = await beside(upstream.port, wanted)
  if (wanted !== '/health') {
    const took = (since(began) / 1000).toFixed(3)
    out(
      `10.2.8.14:${40_000 + (Date.now() % 9_000)} - nurse@ward [${day('/')} ${clock()}] wardportal GET - "${wanted}" HTTP/1.1 "ward-terminal/2.1" ${status} ${body.length} ${took}`,
    )
  }
  return { status, body }
}

/** Asks the other container of the pod. */
function beside(port, path) {
  return new Promise((resolve) => {
    const request = http.get(
      { host: ENV.POD_BIND, port, path },
      (answer) => void readAll(answer).then((body) => resolve({ status: answer.statusCode, body: body.trim() })),
    )
    request.on('error', () => {
      err(`${stamp()} [http.go:157] Error proxying to upstream server: dial tcp 127.0.0.1:${port}: connect: connection refused`)
      resolve({ status: 502, body: 'Bad Gateway' })
    })
  })
}
