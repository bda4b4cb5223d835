import { harmless, restart, scale, type Step, type TownCase } from '../../town-case.ts'
import { job, storySettings } from '../objects.ts'
import { CORE, WEB } from '../workload.ts'
import { PREVIEW } from '../workloads.ts'
import { edit, renewComments } from './settings.ts'

const QUESTION = 'Readers call that something is odd since some minutes. Is anything broken?'

/** Days on which readers are served, whatever else is changed, over or broken. */
export const HARMLESS: readonly TownCase[] = [
  calm('healthy', 'nothing', { steps: [] }),
  calm('edge-scaled-up', 'scale', { steps: [scale(WEB, 'deployment/edge-gateway', 3)] }),
  calm('log-level', 'config', {
    steps: [
      edit(storySettings({ 'logging.level': 'DEBUG' })),
      { kubectl: ['label', '-n', CORE, 'deployment/story-service', 'debug=on'] },
      restart(CORE, 'deployment/story-service'),
    ],
  }),
  calm('old-failed-job', 'job', {
    before: [{ apply: job('archive-2019', 'archive-2019', { backoffLimit: 0 }) }, { waitSeconds: 10 }],
    steps: [],
  }),
  calm('crash-loop-over', 'crash', { before: databaseAway(), steps: [] }),
  harmless({
    id: 'never-ready-unrelated',
    kind: 'unrelated',
    question: 'Readers call that something is odd since some minutes. Is anything broken that they would notice?',
    before: [{ apply: PREVIEW }, { waitSeconds: 10 }],
    steps: [],
  }),
]

function calm(id: string, kind: string, done: Pick<TownCase, 'before' | 'steps'>): TownCase {
  return harmless({ id, kind, question: QUESTION, ...done })
}

/** Half a minute without a database, in which the comments crash, and their recovery. */
function databaseAway(): readonly Step[] {
  return [
    scale(CORE, 'statefulset/newsdb', 0),
    { waitSeconds: 3 },
    renewComments(),
    { waitSeconds: 25 },
    scale(CORE, 'statefulset/newsdb', 1),
    { kubectl: ['rollout', 'status', '-n', WEB, 'deployment/comments', '--timeout=100s'] },
    { waitSeconds: 15 },
  ]
}
