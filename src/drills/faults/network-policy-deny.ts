import { formatEntity } from '../../domain/entity.ts'
import { createObject } from '../cluster/cluster.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A policy selects one workload and lets nobody in. */
export const networkPolicyDeny: FaultKind = {
  name: 'network_policy_deny',
  plan(context) {
    const { random, at } = context
    const unit = pickService(context)
    const name = random.pick([`${unit.name}-ingress`, 'baseline-rules', `${unit.name}-hardening`])
    const policy = formatEntity(unit.namespace, 'NetworkPolicy', name)
    return singleCause(context, {
      mechanism: 'network_policy_deny',
      entities: () => [policy],
      steps: [
        {
          at,
          apply: (world) =>
            void createObject(world.cluster, {
              apiVersion: 'networking.k8s.io/v1',
              kind: 'NetworkPolicy',
              namespace: unit.namespace,
              name,
              spec: { podSelector: { matchLabels: { app: unit.name } }, policyTypes: ['Ingress'], ingress: [] },
              manager: 'kubectl-client-side-apply',
            }),
        },
      ],
    })
  },
}
