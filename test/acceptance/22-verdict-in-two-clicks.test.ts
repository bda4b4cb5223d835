import { describe, expect, it } from 'vitest'
import { AVA, BEN } from '../support/slack-user.ts'
import { blockText, CHECKOUT, hasButton, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { flagIncident } from '../support/incidents.ts'
import { useRunningBot } from '../support/running-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

const QUOTES = 'shop/Service/quotes'

describe('acceptance/22 Approve, Partly and Wrong in two clicks', () => {
  const running = useRunningBot({ telemetry: flagIncident })

  async function ask() {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = await waitForAnswer(running.world.ava, asked)
    return { answer, stored: await storedDiagnosis(running.bot, asked) }
  }

  function waitForStatus(ts: string, text: string) {
    return running.world.ava.waitForMessage((message) => message.ts === ts && blockText(message).includes(text))
  }

  it('stores Approve with one click and shows it on the message', async () => {
    const { answer, stored } = await ask()

    await running.world.ava.click(answer, 'verdict_confirmed')
    const judged = await waitForStatus(answer.ts, `*Approved* by <@${AVA}>`)

    expect(await running.bot.store.verdictHistory(stored.diagnosisId)).toMatchObject([{ word: 'confirmed', trueCauses: [], by: AVA }])
    expect(hasButton(judged, 'verdict_confirmed')).toBe(false)
    expect(stored.diagnosis.versions).toMatchObject({ model: null, promptHash: null })
    expect(stored.evidence.length).toBeGreaterThan(0)
  })

  it('stores Wrong with the true cause picked by search', async () => {
    const { answer, stored } = await ask()

    await running.world.ava.click(answer, 'verdict_rejected')
    const form = await running.world.ava.waitForView(({ callback_id: id }) => id === 'correction')
    const options = await running.world.ava.suggest(form, 'true_cause', 'quot')
    expect(options.map(({ value }) => value)).toContain(QUOTES)
    const errors = await running.world.ava.submit(form, { cause: { true_cause: QUOTES }, note: { note: 'the flag was on for weeks' } })
    const judged = await waitForStatus(answer.ts, '*Wrong*')

    expect(errors).toEqual({})
    expect(blockText(judged)).toContain(`True cause: ${QUOTES}.`)
    const [verdict] = await running.bot.store.verdictHistory(stored.diagnosisId)
    expect(verdict).toMatchObject({ word: 'rejected', trueCauses: [QUOTES], note: 'the flag was on for weeks', by: AVA })
  })

  it('keeps the form open when Wrong comes without cause and without a word', async () => {
    const { answer, stored } = await ask()

    await running.world.ava.click(answer, 'verdict_rejected')
    const form = await running.world.ava.waitForView(({ callback_id: id }) => id === 'correction')
    const errors = await running.world.ava.submit(form, { note: { note: '  ' } })
    await running.world.ava.closeView(form)

    expect(errors).toEqual({ note: 'Pick the true cause, or say in a sentence what was wrong.' })
    expect(await running.bot.store.verdictHistory(stored.diagnosisId)).toEqual([])
  })

  it('lets a verdict be changed and keeps the earlier one', async () => {
    const { answer, stored } = await ask()
    await running.world.ava.click(answer, 'verdict_partial')
    const first = await running.world.ava.waitForView(({ callback_id: id }) => id === 'correction')
    await running.world.ava.suggest(first, 'true_cause', QUOTES)
    await running.world.ava.submit(first, { cause: { true_cause: QUOTES } })
    await waitForStatus(answer.ts, '*Partly right*')
    const ben = await running.world.person(BEN)

    await ben.click(answer, 'verdict_change')
    const second = await ben.waitForView(({ callback_id: id }) => id === 'correction')
    await ben.submit(second, { verdict: { verdict: 'confirmed' } })
    const changed = await waitForStatus(answer.ts, `*Approved* by <@${BEN}>`)

    expect(blockText(changed)).toContain('(1 earlier verdict kept)')
    expect((await running.bot.store.verdictHistory(stored.diagnosisId)).map(({ word, by }) => [word, by])).toEqual([
      ['partial', AVA],
      ['confirmed', BEN],
    ])
  })
})
