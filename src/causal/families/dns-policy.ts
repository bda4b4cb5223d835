import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld } from '../scene/cite.ts'
import { textAt } from '../scene/json.ts'
import { podSpec } from '../scene/kubernetes/workload.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { changeOf, quoteLine } from './shared/arguments.ts'
import type { Finding } from './shared/build-proposal.ts'
import { PROGRAM_FAILS } from './shared/effects.ts'
import { rollBack } from './shared/remedies.ts'

/** How resolvers of common runtimes say that a name cannot be resolved (glibc, Go, Java, Node). */
export const UNRESOLVED =
  /no such host|name or service not known|temporary failure in name resolution|could not resolve|UnknownHostException|ENOTFOUND|EAI_AGAIN|server misbehaving|lookup .{0,300} i\/o timeout/i
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const

/** A workload that asks the wrong name server: a policy of its own instead of the cluster's, changed or with resolution errors to show for it. */
export const dnsPolicy = family('dns_policy_wrong', (scene) => {
  return WORKLOADS.flatMap((kind) => scene.objects.current(kind)).flatMap((version) => findingFor(version, scene))
})

function findingFor(version: ObjectVersion, scene: Scene): readonly Finding[] {
  const { entity } = version.row
  const policy = textAt(podSpec(version.row.object), 'dnsPolicy') ?? 'ClusterFirst'
  const change = changeOf(entity, scene, /\.dns(Policy|Config)/)
  const errors = resolutionErrors(entity, scene)
  const isOwn = policy === 'None' || policy === 'Default'
  if (!isOwn && change === undefined) return []
  if (change === undefined && errors.length === 0) return []
  const shown = citeFirst(version, [`dnsPolicy: ${policy}`, 'dnsConfig'], { role: 'mechanism', at: version.row.changedAt })
  return [
    {
      entity,
      mechanism: 'dns_policy_wrong',
      since: change?.at ?? null,
      basis: errors.length > 0 ? 'witnessed' : 'changed',
      for: [
        {
          text: change === undefined ? `resolves names with policy ${policy}` : `${change.path} changed to ${change.to ?? 'nothing'}`,
          citations: change?.citations ?? shown,
        },
        ...errors,
      ],
      victims: [entity],
      effects: [...PROGRAM_FAILS, 'pod_pending'],
      disprovenBy: `names that ${parseEntity(entity).name} still resolves`,
      remedy: rollBack(entity),
    },
  ]
}

function resolutionErrors(workload: EntityId, scene: Scene): readonly Argument[] {
  const unit = scene.graph.unitOf(workload)
  const patterns = rowsHeld(scene.facts, 'log_patterns').filter(
    ({ row }) => scene.graph.unitOf(row.entity) === unit && UNRESOLVED.test(row.example),
  )
  return patterns.slice(0, 1).map((held) => ({
    text: `cannot resolve names: ${held.row.example.slice(0, 120)}`,
    citations: quoteLine(held),
  }))
}
