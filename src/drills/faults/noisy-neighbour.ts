import { formatEntity } from '../../domain/entity.ts'
import { createObject, podsOf } from '../cluster/cluster.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A batch job lands on a node and takes all of its processor; whoever else is there becomes slow. */
export const noisyNeighbour: FaultKind = {
  name: 'noisy_neighbour',
  plan(context) {
    const { random, at, world } = context
    const unit = pickService(context, (each) => each.replicas === 1)
    const node = podsOf(world.cluster, unit.namespace, unit.workload)[0]?.run.node ?? ''
    const name = random.pick(['report-builder', 'thumbnail-batch', 'night-export'])
    const { namespace } = unit
    const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } }
    const image = `registry.harbourline.example/tools/${name}:2.0`
    const container = { name, image, env: [], ports: [], resources, volumeMounts: [], imagePullPolicy: 'IfNotPresent' }
    return singleCause(context, {
      mechanism: 'noisy_neighbour',
      entities: (after) => [
        formatEntity(namespace, 'Deployment', name),
        ...podsOf(after.cluster, namespace, name).map((pod) => formatEntity(namespace, 'Pod', pod.metadata.name)),
      ],
      onset: at + 20,
      steps: [
        {
          at,
          apply(now) {
            now.cluster.images.set(image, 'amd64')
            const labels = { app: name }
            createObject(now.cluster, {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              namespace,
              name,
              labels,
              manager: 'kubectl-create',
              spec: {
                replicas: 1,
                selector: { matchLabels: labels },
                template: {
                  metadata: { labels, annotations: {} },
                  spec: {
                    containers: [container],
                    volumes: [],
                    nodeSelector: { 'kubernetes.io/hostname': node },
                    dnsPolicy: 'ClusterFirst',
                    serviceAccountName: 'default',
                    restartPolicy: 'Always',
                    terminationGracePeriodSeconds: 30,
                  },
                },
              },
            })
            now.conditions.push({ service: name, from: at, to: Number.POSITIVE_INFINITY, cpuCores: 12 })
          },
        },
      ],
    })
  },
}
