import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { padder } from '../../benchmarks/discipline/blamers.ts'
import { careful } from '../../benchmarks/discipline/careful.ts'
import type { Script, ScriptedReply } from '../../benchmarks/discipline/script.ts'
import { MAX_MESSAGE_CHARACTERS } from '../../src/domain/message-length.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import { calls, depends, minute, OVERVIEW, version } from '../support/facts.ts'
import { blockText, CHECKOUT, createWorld, MENTION, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { FLAG_CAUSE, flagIncident } from '../support/incidents.ts'
import { MODEL_KEY, startModelBot, type ModelBot } from '../support/model-bot.ts'
import { telemetryOf } from '../support/rows-telemetry.ts'
import { storedDiagnosis } from '../support/stored.ts'

const HUGE = 10_000_000
const WORDY_USAGE = JSON.stringify({ content: [{ type: 'text', text: 'hm' }], stop_reason: 'end_turn', usage: 'plenty' })
const HUGE_LINE = `giant payload ${'lorem ipsum '.repeat(HUGE / 12)}`

describe('acceptance/45 bad input from and for a model', () => {
  let world: TestWorld
  let model: ModelBot
  let incident: () => Telemetry = flagIncident
  beforeAll(async () => {
    world = await createWorld()
    model = await startModelBot(world, careful, { telemetry: () => incident() })
  })
  afterAll(async () => {
    await model.stop()
    await world.remove()
  })

  async function answerWith(script: Script) {
    model.server.play(script)
    const before = { log: model.bot.log.length, requests: model.server.seen.length }
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const text = blockText(await waitForAnswer(world.ava, asked)).replaceAll('\u200b', '')
    const { diagnosis } = await storedDiagnosis(model.bot, asked)
    const log = model.bot.log.slice(before.log).join('\n')
    return { text, diagnosis, log, requests: model.server.seen.slice(before.requests) }
  }

  it.each<readonly [string, ScriptedReply, string, string]>([
    ['a wrong key', { kind: 'error', status: 401, type: 'authentication_error' }, 'did not accept the key', 'model_wrong_key'],
    ['a key without the right', { kind: 'error', status: 403, type: 'permission_error' }, 'did not accept the key', 'model_wrong_key'],
    ['an unknown model', { kind: 'error', status: 404, type: 'not_found_error' }, 'does not know this model', 'model_unknown_model'],
    ['no credit', { kind: 'error', status: 402, type: 'billing_error' }, 'has no credit left', 'model_no_credit'],
    [
      'a long rate limit',
      { kind: 'error', status: 429, type: 'rate_limit_error', retryAfterSeconds: 300 },
      'limits the rate',
      'model_rate_limited',
    ],
    ['a page of a proxy', { kind: 'garbage' }, 'a reply that cannot be read', 'model_bad_reply'],
    ['a reply of megabytes', { kind: 'turn', text: 'x'.repeat(HUGE) }, 'a reply that cannot be read', 'model_bad_reply'],
    ['nothing at all', { kind: 'empty' }, 'wrote text instead of calling tools', 'no_tool_calls'],
    ['a refusal', { kind: 'refusal', text: 'I cannot help with that.' }, 'the model declined', 'refused'],
    ['a cut response', { kind: 'truncated', text: 'The cause is' }, 'response was cut off', 'cut_off'],
  ])('posts the engine’s answer and one sentence for %s, and the log has the rest', async (_what, reply, sentence, ending) => {
    const { text, diagnosis, log } = await answerWith(() => reply)

    expect(text).toContain(FLAG_CAUSE)
    expect(text.split(sentence)).toHaveLength(2)
    expect(diagnosis.stats.modelEnding).toBe(ending)
    expect(log).toContain(`"ending":"${ending}"`)
    const detail = reply.kind === 'error' ? `"failure":{"status":${reply.status},"type":"${reply.type}","requestId":"req_scripted"}` : ''
    expect(log).toContain(detail)
    expect(log).not.toContain(MODEL_KEY)
    expect(`${text}${log}`).not.toMatch(/ {2}at \w/)
  })

  it('says that tokens are counted by us when the server does not say how many it used', async () => {
    const { diagnosis } = await answerWith(() => ({ kind: 'raw', body: WORDY_USAGE }))

    expect(diagnosis.reasons.join()).toContain('tokens are counted as characters divided by 4, the cost is unknown')
    expect(diagnosis.stats.costUsd).toBeNull()
    expect(diagnosis.stats.inputTokens).toBeGreaterThan(500)
  })

  it('shows a model a page of a log line of ten megabytes, and says how much is left out', async () => {
    incident = hugeIncident

    const { text, requests, diagnosis } = await answerWith(padder)

    expect(text).toContain(FLAG_CAUSE)
    expect(diagnosis.notChecked).toContainEqual({
      source: 'logs',
      why: `a text of ${HUGE_LINE.length} characters was weighed in its first ${MAX_MESSAGE_CHARACTERS} only`,
    })
    expect(Math.max(...requests.map(({ inputTokens }) => inputTokens))).toBeLessThan(20_000)
    expect(JSON.stringify(requests.map(({ messages }) => messages))).toMatch(/\(\d{6,} more characters\)/)
  })
})

function hugeIncident() {
  const flags = (variant: string) => ({
    data: {
      'flags.json': JSON.stringify({
        flags: { quotesFailure: { state: 'ENABLED', defaultVariant: variant, variants: { on: true, off: false } } },
      }),
    },
  })
  return telemetryOf({
    overview: [OVERVIEW],
    object_versions: [
      version('shop/ConfigMap/flags', flags('off'), { until: 19 }),
      version('shop/ConfigMap/flags', flags('on'), { at: 20, changedAt: minute(18) }),
    ],
    service_calls: [
      calls('shop/Service/storefront', { from: { at: 19, errors: 30 } }),
      calls('shop/Service/quotes', { from: { at: 19, errors: 50 } }),
    ],
    dependencies: [depends('shop/Service/storefront', 'shop/Service/quotes')],
    log_patterns: [
      {
        entity: 'shop/Service/quotes',
        pattern: 'giant payload <*>',
        severity: 'error',
        incidentCount: 3,
        baselineCount: 0,
        firstAt: minute(19),
        lastAt: null,
        example: HUGE_LINE,
      },
    ],
  })
}
