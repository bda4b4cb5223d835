import { patch, restart, type TownCase } from '../../town-case.ts'
import { analyserTuning, gatehouseRoutes, hotcacheConf, portalFlags, specimensConf, stockLots } from '../objects.ts'
import { FLOOR, INTAKE } from '../workload.ts'
import { edit } from './changes.ts'
import { ALL, ORDERS, PENDING, PORTAL, RESULTS } from './questions.ts'

const CONFIG = 'config|content|setting|file'

/** What programs read: files of ConfigMaps, at their start or at each request, and Secrets of which one side was changed. */
export const SETTINGS: readonly TownCase[] = [
  {
    id: 'cache-wants-password',
    kind: 'config',
    fix: ['intake/ConfigMap/hotcache-conf'],
    mechanism: `${CONFIG}|password|auth|credential`,
    near: ['hotcache-conf', 'hotcache'],
    question: PORTAL,
    steps: [edit(hotcacheConf('requirepass s3cr3t-of-nobody')), restart(INTAKE, 'deployment/hotcache')],
  },
  {
    id: 'lots-expired',
    kind: 'data',
    fix: ['labfloor/ConfigMap/stock-lots'],
    mechanism: `${CONFIG}|expir|lot|data`,
    near: ['stock-lots', 'reagent-stock', 'stock'],
    question: PENDING,
    steps: [edit(stockLots('2026-10-31')), restart(FLOOR, 'deployment/reagent-stock')],
  },
  {
    id: 'route-lost',
    kind: 'route',
    fix: ['intake/ConfigMap/gatehouse-routes'],
    mechanism: `${CONFIG}|route|404|not.found|path`,
    near: ['gatehouse-routes', 'gatehouse'],
    question: RESULTS,
    steps: [edit(gatehouseRoutes({ without: '/results' })), restart(INTAKE, 'deployment/gatehouse')],
  },
  {
    id: 'batch-too-large',
    kind: 'memory',
    fix: ['labfloor/ConfigMap/analyser-tuning'],
    mechanism: `${CONFIG}|memory|oom|batch`,
    near: ['analyser-tuning', 'analysers'],
    question: PENDING,
    steps: [edit(analyserTuning(400)), restart(FLOOR, 'deployment/analysers')],
    afterSeconds: 60,
  },
  {
    id: 'db-read-only',
    kind: 'config',
    fix: ['labfloor/ConfigMap/specimens-cnf'],
    mechanism: `${CONFIG}|read.?only`,
    near: ['specimens-cnf', 'specimens', 'specimen-db'],
    question: ORDERS,
    steps: [edit(specimensConf({ readOnly: 'ON' })), restart(FLOOR, 'statefulset/specimens')],
  },
  {
    id: 'maintenance-flag',
    kind: 'flag',
    fix: ['intake/ConfigMap/portal-flags'],
    mechanism: `${CONFIG}|flag|maintenance|feature`,
    near: ['portal-flags', 'wardportal'],
    question: PORTAL,
    steps: [edit(portalFlags(true))],
    // The kubelet brings a changed ConfigMap to a mounted folder within a minute or so.
    afterSeconds: 100,
  },
  {
    id: 'password-rotated',
    kind: 'credential',
    fix: ['labfloor/Secret/specimens-auth'],
    mechanism: 'secret|credential|password|auth|access.denied|rotat',
    near: ['specimens-auth', 'results-db', 'specimens'],
    question: RESULTS,
    steps: [patch(FLOOR, 'secret/specimens-auth', { stringData: { PW_RESULTS: 'centrifuge-9' } }), restart(FLOOR, 'statefulset/specimens')],
  },
  {
    id: 'cookie-key-length',
    kind: 'credential',
    fix: ['intake/Secret/portal-oidc'],
    mechanism: 'secret|cookie|key|credential|config|length|bytes',
    near: ['portal-oidc', 'wardportal'],
    question: ALL,
    steps: [
      patch(INTAKE, 'secret/portal-oidc', { stringData: { 'cookie-secret': 'rotated-key' } }),
      restart(INTAKE, 'deployment/wardportal'),
    ],
  },
]
