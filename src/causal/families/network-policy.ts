import type { EntityId } from '../../domain/entity.ts'
import { citeFirst } from '../scene/cite.ts'
import { isMap, listAt } from '../scene/json.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { PROGRAM_FAILS } from './shared/effects.ts'
import { removeObject } from './shared/remedies.ts'

/** A NetworkPolicy that cuts off the pods it selects: one that admits nothing, or one put in place or altered near onset. */
export const networkPolicy = family('network_policy_blocks', (scene) => {
  return scene.objects.current('NetworkPolicy').flatMap((policy) => findingsFor(policy, scene))
})

function findingsFor(policy: ObjectVersion, scene: Scene): readonly Finding[] {
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
      victims,
      effects: PROGRAM_FAILS,
      disprovenBy: `calls that still reach ${victims.join(', ')}`,
      reads: victimCalls(victims, scene),
      remedy: removeObject(entity),
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

function victimCalls(victims: readonly EntityId[], { window }: Scene): NonNullable<Finding['reads']> {
  const [victim] = victims
  return window === null || victim === undefined
    ? []
    : [{ kind: 'span_examples', entity: victim, window, onlyErrors: false, offset: 0, limit: 20 }]
}
