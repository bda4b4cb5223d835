import { parseEntity } from '../../domain/entity.ts'
import { findEvents, quoteEvent, quoteState } from '../scene/kubernetes/event-search.ts'
import { numberAt } from '../scene/json.ts'
import { type ObjectChange, type ObjectVersion, standing } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding, OVERLOADED } from './shared/finding.ts'
import { editRemedy } from './shared/remedies.ts'

/**
 * How the controller says that it took pods away because there were more than it may have: `New size: 1; reason: Current number of replicas above
 * Spec.MaxReplicas`. Nothing but a lower limit, or somebody who scaled by hand, brings that about. Source: pkg/controller/podautoscaler/horizontal.go.
 */
const ABOVE_LIMIT = /Current number of replicas above Spec\.MaxReplicas/
/** Reason of the condition `ScalingLimited` while the controller wants more pods than it may have. Source: the same. */
const AT_LIMIT = 'TooManyReplicas'

/** An autoscaler whose limit was lowered, so that what it scales runs with fewer pods than it needs. */
export const autoscalerCapped = family('autoscaler_limit_lowered', (scene) =>
  scene.objects.current('HorizontalPodAutoscaler').map((scaler) => findingFor(scaler, scene)),
)

function findingFor(scaler: ObjectVersion, scene: Scene): Finding | null {
  const { entity } = scaler.row
  const [cut] = findEvents(scene, ABOVE_LIMIT, entity).slice(-1)
  const lowered = standing(scene.objects.changes).findLast((one) => one.entity === entity && isLowered(one, scaler))
  if (cut === undefined && lowered === undefined) return null
  const isToldLower = cut !== undefined || (lowered !== undefined && lowered.from !== null)
  const before = lowered === undefined || lowered.from === null ? '' : `, from ${lowered.from}`
  return {
    entity,
    mechanism: 'autoscaler_limit_lowered',
    ...(isToldLower ? { basis: 'changed' } : { basis: 'measured', isReasonUnknown: true }),
    since: cut?.row.firstAt ?? cut?.row.lastAt ?? lowered?.at ?? null,
    victims: scene.graph.from(entity, 'governs'),
    effects: [...OVERLOADED, 'unreachable', 'workload_unready', 'no_endpoints'],
    for: [
      because(`${parseEntity(entity).name} took pods away: ${cut?.row.message}`, cut === undefined ? [] : quoteEvent(cut)),
      because(`its limit was set to ${lowered?.to}${before}`, lowered?.citations ?? []),
      because('the limit as it is set', quoteState(scaler, 'maxReplicas')),
      because('it wants more pods than it may have', quoteState(scaler, `reason: ${AT_LIMIT}`)),
    ],
    disprovenBy: 'the same trouble with as many pods as before',
    remedy: editRemedy(entity, 'raise spec.maxReplicas to what it was'),
  }
}

/** The limit went down; where nobody saw what it was before, the controller must want as many pods as it may have, or more. */
function isLowered({ path, from, to }: ObjectChange, scaler: ObjectVersion): boolean {
  if (path !== 'spec.maxReplicas' || to === null) return false
  return from === null ? isAtLimit(scaler) : Number(to) < Number(from)
}

function isAtLimit({ row }: ObjectVersion): boolean {
  const limit = numberAt(row.object, 'spec', 'maxReplicas')
  return limit !== null && numberAt(row.object, 'status', 'desiredReplicas') === limit
}
