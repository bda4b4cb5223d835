import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FaultProxy } from '../support/fault-proxy.ts'
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
import { LiveShop } from '../support/live-shop.ts'

const ENTRY = new URL('../../src/isolation/entry.ts', import.meta.url)

describe.each(['socket', 'http'] as const)('acceptance/46 an environment is several sources (%s)', (delivery) => {
  let world: TestWorld
  let bot: TestBot
  let shop: LiveShop
  let metrics: FaultProxy
  beforeAll(async () => {
    ;[world, shop, metrics] = await Promise.all([createWorld({ delivery }), LiveShop.open(), FaultProxy.open()])
    metrics.fail({ kind: 'answer', status: 403, body: '{}' })
    const sources = [
      { kind: 'kubernetes', name: 'prod', kubeconfig: shop.kubeconfig },
      { kind: 'prometheus', name: 'numbers', url: metrics.url },
    ]
    bot = await startTestBot(world, { delivery, entry: ENTRY, config: { environments: { shop: { sources } } } })
  })
  afterAll(async () => {
    await bot.stop()
    await Promise.all([world.remove(), shop.close(), metrics.close()])
  })

  it('answers from what is linked now, and says which source refused what', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} what broke checkout?`)

    const text = blockText(await waitForAnswer(world.ava, asked))

    expect(text).toContain('basket')
    expect(text).toMatch(/price-list/)
    const line = text.split('\n').find((one) => one.startsWith('*Not checked:*')) ?? ''
    expect(line).toContain('numbers does not let these credentials read it (403)')
    expect(text + bot.log.join('\n')).not.toContain('token-of-the-reader')
  })

  it('a second mention asks the sources again, and what was repaired is not broken any more', async () => {
    const before = shop.api.asked.length
    const asked = await world.ava.post(CHECKOUT, `${MENTION} and now?`)
    await waitForAnswer(world.ava, asked)
    expect(shop.api.asked.length).toBeGreaterThan(before)
  })
})
