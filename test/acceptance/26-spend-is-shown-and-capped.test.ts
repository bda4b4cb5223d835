import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { BAD_MODELS } from '../../benchmarks/discipline/personas.ts'
import { blockText, CHECKOUT, createWorld, MENTION, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { FLAG_CAUSE } from '../support/incidents.ts'
import { startModelBot } from '../support/model-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/26 spend is shown and capped', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.remove())

  it('shows model, tokens, cost and time on the answer', async () => {
    const model = await startModelBot(world, careful)
    try {
      const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

      const answer = blockText(await waitForAnswer(world.ava, asked))

      expect(answer).toMatch(/scripted, \d+ tokens, 0\.\d{4} USD/)
      expect((await storedDiagnosis(model.bot, asked)).diagnosis.stats.costUsd).toBeGreaterThan(0)
    } finally {
      await model.stop()
    }
  })

  it('says that the cost is unknown where no price is configured, never that it was nothing', async () => {
    const model = await startModelBot(world, careful, { hasPrice: false })
    try {
      const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

      const answer = blockText(await waitForAnswer(world.ava, asked))

      expect(answer).toContain('cost unknown')
    } finally {
      await model.stop()
    }
  })

  it('stops at the cap with the engine’s answer and says which limit it was', async () => {
    const model = await startModelBot(world, BAD_MODELS['never-ending'] ?? careful, { config: { budgets: { costUsd: 0.005 } } })
    try {
      const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

      const answer = blockText(await waitForAnswer(world.ava, asked))

      expect(answer).toContain(FLAG_CAUSE)
      expect(answer).toContain('the spending limit was used up')
      expect(model.server.seen.length).toBeLessThanOrEqual(3)
    } finally {
      await model.stop()
    }
  })
})
