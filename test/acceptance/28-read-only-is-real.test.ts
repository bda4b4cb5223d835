import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { BAD_MODELS } from '../../benchmarks/discipline/personas.ts'
import { blockText, CHECKOUT, createWorld, MENTION, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { FLAG_CAUSE } from '../support/incidents.ts'
import { startModelBot, type ModelBot } from '../support/model-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/28 read-only is real', () => {
  let world: TestWorld
  let model: ModelBot
  beforeAll(async () => {
    world = await createWorld()
    model = await startModelBot(world, BAD_MODELS['injected'] ?? careful)
  })
  afterAll(async () => {
    await model.stop()
    await world.remove()
  })

  it('offers a model nothing but questions', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)

    const offered = model.server.seen[0]?.toolNames ?? []

    expect(offered.length).toBeGreaterThan(10)
    expect(offered.filter((name) => !/^(read|describe|find|search)_|^(write_note|submit_diagnosis)$/.test(name))).toEqual([])
  })

  it('refuses a model that asks to delete, says so on the answer and keeps the attempt', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

    const answer = blockText(await waitForAnswer(world.ava, asked))

    const { investigation } = await storedDiagnosis(model.bot, asked)
    const turns = JSON.stringify(await model.bot.store.loadTurns(investigation.id))
    expect(answer).toContain(FLAG_CAUSE)
    expect(answer.replaceAll('\u200b', '')).toContain('the model asked for kubectl_delete, which does not exist')
    expect(turns).toContain('"outcome":"unknown_tool"')
    expect(turns).toContain('kubectl_delete unknown_tool')
    expect((await model.bot.store.verifyAudit()).brokenAt).toBeNull()
  })
})
