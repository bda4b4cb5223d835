import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { rowsHeld } from '../scene/cite.ts'
import { textAt } from '../scene/json.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { currentState, hasRecovered } from '../scene/kubernetes/owning-workload.ts'
import { podSpec } from '../scene/kubernetes/workload.ts'
import type { ObjectChange, ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, changeArguments, changeOf, type Finding, PROGRAM_FAILS, quoteLine } from './shared/finding.ts'
import { editRemedy, rollBack } from './shared/remedies.ts'
import { workloadsIn } from './shared/workloads.ts'

/** How resolvers of common runtimes say that a name cannot be resolved (glibc, Go, Java, Node). */
const UNRESOLVED =
  /no such host|name or service not known|temporary failure in name resolution|could not resolve|UnknownHostException|ENOTFOUND|EAI_AGAIN|server misbehaving|lookup .{0,300} i\/o timeout/i
/** The Service of the cluster's name servers; every distribution keeps this name (Kubernetes documentation, DNS for Services and Pods). */
const NAME_SERVICE: EntityId = formatEntity('kube-system', 'Service', 'kube-dns')
/** One that cannot resolve may have a policy of its own, or ask for a name that does not exist. */
const LEAST_UNITS = 2
/** Policies that do not ask the cluster's name servers. Source: Kubernetes API reference, PodSpec. */
const OWN_POLICIES = new Set(['None', 'Default'])

/**
 * Names are not resolved. For everybody: the cluster's name servers are down, or what they read was changed. For one workload: it was told to ask other
 * name servers.
 */
export const nameResolution = family('name_resolution', (scene) => {
  const errors = unresolved(scene)
  const servers = errors.size < LEAST_UNITS ? [] : nameServers(scene).map((workload) => serverFinding(workload, errors, scene))
  return [
    ...servers,
    ...workloadsIn(scene).map((version) => policyFinding(version, errors.get(scene.graph.unitOf(version.row.entity)), scene)),
  ]
})

/** One error of each unit that cannot resolve names. */
function unresolved(scene: Scene): ReadonlyMap<EntityId, Argument> {
  const held = rowsHeld(scene.facts, 'log_patterns').filter(({ row }) => row.severity === 'error' && UNRESOLVED.test(row.example))
  return new Map(
    held.map((line) => [
      scene.graph.unitOf(line.row.entity),
      because(`${line.row.entity} cannot resolve names: ${line.row.example.slice(0, 120)}`, quoteLine(line)),
    ]),
  )
}

function nameServers({ graph }: Scene): readonly EntityId[] {
  const behind = graph.from(NAME_SERVICE, 'selects').filter((one) => ['Deployment', 'DaemonSet'].includes(parseEntity(one).kind))
  return [...new Set(behind)]
}

/** What was changed is the cause, else the workload that is down. */
function serverFinding(workload: EntityId, errors: ReadonlyMap<EntityId, Argument>, scene: Scene): Finding | null {
  const read = new Set<EntityId>([workload, ...scene.graph.from(workload, 'mounts')])
  const change = scene.objects.changes.findLast((one) => read.has(one.entity) && isOwnChange(one))
  if (change === undefined && (currentState(workload, scene) === null || hasRecovered(workload, scene))) return null
  const entity = change?.entity ?? workload
  return {
    entity,
    mechanism: 'name_resolution_down',
    basis: 'witnessed',
    since: change?.at ?? null,
    victims: [workload, ...errors.keys()],
    effects: PROGRAM_FAILS,
    for: [...changeArguments(change), ...[...errors.values()].slice(0, LEAST_UNITS)],
    disprovenBy: 'names that pods of other workloads still resolve',
    remedy: editRemedy(entity, 'put back what the name servers are told'),
  }
}

/** Changes of what the name servers are told or how many there are. */
function isOwnChange({ kind, path }: ObjectChange): boolean {
  return kind === 'updated' && (path.startsWith('data.') || path.startsWith('spec.'))
}

/** A policy of its own that was changed, or with an error to show for it; what always resolved everything is none. */
function policyFinding(version: ObjectVersion, error: Argument | undefined, scene: Scene): Finding | null {
  const { entity } = version.row
  const policy = textAt(podSpec(version.row.object), 'dnsPolicy') ?? 'ClusterFirst'
  const change = changeOf(entity, scene, /\.dns(?:Policy|Config)/)
  if (change === undefined && (error === undefined || !OWN_POLICIES.has(policy))) return null
  return {
    entity,
    mechanism: 'dns_policy_wrong',
    basis: error === undefined ? 'changed' : 'witnessed',
    since: change?.at ?? null,
    effects: [...PROGRAM_FAILS, 'pod_pending'],
    for: [
      ...changeArguments(change),
      because(`it resolves names with the policy ${policy}`, quoteState(version, `dnsPolicy: ${policy}`, 'dnsConfig')),
      ...(error === undefined ? [] : [error]),
    ],
    disprovenBy: `names that ${parseEntity(entity).name} still resolves`,
    remedy: rollBack(entity),
  }
}
