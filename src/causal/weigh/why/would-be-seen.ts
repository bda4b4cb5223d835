import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { rowsHeld, stepsUntil } from '../../scene/cite.ts'
import type { Scene } from '../../scene/scene.ts'
import type { SymptomKind } from '../../scene/symptoms/symptom.ts'

type Meaning = Rows['series']['meaning']
type Source = 'calls' | 'metrics' | 'logs' | 'pods'

interface Showing {
  readonly meanings?: readonly Meaning[]
  readonly isInCalls?: true
  readonly isInLogs?: true
  readonly isInPods?: true
}

/** Which readings of a unit show each kind of symptom; a kind that is not listed is never said to be missing. */
const SHOWN_IN: Readonly<Partial<Record<SymptomKind, Showing>>> = {
  error_rate: { isInCalls: true, meanings: ['error_ratio', 'errors_per_second'] },
  latency: { isInCalls: true, meanings: ['latency_ms'] },
  traffic_drop: { isInCalls: true, meanings: ['requests_per_second'] },
  traffic_surge: { isInCalls: true, meanings: ['requests_per_second'] },
  saturation: { meanings: ['cpu_ratio', 'cpu_cores', 'memory_ratio', 'memory_bytes', 'queue_depth'] },
  throttling: { meanings: ['cpu_throttled_ratio'] },
  log_error: { isInLogs: true },
  workload_unready: { isInPods: true },
  pod_pending: { isInPods: true },
  image_pull_failed: { isInPods: true },
  container_restart: { isInPods: true },
}

/** What was read of each unit: `calls` after the onset, `logs` of the incident, current `pods`, and series by what they measure. */
export type WhatWasRead = ReadonlyMap<EntityId, ReadonlySet<'calls' | 'logs' | 'pods' | Meaning>>

/** One pass over all rows, for all units. */
export function whatWasRead({ facts, graph, onset }: Scene): WhatWasRead {
  const read = new Map<EntityId, Set<'calls' | 'logs' | 'pods' | Meaning>>()
  const note = (entity: EntityId, what: 'calls' | 'logs' | 'pods' | Meaning) => {
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
  const showing = SHOWN_IN[kind]
  const own = read.get(unit)
  if (showing === undefined || own === undefined) return null
  if (showing.isInCalls && own.has('calls')) return 'calls'
  if (showing.meanings?.some((meaning) => own.has(meaning))) return 'metrics'
  if (showing.isInLogs && own.has('logs')) return 'logs'
  return showing.isInPods && own.has('pods') ? 'pods' : null
}

/** Nobody can fail or be slow whom nobody calls. */
function hasCallsFrom(row: Rows['service_calls'], onset: Date | null): boolean {
  const before = onset === null ? 0 : stepsUntil(onset, row)
  return row.counts.some((count, step) => (count ?? 0) > 0 && step + 1 > before)
}
