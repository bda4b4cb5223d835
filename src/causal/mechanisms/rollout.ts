import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Proposal } from '../candidate.ts'
import { symptomsOf } from '../explain.ts'
import type { ObjectChange } from '../object-history.ts'
import type { Scene } from '../scene.ts'
import type { SignalKind } from '../signal.ts'
import { THRESHOLDS } from '../weights.ts'
import { rollBack } from './actions.ts'
import type { Mechanism } from './mechanism.ts'

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet'])
/** Only what begins at the changed workload itself speaks against its rollout. */
const OWN_EFFECTS: readonly SignalKind[] = [
  'container_restart',
  'workload_unready',
  'pod_pending',
  'error_rate',
  'latency',
  'log_error',
  'saturation',
  'throttling',
  'no_endpoints',
]

/**
 * A rollout after which its own workload fails while nothing it calls does. That a rollout is recent proves nothing, so it counts as an inference; a
 * mechanism that says what in the rollout is wrong comes before it.
 */
export const rollout: Mechanism = {
  name: 'rollout_regression',
  propose(scene) {
    const changes = scene.objects.changes.filter((change) => WORKLOADS.has(parseEntity(change.entity).kind) && isTemplateChange(change))
    return [...Map.groupBy(changes, (change) => change.entity)].flatMap(([workload, own]) => proposalFor(workload, own, scene))
  },
}

/** A restart changes nothing, and labels only move pods between selectors. */
function isTemplateChange(change: ObjectChange): boolean {
  return change.kind === 'updated' && change.path.startsWith('spec.template.spec.') && !change.path.endsWith('restartedAt')
}

function proposalFor(workload: EntityId, changes: readonly ObjectChange[], scene: Scene): readonly Proposal[] {
  const unit = scene.graph.unitOf(workload)
  const since = changes[0]?.at ?? null
  const own = symptomsOf(scene).filter((signal) => scene.graph.unitOf(signal.entity) === unit && OWN_EFFECTS.includes(signal.kind))
  const isAfter = own.some(
    (signal) => since !== null && signal.since !== null && signal.since.getTime() >= since.getTime() - THRESHOLDS.lagSeconds * 1000,
  )
  if (!isAfter || isWaiting(unit, scene)) return []
  return [
    {
      entity: workload,
      mechanism: 'rollout_regression',
      since,
      basis: 'inferred',
      for: changes.slice(0, 3).map((change) => ({
        text: `${change.path} changed from ${change.from ?? 'nothing'} to ${change.to ?? 'nothing'}`,
        citations: change.citations,
      })),
      against: [],
      victims: [workload],
      effects: OWN_EFFECTS,
      disprovenBy: 'the same symptoms on pods of the earlier revision',
      disconfirmingQueries: [{ kind: 'object_versions', entity: workload }],
      action: rollBack(workload, changes[0]?.citations ?? []),
    },
  ]
}

/** True when something that it calls fails by more than its own word: then it may be waiting and not wrong itself. */
function isWaiting(unit: EntityId, scene: Scene): boolean {
  const failing = symptomsOf(scene).filter((signal) => OWN_EFFECTS.includes(signal.kind) && signal.seenBy !== unit)
  const units = new Set(failing.map((signal) => scene.graph.unitOf(signal.entity)))
  return scene.graph.from(unit, 'calls').some((callee) => callee !== unit && units.has(callee))
}
