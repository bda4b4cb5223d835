import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App, ReceiverEvent } from '@slack/bolt'
import { createHttpReceiver, SLACK_EVENTS_PATH } from '../../handlers/receiver.ts'
import { createLogger } from '../../src/logger.ts'
import { createBoltLogger } from '../../src/program/bolt-logger.ts'

const SECRET = 'a-signing-secret'
const FORM = 'application/x-www-form-urlencoded'

describe('handlers/only-deliveries', () => {
  let server: Server
  let log: string[] = []
  let received: unknown[] = []
  beforeAll(async () => {
    const logger = createBoltLogger(createLogger('warn', { write: (line) => void log.push(line) }))
    const receiver = createHttpReceiver({ signingSecret: SECRET, logger })
    receiver.init({} as App)
    receiver.receive = async (event: ReceiverEvent) => {
      received.push(event.body)
      await event.ack()
    }
    server = createServer((request, response) => receiver.requestListener?.(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  beforeEach(() => {
    log = []
    received = []
  })

  async function send(body: string, options: { readonly type?: string; readonly secret?: string } = {}): Promise<number> {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = createHmac('sha256', options.secret ?? SECRET)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex')
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_EVENTS_PATH}`, {
      method: 'POST',
      headers: {
        'content-type': options.type ?? 'application/json',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    })
    return answer.status
  }

  it.each([
    ['null', undefined],
    ['5', undefined],
    ['"text"', undefined],
    ['[1]', undefined],
    ['{"type":"event_callback","event":null}', undefined],
    [`${'['.repeat(500_000)}${']'.repeat(500_000)}`, undefined],
    [`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`, undefined],
    ['payload=null', FORM],
    ['payload=7', FORM],
    ['payload=%5B%5D', FORM],
  ])('answers 400 to signed body %#, says so in one line, and goes on', async (body, type) => {
    const status = await send(body, type === undefined ? {} : { type })

    expect(status).toBe(400)
    expect(log).toHaveLength(1)
    expect(log[0]).toContain('A request was refused')
    expect(received).toEqual([])
    expect(await send('{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}')).toBe(200)
  })

  it.each([
    ['no JSON at all', 'application/json', 400],
    ['payload=%7Bnot', FORM, 400],
    ['payload=%zz%', FORM, 400],
  ])('leaves %s to the receiver', async (body, type, status) => {
    expect(await send(body, { type })).toBe(status)
    expect(received).toEqual([])
  })

  it('still refuses what nobody signed', async () => {
    expect(await send('{"type":"event_callback","event":{}}', { secret: 'guessed' })).toBe(401)
    expect(received).toEqual([])
  })

  it('answers 405 to another method and goes on', async () => {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_EVENTS_PATH}`)

    expect(answer.status).toBe(405)
    expect(await send('{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}')).toBe(200)
  })

  it('refuses a body over the limit with 413', async () => {
    expect(await send(`"${'x'.repeat(5_000_000)}"`)).toBe(413)
  })
})
