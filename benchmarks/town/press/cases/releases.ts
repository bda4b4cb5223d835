import { variables, type Labels } from '../../objects.ts'
import { patchContainer, patchPod, type Step, type TownCase } from '../../town-case.ts'
import { digest } from '../objects.ts'
import { CORE, imageOf, WEB } from '../workload.ts'
import { ALL, FRONT, SUBSCRIBE } from './questions.ts'

const RELEASE = 'release|rollout|regress|config|env|image|version|change|code|slow|latency|error|exception|panic'

/** What a new release brings: other code, another command, a gate, a variable that it does not bear. */
export const RELEASES: readonly TownCase[] = [
  {
    id: 'picture-release-slow',
    kind: 'release',
    fix: ['courier-core/Deployment/media-store'],
    mechanism: RELEASE,
    near: ['media-store', 'media'],
    question: FRONT,
    steps: [release(CORE, 'deployment/media-store', { name: 'media', image: imageOf('media', '2.8.0'), env: { SCALER: 'lanczos5' } })],
  },
  {
    id: 'accounts-release-panics',
    kind: 'release',
    fix: ['courier-core/Deployment/subscriber-accounts'],
    mechanism: RELEASE,
    near: ['subscriber-accounts', 'accounts-api'],
    question: SUBSCRIBE,
    steps: [
      release(CORE, 'deployment/subscriber-accounts', { name: 'server', image: imageOf('accounts', '5.1.0'), env: { PRICING: 'v2' } }),
    ],
  },
  {
    id: 'index-release-slow',
    kind: 'release',
    fix: ['courier-core/StatefulSet/shelf'],
    mechanism: RELEASE,
    near: ['shelf', 'index-nodes'],
    question: 'Search has become slow, nothing fails. What is the first cause?',
    steps: [release(CORE, 'statefulset/shelf', { name: 'engine', image: imageOf('shelf', '8.16.0'), env: { SEGMENT_MERGE: 'inline' } })],
  },
  {
    id: 'story-release-leaks',
    kind: 'memory',
    fix: ['courier-core/Deployment/story-service'],
    mechanism: 'memory|oom',
    near: ['story-service', 'stories'],
    question: 'The front page comes and goes. What is the first cause?',
    steps: [
      release(CORE, 'deployment/story-service', { name: 'app', image: imageOf('stories', '3.4.0'), env: { STORY_CACHE: 'forever' } }),
    ],
    afterSeconds: 90,
  },
  {
    id: 'rollout-stuck',
    kind: 'rollout',
    fix: ['courier-web/Deployment/edge-gateway'],
    mechanism: 'config|env|crash|start|rollout|release|file|cert|missing',
    near: ['edge-gateway'],
    question: 'The rollout of the edge hangs, readers notice nothing. Why?',
    steps: [release(WEB, 'deployment/edge-gateway', { name: 'nginx', image: imageOf('edge', '1.27.3'), env: { UPSTREAM_TLS: 'strict' } })],
  },
  {
    id: 'db-restores',
    kind: 'readiness',
    fix: ['courier-core/StatefulSet/newsdb'],
    mechanism: 'readiness|not.ready|ready|recover|restore|config|env|rollout|release|start',
    near: ['newsdb'],
    question: ALL,
    steps: [release(CORE, 'statefulset/newsdb', { name: 'postgres', env: { RESTORE_FROM: 's3://courier-wal/2026-11-30' } })],
  },
  {
    id: 'readiness-gate',
    kind: 'readiness',
    fix: ['courier-core/Deployment/story-service'],
    mechanism: 'readiness|gate|ready',
    near: ['story-service', 'stories'],
    question: FRONT,
    steps: [patchPod(CORE, 'deployment/story-service', { readinessGates: [{ conditionType: 'courier.example/edge-registered' }] })],
  },
  {
    id: 'wrong-program',
    kind: 'command',
    fix: ['courier-core/Deployment/rabbit'],
    mechanism: 'command|argument|start|crash|exit',
    near: ['rabbit', 'broker'],
    question: SUBSCRIBE,
    steps: [
      patchContainer(CORE, 'deployment/rabbit', {
        name: 'rabbitmq',
        image: imageOf('broker', '4.1.0'),
        command: ['press', 'broker-server'],
      }),
    ],
  },
  {
    id: 'cron-job-fails',
    kind: 'job',
    fix: ['courier-core/CronJob/morning-digest'],
    mechanism: 'argument|command|flag|job|crash|exit|fail|config',
    near: ['morning-digest'],
    question: 'Readers got no digest. What is the first cause?',
    steps: [{ apply: digest('mornings') }],
    afterSeconds: 100,
  },
]

interface Release {
  /** Of the container. */
  readonly name: string
  readonly image?: string
  readonly env: Labels
}

/** Another image or more variables of one container. */
function release(namespace: string, target: string, { env, ...change }: Release): Step {
  return patchContainer(namespace, target, { ...change, env: variables(env) })
}
