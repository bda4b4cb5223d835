import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ManualTime } from '../../support/manual-time.ts'
import { AVA, BEN, SlackUser } from '../../support/slack-user.ts'
import { type Fixture, startSlack, startSocketBot } from '../bot.ts'
import { call } from '../client.ts'

const CHECKOUT = 'C0FIRST0CHK'
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const button = (action_id: string, value = 'run-1') => ({ type: 'button' as const, action_id, text: plain(action_id), value })
const modal = (title: string, extra: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('Store'),
  blocks: [
    { type: 'input' as const, block_id: 'why', label: plain('Why'), element: { type: 'plain_text_input' as const, action_id: 'text' } },
  ],
  ...extra,
})

/** An app whose acknowledgements and triggers the test holds in its hands: a bare socket instead of Bolt. */
interface RawApp {
  readonly payloads: Record<string, unknown>[]
  /** What the next interactions are acknowledged with; `null` leaves them unanswered. */
  answer: object | null
  next(): Promise<Record<string, unknown>>
}

describe('local-slack/interactions', () => {
  const time = new ManualTime()
  let fixture: Fixture
  let ava: SlackUser
  let app: RawApp
  let socket: WebSocket
  beforeEach(async () => {
    fixture = await startSlack({ clock: time.clock, timers: time })
    ava = await SlackUser.join(fixture.slack.url, AVA)
    const { url } = await call(fixture.slack, 'apps.connections.open', {}, { token: fixture.slack.appToken })
    socket = new WebSocket(String(url))
    app = rawApp(socket)
    await new Promise((resolve) => socket.once('message', resolve))
  })
  afterEach(async () => {
    ava.leave()
    socket.terminate()
    await fixture.close()
  })

  async function message(elements: readonly object[]) {
    const { ts } = await call(fixture.slack, 'chat.postMessage', {
      channel: CHECKOUT,
      text: 'answer',
      blocks: [{ type: 'actions', block_id: 'row', elements }],
    })
    return { channel: CHECKOUT, ts: String(ts) }
  }

  async function pressed(element = button('go')): Promise<Record<string, unknown>> {
    await ava.click(await message([element]), element.action_id)
    return await app.next()
  }

  it('sends block_actions with everything an app needs', async () => {
    const target = await message([button('go', 'run-7')])

    await ava.click(target, 'go')

    expect(await app.next()).toMatchObject({
      type: 'block_actions',
      user: { id: AVA, username: 'ava', team_id: 'T0FIRST0001' },
      team: { id: 'T0FIRST0001' },
      container: { type: 'message', message_ts: target.ts, channel_id: CHECKOUT, is_ephemeral: false },
      channel: { id: CHECKOUT, name: 'inc-checkout' },
      message: { ts: target.ts, text: 'answer' },
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('/response/'),
      actions: [{ type: 'button', action_id: 'go', block_id: 'row', value: 'run-7', action_ts: expect.any(String) }],
    })
  })

  it('opens one view per trigger, within three seconds', async () => {
    const first = await pressed()
    const late = await pressed()
    const open = (trigger: unknown) => call(fixture.slack, 'views.open', { trigger_id: trigger, view: modal('Correct') })

    expect(await open(first['trigger_id'])).toMatchObject({ ok: true, view: { type: 'modal', callback_id: 'form', state: { values: {} } } })
    expect(await open(first['trigger_id'])).toMatchObject({ error: 'exchanged_trigger_id' })
    expect(await open('1.invented')).toMatchObject({ error: 'invalid_trigger_id' })
    time.advance(3001)
    expect(await open(late['trigger_id'])).toMatchObject({ error: 'expired_trigger_id' })
  })

  it('names what is wrong with a view', async () => {
    const { trigger_id: trigger } = await pressed()

    const answer = await call(fixture.slack, 'views.open', { trigger_id: trigger, view: modal('x'.repeat(25)) })

    expect(answer).toMatchObject({
      error: 'invalid_arguments',
      errors: ['must be less than 25 characters [json-pointer:/view/title/text]'],
    })
  })

  it('refuses an update with a stale hash', async () => {
    const { trigger_id: trigger } = await pressed()
    const { view } = (await call(fixture.slack, 'views.open', { trigger_id: trigger, view: modal('One') })) as unknown as {
      view: { id: string; hash: string }
    }
    const update = (hash: string) => call(fixture.slack, 'views.update', { view_id: view.id, hash, view: modal('Two') })

    expect(await update(view.hash)).toMatchObject({ ok: true, view: { root_view_id: view.id } })
    expect(await update(view.hash)).toMatchObject({ error: 'hash_conflict' })
    expect(await call(fixture.slack, 'views.update', { view_id: 'V0', view: modal('Two') })).toMatchObject({ error: 'not_found' })
  })

  it.each([
    ['update', { response_action: 'update', view: modal('Thanks') }, ['Thanks']],
    ['push', { response_action: 'push', view: modal('Next') }, ['One', 'Next']],
    ['clear', { response_action: 'clear' }, []],
    ['nothing', {}, []],
  ])('does what a submission is answered with: %s', async (_, answer, titles) => {
    const { trigger_id: trigger } = await pressed()
    await call(fixture.slack, 'views.open', { trigger_id: trigger, view: modal('One') })
    const view = await ava.waitForView()
    app.answer = answer

    const errors = await ava.submit(view, { why: { text: 'because' } })

    expect(errors).toEqual({})
    const state = (await (await fetch(`${fixture.slack.url}people/state?as=${AVA}`)).json()) as {
      happenings: { kind: string; view: { title: { text: string } } }[]
    }
    expect(state.happenings.filter((one) => one.kind === 'view').map((one) => one.view.title.text)).toEqual(titles)
    expect(app.payloads.at(-1)).toMatchObject({
      type: 'view_submission',
      view: { state: { values: { why: { text: { value: 'because' } } } } },
    })
  })

  it('refuses a submission answer that Slack would not understand, and keeps the view open', async () => {
    const { trigger_id: trigger } = await pressed()
    await call(fixture.slack, 'views.open', { trigger_id: trigger, view: modal('One') })
    const view = await ava.waitForView()
    app.answer = { response_action: 'errors', errors: { elsewhere: 'no such block' } }

    await expect(ava.submit(view, { why: { text: 'because' } })).rejects.toThrow('invalid_response_action')
    expect(await ava.waitForView()).toMatchObject({ id: view.id })
  })

  it('asks for required inputs before the app hears of anything', async () => {
    const { trigger_id: trigger } = await pressed()
    await call(fixture.slack, 'views.open', { trigger_id: trigger, view: modal('One') })
    const view = await ava.waitForView()

    expect(await ava.submit(view, {})).toEqual({ why: 'Please complete this required field.' })
    expect(app.payloads.some((payload) => payload['type'] === 'view_submission')).toBe(false)
  })

  it('stacks at most three views', async () => {
    const push = async (id: string) => {
      app.answer = {}
      await ava.clickInView({ id }, 'more')
      const payload = await app.next()
      return await call(fixture.slack, 'views.push', { trigger_id: payload['trigger_id'], view: stacked })
    }
    const stacked = modal('Stack', { blocks: [{ type: 'actions', elements: [button('more')] }] })
    const { trigger_id: trigger } = await pressed()
    const first = await call(fixture.slack, 'views.open', { trigger_id: trigger, view: stacked })

    const second = await push((first['view'] as { id: string }).id)
    const third = await push((second['view'] as { id: string }).id)
    const fourth = await push((third['view'] as { id: string }).id)

    expect([second.ok, third.ok, fourth.error]).toEqual([true, true, 'push_limit_reached'])
  })

  it('tells the app of a closed view only when it asked to', async () => {
    const open = async (extra: object) => {
      const { trigger_id: trigger } = await pressed()
      await call(fixture.slack, 'views.open', { trigger_id: trigger, view: modal('One', extra) })
      await ava.closeView(await ava.waitForView())
      await ava.waitForNoView()
    }

    await open({})
    await open({ notify_on_close: true, private_metadata: 'run-1' })

    const closed = app.payloads.filter((payload) => payload['type'] === 'view_closed')
    expect(closed).toMatchObject([{ is_cleared: false, view: { private_metadata: 'run-1' } }])
  })

  it('takes five answers to a response URL, for thirty minutes', async () => {
    const { response_url: url } = await pressed()
    const { response_url: old } = await pressed()
    const answer = async (to: unknown, body: object) =>
      await (await fetch(String(to), { method: 'POST', body: JSON.stringify(body) })).json()
    const five = []
    for (let use = 0; use < 5; use += 1) five.push(await answer(url, { text: `note ${use}` }))

    expect(five).toEqual(Array.from({ length: 5 }, () => ({ ok: true })))
    expect(await answer(url, { text: 'sixth' })).toEqual({ ok: false, error: 'used_url' })
    time.advance(30 * 60_000 + 1)
    expect(await answer(old, { text: 'late' })).toEqual({ ok: false, error: 'expired_url' })
    expect(ava.messages.filter((one) => one.is_ephemeral)).toHaveLength(5)
  })

  it('replaces and deletes the original message through a response URL', async () => {
    const target = await message([button('go')])
    await ava.click(target, 'go')
    const { response_url: url } = await app.next()
    const answer = async (body: object) => await fetch(String(url), { method: 'POST', body: JSON.stringify(body) })

    await answer({ text: 'done', replace_original: true })
    const replaced = await ava.waitForMessage((one) => one.ts === target.ts && one.text === 'done')
    await answer({ delete_original: true })

    expect(replaced.blocks).toBeUndefined()
    await expect.poll(() => ava.messages.some((one) => one.ts === target.ts)).toBe(false)
  })

  it('says so when the app does not acknowledge a click in three seconds, and does not try again', async () => {
    app.answer = null
    const target = await message([button('go')])

    const click = ava.click(target, 'go')
    await app.next()
    time.advance(3000)

    await expect(click).rejects.toThrow('operation_timeout')
    expect(app.payloads.filter((payload) => payload['type'] === 'block_actions')).toHaveLength(1)
  })

  it('refuses options that an external select was never offered', async () => {
    const target = await message([{ type: 'external_select', action_id: 'cause', min_query_length: 0 }])

    await expect(ava.click(target, 'cause', 'invented')).rejects.toThrow('invalid_value')
  })

  it('lets nobody press a button that only somebody else can see', async () => {
    const note = { channel: CHECKOUT, user: AVA, text: 'psst', blocks: [{ type: 'actions', elements: [button('go')] }] }
    const { message_ts: ts } = await call(fixture.slack, 'chat.postEphemeral', note)
    const ben = await SlackUser.join(fixture.slack.url, BEN)

    await expect(ben.click({ channel: CHECKOUT, ts: String(ts) }, 'go')).rejects.toThrow('message_not_found')
    ben.leave()
    await ava.click({ channel: CHECKOUT, ts: String(ts) }, 'go')
    expect(await app.next()).toMatchObject({ container: { is_ephemeral: true } })
  })

  it('sends a message shortcut and refuses an unknown command', async () => {
    const ts = await ava.post(CHECKOUT, 'look at this')

    await ava.shortcut('investigate_message', { channel: CHECKOUT, ts })

    expect(await app.next()).toMatchObject({
      type: 'message_action',
      callback_id: 'investigate_message',
      message: { text: 'look at this' },
      message_ts: ts,
    })
    await expect(ava.command(CHECKOUT, '/unknown')).rejects.toThrow('invalid_command')
  })
})

