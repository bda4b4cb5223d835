import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { startLocalSlack, type LocalSlack } from '../../src/local-slack/local-slack.ts'
import { createLogger } from '../../src/logger.ts'
import { createBoltLogger } from '../../src/program/bolt-logger.ts'
import { createClients } from '../../src/slack/clients.ts'
import { createPoster, type Poster } from '../../src/slack/poster.ts'
import { createScreen } from '../../src/slack/screen.ts'
import type { PostRow } from '../../src/store/port.ts'
import { SlackUser } from '../support/slack-user.ts'

const CHANNEL = 'C0FIRST0CHK'
const HELLO = { text: 'hello', blocks: [] }

/** Posts as the store keeps them. */
function memoryPosts() {
  const rows = new Map<string, PostRow>()
  return {
    rows,
    findPost: async (key: string) => rows.get(key) ?? null,
    async intendPost(post: { key: string; channelId: string; threadTs: string | null }) {
      const row = rows.get(post.key) ?? { ...post, id: post.key, messageTs: null }
      rows.set(post.key, row)
      return row
    },
    async confirmPost(id: string, messageTs: string) {
      const row = rows.get(id)
      if (row) rows.set(id, { ...row, messageTs })
    },
  }
}

describe('slack/poster', () => {
  let folder: string
  let slack: LocalSlack
  let ava: SlackUser
  let posts: ReturnType<typeof memoryPosts>
  let poster: Poster
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'firstcause-poster-'))
    slack = await startLocalSlack({
      dataDir: folder,
      clock: () => new Date(),
      newId: randomUUID,
      manifest: parse(readFileSync('manifest.yml', 'utf8')),
      delivery: { kind: 'socket' },
      limits: { postBurstPerChannel: 100 },
      port: 0,
    })
    ava = await SlackUser.join(slack.url)
  })
  beforeEach(() => {
    posts = memoryPosts()
    poster = createPoster({ client: client(slack), store: posts })
  })
  afterAll(async () => {
    ava.leave()
    await slack.close()
    rmSync(folder, { recursive: true, force: true })
  })

  function count(text: string): number {
    return slack.calls.filter(({ method, args, outcome }) => method === 'chat.postMessage' && args['text'] === text && outcome === 'ok')
      .length
  }

  it('has Slack add nothing to what is posted, edited or told one person', async () => {
    const posted = await poster.post({
      key: 'plain',
      channelId: CHANNEL,
      threadTs: null,
      message: { ...HELLO, text: 'see http://evil.example @here' },
    })
    await poster.edit(posted, { ...HELLO, text: 'see http://evil.example again' })
    await createScreen(client(slack)).note({ channelId: CHANNEL, userId: 'U0FIRST0AVA', threadTs: null }, 'see http://evil.example')

    const calls = slack.calls.filter(({ args }) => String(args['text']).includes('evil.example'))

    expect(calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.update', 'chat.postEphemeral'])
    expect(calls.map(({ args }) => `${String(args['parse'])} ${String(args['link_names'])}`)).toEqual(Array(3).fill('none false'))
    expect(calls[0]?.args).toMatchObject({ unfurl_links: expect.anything(), unfurl_media: expect.anything() })
  })

  it('posts once under a key, also when two callers want it at the same time', async () => {
    const message = { key: 'k1', channelId: CHANNEL, threadTs: null, message: { text: 'once', blocks: [] } }

    const [first, second] = await Promise.all([poster.post(message), poster.post(message)])
    const third = await poster.post(message)

    expect(new Set([first.messageTs, second.messageTs, third.messageTs]).size).toBe(1)
    expect(count('once')).toBe(1)
  })

  it.each(['in a thread', 'in the channel'])('adopts a message %s that Slack has and the store does not know of', async (where) => {
    const text = `adopted ${where}`
    const threadTs = where === 'in a thread' ? await ava.post(CHANNEL, 'parent') : null
    const message = { key: `k2 ${where}`, channelId: CHANNEL, threadTs, message: { text, blocks: [] } }
    const { messageTs } = await poster.post(message)
    posts.rows.set(message.key, { id: message.key, key: message.key, channelId: CHANNEL, threadTs, messageTs: null })

    const again = await createPoster({ client: client(slack), store: posts }).post(message)

    expect(again.messageTs).toBe(messageTs)
    expect(posts.rows.get(message.key)?.messageTs).toBe(messageTs)
    expect(count(text)).toBe(1)
  })

  it('sends a message that was intended and never left', async () => {
    await posts.intendPost({ key: 'k3', channelId: CHANNEL, threadTs: null })

    await poster.post({ key: 'k3', channelId: CHANNEL, threadTs: null, message: { text: 'sent late', blocks: [] } })

    expect(count('sent late')).toBe(1)
  })

  it('falls back to text when Slack refuses the blocks', async () => {
    const broken = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'x'.repeat(4000) } }

    const { messageTs } = await poster.post({
      key: 'k4',
      channelId: CHANNEL,
      threadTs: null,
      message: { text: 'the result', blocks: [broken] },
    })

    const shown = await ava.waitForMessage(({ ts }) => ts === messageTs)
    expect(shown.text).toBe('the result')
    expect(shown.blocks ?? []).toEqual([])
  })

  it('says what to do when the bot is not in the channel', async () => {
    const message = { key: 'k5', channelId: 'C0FIRST0GEN', threadTs: null, message: HELLO }

    await expect(poster.post(message)).rejects.toMatchObject({ code: 'slack_rejected', remedy: 'Invite firstcause to the channel.' })
  })

  it('reports an edit of a message that is gone instead of failing', async () => {
    expect(await poster.edit({ channelId: CHANNEL, messageTs: '1.000001' }, HELLO)).toBe(false)
  })

  it('fails with a retryable code when Slack does not answer', async () => {
    const nobody = createClients({ token: 'xoxb-1', apiUrl: 'http://127.0.0.1:9/api/', logger: silent() }).progress
    const deaf = createPoster({ client: nobody, store: memoryPosts() })

    await expect(deaf.post({ key: 'k6', channelId: CHANNEL, threadTs: null, message: HELLO })).rejects.toMatchObject({
      code: 'slack_failed',
    })
  })
})

function client(slack: LocalSlack) {
  return createClients({ token: slack.botToken, apiUrl: slack.apiUrl, logger: silent() }).messages
}

function silent() {
  return createBoltLogger(createLogger('silent', { write: () => {} }))
}
