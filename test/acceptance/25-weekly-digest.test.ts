import { describe, expect, it } from 'vitest'
import { postWeeklyDigest } from '../../src/program/post-weekly-digest.ts'
import { createClients } from '../../src/slack/clients.ts'
import { createPoster } from '../../src/slack/poster.ts'
import { createBoltLogger } from '../../src/program/bolt-logger.ts'
import { createLogger } from '../../src/logger.ts'
import { blockText, BOT, CHECKOUT, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { flagIncident } from '../support/incidents.ts'
import { useRunningBot } from '../support/running-bot.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

describe('acceptance/25 weekly digest', () => {
  const running = useRunningBot({ telemetry: flagIncident })

  it('posts the week of a channel once, however many replicas want to, with counts instead of percentages', async () => {
    const judged = await waitForAnswer(running.world.ava, await running.world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`))
    await waitForAnswer(running.world.ava, await running.world.ava.post(CHECKOUT, `${MENTION} and this one?`))
    await running.world.ava.click(judged, 'verdict_confirmed')
    await running.world.ava.waitForMessage((message) => message.ts === judged.ts && blockText(message).includes('*Approved*'))
    const request = { channelId: CHECKOUT, timeZone: 'Europe/Berlin' }

    // Two replicas, one after the other, in the week after: the digest is about the last whole week.
    for (const replica of [aReplica(), aReplica()])
      await postWeeklyDigest(request, { ...replica, clock: () => new Date(Date.now() + WEEK_MS) })
    const digest = await running.world.ava.waitForMessage(({ user, text }) => user === BOT && text.startsWith('Week '))

    expect(running.world.ava.messages.filter(({ text }) => text.startsWith('Week '))).toHaveLength(1)
    expect(digest.text).toMatch(/^Week 20\d\d-W\d\d: 2 answers, 1 of 1 judged right \(too few for a percentage\), 1 verdict owed\.$/)
    expect(digest.text).not.toContain('%')
    expect(blockText(digest)).toContain('Approved 1, partly right 0, wrong 0, unsure 0, verdicts owed 1')
    expect(blockText(digest)).toMatch(/<http[^|>]+\|why is checkout failing\?>: feature flag changed, approved/)
    expect(blockText(digest)).toMatch(/<http[^|>]+\|and this one\?>: feature flag changed, verdict owed/)
    expect(digest.thread_ts).toBeUndefined()
  })

  function aReplica() {
    const logger = createBoltLogger(createLogger('silent', { write: () => {} }))
    const clients = createClients({ token: running.world.slack.botToken, apiUrl: running.world.slack.apiUrl, logger })
    return { store: running.bot.store, clients, poster: createPoster({ client: clients.messages, store: running.bot.store }) }
  }
})
