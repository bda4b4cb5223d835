import { probe } from '../../objects.ts'
import { imageOf } from '../workload.ts'
import { closeAccounts, MOORINGS, SKERRY } from '../objects.ts'
import { patchContainer, patchPod, type TownCase } from '../../town-case.ts'

const BOOKING = 'Nobody can book a passage. What went wrong first?'
const TIMETABLE = 'No timetable since some minutes. What went wrong first?'
const IMAGE = 'image|pull|registry'
const COMMAND = 'command|argument|flag|start|crash|exec'

/** What a container is started with: image, command, arguments, memory, probes, what runs before it. */
export const CONTAINERS: readonly TownCase[] = [
  {
    id: 'image-missing',
    kind: 'image',
    fix: ['skerry/Deployment/fares'],
    mechanism: IMAGE,
    near: ['fares'],
    question: BOOKING,
    steps: [patchContainer(SKERRY, 'deployment/fares', { image: imageOf('fares', '4.3.0-missing') })],
  },
  {
    id: 'image-private',
    kind: 'image',
    fix: ['moorings/Deployment/berths'],
    mechanism: IMAGE,
    near: ['berths'],
    question: BOOKING,
    steps: [patchContainer(MOORINGS, 'deployment/berths', { image: 'registry.skerry.example/private/berths:4.2.0' })],
  },
  {
    id: 'registry-unreachable',
    kind: 'registry',
    fix: ['skerry/Deployment/sailings'],
    mechanism: IMAGE,
    near: ['sailings'],
    question: TIMETABLE,
    steps: [patchContainer(SKERRY, 'deployment/sailings', { image: 'unreachable.skerry.example/ferry/sailings:4.2.1' })],
  },
  {
    id: 'command-not-there',
    kind: 'command',
    fix: ['skerry/Deployment/sailings'],
    mechanism: COMMAND,
    near: ['sailings'],
    question: TIMETABLE,
    steps: [patchContainer(SKERRY, 'deployment/sailings', { command: ['ferri', 'sailings'] })],
  },
  {
    id: 'argument-wrong',
    kind: 'argument',
    fix: ['skerry/Deployment/quay'],
    mechanism: COMMAND,
    near: ['quay'],
    question: 'The new release of the quay does not come up. Why?',
    steps: [patchContainer(SKERRY, 'deployment/quay', { args: ['--lisen=8080'] })],
  },
  {
    id: 'memory-too-small',
    kind: 'memory',
    fix: ['skerry/Deployment/passage'],
    mechanism: 'memory|oom',
    near: ['passage'],
    question: BOOKING,
    steps: [patchContainer(SKERRY, 'deployment/passage', { resources: { requests: { memory: '32Mi' }, limits: { memory: '40Mi' } } })],
  },
  {
    id: 'memory-grows',
    kind: 'memory',
    fix: ['skerry/Deployment/sailings'],
    mechanism: 'memory|oom',
    near: ['sailings'],
    question: 'The timetable comes and goes. What went wrong first?',
    steps: [patchContainer(SKERRY, 'deployment/sailings', { env: [{ name: 'KEEP_DAYS', value: '4000' }] })],
    afterSeconds: 110,
  },
  {
    id: 'liveness-wrong',
    kind: 'liveness',
    fix: ['skerry/Deployment/sailings'],
    mechanism: 'liveness|probe',
    near: ['sailings'],
    question: 'The timetable comes and goes. What went wrong first?',
    steps: [
      patchContainer(SKERRY, 'deployment/sailings', {
        livenessProbe: { ...probe(8080, '/health/live'), initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 2 },
      }),
    ],
    afterSeconds: 110,
  },
  {
    id: 'readiness-port-wrong',
    kind: 'readiness',
    fix: ['skerry/Deployment/fares'],
    mechanism: 'readiness|probe',
    near: ['fares'],
    question: BOOKING,
    steps: [
      patchContainer(SKERRY, 'deployment/fares', {
        readinessProbe: { exec: null, httpGet: { host: '127.0.0.1', port: 8088, path: '/readyz' }, periodSeconds: 5 },
      }),
    ],
  },
  {
    id: 'readiness-path-wrong',
    kind: 'readiness',
    fix: ['moorings/Deployment/berths'],
    mechanism: 'readiness|probe',
    near: ['berths'],
    question: BOOKING,
    steps: [patchContainer(MOORINGS, 'deployment/berths', { readinessProbe: probe(8080, '/ready/') })],
  },
  {
    id: 'init-container-fails',
    kind: 'init container',
    fix: ['moorings/Deployment/tides'],
    mechanism: 'init|address|resol|name|env',
    near: ['tides'],
    question: TIMETABLE,
    steps: [
      patchPod(MOORINGS, 'deployment/tides', {
        initContainers: [
          {
            name: 'fetch-almanac',
            image: imageOf('fetch-almanac', '1.0.3'),
            command: ['ferry', 'fetch-almanac'],
            env: [{ name: 'ALMANAC_URL', value: 'http://almanac.moorings:8080' }],
          },
        ],
      }),
    ],
  },
  {
    id: 'job-fails',
    kind: 'job',
    fix: ['moorings/Job/close-accounts'],
    mechanism: 'job|backoff|argument|command|crash|fail',
    near: ['close-accounts'],
    question: 'The books were not closed. Why?',
    steps: [{ apply: closeAccounts('last') }],
  },
  {
    id: 'dependency-fails-first',
    kind: 'dependency',
    fix: ['moorings/StatefulSet/ledgerbook'],
    mechanism: COMMAND,
    near: ['ledgerbook'],
    question: BOOKING,
    steps: [patchContainer(MOORINGS, 'statefulset/ledgerbook', { args: ['--wal-level=sometimes'] })],
  },
  {
    id: 'release-throws',
    kind: 'release',
    fix: ['skerry/Deployment/passage'],
    mechanism: 'exception|rollout|release|error|code|regress|config|env',
    near: ['passage'],
    question: BOOKING,
    steps: [
      patchContainer(SKERRY, 'deployment/passage', { image: imageOf('passage', '4.3.0'), env: [{ name: 'SEASON', value: 'winter' }] }),
    ],
  },
]
