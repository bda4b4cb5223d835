import { patch, scale, type TownCase } from '../../town-case.ts'
import { databaseJob, job } from '../objects.ts'
import { FLOOR, INTAKE } from '../workload.ts'
import { ORDERS, PENDING, RESULTS } from './questions.ts'

/** Too few or too many pods, and what is run once and hurts others. */
export const LOAD: readonly TownCase[] = [
  {
    id: 'too-few-workers',
    kind: 'scale',
    fix: ['labfloor/Deployment/analysers'],
    mechanism: 'scale|replica|capacity|backlog|behind|queue|load',
    near: ['analysers'],
    question: ORDERS,
    steps: [scale(FLOOR, 'deployment/analysers', 1)],
    afterSeconds: 80,
  },
  {
    id: 'connections-by-scale',
    kind: 'scale',
    fix: ['labfloor/Deployment/results-api'],
    mechanism: 'connection|pool|scale|replica|exhaust',
    near: ['results-api', 'results'],
    question: RESULTS,
    steps: [scale(FLOOR, 'deployment/results-api', 9)],
  },
  {
    id: 'cache-away',
    kind: 'scale',
    fix: ['intake/Deployment/hotcache'],
    mechanism: 'scale|replica|zero',
    near: ['hotcache'],
    question: 'Wards say that everything has become slow, nothing fails. What is the first cause?',
    steps: [scale(INTAKE, 'deployment/hotcache', 0)],
    afterSeconds: 60,
  },
  {
    id: 'two-planners',
    kind: 'scale',
    fix: ['labfloor/Deployment/nightwatch'],
    mechanism: 'scale|replica|duplicate|two|concurr|twice',
    near: ['nightwatch'],
    question: 'Quality runs are refused as already registered since some minutes. Why?',
    steps: [scale(FLOOR, 'deployment/nightwatch', 2)],
  },
  {
    id: 'poison-message',
    kind: 'data',
    fix: ['labfloor/Job/legacy-import'],
    mechanism: 'poison|message|malformed|payload|unknown|panel|data|input|import|job',
    near: ['legacy-import', 'analysers', 'belt'],
    question: PENDING,
    steps: [{ apply: job('legacy-import', 'import', { BELT_ADDR: 'http://belt:4222' }) }],
    afterSeconds: 65,
  },
  {
    id: 'report-locks',
    kind: 'lock',
    fix: ['labfloor/Job/year-report'],
    mechanism: 'lock|job|batch|contention|block',
    near: ['year-report', 'specimens', 'specimen-db'],
    question: ORDERS,
    steps: [{ apply: databaseJob('year-report', 'report') }],
  },
  {
    id: 'column-renamed',
    kind: 'migration',
    fix: ['labfloor/Job/migrate-0042'],
    mechanism: 'migrat|schema|column|rename|ddl|alter',
    near: ['migrate-0042', 'specimens', 'specimen-db'],
    question: RESULTS,
    steps: [{ apply: databaseJob('migrate-0042', 'migrate') }],
  },
  {
    id: 'calibration-suspended',
    kind: 'job',
    fix: ['labfloor/CronJob/calibration'],
    mechanism: 'suspend|cron|schedul|calibrat',
    near: ['calibration', 'reagent-stock', 'stock'],
    question: PENDING,
    steps: [patch(FLOOR, 'cronjob/calibration', { spec: { suspend: true } })],
    afterSeconds: 115,
  },
]
