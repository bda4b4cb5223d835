import { CLUSTER_SCOPE, formatEntity, parseEntity } from '../../domain/entity.ts'
import { listAt, numberAt, timeAt } from '../scene/kubernetes/fields.ts'
import { findEvents, quoteEvent, quoteState } from '../scene/kubernetes/states-and-events.ts'
import { type ObjectChange, type ObjectVersion, standing, type Scene } from '../scene/scene.ts'
import { family, because, changeOf, type Finding, OVERLOADED } from './family.ts'
import { editRemedy, removeObject } from './shared/remedies.ts'

/** Below this target utilisation (percent of the request) ordinary load already adds pods; common targets are 60 to 80. */
const AGGRESSIVE_PERCENT = 50
/** What one person or pipeline applies together is created within this long. */
const ACT_SECONDS = 5 * 60
/** How the controller says that it scaled. Source: pkg/controller/podautoscaler/horizontal.go. */
const SCALED = /^New size: \d+; reason: /
/**
 * How it says that it took pods away because there were more than it may have. Nothing but a lower limit, or somebody who scaled by hand, brings that about.
 * Source: the same.
 */
const ABOVE_LIMIT = /Current number of replicas above Spec\.MaxReplicas/
/** Reason of the condition `ScalingLimited` while the controller wants more pods than it may have. Source: the same. */
const AT_LIMIT = 'TooManyReplicas'

/**
 * An autoscaler that adds pods without need (a low target, that was put in place near onset, or is seen scaling or at its most; several that were set up
 * together are one act), or one whose limit was lowered, so that what it scales runs with fewer pods than it needs.
 */
export const autoscaler = family('autoscaler', (scene) => {
  const scalers = scene.objects.current('HorizontalPodAutoscaler')
  return [
    ...byAct(scalers.flatMap((scaler) => eagerFinding(scaler, scene) ?? [])),
    ...scalers.map((scaler) => cappedFinding(scaler, scene)),
  ]
})

/** Marks those that came about one soon after the other, in whatever namespaces, as one act. */
function byAct(findings: readonly Finding[]): readonly Finding[] {
  let [act, last] = ['', Number.NEGATIVE_INFINITY]
  return findings
    .toSorted((a, b) => (a.since?.getTime() ?? 0) - (b.since?.getTime() ?? 0))
    .map((finding) => {
      if (finding.since === null) return finding
      if (finding.since.getTime() - last > ACT_SECONDS * 1000) act = `autoscalers ${finding.since.toISOString()}`
      last = finding.since.getTime()
      return { ...finding, act }
    })
}

function eagerFinding(scaler: ObjectVersion, scene: Scene): Finding | null {
  const { entity, object } = scaler.row
  const lowest = Math.min(...targetPercents(scaler))
  const change = changeOf(entity, scene)
  const [scaled] = findEvents(scene, SCALED, entity).slice(-1)
  const isActive = scaled !== undefined || isAtLimit(scaler)
  if (lowest > AGGRESSIVE_PERCENT || (change === undefined && !isActive)) return null
  const since = change?.at ?? timeAt(object, 'metadata', 'creationTimestamp')
  return {
    entity,
    mechanism: 'autoscaler_aggressive',
    since,
    basis: isActive && since !== null ? 'witnessed' : 'changed',
    for: [
      because(
        `adds pods from ${lowest} % utilisation on`,
        quoteState(scaler, `averageUtilization: ${lowest}`, `targetCPUUtilizationPercentage: ${lowest}`),
      ),
      because(`was ${change?.kind}`, change?.citations ?? []),
      because(`it scaled: ${scaled?.row.message}`, scaled === undefined ? [] : quoteEvent(scaled)),
      because('it wants as many pods as it may have', isAtLimit(scaler) ? quoteState(scaler, 'desiredReplicas: ') : []),
    ],
    victims: [...scene.graph.from(entity, 'governs'), formatEntity(CLUSTER_SCOPE, 'Namespace', parseEntity(entity).scope)],
    effects: ['cost', 'pod_pending', 'pod_not_created'],
    disprovenBy: 'more traffic at the same time, which would need the pods',
    remedy: removeObject(entity),
  }
}

function targetPercents({ row: { object } }: ObjectVersion): readonly number[] {
  const metrics = listAt(object, 'spec', 'metrics').map((metric) => numberAt(metric, 'resource', 'target', 'averageUtilization'))
  return [...metrics, numberAt(object, 'spec', 'targetCPUUtilizationPercentage')].filter((percent) => percent !== null)
}

function cappedFinding(scaler: ObjectVersion, scene: Scene): Finding | null {
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
    effects: [...OVERLOADED, 'workload_unready', 'no_endpoints'],
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
  const [limit, wanted] = [numberAt(row.object, 'spec', 'maxReplicas'), numberAt(row.object, 'status', 'desiredReplicas')]
  return limit !== null && wanted !== null && wanted >= limit
}
