import { beforeAll, describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { sourceOf, type TelemetrySource } from '../../src/domain/reading.ts'
import { openRecorded } from '../../src/telemetry/open.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import { turnsSoFar, type Script } from '../../benchmarks/discipline/script.ts'
import { investigateFolder, investigateTelemetry } from '../support/damage.ts'
import { drillFolder } from '../support/drill.ts'
import { blockText, CHECKOUT, createWorld, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { startModelBot } from '../support/model-bot.ts'

const SOURCES = [
  { source: 'metrics', named: 'metrics' },
  { source: 'logs', named: 'logs' },
  { source: 'traces', named: 'traces' },
  { source: 'alerts', named: 'alerts' },
] as const

describe('acceptance/11 works with telemetry partly down', () => {
  const dir = drillFolder('flag_flipped')
  let whole: Diagnosis
  beforeAll(async () => {
    whole = await investigateFolder(dir)
  })

  it.each(SOURCES)('still answers with $source failing, names the hole and is less sure', async ({ source, named }) => {
    const answer = await investigateTelemetry(withFailing(await openRecorded(dir), source).telemetry)

    expect(answer.notChecked).toContainEqual({ source: expect.stringContaining(named), why: 'the backend answered 503' })
    expect(answer.rootCauses.map(({ entity }) => entity)).toEqual(whole.rootCauses.map(({ entity }) => entity))
    expect(answer.rootCauses[0]?.confidence).toBeLessThan(whole.rootCauses[0]?.confidence ?? 0)
    expect(answer.rootCauses[0]?.confidenceWord).not.toBe('verified')
  })
})

/** Asks for spans of four services, one after the other, and is gone before it answers: the engine's cause is what is posted. */
const asksForSpans: Script = (request) => {
  const entity = ['storefront', 'checkout', 'shipping', 'quotes'].map((name) => `shop/Service/${name}`)[turnsSoFar(request)]
  return entity === undefined
    ? { kind: 'error', status: 401, type: 'authentication_error' }
    : { kind: 'turn', calls: [{ name: 'read_spans', arguments: { entity, only_errors: true, page: 0 } }] }
}

describe('acceptance/12 a broken source is left alone', () => {
  it('stops asking after three failures, says so in the answer, and goes on with the others', async () => {
    const { telemetry, asked } = withFailing(await openRecorded(drillFolder('env_address_invalid')), 'traces')
    const world = await createWorld()
    const model = await startModelBot(world, asksForSpans, { telemetry: () => telemetry })

    const answer = await waitForAnswer(world.ava, await world.ava.post(CHECKOUT, `${MENTION} why?`))
    await model.stop()
    await world.remove()

    // Two of the engine and one of the model; its other three questions were not asked.
    expect(asked()).toBe(3)
    expect(blockText(answer)).toContain('traces failed repeatedly and is left alone for now')
    expect(answer.text).toContain('env address invalid')
  })
})

/** The same telemetry with one source down; `asked` counts how often that one was asked. */
function withFailing(telemetry: Telemetry, source: TelemetrySource) {
  let count = 0
  const read: Telemetry['read'] = async (query, options) => {
    if (sourceOf(query.kind) !== source || query.kind === 'overview') return telemetry.read(query, options)
    count += 1
    return { status: 'error', code: 'telemetry_failed', why: 'the backend answered 503' }
  }
  return { telemetry: { ...telemetry, read }, asked: () => count }
}
