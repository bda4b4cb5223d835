import { parseEntity } from '../../../src/domain/entity.ts'
import { isAnswered, type Reading } from '../../../src/domain/reading.ts'
import type { QueryKind, Rows } from '../../../src/domain/telemetry-rows.ts'
import { LISTED } from '../../../src/telemetry/live/kubernetes/kinds.ts'
import type { Telemetry } from '../../../src/telemetry/port.ts'

/** A part of what was recorded that linked sources do not have, or have otherwise. */
export interface Graft {
  /** What live lacks, in words. */
  readonly reason: string
  readonly kinds: readonly QueryKind[]
  /** Of the recorded rows those that are added to the live ones; without it the recorded answer stands for the live one. */
  readonly isAdded?: (row: Rows[QueryKind]) => boolean
}

const LISTED_KINDS: ReadonlySet<string> = new Set(LISTED.map(({ kind }) => kind))

/** Every reason why a live answer may differ from a recorded one, the narrowest first. */
export const GRAFTS: readonly Graft[] = [
  {
    reason: 'objects of kinds that are not listed',
    kinds: ['object_versions'],
    isAdded: (row) => !LISTED_KINDS.has(kindOf(row)),
  },
  { reason: 'no earlier state of objects', kinds: ['object_versions'] },
  { reason: 'no events that expired', kinds: ['kubernetes_events'] },
  { reason: 'no spans, only what is counted of them', kinds: ['service_calls', 'call_edges', 'dependencies', 'span_examples'] },
  { reason: 'no logs of nodes', kinds: ['log_patterns'], isAdded: (row) => kindOf(row) === 'Node' },
  { reason: 'no logs but the last lines of pods that are there', kinds: ['log_patterns', 'call_failures', 'log_examples'] },
  { reason: 'no metrics but those of known exporters', kinds: ['series'] },
  { reason: 'alerts only as their history keeps them', kinds: ['alerts'] },
  { reason: 'another beginning of what is told', kinds: ['overview'] },
]

function kindOf(row: Rows[QueryKind]): string {
  return 'entity' in row && row.entity !== null ? parseEntity(row.entity).kind : ''
}

/** The live telemetry, which answers some questions as the recorded one does. Both stay open when it is closed. */
export function grafted(live: Telemetry, recorded: Telemetry, grafts: readonly Graft[]): Telemetry {
  return {
    label: live.label,
    async read(query, options) {
      const graft = grafts.findLast(({ kinds }) => kinds.some((kind) => kind === query.kind))
      if (graft === undefined) return live.read(query, options)
      if (graft.isAdded === undefined) return recorded.read(query, options)
      const [own, other] = await Promise.all([live.read(query, options), recorded.read(query, options)])
      return withRows(own, isAnswered(other) ? other.rows.filter(graft.isAdded) : [])
    },
    close: () => Promise.resolve(),
  }
}

/** The same telemetry, asked each question once; it stays open when a run closes it. */
export function askedOnce(telemetry: Telemetry): Telemetry {
  const answers = new Map<string, Promise<Reading<never>>>()
  return {
    label: telemetry.label,
    read(query, options) {
      const key = JSON.stringify(query)
      const answer = answers.get(key) ?? telemetry.read(query, options)
      answers.set(key, answer as Promise<Reading<never>>)
      return answer
    },
    close: () => Promise.resolve(),
  }
}

function withRows<T>(reading: Reading<T>, added: readonly T[]): Reading<T> {
  return isAnswered(reading) ? { ...reading, rows: [...reading.rows, ...added] } : reading
}
