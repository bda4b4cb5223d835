import { formatEntity } from '../../domain/entity.ts'
import { createObject, podsOf } from '../cluster/cluster.ts'
import { pinToNode } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A pod of high priority needs a whole node, and the scheduler throws others out to make room; they cannot come back there. */
export const priorityPreemption: FaultKind = {
  name: 'priority_preemption',
  plan(context) {
    const { random, at, world } = context
    const unit = pickService(context, (each) => each.replicas === 1)
    // Tied to its node from its first day: once pushed out it has nowhere to go.
    const node = pinToNode(world, unit)
    const name = random.pick(['ledger-rebuild', 'index-rebuild', 'audit-export'])
    const { namespace } = unit
    const resources = { requests: { cpu: '3900m', memory: '2Gi' }, limits: { cpu: '3900m', memory: '4Gi' } }
    const image = `registry.harbourline.example/tools/${name}:1.4`
    const container = { name, image, env: [], ports: [], resources, volumeMounts: [], imagePullPolicy: 'IfNotPresent' }
    return singleCause(context, {
      mechanism: 'priority_preemption',
      entities: (after) => [
        formatEntity(namespace, 'Deployment', name),
        ...podsOf(after.cluster, namespace, name).map((pod) => formatEntity(namespace, 'Pod', pod.metadata.name)),
        formatEntity('_cluster', 'PriorityClass', 'urgent-batch'),
      ],
      onset: at + 2,
      steps: [
        {
          at,
          apply(now) {
            now.cluster.images.set(image, 'amd64')
            const labels = { app: name }
            createObject(now.cluster, {
              apiVersion: 'scheduling.k8s.io/v1',
              kind: 'PriorityClass',
              name: 'urgent-batch',
              extra: { value: 100_000, preemptionPolicy: 'PreemptLowerPriority' },
            })
            const spec = {
              containers: [container],
              volumes: [],
              nodeSelector: { 'kubernetes.io/hostname': node },
              priorityClassName: 'urgent-batch',
              priority: 100_000,
              dnsPolicy: 'ClusterFirst',
              serviceAccountName: 'default',
              restartPolicy: 'Always',
              terminationGracePeriodSeconds: 30,
            }
            createObject(now.cluster, {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              namespace,
              name,
              labels,
              manager: 'kubectl-create',
              spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels, annotations: {} }, spec } },
            })
          },
        },
      ],
    })
  },
}
