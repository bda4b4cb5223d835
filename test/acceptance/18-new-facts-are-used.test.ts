import { describe, expect, it } from 'vitest'
import { blockText, BOT, CHECKOUT, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { FLAG_CAUSE, flagIncident } from '../support/incidents.ts'
import { AVA, type SeenMessage } from '../support/slack-user.ts'
import { useRunningBot } from '../support/running-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/18 new facts are used', () => {
  const running = useRunningBot({ telemetry: flagIncident })

  async function investigated(): Promise<string> {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(running.world.ava, asked)
    await running.world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))
    return asked
  }

  async function say(thread: string, words: string): Promise<SeenMessage> {
    const ts = await running.world.ava.post(CHECKOUT, `${MENTION} ${words}`, thread)
    return running.world.ava.waitForMessage(
      (message) => message.user === BOT && message.thread_ts === thread && message.ts > ts && !message.is_ephemeral,
    )
  }

  async function statementsOf(thread: string) {
    const { evidence } = await storedDiagnosis(running.bot, thread)
    return evidence.flatMap(({ query, source, reading }) =>
      query.kind === 'statements' && reading.status === 'ok' ? [{ source, rows: reading.rows }] : [],
    )
  }

  it('records that people rolled back, counts it against the change whose symptoms went on, and shows the receipt', async () => {
    const thread = await investigated()

    const noted = await say(thread, 'we rolled back at 14:02')

    expect(noted.text).toContain(`Noted: ${FLAG_CAUSE} rolled back at 2026-05-27 14:02:00 UTC.`)
    const text = blockText(noted)
    expect(text).toContain('*After your statement*')
    expect(text).toMatch(
      /shop\/ConfigMap\/flags: was the cause, verified \(0\.\d\d\), is now the cause, likely \(0\.\d\d\): it was rolled back at 14:02:00 UTC, and its symptoms went on/,
    )
    expect(text).toContain('no zone given, taken as UTC')
    expect(text).toMatch(/people, \d{4}-\S+ \S+ UTC: `words: we rolled back at 14:02` at `slack:C0FIRST0CHK/)
    expect(await statementsOf(thread)).toMatchObject([
      {
        source: 'people',
        rows: [{ by: AVA, words: 'we rolled back at 14:02', act: 'rollback', entity: FLAG_CAUSE, at: new Date('2026-05-27T14:02:00Z') }],
      },
    ])
  })

  it('lets a named rollback in vain make room for the next candidate, and keeps the first in sight', async () => {
    const thread = await investigated()

    const noted = blockText(await say(thread, `we rolled back ${FLAG_CAUSE} at 14:02 but it did not help`))

    expect(noted).toMatch(/shop\/ConfigMap\/flags: was the cause, verified \(0\.\d\d\), is now a less likely candidate/)
    expect(noted).toMatch(/shop\/Service\/quotes: was a less likely candidate \(0\.\d\d\), is now the cause, likely/)
    const asked = blockText(await say(thread, 'what else could it be?'))
    expect(asked).toContain(FLAG_CAUSE)
  })

  it.each([
    ['we restarted quotes', 'restart', 'shop/Service/quotes'],
    ['we scaled shipping to 5', 'scale', 'shop/Service/shipping'],
    ['flag quotesFailure was turned off at 14:05', 'switch_off', FLAG_CAUSE],
    ['it started at 13:50', 'start', null],
    ['it is not quotes', 'not_cause', 'shop/Service/quotes'],
  ])('records “%s” as what it says', async (words, act, entity) => {
    const thread = await investigated()

    const noted = await say(thread, words)

    expect(noted.text).toMatch(/^Noted: /)
    expect(await statementsOf(thread)).toMatchObject([{ rows: [{ act, entity, words }] }])
  })

  it('shows a disagreement beside the cause and never lets it take the cause away', async () => {
    const thread = await investigated()

    const noted = blockText(await say(thread, `it is not ${FLAG_CAUSE}`))

    expect(noted).toMatch(/shop\/ConfigMap\/flags: was the cause, verified \(0\.\d\d\), is now the cause, likely/)
    expect(noted).toContain('The evidence still shows it')
  })

  it('keeps what it does not understand word for word and says so', async () => {
    const thread = await investigated()

    const noted = await say(thread, 'the pelican has landed')

    expect(noted.text).toContain('Kept as you wrote it')
    expect(await statementsOf(thread)).toMatchObject([{ rows: [{ act: null, words: 'the pelican has landed' }] }])
  })

  it('takes statements into the next run of the thread', async () => {
    const thread = await investigated()
    await say(thread, 'we rolled back at 14:02')

    const ts = await running.world.ava.post(CHECKOUT, `${MENTION} investigate again`, thread)
    await running.world.ava.waitForMessage(
      (message) => message.thread_ts === thread && message.ts > ts && message.text.startsWith('Done with'),
    )

    const { diagnosis, evidence } = await storedDiagnosis(running.bot, thread)
    expect(evidence[0]).toMatchObject({ id: 'E1', source: 'people' })
    expect(diagnosis.rootCauses[0]?.confidenceWord).not.toBe('verified')
    expect(diagnosis.receipts.some(({ source, quote }) => source === 'people' && quote === 'words: we rolled back at 14:02')).toBe(true)
  })

  it('records a statement that comes five times once', async () => {
    const thread = await investigated()
    const ts = await running.world.ava.post(CHECKOUT, `${MENTION} we restarted quotes`, thread)
    await running.world.ava.waitForMessage((message) => message.user === BOT && message.thread_ts === thread && message.ts > ts)
    const payloads = running.world.slack.eventPayloads().filter((payload) => JSON.stringify(payload).includes(`"ts":"${ts}"`))

    for (let time = 1; time < 5; time += 1) for (const payload of payloads) await running.world.slack.redeliver(payload)
    await running.world.slack.settled()
    await say(thread, 'what changed?')

    expect(await statementsOf(thread)).toHaveLength(1)
  })
})