describe('local-slack/interactions, Bolt', () => {
  it('publishes a Home and tells the app when it is invited', async () => {
    const joined: unknown[] = []
    const { slack, close } = await startSlack()
    const app: App = await startSocketBot(slack, (bot) => {
      bot.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'header', text: plain('Hello') }] } })
      })
      bot.event('member_joined_channel', async ({ event }) => void joined.push(event.channel))
    })
    const ava = await SlackUser.join(slack.url, AVA)

    await ava.openHome()
    await ava.invite('general')
    await slack.settled()

    const state = async () => ((await (await fetch(`${slack.url}people/state?as=${AVA}`)).json()) as { home: unknown }).home
    await expect.poll(state).toMatchObject({ type: 'home', blocks: [{ type: 'header' }] })
    await expect.poll(() => joined).toEqual(['C0FIRST0GEN'])
    ava.leave()
    await app.stop()
    await close()
  })
})

function rawApp(socket: WebSocket): RawApp {
  const payloads: Record<string, unknown>[] = []
  const waiting: ((payload: Record<string, unknown>) => void)[] = []
  const unread: Record<string, unknown>[] = []
  const app: RawApp = {
    payloads,
    answer: {},
    async next() {
      const ready = unread.shift()
      return ready ?? (await new Promise((resolve) => waiting.push(resolve)))
    },
  }
  socket.on('message', (data: Buffer) => {
    const envelope = JSON.parse(data.toString()) as { type: string; envelope_id: string; payload: Record<string, unknown> }
    if (envelope.type === 'hello') return
    const isEvent = envelope.type === 'events_api'
    if (!isEvent) {
      payloads.push(envelope.payload)
      const reader = waiting.shift()
      if (reader) reader(envelope.payload)
      else unread.push(envelope.payload)
    }
    if (isEvent || app.answer) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: isEvent ? {} : app.answer }))
  })
  return app
}
