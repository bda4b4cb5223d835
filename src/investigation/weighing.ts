import type { Facts } from '../causal/scene/cite.ts'
import type { Evidence } from '../domain/evidence.ts'
import { CARELESS, leftOutPart, MAX_WEIGHED_CHARACTERS } from '../domain/part.ts'
import { groupFacts } from './group-facts.ts'
import type { InvestigationPorts } from './ports.ts'

/** The engine's and the gate's turn on the evidence: each is announced before it begins, and timed. */
export interface Weighing {
  /** The evidence as the engine takes it; long texts are cut when weighing them whole was left out. */
  facts(evidence: readonly Evidence[]): Facts
  run<T>(work: () => T): T
  totalMs(): number
}

export function createWeighing({ clock, care = CARELESS }: Pick<InvestigationPorts, 'clock' | 'care'>): Weighing {
  const isCut = leftOutPart(care, 'weighing') !== null
  let totalMs = 0
  return {
    facts: (evidence) => groupFacts(isCut ? evidence.map(withShortTexts) : evidence),
    run(work) {
      care.begins({ kind: 'weighing' })
      const startedAt = clock().getTime()
      const result = work()
      totalMs += clock().getTime() - startedAt
      care.ends({ kind: 'weighing' })
      return result
    },
    totalMs: () => totalMs,
  }
}

function withShortTexts(evidence: Evidence): Evidence {
  return { ...evidence, reading: shortened(evidence.reading) as Evidence['reading'] }
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_WEIGHED_CHARACTERS ? value.slice(0, MAX_WEIGHED_CHARACTERS) : value
  if (Array.isArray(value)) return value.map(shortened)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]))
}
