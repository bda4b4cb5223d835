import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { BAD_MODELS } from '../../benchmarks/discipline/personas.ts'
import { blockText, CHECKOUT, createWorld, MENTION, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { FLAG_CAUSE } from '../support/incidents.ts'
import { startModelBot, type ModelBot } from '../support/model-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/34 loops are cut', () => {
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
    ['looper', 'repeated', 'You asked exactly this before'],
    ['rephraser', 'near_repeated', 'Change the approach'],
    ['never-ending', 'answered', 'showed nothing new. Submit now'],
  ])('tells a %s to do something else, orders it to submit, and then answers without it', async (name, outcome, told) => {
    model.server.play(BAD_MODELS[name] ?? careful)
    const before = model.server.seen.length

    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = blockText(await waitForAnswer(world.ava, asked))

    const { diagnosis, investigation } = await storedDiagnosis(model.bot, asked)
    const turns = JSON.stringify(await model.bot.store.loadTurns(investigation.id))
    const lastRequest = JSON.stringify(model.server.seen.at(-1)?.messages)
    expect(turns).toContain(`"outcome":"${outcome}"`)
    expect(lastRequest).toContain(told)
    expect(lastRequest).toContain('Submit now')
    // Four turns without anything new, the order to submit, and the one turn after it.
    expect(model.server.seen.length - before).toBeLessThanOrEqual(6)
    expect(diagnosis).toMatchObject({ rootCauses: [{ entity: FLAG_CAUSE }], stats: { modelEnding: 'no_new_evidence' } })
    expect(answer).toContain('the model kept asking without finding anything new')
  })

  it('takes the answer of a model that does submit when ordered', async () => {
    const obedient: typeof careful = (request) => {
      const last = request.messages.at(-1)
      return last?.role === 'user' && last.text.includes('Submit now') ? careful(request) : (BAD_MODELS['looper'] ?? careful)(request)
    }
    model.server.play(obedient)

    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)

    const { diagnosis } = await storedDiagnosis(model.bot, asked)
    expect(diagnosis.stats.modelEnding).toBe('submitted')
    expect(diagnosis.rootCauses.map(({ entity }) => entity)).toEqual([FLAG_CAUSE])
  })
})
