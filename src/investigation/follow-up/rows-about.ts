import { howOften } from '../../domain/how-often.ts'
import { cite, type Held } from '../../causal/scene/cite.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { wordsForQuery } from '../../domain/query-words.ts'
import { rowsOf } from '../../domain/reading.ts'
import type { QueryKind } from '../../domain/telemetry-rows.ts'
import { timeOf } from './row-time.ts'
import type { Recorded } from './recorded.ts'

/** The line of a row that tells most, by kind; the first that the row has is quoted. */
const TELLING: Readonly<Partial<Record<QueryKind, readonly string[]>>> = {
  alerts: ['summary: ', 'name: '],
  kubernetes_events: ['message: '],
  object_versions: ['object.spec', 'object.data', 'entity: '],
  service_calls: ['errors: ', 'counts: '],
  call_edges: ['errors: ', 'counts: '],
  series: ['values: '],
  log_patterns: ['example: '],
  call_failures: ['example: '],
  log_examples: ['body: '],
  span_examples: ['statusMessage: ', 'operation: '],
  checks: ['state: ', 'output: '],
  provider_status: ['state: '],
}
const NAMING_FIELDS = ['entity', 'service', 'caller', 'callee'] as const

/** Recorded rows about the things (or about anything, when none is given), one point each with its most telling line, in order of recording. */
export function rowsAbout({ evidence, scene }: Recorded, about: readonly EntityId[], kinds?: readonly QueryKind[]): readonly Argument[] {
  const units = new Set(about.map((entity) => scene.graph.unitOf(entity)))
  const isAbout = (entity: unknown) =>
    typeof entity === 'string' && (about.includes(entity as EntityId) || units.has(scene.graph.unitOf(entity as EntityId)))
  return evidence.flatMap(({ id, query, reading }) => {
    const lines = TELLING[query.kind]
    if (lines === undefined || (kinds !== undefined && !kinds.includes(query.kind))) return []
    const rows = rowsOf<Held['row']>(reading as never).filter(
      (row) => about.length === 0 || NAMING_FIELDS.some((field) => isAbout(fieldOf(row, field))),
    )
    return rows.map((row) => pointOf({ evidenceId: id, row }, query.kind, lines))
  })
}

function pointOf(held: Held, kind: QueryKind, lines: readonly string[]): Argument {
  const at = timeOf(held.row)
  const line = lines.find((one) => cite(held, one, { role: 'symptom', at }).length > 0)
  const names = NAMING_FIELDS.map((field) => fieldOf(held.row, field))
    .filter((name) => typeof name === 'string')
    .join(' → ')
  const metric = fieldOf(held.row, 'metric')
  const count = fieldOf(held.row, 'incidentCount')
  const text = [wordsForQuery(kind), names, metric, typeof count === 'number' ? howOften(count) : null].filter(Boolean).join(', ')
  return { text, citations: line === undefined ? [] : cite(held, line, { role: 'symptom', at }) }
}

function fieldOf(row: Held['row'], field: string): unknown {
  return (row as unknown as Readonly<Record<string, unknown>>)[field]
}
