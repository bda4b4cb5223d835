import { formatEntity, parseEntity } from '../../domain/entity.ts'
import { cite } from '../scene/cite.ts'
import { numberAt } from '../scene/kubernetes/fields.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, type Finding } from './family.ts'
import { scaleTo } from './shared/remedies.ts'

/** Of a time as text, up to its minute: what was scaled down within one is one act. */
const MINUTES = 'YYYY-MM-DDThh:mm'.length

/** A workload that somebody told to run no replica, while others still call it. */
export const scaledToZero = family('scaled_to_zero', (scene) => {
  const workloads = [...scene.objects.current('Deployment'), ...scene.objects.current('StatefulSet')]
  return workloads.filter(({ row }) => numberAt(row.object, 'spec', 'replicas') === 0).map((version) => findingFor(version, scene))
})

function findingFor(version: ObjectVersion, scene: Scene): Finding {
  const { entity } = version.row
  const { scope, name: unit } = parseEntity(scene.graph.unitOf(entity))
  const change = scene.objects.changes.findLast((one) => one.entity === entity && one.path === 'spec.replicas' && one.to === '0')
  const citations = change?.citations ?? cite(version, 'spec.replicas: 0', { role: 'mechanism', at: version.row.changedAt })
  const before = change?.from ?? '1'
  return {
    entity,
    mechanism: 'scaled_to_zero',
    since: change?.at ?? null,
    basis: change === undefined ? 'static' : 'changed',
    ...(change === undefined ? {} : { act: `scaled to zero at ${change.at?.toISOString().slice(0, MINUTES) ?? 'an unknown time'}` }),
    for: [{ text: change === undefined ? 'is set to run no replica' : `was scaled from ${before} to 0 replicas`, citations }],
    // No pod of it is there that could show anything.
    mustNots: ['pod_pending', 'container_restart', 'image_pull_failed', 'saturation', 'throttling'],
    effects: ['workload_unready', 'no_endpoints', 'traffic_drop', 'unreachable', 'error_rate'],
    disprovenBy: `a running pod of ${parseEntity(entity).name}`,
    reads: [{ kind: 'object_versions', entity: formatEntity(scope, 'Endpoints', unit) }],
    remedy: {
      kind: 'scale',
      what: 'scale it to the replicas that it had',
      commands: [scaleTo(entity, before)],
      risk: 'It may have been stopped on purpose.',
      undo: { what: 'scale it to none again', commands: [scaleTo(entity, '0')] },
    },
  }
}
