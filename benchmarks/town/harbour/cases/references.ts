import { pilotRole, MOORINGS, SKERRY } from '../objects.ts'
import { apply, patch, patchContainer, patchPod, remove, restart, type TownCase } from '../../town-case.ts'

const BOOKING = 'Bookings fail. What is the first cause?'
const REFERENCE = 'reference|missing|not.found|config|secret|key|volume|mount'

/** What a pod refers to and does not find: settings, secrets, files, an account, a right. */
export const REFERENCES: readonly TownCase[] = [
  {
    id: 'configmap-missing',
    kind: 'configmap',
    fix: ['moorings/ConfigMap/berth-rules', 'moorings/Deployment/berths'],
    mechanism: REFERENCE,
    near: ['berths', 'berth-rules'],
    question: BOOKING,
    steps: [remove(MOORINGS, 'configmap/berth-rules'), restart(MOORINGS, 'deployment/berths')],
  },
  {
    id: 'configmap-key-missing',
    kind: 'configmap',
    fix: ['moorings/ConfigMap/berth-rules', 'moorings/Deployment/berths'],
    mechanism: REFERENCE,
    near: ['berths', 'berth-rules'],
    question: BOOKING,
    steps: [
      patch(MOORINGS, 'configmap/berth-rules', { data: { 'max-length-m': null, 'max-length': '42' } }),
      restart(MOORINGS, 'deployment/berths'),
    ],
  },
  {
    id: 'configmap-content-wrong',
    kind: 'configmap',
    fix: ['skerry/ConfigMap/fare-table', 'skerry/Deployment/fares'],
    mechanism: 'config|content|start|crash|command|argument|parse|error',
    near: ['fares', 'fare-table'],
    question: BOOKING,
    steps: [
      patch(SKERRY, 'configmap/fare-table', { data: { 'fares.csv': 'island,amount\nhethersay,12.50\nlang-skerry,eighteen\n' } }),
      restart(SKERRY, 'deployment/fares'),
    ],
  },
  {
    id: 'secret-missing',
    kind: 'secret',
    fix: ['skerry/Secret/purser-key', 'skerry/Deployment/purser'],
    mechanism: REFERENCE,
    near: ['purser', 'purser-key'],
    question: BOOKING,
    steps: [remove(SKERRY, 'secret/purser-key'), restart(SKERRY, 'deployment/purser')],
  },
  {
    id: 'secret-key-wrong',
    kind: 'secret',
    fix: ['skerry/Deployment/purser', 'skerry/Secret/purser-key'],
    mechanism: REFERENCE,
    near: ['purser', 'purser-key'],
    question: BOOKING,
    steps: [
      patchContainer(SKERRY, 'deployment/purser', {
        env: [{ name: 'CARD_KEY', valueFrom: { secretKeyRef: { name: 'purser-key', key: 'card_key' } } }],
      }),
    ],
  },
  {
    id: 'secret-volume-missing',
    kind: 'secret',
    fix: ['moorings/Deployment/tides', 'moorings/Secret/almanac-licence-2027', 'moorings/Secret/almanac-licence'],
    mechanism: REFERENCE,
    near: ['tides', 'almanac-licence'],
    question: 'The timetable is empty. What is the first cause?',
    steps: [patchPod(MOORINGS, 'deployment/tides', { volumes: [{ name: 'files-0', secret: { secretName: 'almanac-licence-2027' } }] })],
  },
  {
    id: 'variable-missing',
    kind: 'configmap',
    fix: ['skerry/Deployment/purser'],
    mechanism: 'env|config|variable|undefined|start|crash|command|argument|missing',
    near: ['purser'],
    question: BOOKING,
    steps: [patchContainer(SKERRY, 'deployment/purser', { env: [{ name: 'CARD_KEY', $patch: 'delete' }] })],
  },
  {
    id: 'account-missing',
    kind: 'account',
    fix: ['skerry/Deployment/sailings', 'skerry/ServiceAccount/sailings'],
    mechanism: 'account',
    near: ['sailings'],
    question: 'The timetable is gone. What is the first cause?',
    steps: [patchPod(SKERRY, 'deployment/sailings', { serviceAccountName: 'sailings' })],
  },
  {
    id: 'role-without-list',
    kind: 'role',
    fix: ['moorings/Role/pilot-reads', 'moorings/RoleBinding/pilot-reads', 'moorings/ServiceAccount/pilot'],
    mechanism: 'role|rbac|forbidden|permission|right|denied|access',
    near: ['pilot', 'pilot-reads'],
    question: 'The timetable shows no routes. What is the first cause?',
    steps: [{ apply: pilotRole(['get']) }],
  },
  {
    id: 'claim-waits',
    kind: 'claim',
    fix: ['moorings/PersistentVolumeClaim/berth-plans', '_cluster/StorageClass/fast-ssd', 'moorings/Deployment/berths'],
    mechanism: 'claim|volume|storage',
    near: ['berths', 'berth-plans'],
    question: BOOKING,
    steps: [
      apply('v1', 'PersistentVolumeClaim', {
        namespace: MOORINGS,
        name: 'berth-plans',
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast-ssd', resources: { requests: { storage: '2Gi' } } },
      }),
      patchPod(MOORINGS, 'deployment/berths', { volumes: [{ name: 'plans', persistentVolumeClaim: { claimName: 'berth-plans' } }] }),
    ],
  },
]
