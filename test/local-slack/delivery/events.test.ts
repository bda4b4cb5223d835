import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import { startLocalSlack } from '../../../src/local-slack/local-slack.ts'
import { ManualTime } from '../../support/manual-time.ts'
import { AVA, SlackUser } from '../../support/slack-user.ts'
import { freePort, MANIFEST, startHttpBot, startSlack, startSocketBot } from '../bot.ts'
import { call } from '../client.ts'

const CHECKOUT = 'C0FIRST0CHK'

interface Seen {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

describe('local-slack/delivery/events', () => {
  const open: (() => Promise<unknown> | void)[] = []
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })

  /** An app's request URL that answers as told and remembers what it got. */
  async function endpoint(status: (seen: readonly Seen[]) => number, headers: Record<string, string> = {}) {
    const seen: Seen[] = []
    const server: Server = createServer((request, response) => {
      let body = ''
      request.on('data', (part: Buffer) => (body += part.toString()))
      request.on('end', () => {
        seen.push({ headers: request.headers, body })
        const code = status(seen)
        if (code > 0) response.writeHead(code, headers).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(() => {
      server.close()
      server.closeAllConnections()
    })
    return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` }
  }

  async function person(url: string): Promise<SlackUser> {
    const user = await SlackUser.join(url, AVA)
    open.push(() => user.leave())
    return user
  }

  it('sends a mention as app_mention and as a channel message, in the envelope of Slack, signed', async () => {
    const time = new ManualTime()
    const { seen, url } = await endpoint(() => 200)
    const { slack, close } = await startSlack({ clock: time.clock, timers: time, delivery: { kind: 'http', url } })
    open.push(close)
    const ava = await person(slack.url)

    const ts = await ava.post(CHECKOUT, '@copilot hello')
    await slack.settled()

    const bodies = seen.map((one) => JSON.parse(one.body) as { event: { type: string }; event_id: string })
    expect(bodies.map((body) => body.event.type).sort()).toEqual(['app_mention', 'message'])
    expect(new Set(bodies.map((body) => body.event_id)).size).toBe(2)
    expect(bodies[0]).toMatchObject({
      type: 'event_callback',
      team_id: 'T0FIRST0001',
      context_team_id: 'T0FIRST0001',
      api_app_id: 'A0FIRST0001',
      event_time: Math.floor(time.clock().getTime() / 1000),
      event: { user: AVA, ts, channel: CHECKOUT, text: '<@U0FIRST00B0> hello', blocks: [{ type: 'rich_text' }] },
      authorizations: [{ team_id: 'T0FIRST0001', user_id: 'U0FIRST00B0', is_bot: true }],
    })
    const { headers, body } = seen[0] as Seen
    const base = `v0:${String(headers['x-slack-request-timestamp'])}:${body}`
    expect(headers['x-slack-signature']).toBe(`v0=${createHmac('sha256', slack.signingSecret).update(base).digest('hex')}`)
    expect(headers).not.toHaveProperty('x-slack-retry-num')
  })

  it('tells of edits and deletions', async () => {
    const { seen, url } = await endpoint(() => 200)
    const { slack, close } = await startSlack({ delivery: { kind: 'http', url } })
    open.push(close)
    const ava = await person(slack.url)
    const ts = await ava.post(CHECKOUT, 'first')
    await ava.edit({ channel: CHECKOUT, ts }, 'second')
    await ava.remove({ channel: CHECKOUT, ts })
    await slack.settled()

    const events = seen.map((one) => (JSON.parse(one.body) as { event: Record<string, unknown> }).event)
    expect(events.find((event) => event['subtype'] === 'message_changed')).toMatchObject({
      message: { text: 'second', edited: { user: AVA } },
      previous_message: { text: 'first' },
    })
    expect(events.find((event) => event['subtype'] === 'message_deleted')).toMatchObject({ deleted_ts: ts, channel: CHECKOUT })
  })

  it('tries again at once, after one and after five minutes, and then gives up', async () => {
    const time = new ManualTime()
    const { seen, url } = await endpoint(() => 500)
    const { slack, close } = await startSlack({ clock: time.clock, timers: time, delivery: { kind: 'http', url } })
    open.push(close)
    const ava = await person(slack.url)
    await ava.post(CHECKOUT, 'no mention')
    await slack.settled()

    const waits: number[] = []
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      waits.push(time.waits[0] ?? -1)
      time.advance(time.waits[0] ?? 0)
      await slack.settled()
    }

    expect(waits).toEqual([0, 60_000, 300_000])
    expect(time.waits).toEqual([])
    expect(seen.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ])
    expect(new Set(seen.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id)).size).toBe(1)
  })

  it('does not try again when the app asks it not to', async () => {
    const time = new ManualTime()
    const { seen, url } = await endpoint(() => 500, { 'x-slack-no-retry': '1' })
    const { slack, close } = await startSlack({ clock: time.clock, timers: time, delivery: { kind: 'http', url } })
    open.push(close)
    const ava = await person(slack.url)

    await ava.post(CHECKOUT, 'no mention')
    await slack.settled()

    expect(seen).toHaveLength(1)
    expect(time.waits).toEqual([])
  })

  it('counts an answer after three seconds as a timeout', async () => {
    const time = new ManualTime()
    const arrived = Promise.withResolvers<void>()
    const { seen, url } = await endpoint((all) => {
      arrived.resolve()
      return all.length === 1 ? 0 : 200
    })
    const { slack, close } = await startSlack({ clock: time.clock, timers: time, delivery: { kind: 'http', url } })
    open.push(close)
    const ava = await person(slack.url)
    await ava.post(CHECKOUT, 'no mention')
    await arrived.promise

    time.advance(3000)
    await slack.settled()
    await slack.retryNow()

    expect(seen[1]?.headers['x-slack-retry-reason']).toBe('http_timeout')
  })

  it('verifies a request URL of a Bolt app, and is refused with a wrong secret', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}/slack/events`
    const { slack, close } = await startSlack({ delivery: { kind: 'http', url } })
    open.push(close)
    const app = await startHttpBot(slack, { port, bind: () => {} })
    open.push(() => app.stop())
    const other = await startSlack({ delivery: { kind: 'http', url, signingSecret: 'other' } })
    open.push(other.close)

    expect(await slack.verifyUrl()).toBe(true)
    expect(await other.slack.verifyUrl()).toBe(false)
  })

  it('carries a mention, a click and a command to a Bolt app over signed HTTP', async () => {
    const port = await freePort()
    const { slack, close } = await startSlack({ delivery: { kind: 'http', url: `http://127.0.0.1:${port}/slack/events` } })
    open.push(close)
    const clicks: unknown[] = []
    const app = await startHttpBot(slack, {
      port,
      bind(app) {
        app.event('app_mention', async ({ event, say }) => {
          const button = { type: 'button' as const, action_id: 'stop', text: { type: 'plain_text' as const, text: 'Stop' }, value: 'run-1' }
          await say({ text: 'working', thread_ts: event.ts, blocks: [{ type: 'actions', elements: [button] }] })
        })
        app.action('stop', async ({ ack, action, respond }) => {
          await ack()
          clicks.push(action)
          await respond({ text: 'stopped', replace_original: true })
        })
        app.command('/rca', async ({ ack, command }) => ack(`help for ${command.text}`))
      },
    })
    open.push(() => app.stop())
    const ava = await person(slack.url)

    await ava.post(CHECKOUT, '@copilot go')
    const working = await ava.waitForMessage((message) => message.text === 'working')
    await ava.click(working, 'stop')
    await ava.waitForMessage((message) => message.ts === working.ts && message.text === 'stopped')
    await ava.command(CHECKOUT, '/rca', 'me')

    expect(clicks).toMatchObject([{ type: 'button', action_id: 'stop', value: 'run-1' }])
    expect(await ava.waitForMessage((message) => message.is_ephemeral)).toMatchObject({ text: 'help for me' })
  })

  it('spreads envelopes over the open sockets, at most ten', async () => {
    const time = new ManualTime()
    const { slack, close } = await startSlack({ clock: time.clock, timers: time })
    open.push(close)
    const ava = await person(slack.url)
    const got: string[][] = []
    const sockets = await Promise.all(Array.from({ length: 10 }, () => connect(got)))
    async function connect(log: string[][]): Promise<WebSocket> {
      const { url } = await call(slack, 'apps.connections.open', {}, { token: slack.appToken })
      const socket = new WebSocket(String(url))
      const mine: string[] = []
      log.push(mine)
      await new Promise<void>((resolve) =>
        socket.on('message', (data: Buffer) => {
          const envelope = JSON.parse(data.toString()) as { type: string; envelope_id?: string; reason?: string }
          mine.push(envelope.reason ?? envelope.type)
          if (envelope.type === 'events_api') socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }))
          resolve()
        }),
      )
      return socket
    }

    await connect(got)
    for (let index = 0; index < 40; index += 1) await ava.post(CHECKOUT, 'no mention')
    await slack.settled()

    expect(got[10]).toEqual(['too_many_websockets'])
    const counts = got.slice(0, 10).map((log) => log.filter((type) => type === 'events_api').length)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40)
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(5)
    for (const socket of sockets) socket.terminate()
  })

  it('refuses a socket without a ticket', async () => {
    const { slack, close } = await startSlack()
    open.push(close)

    const failed = await new Promise((resolve) => new WebSocket(`${slack.url.replace('http', 'ws')}socket?ticket=x`).on('error', resolve))

    expect(String(failed)).toContain('401')
  })

  it('survives a refresh of the connection', async () => {
    const { slack, close } = await startSlack()
    open.push(close)
    const app = await startSocketBot(slack, (bot) => {
      bot.event('app_mention', async ({ event, say }) => void (await say({ text: 'pong', thread_ts: event.ts })))
    })
    open.push(() => app.stop())
    const ava = await person(slack.url)

    slack.refreshConnections()
    await ava.post(CHECKOUT, '@copilot ping')
    await slack.settled()

    // Slack's first retry is at once and finds nobody either; the next one is a minute later.
    await expect.poll(() => slack.connections()).toBe(0)
    // The client comes back after its five seconds of patience.
    await expect.poll(() => slack.connections()).toBe(1)
    await slack.retryNow()
    expect(await ava.waitForMessage((message) => message.text === 'pong')).toBeDefined()
  })

  it('finds channels, threads and tokens again after a kill, and sends what was not acknowledged', async () => {
    const { slack, dataDir, close } = await startSlack()
    open.push(close)
    const ava = await person(slack.url)
    const ts = await ava.post(CHECKOUT, '@copilot are you there')
    await slack.settled()
    // Half a line is what a kill in the middle of a write leaves.
    appendFileSync(path.join(dataDir, 'transcript.jsonl'), '{"kind":"message","mess')

    const again = await startLocalSlack({
      port: 0,
      dataDir,
      clock: () => new Date(),
      newId: () => `again-${Math.random()}`,
      manifest: MANIFEST,
      delivery: { kind: 'socket' },
    })
    open.push(() => again.close())
    const later = await person(again.url)
    const app = await startSocketBot(again, (bot) => {
      bot.event(
        'app_mention',
        async ({ event, say, context }) => void (await say({ text: `retry ${context.retryNum}`, thread_ts: event.ts })),
      )
    })
    open.push(() => app.stop())
    const answer = await later.waitForMessage((message) => message.bot_id !== undefined)

    expect(again.damagedLines).toBe(1)
    expect([again.botToken, again.appToken, again.signingSecret]).toEqual([slack.botToken, slack.appToken, slack.signingSecret])
    expect(answer).toMatchObject({ thread_ts: ts, text: expect.stringMatching(/^retry [123]$/) })
    expect(Number(answer.ts)).toBeGreaterThan(Number(ts))
  })
})
