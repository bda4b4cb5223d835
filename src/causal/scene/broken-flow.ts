import type { EntityId } from '../../domain/entity.ts'
import { cite, type Facts, type Held, rowsHeld } from './cite.ts'
import type { Argument } from '../../domain/evidence.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptoms/symptom-sources.ts'

/** A service whose requests no longer come to a line that always came next. */
export interface BrokenFlow {
  readonly service: EntityId
  readonly held: Held<'log_patterns'>
  readonly next: NonNullable<Held<'log_patterns'>['row']['next']>
  /** Requests that left the line out. */
  readonly left: number
  /** True when nothing but the service's own code lies between the two lines. */
  readonly isLocal: boolean
}

/** Two lines this close together have no call to another service between them: one through a network takes longer. */
const NO_CALL_MS = 1
/** One request may have been cut off by the recording: a slight sign. */
export const LEAST_LEFT = 2
const SLIGHT = 0.45
/** Fewer left out of those that came so far is a request cut off by the end of a file. */
const LEAST_SHARE = 0.1

/**
 * Where requests leave the code earlier than they always did, by their log lines: in the service's own code first, then the most often left out. Where an
 * answer lies between the two lines, only of services that ask nobody whose own requests break off. Empty when no reading tells what follows what.
 */
export function brokenFlows(facts: Facts): readonly BrokenFlow[] {
  const broken = rowsHeld(facts, 'log_patterns').flatMap((held) => flowOf(held) ?? [])
  const services = new Set(broken.map(({ service }) => service))
  const asks = (service: EntityId) => rowsHeld(facts, 'call_edges').filter(({ row }) => row.caller === service && row.callee !== service)
  const isFirst = ({ service, isLocal }: BrokenFlow) => isLocal || !asks(service).some(({ row }) => services.has(row.callee))
  return broken.filter(isFirst).toSorted((a, b) => Number(b.isLocal) - Number(a.isLocal) || b.left - a.left)
}

/** The break in words, with the line after which requests now end. */
export function flowArgument({ service, held, next, left }: BrokenFlow): Argument {
  const text = `${left} of ${next.seen} requests at ${service} never come to "${next.pattern}", which always followed "${held.row.pattern}"`
  return { text, citations: cite(held, held.row.example, { role: 'mechanism', at: held.row.firstAt }) }
}

/** The plainest break of each service: it fails those requests, also where nobody recorded which calls failed. */
export function brokenFlowSymptoms({ facts, isInScope }: SymptomSources): readonly RawSymptom[] {
  const flows = Map.groupBy(brokenFlows(facts), ({ service }) => service)
  return [...flows].flatMap(([entity, [flow]]) => {
    if (flow === undefined || !isInScope(entity)) return []
    const { held, next, left } = flow
    const strength = left < LEAST_LEFT ? SLIGHT : Math.min(0.9, 0.4 + left / next.seen / 2)
    return [symptomFrom('log', { kind: 'error_rate', entity, since: held.row.firstAt, strength, ...flowArgument(flow) })]
  })
}

function flowOf(held: Held<'log_patterns'>): BrokenFlow | null {
  const { next, entity } = held.row
  if (next === undefined) return null
  const left = next.seen - next.followed
  if (left === 0 || left < next.seen * LEAST_SHARE) return null
  return { service: entity, held, next, left, isLocal: next.gapMs < NO_CALL_MS }
}
