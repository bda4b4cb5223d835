import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { BAD_MODELS } from '../../benchmarks/discipline/personas.ts'
import { blockText, CHECKOUT, createWorld, MENTION, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { FLAG_CAUSE } from '../support/incidents.ts'
import { startModelBot, type ModelBot } from '../support/model-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/33 the model cannot pad', () => {
  let world: TestWorld
  let model: ModelBot
  beforeAll(async () => {
    world = await createWorld()
    model = await startModelBot(world, careful)
  })
  afterAll(async () => {
    await model.stop()
    await world.remove()
  })

  it.each([
    ['padder', 'Degraded since'],
    ['symptom namer', 'Degraded since'],
    ['inventor', 'sent the model'],
    ['hedger', 'Degraded since'],
    ['entity inventor', 'Degraded since'],
    ['prose only', 'wrote text instead of calling tools'],
  ])('posts only the cause the evidence shows when the model is a %s', async (name, note) => {
    model.server.play(BAD_MODELS[name] ?? careful)
    const before = model.server.seen.length

    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = blockText(await waitForAnswer(world.ava, asked))

    const { diagnosis } = await storedDiagnosis(model.bot, asked)
    expect(diagnosis.rootCauses.map(({ entity }) => entity)).toEqual([FLAG_CAUSE])
    expect(answer).not.toContain('heap at 100 %')
    expect(answer).toContain(note)
    expect(model.server.seen.length - before).toBeLessThanOrEqual(13)
  })
})
