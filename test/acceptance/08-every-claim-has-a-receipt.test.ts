import { describe, expect, it } from 'vitest'
import { blockText, CHECKOUT, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { useRunningBot } from '../support/running-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'
import { flagIncident } from '../support/incidents.ts'

describe('acceptance/08 every claim has a receipt', () => {
  const running = useRunningBot({ telemetry: flagIncident })

  it('shows for each cause a receipt with source, locator, time and the quoted value', async () => {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = await waitForAnswer(running.world.ava, asked)

    const { diagnosis } = await storedDiagnosis(running.bot, asked)

    for (const cause of diagnosis.rootCauses) {
      const receipt = diagnosis.receipts.find(({ id }) => cause.for[0]?.receipts.includes(id))
      expect(receipt).toBeDefined()
      const line = blockText(answer)
        .split('\n')
        .find((text) => text.startsWith(`&gt; *${receipt?.id}*`) || text.startsWith(`> *${receipt?.id}*`))
      expect(line).toContain(receipt?.source)
      expect(line).toContain(`at \`${receipt?.locator}\``)
      expect(line).toContain(receipt?.at === null ? 'time unknown' : 'UTC')
      expect(line).toContain(`\`${receipt?.quote}\``)
    }
  })

  it('quotes every receipt it cites from evidence that was recorded in this run', async () => {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(running.world.ava, asked)

    const { diagnosis, evidence } = await storedDiagnosis(running.bot, asked)

    expect(diagnosis.receipts.length).toBeGreaterThan(0)
    const known = new Set(evidence.map(({ id }) => id))
    expect(diagnosis.receipts.every(({ evidenceId }) => known.has(evidenceId))).toBe(true)
  })

  it('opens all of them in a modal, because a recorded incident has no web address', async () => {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = await waitForAnswer(running.world.ava, asked)

    await running.world.ava.click(answer, 'show_receipts')
    const view = await running.world.ava.waitForView(({ blocks }) => blockText({ blocks }).includes('R1'))

    const { diagnosis } = await storedDiagnosis(running.bot, asked)
    for (const { id, quote } of diagnosis.receipts) {
      expect(blockText(view)).toContain(`*${id}*`)
      expect(blockText(view)).toContain(quote)
    }
  })
})
