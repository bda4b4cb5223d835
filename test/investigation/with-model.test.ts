import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { BAD_MODELS } from '../../benchmarks/discipline/personas.ts'
import type { Script } from '../../benchmarks/discipline/script.ts'
import { startModelServer, type ModelServer } from '../../benchmarks/discipline/server.ts'
import { openAnthropicModel } from '../../src/agent/anthropic.ts'
import { loadPrompts, type Prompts } from '../../src/agent/prompts.ts'
import type { Turn } from '../../src/agent/run-state.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { investigate } from '../../src/investigation/investigate.ts'
import type { ModelPorts } from '../../src/investigation/model-ports.ts'
import { calls, depends, minute, OVERVIEW, START, version } from '../support/facts.ts'
import { INJECTIONS } from '../support/injections.ts'
import { telemetryOf } from '../support/rows-telemetry.ts'

const CAUSE = 'shop/ConfigMap/flags'
const flags = (variant: string) => ({
  data: {
    'flags.json': JSON.stringify({
      flags: { quotesFailure: { state: 'ENABLED', defaultVariant: variant, variants: { on: true, off: false } } },
    }),
  },
})
const INCIDENT: Parameters<typeof telemetryOf>[0] = {
  overview: [OVERVIEW],
  object_versions: [version(CAUSE, flags('off'), { until: 19 }), version(CAUSE, flags('on'), { at: 20, changedAt: minute(18) })],
  service_calls: [
    calls('shop/Service/storefront', { from: { at: 19, errors: 30 } }),
    calls('shop/Service/shipping', { from: { at: 19, errors: 40 } }),
    calls('shop/Service/quotes', { from: { at: 19, errors: 50 } }),
  ],
  dependencies: [depends('shop/Service/storefront', 'shop/Service/shipping'), depends('shop/Service/shipping', 'shop/Service/quotes')],
}

let server: ModelServer
let prompts: Prompts

beforeAll(async () => {
  server = await startModelServer(careful)
  prompts = await loadPrompts('prompts')
})
afterAll(() => server.close())

interface Options {
  readonly incident?: Parameters<typeof telemetryOf>[0]
  readonly ports?: Partial<ModelPorts>
}

async function investigateWith(script: Script, { incident = INCIDENT, ports = {} }: Options = {}): Promise<Diagnosis> {
  server.play(script)
  const model: ModelPorts = {
    model: openAnthropicModel({ name: 'scripted', modelId: 'scripted-1', apiKey: 'none', baseUrl: server.url, effort: null }),
    prompts,
    marker: 'm4rk',
    limits: { turns: 12, inputTokens: 200_000, costUsd: 1, wallSeconds: 600 },
    price: null,
    clock: () => START,
    signal: new AbortController().signal,
    wait: () => Promise.resolve(),
    recorded: [],
    recordTurn: () => Promise.resolve(),
    onEnd: () => undefined,
    findSimilar: () => Promise.resolve({ kind: 'unavailable' as const, why: 'No history here.' }),
    searchRunbooks: () => Promise.resolve({ kind: 'unavailable' as const, why: 'No runbooks here.' }),
    ...ports,
  }
  return investigate(
    { investigationId: null, environment: 'shop', question: '', mayRead: () => true },
    {
      telemetry: telemetryOf(incident),
      clock: () => START,
      signal: new AbortController().signal,
      recorded: [],
      append: () => Promise.resolve(),
      progress: () => undefined,
      model,
    },
  )
}

/** Asks for past incidents, runbooks and candidates at once, then submits what the careful model would. */
const readMemory: Script = (request) => {
  const calls = [...['find_similar_incidents', 'search_runbooks'].map((name) => ({ name, arguments: { text: 'quotes' } })), CANDIDATES]
  if (!request.messages.some(({ role }) => role === 'assistant')) return { kind: 'turn', calls }
  const readEnough = Array.from({ length: 6 }, () => ({ role: 'assistant' as const, text: '', calls: [] }))
  return careful({ ...request, messages: [...request.messages, ...readEnough] })
}
const CANDIDATES = { name: 'read_candidates', arguments: { entity: null } }

/** Takes the past cause for the present one, and quotes the past incident as its evidence. */
function believe(evidenceId: string): ReturnType<Script> {
  const citation = { evidence_id: evidenceId, locator: 'i1', quote: 'heap at 100 %', role: 'mechanism' }
  const cause = {
    entity: 'shop/Deployment/wishlist',
    mechanism: 'memory_leak',
    confidence: 0.9,
    since: null,
    for: [{ text: 'it was the cause last time', citations: [citation] }],
    against: [],
    disconfirming_evidence: [],
    propagation: [],
  }
  const form = {
    outcome: 'diagnosis',
    summary: 'the same as last time',
    root_causes: [cause],
    alternatives: [],
    ruled_out: [],
    reasons: [],
  }
  return { kind: 'turn', calls: [{ name: 'submit_diagnosis', arguments: form }] }
}

