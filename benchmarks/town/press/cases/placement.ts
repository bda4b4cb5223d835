import { apply, patchPod, restart, type TownCase } from '../../town-case.ts'
import { CORE, WEB } from '../workload.ts'
import { FRONT, SEARCH } from './questions.ts'

/** Everything that decides whether and where a pod may run. */
export const PLACEMENT: readonly TownCase[] = [
  {
    id: 'node-drained',
    kind: 'node',
    fix: ['_cluster/Node/node-2'],
    mechanism: 'drain|cordon|schedul|node',
    near: ['node-2', 'shelf'],
    question: SEARCH,
    steps: [{ kubectl: ['drain', 'node-2', '--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=60s'] }],
  },
  {
    id: 'spread-impossible',
    kind: 'placement',
    fix: ['courier-web/Deployment/search-v2'],
    mechanism: 'spread|topolog|schedul|node|constraint|affinity',
    near: ['search-v2', 'finder'],
    question: SEARCH,
    steps: [
      patchPod(WEB, 'deployment/search-v2', {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'courier.example/rack',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'search' } },
          },
        ],
      }),
    ],
  },
  {
    id: 'claim-not-there',
    kind: 'storage',
    fix: ['courier-core/Deployment/media-store', 'courier-core/PersistentVolumeClaim/media-cache'],
    mechanism: 'claim|volume|storage|reference|missing|not.found',
    near: ['media-store', 'media', 'media-cache'],
    question: FRONT,
    steps: [
      patchPod(CORE, 'deployment/media-store', {
        volumes: [{ name: 'cache', emptyDir: null, persistentVolumeClaim: { claimName: 'media-cache' } }],
      }),
    ],
  },
  {
    id: 'memory-quota',
    kind: 'quota',
    fix: ['courier-core/ResourceQuota/core-budget'],
    mechanism: 'quota',
    near: ['core-budget', 'media-store'],
    question: FRONT,
    steps: [
      apply('v1', 'ResourceQuota', {
        namespace: CORE,
        name: 'core-budget',
        spec: { hard: { 'requests.memory': '256Mi', 'limits.memory': '2Gi' } },
      }),
      { waitSeconds: 3 },
      restart(CORE, 'deployment/media-store'),
    ],
  },
]
