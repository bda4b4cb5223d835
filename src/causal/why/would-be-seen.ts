import type { EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { rowsHeld } from '../cite.ts'
import type { Scene } from '../scene.ts'
import type { SignalKind } from '../signal.ts'

type Meaning = Rows['series']['meaning']
type Source = 'calls' | 'metrics' | 'logs' | 'pods'

interface Showing {
  readonly meanings?: readonly Meaning[]
  readonly isInCalls?: true
  readonly isInLogs?: true
  readonly isInPods?: true
}

/** Which readings of a unit show each kind of symptom; a kind that is not listed is never said to be missing. */
const SHOWN_IN: Readonly<Partial<Record<SignalKind, Showing>>> = {
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

/** What was read of the unit that would show a symptom of this kind there; null when nothing would, so that its absence says nothing. */
export function sourceThatWouldShow(kind: SignalKind, unit: EntityId, scene: Scene): Source | null {
  const showing = SHOWN_IN[kind]
  if (showing === undefined) return null
  const { facts, onset } = scene
  const isOwn = (entity: EntityId) => scene.graph.unitOf(entity) === unit
  if (showing.isInCalls && rowsHeld(facts, 'service_calls').some(({ row }) => isOwn(row.service) && hasCallsFrom(row, onset)))
    return 'calls'
  if (rowsHeld(facts, 'series').some(({ row }) => (showing.meanings ?? []).includes(row.meaning) && isOwn(row.entity))) return 'metrics'
  if (showing.isInLogs && rowsHeld(facts, 'log_patterns').some(({ row }) => isOwn(row.entity) && row.incidentCount > 0)) return 'logs'
  const hasPods = () => rowsHeld(facts, 'object_versions').some(({ row }) => row.isCurrent && isPod(row.entity) && isOwn(row.entity))
  return showing.isInPods && hasPods() ? 'pods' : null
}

/** Nobody can fail or be slow whom nobody calls. */
function hasCallsFrom({ counts, startAt, stepSeconds }: Rows['service_calls'], onset: Date | null): boolean {
  return counts.some((count, step) => (count ?? 0) > 0 && (onset === null || shiftSeconds(startAt, (step + 1) * stepSeconds) > onset))
}

function isPod(entity: EntityId): boolean {
  return entity.split('/')[1] === 'Pod'
}
