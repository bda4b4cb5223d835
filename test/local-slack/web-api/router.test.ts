import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualTime } from '../../support/manual-time.ts'
import { AVA, SlackUser } from '../../support/slack-user.ts'
import { type Fixture, MANIFEST, startSlack } from '../bot.ts'
import { call } from '../client.ts'

const CHECKOUT = 'C0FIRST0CHK'
const GENERAL = 'C0FIRST0GEN'

describe('local-slack/web-api/router', () => {
  let fixture: Fixture
  let time: ManualTime
  let ava: SlackUser
  beforeEach(async () => {
    time = new ManualTime()
    fixture = await startSlack({ clock: time.clock, timers: time })
    ava = await SlackUser.join(fixture.slack.url, AVA)
  })
  afterEach(async () => {
    ava.leave()
    await fixture.close()
  })

  const post = (args: object) => call(fixture.slack, 'chat.postMessage', { channel: CHECKOUT, text: 'hello', ...args })

  it('names the bot to whoever holds its token', async () => {
    const answer = await call(fixture.slack, 'auth.test')

    expect(answer).toMatchObject({ ok: true, team_id: 'T0FIRST0001', user: 'copilot', user_id: 'U0FIRST00B0', bot_id: 'B0FIRST0001' })
  })

  it.each([
    ['no token', '', 'not_authed'],
    ['a wrong token', 'xoxb-other', 'invalid_auth'],
  ])('refuses %s', async (_, token, error) => {
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` }
    const response = await fetch(`${fixture.slack.apiUrl}auth.test`, { method: 'POST', headers })

    expect(await response.json()).toEqual({ ok: false, error })
  })

  it('keeps app tokens and bot tokens apart', async () => {
    const { slack } = fixture

    expect(await call(slack, 'apps.connections.open')).toMatchObject({ ok: false, error: 'not_allowed_token_type' })
    expect(await call(slack, 'auth.test', {}, { token: slack.appToken })).toMatchObject({ error: 'not_allowed_token_type' })
    expect(await call(slack, 'apps.connections.open', {}, { token: slack.appToken })).toMatchObject({ ok: true })
  })

  it('refuses a method that the manifest has no scope for, naming needed and provided', async () => {
    const bot = MANIFEST.oauth_config.scopes.bot.filter((scope) => scope !== 'chat:write')
    const narrow = await startSlack({ manifest: { ...MANIFEST, oauth_config: { scopes: { bot } } } })

    const answer = await call(narrow.slack, 'chat.postMessage', { channel: CHECKOUT, text: 'hello' })
    await narrow.close()

    expect(answer).toMatchObject({ ok: false, error: 'missing_scope', needed: 'chat:write', provided: bot.join(',') })
  })

  it.each([
    [{ channel: 'C0NOWHERE' }, 'channel_not_found'],
    [{ channel: GENERAL }, 'not_in_channel'],
    [{ text: '' }, 'no_text'],
    [{ blocks: '[{' }, 'invalid_blocks_format'],
    [{ blocks: [{ type: 'marquee' }] }, 'invalid_blocks'],
    [{ markdown_text: 'both' }, 'markdown_text_conflict'],
  ])('answers chat.postMessage %j with %s', async (args, error) => {
    expect(await post(args)).toMatchObject({ ok: false, error })
  })

  it('names missing arguments', async () => {
    expect(await call(fixture.slack, 'chat.update', { text: 'x' })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel', '[ERROR] missing required field: ts'] },
    })
    expect(await call(fixture.slack, 'chat.juggle')).toMatchObject({ error: 'unknown_method' })
  })

  it('takes the same arguments as a form', async () => {
    const blocks = JSON.stringify([{ type: 'divider' }])
    const args = {
      channel: '#inc-checkout',
      text: 'as a form',
      blocks,
      metadata: JSON.stringify({ event_type: 'run', event_payload: { id: '7' } }),
    }

    const answer = await call(fixture.slack, 'chat.postMessage', args, { form: true })

    expect(answer).toMatchObject({ ok: true, channel: CHECKOUT, message: { blocks: [{ type: 'divider', block_id: expect.any(String) }] } })
  })

  it('returns metadata from conversations.replies only when it was asked for', async () => {
    const { ts } = await post({ metadata: { event_type: 'run', event_payload: { id: '7' } } })
    await post({ text: 'reply', thread_ts: ts })

    const plain = await call(fixture.slack, 'conversations.replies', { channel: CHECKOUT, ts })
    const full = await call(fixture.slack, 'conversations.replies', { channel: CHECKOUT, ts, include_all_metadata: 'true' }, { form: true })

    expect(plain['messages']).toMatchObject([{ reply_count: 1 }, { text: 'reply', thread_ts: ts }])
    expect(plain['messages']).not.toMatchObject([{ metadata: {} }, {}])
    expect(full['messages']).toMatchObject([{ metadata: { event_type: 'run', event_payload: { id: '7' } } }, {}])
  })

  it('pages through history from the newest message and replies from the oldest', async () => {
    const sent = [await post({ text: 'one' }), await post({ text: 'two' }), await post({ text: 'three' })]

    const first = await call(fixture.slack, 'conversations.history', { channel: CHECKOUT, limit: 2 })
    const cursor = (first['response_metadata'] as { next_cursor: string }).next_cursor
    const second = await call(fixture.slack, 'conversations.history', { channel: CHECKOUT, limit: 2, cursor })
    const since = await call(fixture.slack, 'conversations.history', { channel: CHECKOUT, oldest: sent[1]?.['ts'] })

    expect(first).toMatchObject({ has_more: true, messages: [{ text: 'three' }, { text: 'two' }] })
    expect(second).toMatchObject({ has_more: false, messages: [{ text: 'one' }] })
    expect(since).toMatchObject({ messages: [{ text: 'three' }] })
    expect(await call(fixture.slack, 'conversations.history', { channel: CHECKOUT, cursor: 'x' })).toMatchObject({
      error: 'invalid_cursor',
    })
  })

  it('posts a reply to a parent that is gone as a message of the channel, without an error', async () => {
    const { ts } = await post({ text: 'parent' })
    await call(fixture.slack, 'chat.delete', { channel: CHECKOUT, ts })

    const answer = await post({ text: 'reply', thread_ts: ts })

    expect(answer.ok).toBe(true)
    expect(answer['message']).not.toHaveProperty('thread_ts')
    expect(await call(fixture.slack, 'conversations.replies', { channel: CHECKOUT, ts })).toMatchObject({ error: 'thread_not_found' })
  })

  it('keeps a tombstone for a deleted parent that has replies', async () => {
    const ts = await ava.post(CHECKOUT, 'parent')
    await post({ text: 'reply', thread_ts: ts })
    await ava.remove({ channel: CHECKOUT, ts })

    const thread = await call(fixture.slack, 'conversations.replies', { channel: CHECKOUT, ts })
    const later = await post({ text: 'later', thread_ts: ts })

    expect(thread['messages']).toMatchObject([{ subtype: 'tombstone', text: 'This message was deleted.' }, { text: 'reply' }])
    expect(later['message']).toMatchObject({ thread_ts: ts })
  })

  it('changes only messages of the app', async () => {
    const ts = await ava.post(CHECKOUT, 'mine')

    expect(await call(fixture.slack, 'chat.update', { channel: CHECKOUT, ts, text: 'yours' })).toMatchObject({
      error: 'cant_update_message',
    })
    expect(await call(fixture.slack, 'chat.delete', { channel: CHECKOUT, ts })).toMatchObject({ error: 'cant_delete_message' })
    expect(await call(fixture.slack, 'chat.update', { channel: CHECKOUT, ts: '1.000000', text: 'x' })).toMatchObject({
      error: 'message_not_found',
    })
  })

  it('removes blocks and marks the message as edited when it is updated by text alone', async () => {
    const { ts } = await post({ blocks: [{ type: 'divider' }] })

    const byText = await call(fixture.slack, 'chat.update', { channel: CHECKOUT, ts, text: 'plain' })
    const byBlocks = await call(fixture.slack, 'chat.update', { channel: CHECKOUT, ts, text: 'again', blocks: [{ type: 'divider' }] })

    expect(byText['message']).toMatchObject({ text: 'plain', edited: { user: 'U0FIRST00B0' } })
    expect(byText['message']).not.toHaveProperty('blocks')
    expect(byBlocks['message']).not.toHaveProperty('edited')
  })

  it('limits posting to about one a second per channel with a short burst, and says how long to wait', async () => {
    const burst = await Promise.all(Array.from({ length: 5 }, () => post({})))
    const limited = await post({})
    const elsewhere = await post({ channel: 'C0FIRST0DLV' })
    time.advance(1000)
    const after = await post({})

    expect(burst.map((answer) => answer.ok)).toEqual([true, true, true, true, true])
    expect(limited).toMatchObject({ status: 429, error: 'ratelimited', retryAfter: '1' })
    expect([elsewhere.ok, after.ok]).toEqual([true, true])
  })

  it('shares fifty updates a minute over all channels', async () => {
    const { ts } = await post({})
    const update = () => call(fixture.slack, 'chat.update', { channel: CHECKOUT, ts, text: 'x' })
    for (let index = 0; index < 50; index += 1) await update()

    const limited = await update()
    time.advance(1200)

    expect(limited).toMatchObject({ status: 429, retryAfter: '2' })
    expect((await update()).ok).toBe(true)
  })

  it('ends a stream after five minutes, however busy it is', async () => {
    const { ts: threadTs } = await post({})
    const who = { recipient_user_id: AVA, recipient_team_id: 'T0FIRST0001' }
    const missing = await call(fixture.slack, 'chat.startStream', { channel: CHECKOUT, thread_ts: threadTs })
    const { ts } = await call(fixture.slack, 'chat.startStream', { channel: CHECKOUT, thread_ts: threadTs, markdown_text: 'One', ...who })
    const append = (text: string) => call(fixture.slack, 'chat.appendStream', { channel: CHECKOUT, ts, markdown_text: text })

    const growing = await append(' two')
    time.advance(5 * 60_000 + 1)
    const late = await append(' three')
    const stop = await call(fixture.slack, 'chat.stopStream', { channel: CHECKOUT, ts })
    const repaired = await call(fixture.slack, 'chat.update', { channel: CHECKOUT, ts, text: 'One two' })

    expect(missing).toMatchObject({ error: 'missing_recipient_user_id' })
    expect(growing.ok).toBe(true)
    expect([late.error, stop.error]).toEqual(['message_not_in_streaming_state', 'message_not_in_streaming_state'])
    expect(repaired.ok).toBe(true)
  })

  it('shows an uploaded picture only after its asynchronous completion', async () => {
    const { slack } = fixture
    const { file_id: id, upload_url: url } = await call(slack, 'files.getUploadURLExternal', { filename: 'chart.png', length: '4' })
    const early = await call(slack, 'files.completeUploadExternal', { files: [{ id }] })
    await fetch(String(url), { method: 'POST', body: new Uint8Array([137, 80, 78, 71]) })
    const image = { type: 'image', alt_text: 'errors rise at 14:02', slack_file: { id } }

    const completed = await call(slack, 'files.completeUploadExternal', { files: [{ id, title: 'Errors' }] })
    const tooSoon = await post({ blocks: [image] })
    time.advance(300)
    const info = await call(slack, 'files.info', { file: id })
    const shown = await post({ blocks: [image] })

    expect(early).toMatchObject({ error: 'file_upload_size_error' })
    expect(completed.ok).toBe(true)
    expect(tooSoon).toMatchObject({ error: 'invalid_blocks', errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'] })
    expect(info).toMatchObject({ file: { title: 'Errors', mimetype: 'image/png', size: 4 } })
    expect(shown.ok).toBe(true)
  })

  it('adds and removes one reaction per user', async () => {
    const { ts: timestamp } = await post({})
    const react = (name: string, method = 'reactions.add') => call(fixture.slack, method, { channel: CHECKOUT, timestamp, name })

    expect(await react('eyes')).toMatchObject({ ok: true })
    expect(await react('eyes')).toMatchObject({ error: 'already_reacted' })
    expect(await react('eyes', 'reactions.remove')).toMatchObject({ ok: true })
    expect(await react('eyes', 'reactions.remove')).toMatchObject({ error: 'no_reaction' })
  })

  it('shows an ephemeral message to one member only and keeps it out of history', async () => {
    const note = await call(fixture.slack, 'chat.postEphemeral', { channel: CHECKOUT, user: AVA, text: 'psst' })
    const stranger = await call(fixture.slack, 'chat.postEphemeral', { channel: CHECKOUT, user: 'U0NOBODY', text: 'psst' })
    const ben = await SlackUser.join(fixture.slack.url, 'U0FIRST0BEN')
    ben.leave()

    expect(note).toMatchObject({ ok: true, message_ts: expect.any(String) })
    expect(stranger).toMatchObject({ error: 'user_not_in_channel' })
    expect(await ava.waitForMessage((message) => message.is_ephemeral)).toMatchObject({ text: 'psst' })
    expect(ben.messages).toEqual([])
    expect(await call(fixture.slack, 'conversations.history', { channel: CHECKOUT })).toMatchObject({ messages: [] })
  })

  it('refuses requests under a strange host name, and actions of other sites', async () => {
    const { hostname, port } = new URL(fixture.slack.url)
    const { request } = await import('node:http')
    const status = await new Promise((resolve) =>
      request({ hostname, port, path: '/local-slack/', headers: { host: 'evil.example' } }, (response) =>
        resolve(response.statusCode),
      ).end(),
    )
    const foreign = await fetch(`${fixture.slack.url}people/post`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: '{}',
    })

    expect(status).toBe(403)
    expect(foreign.status).toBe(403)
  })
})