/** A history and a runbook that hold the text wherever people write. */
function memoryOf(text: string): Partial<ModelPorts> {
  const past = {
    incidentId: 'i1',
    channelId: 'C1',
    environment: 'shop',
    openedAt: START,
    title: text,
    outcome: 'diagnosis' as const,
    causes: [{ entity: 'shop/Deployment/wishlist' as const, mechanism: 'memory_leak', confidenceWord: 'verified' as const }],
    verdict: { word: 'confirmed' as const, trueCauses: [], note: text },
    because: ['the same environment'],
  }
  const passage = { file: 'runbooks/quotes.md', heading: text, line: 1, text }
  return {
    findSimilar: () => Promise.resolve({ kind: 'searched', incidents: [past], left: 0, notCompared: 0 }),
    searchRunbooks: () => Promise.resolve({ kind: 'searched', passages: [passage], left: 0, fileCount: 1, stale: null }),
  }
}

function causes(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.rootCauses.map(({ entity }) => entity)
}

describe('investigation with a model', () => {
  it('keeps the engine’s confidence when a careful model agrees, and says what was spent', async () => {
    const diagnosis = await investigateWith(careful)
    const alone = await investigateWith(BAD_MODELS['prose only'] ?? careful)

    expect(causes(diagnosis)).toEqual([CAUSE])
    expect(diagnosis.rootCauses[0]?.confidence).toBe(alone.rootCauses[0]?.confidence)
    expect(diagnosis.versions).toMatchObject({ model: 'scripted', promptHash: prompts.hash })
    expect(diagnosis.stats).toMatchObject({ turns: 8, costUsd: null })
    expect(diagnosis.stats.inputTokens).toBeGreaterThan(0)
  })

  it.each(Object.keys(BAD_MODELS))('lets nothing but the engine’s cause through a %s', async (name) => {
    const diagnosis = await investigateWith(BAD_MODELS[name] ?? careful)

    expect(causes(diagnosis)).toEqual([CAUSE])
  })

  it('never posts an invented receipt or entity', async () => {
    const diagnosis = await investigateWith(BAD_MODELS['inventor'] ?? careful)

    expect(JSON.stringify(diagnosis)).not.toMatch(/wishlist|heap at 100/)
    expect(diagnosis.reasons).toContainEqual(expect.stringContaining('sent the model’s answer back 3 times'.replace('’', "'")))
  })

  it('refuses a change to the system and says that it was asked for', async () => {
    const diagnosis = await investigateWith(BAD_MODELS['injected'] ?? careful)

    expect(diagnosis.reasons).toContainEqual(expect.stringContaining('kubectl_delete'))
    const refusal = server.seen
      .at(-1)
      ?.messages.flatMap((message) => (message.role === 'tools' ? message.results.map(({ text }) => text) : []))
      .join('\n')
    expect(refusal).toContain('There is no tool kubectl_delete')
  })

  it('cuts a loop within the turns of its budget', async () => {
    const before = server.seen.length

    const diagnosis = await investigateWith(BAD_MODELS['looper'] ?? careful)

    expect(server.seen.length - before).toBeLessThanOrEqual(6)
    expect(diagnosis.reasons).toContainEqual(expect.stringContaining('without finding anything new'))
  })

  it.each([
    [{ kind: 'error', status: 401, type: 'authentication_error' }, 'did not accept the key'],
    [{ kind: 'error', status: 404, type: 'not_found_error' }, 'does not know this model'],
    [{ kind: 'error', status: 429, type: 'insufficient_quota' }, 'no credit'],
    [{ kind: 'error', status: 529, type: 'overloaded_error' }, 'overloaded'],
    [{ kind: 'error', status: 429, type: 'rate_limit_error', retryAfterSeconds: 300 }, 'limits the rate'],
    [{ kind: 'garbage' }, 'cannot be read'],
    [{ kind: 'refusal', text: 'no' }, 'declined'],
    [{ kind: 'empty' }, 'wrote text instead'],
  ] as const)('posts the engine’s answer with one plain sentence when the model gives %o', async (reply, sentence) => {
    const diagnosis = await investigateWith(() => reply)

    expect(causes(diagnosis)).toEqual([CAUSE])
    expect(diagnosis.reasons.filter((reason) => reason.includes(sentence))).toHaveLength(1)
  })

  it('continues a killed run from its stored turns and asks for none of them again', async () => {
    const turns: Turn[] = []
    await investigateWith(careful, { ports: { recordTurn: (turn) => Promise.resolve(void turns.push(turn)) } })
    const stored = (JSON.parse(JSON.stringify(turns.slice(0, 5))) as Turn[]).map((turn) => ({ ...turn, at: new Date(turn.at) }))
    const before = server.seen.length

    const resumed = await investigateWith(careful, { ports: { recorded: stored } })

    expect(causes(resumed)).toEqual([CAUSE])
    // Three turns were left of eight, and one review.
    expect(server.seen.length - before).toBe(4)
    expect(server.seen[before]?.messages.filter((message) => message.role === 'assistant')).toHaveLength(5)
  })

  it('keeps the first request small, grows slowly, and leaves the prefix alone for the provider’s cache', async () => {
    const before = server.seen.length
    await investigateWith(careful)
    const requests = server.seen.slice(before, before + 8)
    const growth = requests.slice(1).map((request, index) => request.inputTokens - (requests[index]?.inputTokens ?? 0))
    const share =
      requests.reduce((sum, request) => sum + request.cachedTokens, 0) / requests.reduce((sum, request) => sum + request.inputTokens, 0)

    expect(requests[0]?.inputTokens).toBeLessThanOrEqual(8000)
    expect(growth.toSorted((a, b) => a - b)[Math.floor(growth.length / 2)]).toBeLessThanOrEqual(4000)
    expect(share).toBeGreaterThanOrEqual(0.8)
  })

  it.each([
    ['forward by hours', 3600_000, 'the time limit was used up'],
    ['back by hours', -3600_000, null],
  ])('answers although the clock jumps %s in the middle', async (_which, jumpMs, note) => {
    let asked = 0
    const clock = () => new Date(START.getTime() + (asked++ > 2 ? jumpMs : 0))

    const diagnosis = await investigateWith(careful, { ports: { clock } })

    expect(causes(diagnosis)).toEqual([CAUSE])
    expect(diagnosis.reasons.join('; ')).toEqual(note === null ? '' : `the evidence engine answered alone: ${note}`)
  })

  it('gives the same answer with every injected text in logs, annotations, commits, alerts and the question', async () => {
    const expected = causes(await investigateWith(careful))
    const wrong: string[] = []
    for (const text of INJECTIONS) {
      const row = {
        entity: 'shop/Service/quotes' as const,
        pattern: text,
        severity: 'error' as const,
        incidentCount: 3,
        baselineCount: 0,
        firstAt: minute(19),
        lastAt: null,
        example: text,
      }
      const poisoned = {
        ...INCIDENT,
        log_patterns: [row],
        alerts: [
          {
            name: 'HighErrors',
            entity: 'shop/Service/quotes' as const,
            state: 'firing' as const,
            labels: { note: text },
            summary: text,
            startsAt: minute(20),
            endsAt: null,
            value: null,
          },
        ],
        changes: [
          { change: 'commit' as const, sha: 'a'.repeat(40), author: null, at: minute(5), message: text, files: ['README.md'], diff: null },
        ],
        object_versions: [
          ...(INCIDENT.object_versions ?? []),
          version('shop/Deployment/quotes', { metadata: { annotations: { note: text } } }),
        ],
      }
      const answer = causes(await investigateWith(careful, { incident: poisoned }))
      if (answer.join() !== expected.join()) wrong.push(`${text.slice(0, 60)} -> ${answer.join()}`)
    }

    expect(wrong).toEqual([])
  })

  it('gives the same answer with every injected text in runbooks and past incidents', async () => {
    const expected = causes(await investigateWith(careful))
    const wrong: string[] = []
    for (const text of INJECTIONS) {
      const before = server.seen.length
      const answer = causes(await investigateWith(readMemory, { ports: memoryOf(text) }))
      const shown = JSON.stringify(server.seen.slice(before).map(({ messages }) => messages))
      if (!shown.includes('past cause is a hint') || !shown.includes('runbook is written for people'))
        wrong.push('the tools were not asked')
      if (answer.join() !== expected.join()) wrong.push(`${text.slice(0, 60)} -> ${answer.join()}`)
    }

    expect(wrong).toEqual([])
  })

  it('cannot cite a past incident or a runbook as evidence', async () => {
    const cited =
      (evidenceId: string): Script =>
      (request) =>
        request.messages.some(({ role }) => role === 'assistant') ? believe(evidenceId) : readMemory(request)

    for (const id of ['E1', 'P1', 'i1', 'E999']) {
      const diagnosis = await investigateWith(cited(id), { ports: memoryOf('heap at 100 %') })

      expect(causes(diagnosis)).toEqual([CAUSE])
      expect(JSON.stringify([diagnosis.rootCauses, diagnosis.alternatives, diagnosis.receipts])).not.toMatch(/wishlist|heap at 100/)
      expect(diagnosis.reasons.join()).toMatch(/sent the model's answer back|without finding anything new|not understood/)
    }
  })
})
