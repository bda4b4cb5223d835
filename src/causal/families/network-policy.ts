import type { EntityId } from '../../domain/entity.ts'
import { citeFirst } from '../scene/cite.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { isMap, listAt } from '../scene/json.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { removeObject } from './actions.ts'
import type { Family } from './family.ts'

/** A NetworkPolicy that cuts off the pods it selects: one that admits nothing, or one put in place or altered near onset. */
export const networkPolicy: Family = {
  name: 'network_policy_blocks',
  propose(scene) {
    return scene.objects.current('NetworkPolicy').flatMap((policy) => proposalsFor(policy, scene))
  },
}

function proposalsFor(policy: ObjectVersion, scene: Scene): readonly Proposal[] {
  const { entity } = policy.row
  const changes = scene.objects.changes.filter((change) => change.entity === entity && change.kind !== 'deleted')
  const closed = closedDirections(policy)
  const victims = [...new Set(scene.graph.from(entity, 'governs').map((one) => scene.graph.unitOf(one)))]
  if (victims.length === 0 || (closed.length === 0 && (changes.length === 0 || admitsCluster(policy)))) return []
  const change = changes[0] ?? null
  const shown = citeFirst(policy, ['spec.policyTypes', 'spec.podSelector', 'kind: NetworkPolicy'], {
    role: 'mechanism',
    at: policy.row.changedAt,
  })
  return [
    {
      entity,
      mechanism: 'network_policy_blocks',
      since: change?.at ?? policy.row.changedAt,
      basis: change === null ? 'static' : 'changed',
      isUncaused: change !== null && closed.length > 0,
      for: [
        { text: wordsFor(closed, victims), citations: shown },
        ...(change === null ? [] : [{ text: `the policy was ${change.kind}`, citations: change.citations }]),
      ],
      against: [],
      victims,
      effects: ['traffic_drop', 'error_rate', 'latency', 'unreachable', 'log_error', 'no_endpoints', 'workload_unready'],
      disprovenBy: `calls that still reach ${victims.join(', ')}`,
      disconfirmingQueries: victimCalls(victims, scene),
      action: removeObject(entity, shown),
    },
  ]
}

/** Directions in which the policy admits nothing. Listing a policy type without any rule closes it (Kubernetes API reference, NetworkPolicySpec). */
function closedDirections(policy: ObjectVersion): readonly string[] {
  const { object } = policy.row
  const types = listAt(object, 'spec', 'policyTypes')
  const isIngressMeant = types.includes('Ingress') || types.length === 0
  return [
    ...(isIngressMeant && listAt(object, 'spec', 'ingress').length === 0 ? ['ingress'] : []),
    ...(types.includes('Egress') && listAt(object, 'spec', 'egress').length === 0 ? ['egress'] : []),
  ]
}

/** True when every direction it decides has a rule for all pods of all namespaces on all ports: such a policy cuts off nobody inside the cluster. */
function admitsCluster({ row: { object } }: ObjectVersion): boolean {
  const types = listAt(object, 'spec', 'policyTypes')
  const ingress = types.includes('Ingress') || types.length === 0 ? [{ rules: listAt(object, 'spec', 'ingress'), peers: 'from' }] : []
  const egress = types.includes('Egress') ? [{ rules: listAt(object, 'spec', 'egress'), peers: 'to' }] : []
  return [...ingress, ...egress].every(({ rules, peers }) => rules.some((rule) => isForEveryPod(rule, peers)))
}

/** A rule without a list of ports for `namespaceSelector: {}`. A rule that lists ports, were the list empty, was written to narrow. */
function isForEveryPod(rule: unknown, peers: string): boolean {
  return isMap(rule) && !('ports' in rule) && listAt(rule, peers).some(isAnyPod)
}

function isAnyPod(peer: unknown): boolean {
  return isMap(peer) && isEmptyMap(peer['namespaceSelector']) && (!('podSelector' in peer) || isEmptyMap(peer['podSelector']))
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 0
}

function wordsFor(closed: readonly string[], victims: readonly EntityId[]): string {
  return closed.length > 0 ? `admits no ${closed.join(' and no ')} for ${victims.join(', ')}` : `decides what reaches ${victims.join(', ')}`
}

function victimCalls(victims: readonly EntityId[], { window }: Scene): Proposal['disconfirmingQueries'] {
  const [victim] = victims
  return window === null || victim === undefined
    ? []
    : [{ kind: 'span_examples', entity: victim, window, onlyErrors: false, offset: 0, limit: 20 }]
}
