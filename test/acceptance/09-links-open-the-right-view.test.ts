import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  blockText,
  CHECKOUT,
  createWorld,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { holdStore, type HeldStore } from '../support/held-store.ts'
import { flagIncident } from '../support/incidents.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/09 a receipt without a web address opens in a modal', () => {
  let world: TestWorld
  let bot: TestBot
  let gate: HeldStore
  beforeAll(async () => {
    world = await createWorld()
    gate = holdStore(['loadDiagnosis'])
    bot = await startTestBot(world, { telemetry: flagIncident, store: gate.wrap })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('opens at once although the database is slow, and shows the quote with its place when it answers', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = await waitForAnswer(world.ava, asked)

    await world.ava.click(answer, 'show_receipts')
    const loading = await world.ava.waitForView(({ blocks }) => blockText({ blocks }).includes('Loading'))
    gate.release()
    const view = await world.ava.waitForView((candidate) => candidate.id === loading.id && blockText(candidate).includes('*R1*'))

    const { diagnosis } = await storedDiagnosis(bot, asked)
    expect(diagnosis.receipts.every(({ url }) => url === null)).toBe(true)
    expect(blockText(view)).toContain(`\`${diagnosis.receipts[0]?.locator}\``)
    await world.ava.closeView(view)
  })

  it('shows the rivals and everything that was ruled out behind another button', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = await waitForAnswer(world.ava, asked)

    await world.ava.click(answer, 'show_rivals')
    const view = await world.ava.waitForView((candidate) => blockText(candidate).includes('*Ruled out*'))

    expect(blockText(view)).toContain('shop/Service/storefront: waits on shop/Service/shipping')
  })
})
