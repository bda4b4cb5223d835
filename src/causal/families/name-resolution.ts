import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { failureIn } from '../../domain/network-failures.ts'
import { earliest } from '../../domain/time-window.ts'
import { textAt, podSpec } from '../scene/kubernetes/fields.ts'
import { quoteState, currentState, hasRecovered } from '../scene/kubernetes/states-and-events.ts'
import type { ObjectChange, ObjectVersion, Scene } from '../scene/scene.ts'
import { argumentsOf, isHistory, isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import { family, asMechanism, because, changeArguments, changeOf, type Finding, PROGRAM_FAILS } from './family.ts'
import { byHand, editRemedy, rollBack } from './shared/remedies.ts'
import { keepsPodsRunning, workloadsIn } from './shared/workloads.ts'

/** How resolvers of common runtimes (glibc, Go, Java, Node) and name servers say that a name cannot be resolved. */
const UNRESOLVED =
  /no such host|name or service not known|temporary failure in name resolution|could not resolve|UnknownHostException|ENOTFOUND|EAI_AGAIN|NXDOMAIN|SERVFAIL|server misbehaving|lookup .{0,300} i\/o timeout|dns (?:resolution|lookup|server|query) .{0,200}(?:fail|timeout|error|refus)/i
/** The Service of the cluster's name servers; every distribution keeps this name (Kubernetes documentation, DNS for Services and Pods). */
const NAME_SERVICE: EntityId = formatEntity('kube-system', 'Service', 'kube-dns')
/** Fewer may have a policy of their own. */
const LEAST_UNITS = 2
/** Policies that do not ask the cluster's name servers. Source: Kubernetes API reference, PodSpec. */
const OWN_POLICIES = new Set(['None', 'Default'])

/**
 * Names are not resolved. For everybody: the cluster's name servers are down, or what they read was changed, or services that share no code say so in the same
 * minutes. For one workload: it was told to ask other name servers.
 */
export const nameResolution = family('name_resolution', (scene) => {
  const said = newsIn(scene).filter((one) => isTrouble(one) && one.seenBy === undefined && !isHistory(one) && UNRESOLVED.test(one.said))
  const byUnit = Map.groupBy(said, ({ unit }) => unit)
  return [
    layerFinding(said, scene),
    ...workloadsIn(scene).map((version) => policyFinding(version, byUnit.get(scene.graph.unitOf(version.row.entity)) ?? [], scene)),
  ]
})

/**
 * One that cannot resolve may have a policy of its own, so it takes several to prove it. That a name is not there is an answer, and comes of name servers that
 * work, unless they are seen to be ill.
 */
function layerFinding(unresolved: readonly Symptom[], scene: Scene): Finding | null {
  const server = illServer(scene)
  const said = unresolved.filter((one) => server !== null || failureIn(one.said) !== 'no_such_host')
  const [first] = said
  if (first === undefined) return null
  const speaker = said.find(({ unit }) => /dns|resolver/.test(parseEntity(unit).name)) ?? first
  const since = earliest(said.map((one) => one.since))
  return {
    entity: server?.entity ?? speaker.entity,
    mechanism: 'dns_failure',
    basis: new Set(said.map(({ unit }) => unit)).size < LEAST_UNITS ? 'static' : 'witnessed',
    since: server?.change?.at ?? since,
    spreadsFrom: since,
    victims: [...(server === null ? [] : [server.workload]), ...said.map(({ unit }) => unit)],
    effects: PROGRAM_FAILS,
    for: [...changeArguments(server?.change), ...asMechanism(argumentsOf(said, 3))],
    disprovenBy: 'names that pods of other workloads still resolve',
    remedy:
      server === null
        ? byHand('escalate_upstream', 'restore name resolution', { risk: 'None known.', undo: 'Nothing to undo.' })
        : editRemedy(server.entity, 'put back what the name servers are told'),
  }
}

interface Server {
  readonly workload: EntityId
  readonly entity: EntityId
  readonly change: ObjectChange | undefined
}

/** The name servers where they, or what they read, were changed, which is then the cause, or where they are down; null where they are well or were not read. */
function illServer(scene: Scene): Server | null {
  const servers = scene.graph.from(NAME_SERVICE, 'selects').filter(keepsPodsRunning)
  const found = servers.map((workload): Server => {
    const read = new Set<EntityId>([workload, ...scene.graph.from(workload, 'mounts')])
    const change = scene.objects.changes.findLast((one) => read.has(one.entity) && isOwnChange(one))
    return { workload, entity: change?.entity ?? workload, change }
  })
  const isDown = (workload: EntityId) => currentState(workload, scene) !== null && !hasRecovered(workload, scene)
  return found.find(({ workload, change }) => change !== undefined || isDown(workload)) ?? null
}

/** Changes of what the name servers are told or how many there are. */
function isOwnChange({ kind, path }: ObjectChange): boolean {
  return kind === 'updated' && (path.startsWith('data.') || path.startsWith('spec.'))
}

/** A policy of its own that was changed, or with an error to show for it; what always resolved everything is none. */
function policyFinding(version: ObjectVersion, said: readonly Symptom[], scene: Scene): Finding | null {
  const { entity } = version.row
  const policy = textAt(podSpec(version.row.object), 'dnsPolicy') ?? 'ClusterFirst'
  const change = changeOf(entity, scene, /\.dns(?:Policy|Config)/)
  if (change === undefined && (said.length === 0 || !OWN_POLICIES.has(policy))) return null
  return {
    entity,
    mechanism: 'dns_policy_wrong',
    basis: said.length === 0 ? 'changed' : 'witnessed',
    since: change?.at ?? null,
    effects: [...PROGRAM_FAILS, 'pod_pending'],
    for: [
      ...changeArguments(change),
      because(`it resolves names with the policy ${policy}`, quoteState(version, `dnsPolicy: ${policy}`, 'dnsConfig')),
      ...asMechanism(argumentsOf(said, 1)),
    ],
    disprovenBy: `names that ${parseEntity(entity).name} still resolves`,
    remedy: rollBack(entity),
  }
}
