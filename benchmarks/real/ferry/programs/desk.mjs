// The booking desk that passengers talk to, in the manner of a Node program with pino.
import { readFileSync } from 'node:fs'
import https from 'node:https'
import http from 'node:http'
import pino from 'pino'
import { chance, options, serve, wordsOf } from './common.mjs'

const CALL_TIMEOUT_MS = 5_000
/** A passenger in three hundred sends what nobody can read. */
const BAD_REQUESTS = 0.003

class NoAnswer extends Error {
  constructor(host) {
    super(`${host} did not answer within ${CALL_TIMEOUT_MS} ms`)
  }
}

/** An error without its stack, which names files of this machine. */
const err = (error) => ({ type: error.constructor.name, code: error.code, message: wordsOf(error) })

/** Sends each request on to the program of its route: `--routes=/book=http://…,/quote=http://…`. */
export function desk() {
  const log = pino({
    base: { name: 'desk', version: options.version ?? '5.2.0' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err },
  })
  const routes = new Map(options.routes.split(',').map((one) => one.split(/=(.*)/s).slice(0, 2)))
  const ca = options.ca === undefined ? undefined : readFileSync(options.ca)
  log.info({ routes: [...routes.keys()] }, 'desk is open')
  serve(
    async (route) => {
      const url = routes.get(route)
      if (url === undefined) return { status: 404, body: 'no such page' }
      if (chance(BAD_REQUESTS)) {
        log.warn({ route }, 'passenger sent no readable form: Unexpected end of JSON input')
        return { status: 400, body: 'what is this?' }
      }
      try {
        const { status, body } = await ask(url, ca)
        if (status < 500) return { status, body }
        log.error({ route, url, status, body: body.trim() }, 'call failed')
        return { status: 502, body: 'please try again' }
      } catch (error) {
        log.error({ route, url, err: error }, 'call failed')
        return { status: error instanceof NoAnswer ? 504 : 502, body: 'please try again' }
      }
    },
    ({ route, status, tookMs }) =>
      log.info({ req: { method: 'POST', url: route }, res: { statusCode: status }, responseTime: tookMs }, 'request completed'),
  )
}

/** A connection of its own for each call, as behind a load balancer that closes them. */
function ask(address, ca) {
  const url = new URL(address)
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(CALL_TIMEOUT_MS)
    const client = url.protocol === 'https:' ? https : http
    const request = client.get(url, { signal, agent: false, ca }, (response) => {
      let body = ''
      response.on('data', (piece) => (body += piece)).on('end', () => resolve({ status: response.statusCode, body }))
      response.on('error', reject)
    })
    request.on('error', (error) => reject(signal.aborted ? new NoAnswer(url.host) : error))
  })
}
