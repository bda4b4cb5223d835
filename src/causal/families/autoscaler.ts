import { CLUSTER_SCOPE, formatEntity, parseEntity } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { cite, citeFirst, rowsHeld } from '../scene/cite.ts'
import { listAt, numberAt, timeAt } from '../scene/json.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { type Finding, because } from './shared/finding.ts'
import { removeObject } from './shared/remedies.ts'

/** Below this target utilisation (percent of the request) ordinary load already adds pods; common targets are 60 to 80. */
const AGGRESSIVE_PERCENT = 50

/** What one person or pipeline applies together is created within this long. */
const ACT_SECONDS = 5 * 60

/** Autoscalers that add pods without need: low targets, put in place near onset, or seen scaling, or at their most. Several set up together are one act. */
export const aggressiveAutoscaler = family('autoscaler_aggressive', (scene) => {
  return byAct(scene.objects.current('HorizontalPodAutoscaler').flatMap((version) => findingFor(version, scene)))
})

/** Marks those that came about one soon after the other, in whatever namespaces, as one act. */
function byAct(proposals: readonly Finding[]): readonly Finding[] {
  let [act, last] = ['', Number.NEGATIVE_INFINITY]
  return proposals
    .toSorted((a, b) => (a.since?.getTime() ?? 0) - (b.since?.getTime() ?? 0))
    .map((proposal) => {
      if (proposal.since === null) return proposal
      if (proposal.since.getTime() - last > ACT_SECONDS * 1000) act = `autoscalers ${proposal.since.toISOString()}`
      last = proposal.since.getTime()
      return { ...proposal, act }
    })
}

function findingFor(version: ObjectVersion, scene: Scene): readonly Finding[] {
  const { entity } = version.row
  const { scope } = parseEntity(entity)
  const targets = targetPercents(version)
  const lowest = Math.min(...targets)
  const change = scene.objects.changes.find((one) => one.entity === entity && one.kind !== 'deleted')
  const scaled = [...scalingOf(version, scene), ...atMost(version)]
  if (lowest > AGGRESSIVE_PERCENT || (change === undefined && scaled.length === 0)) return []
  const shown = citeFirst(version, [`averageUtilization: ${lowest}`, `targetCPUUtilizationPercentage: ${lowest}`], {
    role: 'mechanism',
    at: version.row.changedAt,
  })
  const since = change?.at ?? timeAt(version.row.object, 'metadata', 'creationTimestamp')
  return [
    {
      entity,
      mechanism: 'autoscaler_aggressive',
      since,
      basis: scaled.length > 0 && since !== null ? 'witnessed' : 'changed',
      for: [
        { text: `adds pods from ${lowest} % utilisation on`, citations: shown },
        ...(change === undefined ? [] : [{ text: `was ${change.kind}`, citations: change.citations }]),
        ...scaled,
      ],
      victims: [...scene.graph.from(entity, 'governs'), formatEntity(CLUSTER_SCOPE, 'Namespace', scope)],
      effects: ['cost', 'pod_pending', 'pod_not_created'],
      disprovenBy: 'more traffic at the same time, which would need the pods',
      remedy: removeObject(entity),
    },
  ]
}

function targetPercents(version: ObjectVersion): readonly number[] {
  const { object } = version.row
  const metrics = listAt(object, 'spec', 'metrics').flatMap((metric) => numberAt(metric, 'resource', 'target', 'averageUtilization') ?? [])
  const old = numberAt(object, 'spec', 'targetCPUUtilizationPercentage')
  return old === null ? metrics : [...metrics, old]
}

function scalingOf(version: ObjectVersion, scene: Scene): readonly Argument[] {
  const events = rowsHeld(scene.facts, 'kubernetes_events').filter(
    ({ row }) => row.entity === version.row.entity && row.reason === 'SuccessfulRescale',
  )
  const found = events.slice(-1)
  return found.map((held) => ({
    text: `it scaled: ${held.row.message}`,
    citations: citeFirst(held, [`message: ${held.row.message}`], { role: 'mechanism', at: held.row.lastAt }),
  }))
}

/** Its own state says that it wants all the pods that it may have. */
function atMost(version: ObjectVersion): readonly Argument[] {
  const [wanted, most] = [numberAt(version.row.object, 'status', 'desiredReplicas'), numberAt(version.row.object, 'spec', 'maxReplicas')]
  if (wanted === null || most === null || wanted < most) return []
  const at = version.row.changedAt
  return [
    because(`it wants ${wanted} pods, as many as it may have`, cite(version, `desiredReplicas: ${wanted}`, { role: 'mechanism', at })),
  ]
}
