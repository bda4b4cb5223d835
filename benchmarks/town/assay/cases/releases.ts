import { patch, patchContainer, patchPod, type TownCase } from '../../town-case.ts'
import { FLOOR, imageOf, INTAKE } from '../workload.ts'
import { release, STICKERS_CANARY } from '../workloads.ts'
import { LABELS, ORDERS, PENDING, PORTAL } from './questions.ts'

const RELEASE = 'release|rollout|regress|version|image|config|env|change|code'

/** What a rollout brings: other code, other paths, hooks, probes and rights, labels that a Service asks for. */
export const RELEASES: readonly TownCase[] = [
  {
    id: 'orders-path-moved',
    kind: 'release',
    fix: ['labfloor/Deployment/orderbook'],
    mechanism: `${RELEASE}|path|prefix|404|not.found|api`,
    near: ['orderbook', 'orders'],
    question: ORDERS,
    steps: [
      patchContainer(FLOOR, 'deployment/orderbook', release('quarkus', 'orderbook', ['3.0.0', { API_PREFIX: '/v2', RELEASE: '3.0.0' }])),
    ],
  },
  {
    id: 'workers-hang',
    kind: 'release',
    fix: ['labfloor/Deployment/analysers'],
    mechanism: `${RELEASE}|hang|stuck|stall|deadlock|block|wait|consum|prefetch`,
    near: ['analysers'],
    question: PENDING,
    steps: [
      patchContainer(
        FLOOR,
        'deployment/analysers',
        release('worker', 'analyser', ['5.4.0', { PREFETCH_MODE: 'ordered', RELEASE: '5.4.0' }]),
      ),
    ],
    afterSeconds: 65,
  },
  {
    id: 'query-per-sample',
    kind: 'release',
    fix: ['labfloor/Deployment/results-api'],
    mechanism: `${RELEASE}|quer|load|overload|satur`,
    near: ['results-api', 'results'],
    question: 'Everything on the wards is slow or times out. What is the first cause?',
    steps: [
      patchContainer(FLOOR, 'deployment/results-api', release('api', 'results', ['3.2.0', { QUERY_MODE: 'per-sample', RELEASE: '3.2.0' }])),
    ],
    afterSeconds: 60,
  },
  {
    id: 'canary-takes-share',
    kind: 'release',
    fix: ['intake/Deployment/stickers-canary'],
    mechanism: `${RELEASE}|canary|label|selector|error|exception|shared`,
    near: ['stickers-canary', 'stickers'],
    question: LABELS,
    steps: [{ apply: STICKERS_CANARY }],
  },
  {
    id: 'rollout-paused',
    kind: 'rollout',
    fix: ['labfloor/Deployment/orderbook'],
    mechanism: 'paus',
    near: ['orderbook'],
    question: 'orderbook v2.7.1 was released a while ago, but the old version still answers. Why?',
    steps: [
      { kubectl: ['rollout', 'pause', '-n', FLOOR, 'deployment/orderbook'] },
      patchContainer(FLOOR, 'deployment/orderbook', release('quarkus', 'orderbook', ['2.7.1', { RELEASE: '2.7.1' }])),
    ],
  },
  {
    id: 'warm-up-killed',
    kind: 'startup probe',
    fix: ['labfloor/Deployment/orderbook'],
    mechanism: 'probe|startup|warm',
    near: ['orderbook', 'orders'],
    question: ORDERS,
    steps: [
      patchContainer(
        FLOOR,
        'deployment/orderbook',
        release('quarkus', 'orderbook', ['2.8.0', { WARM_CATALOGUE_SECONDS: '60', RELEASE: '2.8.0' }]),
      ),
    ],
    afterSeconds: 65,
  },
  {
    id: 'hook-fails',
    kind: 'hook',
    fix: ['labfloor/Deployment/reagent-stock'],
    mechanism: 'hook|poststart|post-start|lifecycle',
    near: ['reagent-stock', 'stock'],
    question: LABELS,
    steps: [
      patchContainer(FLOOR, 'deployment/reagent-stock', {
        name: 'ktor',
        lifecycle: { postStart: { exec: { command: ['sh', '-c', 'curl -fsS -m 2 http://consul:8500/v1/agent/service/register'] } } },
      }),
    ],
  },
  {
    id: 'root-refused',
    kind: 'security',
    fix: ['intake/Deployment/wardportal'],
    mechanism: 'root|security|context|user',
    near: ['wardportal'],
    question: PORTAL,
    steps: [patchPod(INTAKE, 'deployment/wardportal', { securityContext: { runAsNonRoot: true } })],
  },
  {
    id: 'label-moved',
    kind: 'label',
    fix: ['intake/Deployment/stickers'],
    mechanism: 'label|selector',
    near: ['stickers'],
    question: LABELS,
    steps: [patch(INTAKE, 'deployment/stickers', { spec: { template: { metadata: { labels: { channel: 'beta' } } } } })],
  },
  {
    id: 'host-port-taken',
    kind: 'placement',
    fix: ['intake/Deployment/gatehouse'],
    mechanism: 'port|surge|strategy|unavailable|schedul',
    near: ['gatehouse'],
    question: 'gatehouse v1.32.2 is still not out after some minutes, wards notice nothing. Why?',
    steps: [
      patch(INTAKE, 'deployment/gatehouse', {
        spec: {
          strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          template: { spec: { containers: [{ name: 'envoy', image: imageOf('gatehouse', '1.32.2') }] } },
        },
      }),
    ],
  },
]
