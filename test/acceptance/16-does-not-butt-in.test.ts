import { describe, expect, it } from 'vitest'
import { BEN } from '../support/slack-user.ts'
import { BOT, CHECKOUT, MENTION, repliesIn, waitForAnswer } from '../support/firstcause.ts'
import { flagIncident } from '../support/incidents.ts'
import { useRunningBot } from '../support/running-bot.ts'

describe('acceptance/16 does not butt in', () => {
  const running = useRunningBot({ telemetry: flagIncident })

  it('stays quiet while two people talk, in the channel and in its own thread, even about stopping', async () => {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(running.world.ava, asked)
    await running.world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))
    const ben = await running.world.person(BEN)
    const before = running.world.ava.messages.filter(({ user }) => user === BOT).length

    await ben.post(CHECKOUT, 'is that the flag we switched?', asked)
    await running.world.ava.post(CHECKOUT, 'yes, please stop guessing', asked)
    await ben.post(CHECKOUT, 'stop', asked)
    await ben.post(CHECKOUT, 'anything else broken?')
    await running.world.slack.settled()
    // The next mention goes through the same queue after them: whatever they would have caused is there by then.
    const later = await running.world.ava.post(CHECKOUT, `${MENTION} and now?`)
    await waitForAnswer(running.world.ava, later)

    const fromBot = running.world.ava.messages.filter(({ user, thread_ts: thread }) => user === BOT && thread !== later)
    expect(fromBot).toHaveLength(before)
    expect(repliesIn(running.world.ava, later)).toHaveLength(2)
  })
})
