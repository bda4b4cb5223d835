import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { rowsHeld, stepsUntil } from '../../scene/cite.ts'
import type { Scene } from '../../scene/scene.ts'
import type { SymptomKind } from '../../scene/symptoms/symptom.ts'

type Meaning = Rows['series']['meaning']
type Source = 'calls' | 'metrics' | 'logs' | 'pods'

/** Readings that may show something; measures by what they are about. */
type What = Exclude<Source, 'metrics'> | Meaning

/** Which readings of a unit show each kind of symptom; a kind that is not listed is never said to be missing. */
const SHOWN_IN: Readonly<Partial<Record<SymptomKind, readonly What[]>>> = {
  error_rate: ['calls', 'error_ratio', 'errors_per_second'],
  latency: ['calls', 'latency_ms'],
  traffic_drop: ['calls', 'requests_per_second'],
  traffic_surge: ['calls', 'requests_per_second'],
  saturation: ['cpu_ratio', 'cpu_cores', 'memory_ratio', 'memory_bytes', 'queue_depth'],
  throttling: ['cpu_throttled_ratio'],
  log_error: ['logs'],
  workload_unready: ['pods'],
  pod_pending: ['pods'],
  image_pull_failed: ['pods'],
  container_restart: ['pods'],
}

/** What was read of each unit: `calls` after the onset, `logs` of the incident, current `pods`, and series by what they measure. */
export type WhatWasRead = ReadonlyMap<EntityId, ReadonlySet<What>>

/** One pass over all rows, for all units. */
export function whatWasRead({ facts, graph, onset }: Scene): WhatWasRead {
  const read = new Map<EntityId, Set<What>>()
  const note = (entity: EntityId, what: What) => {
    const unit = graph.unitOf(entity)
    const known = read.get(unit)
    if (known === undefined) read.set(unit, new Set([what]))
    else known.add(what)
  }
  for (const { row } of rowsHeld(facts, 'service_calls')) if (hasCallsFrom(row, onset)) note(row.service, 'calls')
  for (const { row } of rowsHeld(facts, 'series')) note(row.entity, row.meaning)
  for (const { row } of rowsHeld(facts, 'log_patterns')) if (row.incidentCount > 0) note(row.entity, 'logs')
  for (const { row } of rowsHeld(facts, 'object_versions'))
    if (row.isCurrent && parseEntity(row.entity).kind === 'Pod') note(row.entity, 'pods')
  return read
}

/** What was read of the unit that would show a symptom of this kind there; null when nothing would, so that its absence says nothing. */
export function sourceThatWouldShow(kind: SymptomKind, unit: EntityId, read: WhatWasRead): Source | null {
  const own = read.get(unit)
  const what = SHOWN_IN[kind]?.find((one) => own?.has(one)) ?? null
  return what === null || what === 'calls' || what === 'logs' || what === 'pods' ? what : 'metrics'
}

/** Nobody can fail or be slow whom nobody calls. */
function hasCallsFrom(row: Rows['service_calls'], onset: Date | null): boolean {
  const before = onset === null ? 0 : stepsUntil(onset, row)
  return row.counts.some((count, step) => (count ?? 0) > 0 && step + 1 > before)
}
