import { apply, patchContainer, type TownCase } from '../../town-case.ts'
import { job } from '../objects.ts'
import { WEB } from '../workload.ts'
import { COMMENTS } from './questions.ts'

const SLOW_TURN = { exec: { command: ['sh', '-c', 'curl -fsS -m 0.4 http://$POD_BIND:9001/healthz'] }, timeoutSeconds: 1 }

/** More to do than there is to do it with. */
export const LOAD: readonly TownCase[] = [
  {
    id: 'comments-flooded',
    kind: 'flood',
    fix: ['courier-web/Job/archive-crawl'],
    mechanism: 'load|traffic|flood|overload|satur|job|batch|capacity|throttl',
    near: ['archive-crawl', 'comments', 'talk'],
    question: COMMENTS,
    steps: [{ apply: job('archive-crawl', 'crawl', { parallelism: 2, completions: 2, env: { TARGET: 'http://talk:9000' } }) }],
  },
  {
    id: 'hpa-max-one',
    kind: 'autoscaler',
    fix: ['courier-web/HorizontalPodAutoscaler/comments', 'courier-web/Deployment/comments'],
    mechanism: 'scale|replica|autoscal|hpa|capacity|load|overload',
    near: ['comments'],
    question: COMMENTS,
    steps: [
      apply('autoscaling/v2', 'HorizontalPodAutoscaler', {
        namespace: WEB,
        name: 'comments',
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'comments' }, minReplicas: 1, maxReplicas: 1 },
      }),
    ],
  },
  {
    id: 'liveness-too-tight',
    kind: 'probe',
    fix: ['courier-web/Deployment/comments'],
    mechanism: 'liveness|probe',
    near: ['comments'],
    question: 'Comments come and go. What is the first cause?',
    steps: [
      patchContainer(WEB, 'deployment/comments', {
        name: 'gunicorn',
        livenessProbe: { ...SLOW_TURN, periodSeconds: 3, failureThreshold: 1, initialDelaySeconds: 3 },
      }),
    ],
    afterSeconds: 90,
  },
  {
    id: 'oom-after-traffic',
    kind: 'memory',
    fix: ['courier-web/Deployment/search-v2'],
    mechanism: 'memory|oom',
    near: ['search-v2'],
    question: 'Search comes and goes. What is the first cause?',
    steps: [
      patchContainer(WEB, 'deployment/search-v2', {
        name: 'query',
        resources: { requests: { memory: '64Mi' }, limits: { memory: '78Mi' } },
      }),
    ],
  },
]
