import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { calls, depends, minute, OVERVIEW, version } from '../support/facts.ts'
import { CHECKOUT, createWorld, MENTION, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { startModelBot, type ModelBot } from '../support/model-bot.ts'
import { telemetryOf } from '../support/rows-telemetry.ts'
import { SECRET_KINDS } from '../support/secrets.ts'
import { storedDiagnosis } from '../support/stored.ts'

const SAMPLES = SECRET_KINDS.flatMap(({ samples }) => samples)

/** An incident whose logs, objects, alerts and commits are full of secrets. */
function leakyIncident() {
  const flags = (variant: string) => ({
    data: {
      'flags.json': JSON.stringify({
        flags: { quotesFailure: { state: 'ENABLED', defaultVariant: variant, variants: { on: true, off: false } } },
      }),
    },
  })
  return telemetryOf({
    overview: [OVERVIEW],
    alerts: SAMPLES.slice(0, 40).map(({ text }) => ({
      name: 'HighErrors',
      entity: 'shop/Service/quotes' as const,
      state: 'firing' as const,
      labels: { note: text },
      summary: text,
      startsAt: minute(20),
      endsAt: null,
      value: null,
    })),
    object_versions: [
      version('shop/ConfigMap/flags', flags('off'), { until: 19 }),
      version('shop/ConfigMap/flags', flags('on'), { at: 20, changedAt: minute(18) }),
      ...SAMPLES.map(({ text }, index) => version(`shop/ConfigMap/note-${index}`, { data: { 'note.txt': text } })),
    ],
    service_calls: [
      calls('shop/Service/storefront', { from: { at: 19, errors: 30 } }),
      calls('shop/Service/quotes', { from: { at: 19, errors: 50 } }),
    ],
    dependencies: [depends('shop/Service/storefront', 'shop/Service/quotes')],
    log_patterns: SAMPLES.map(({ text }) => ({
      entity: 'shop/Service/quotes' as const,
      pattern: text,
      severity: 'error' as const,
      incidentCount: 3,
      baselineCount: 0,
      firstAt: minute(19),
      lastAt: null,
      example: text,
    })),
  })
}

describe('acceptance/31 secrets never leave', () => {
  let world: TestWorld
  let model: ModelBot
  beforeAll(async () => {
    world = await createWorld()
    model = await startModelBot(world, careful, { telemetry: leakyIncident })
  })
  afterAll(async () => {
    await model.stop()
    await world.remove()
  })

  it('masks every secret before the model, Slack, the database and the log', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)

    const { diagnosis, evidence, investigation } = await storedDiagnosis(model.bot, asked)
    const places = {
      model: JSON.stringify(model.server.seen.map(({ body }) => body)),
      slack: JSON.stringify(world.slack.calls),
      database: JSON.stringify([diagnosis, evidence, await model.bot.store.loadTurns(investigation.id)]),
      log: model.bot.log.join('\n'),
    }

    const leaks = Object.entries(places).flatMap(([place, text]) =>
      SAMPLES.filter(({ secret }) => text.includes(JSON.stringify(secret).slice(1, -1))).map(({ secret }) => `${place}: ${secret}`),
    )
    expect(SAMPLES.length).toBeGreaterThanOrEqual(200)
    expect(places.model).toContain('[masked]')
    expect(leaks).toEqual([])
  })

  it('never writes a provider’s key or a Slack token to the log', () => {
    const log = model.bot.log.join('\n')

    expect(log).not.toContain('made-up-key-of-a-test')
    expect(log).not.toContain(world.slack.botToken)
  })
})
