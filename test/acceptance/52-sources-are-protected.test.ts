import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FaultProxy } from '../support/fault-proxy.ts'
import { CHECKOUT, createWorld, MENTION, startTestBot, waitForAnswer, type TestBot, type TestWorld } from '../support/firstcause.ts'
import { LiveShop } from '../support/live-shop.ts'

const ENTRY = new URL('../../src/isolation/entry.ts', import.meta.url)
const AT_ONCE = 2
const RUNS = 4

describe('acceptance/52 sources are protected', () => {
  let world: TestWorld
  let bot: TestBot
  let shop: LiveShop
  let metrics: FaultProxy
  let answering: NodeJS.Timeout
  beforeAll(async () => {
    ;[world, shop, metrics] = await Promise.all([createWorld(), LiveShop.open(), FaultProxy.open()])
    // Each question waits until somebody comes by.
    metrics.fail({ kind: 'silent' })
    answering = setInterval(() => metrics.release('{"status":"success","data":[]}'), 20)
    const limits = { concurrency: AT_ONCE, timeoutSeconds: 20 }
    const sources = [
      { kind: 'kubernetes', kubeconfig: shop.kubeconfig },
      { kind: 'prometheus', url: metrics.url, limits },
    ]
    bot = await startTestBot(world, { entry: ENTRY, config: { environments: { shop: { sources } } } })
  })
  afterAll(async () => {
    clearInterval(answering)
    await bot.stop()
    await Promise.all([world.remove(), shop.close(), metrics.close()])
  })

  it('several runs at once ask a source no more than its limit, and each gets its answer', async () => {
    const asked = await Promise.all(
      Array.from({ length: RUNS }, (_, index) => world.ava.post(CHECKOUT, `${MENTION} what broke (${index})?`)),
    )
    const answers = await Promise.all(asked.map((ts) => waitForAnswer(world.ava, ts)))
    expect(answers).toHaveLength(RUNS)
    expect(metrics.mostWaiting).toBeGreaterThan(0)
    expect(metrics.mostWaiting).toBeLessThanOrEqual(AT_ONCE)
  })
})
