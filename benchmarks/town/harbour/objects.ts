import { buildRun, configMap, object, secret, type Fields, type KubernetesObject } from '../objects.ts'
import { buildService, buildWorkload, imageOf, type Program } from './workload.ts'

/** Where passengers are served. */
export const SKERRY = 'skerry'
/** Where the company keeps boats, berths and books. */
export const MOORINGS = 'moorings'

const FARES = 'island,amount\nhethersay,12.50\nlang-skerry,18.00\nnorth-holm,22.75\n'

const PROGRAMS: readonly Program[] = [
  // Away from the books, so that passengers go on asking when the node of the books is lost.
  {
    namespace: SKERRY,
    name: 'kiosk',
    env: { QUAY_URL: 'http://quay:8080' },
    spec: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } },
  },
  { namespace: SKERRY, name: 'quay', replicas: 2, env: { SAILINGS_URL: 'http://sailings:8080', PASSAGE_URL: 'http://passage:8080' } },
  { namespace: SKERRY, name: 'passage', isSingle: true, envFrom: 'passage-routes' },
  {
    namespace: SKERRY,
    name: 'sailings',
    isSingle: true,
    env: { TIDES_URL: 'http://tides.moorings:8080', PILOT_URL: 'http://pilot.moorings:8080' },
  },
  {
    namespace: SKERRY,
    name: 'fares',
    isSingle: true,
    args: ['--table=/etc/fares/fares.csv'],
    mounts: { '/etc/fares': { configMap: { name: 'fare-table' } } },
  },
  {
    namespace: SKERRY,
    name: 'purser',
    isSingle: true,
    env: { LEDGER_URL: 'http://ledgerbook.moorings:8080', CARD_KEY: { secretKeyRef: { name: 'purser-key', key: 'card-key' } } },
  },
  {
    namespace: MOORINGS,
    name: 'berths',
    isSingle: true,
    env: { LEDGER_URL: 'http://ledgerbook:8080', MAX_LENGTH_M: { configMapKeyRef: { name: 'berth-rules', key: 'max-length-m' } } },
  },
  {
    namespace: MOORINGS,
    name: 'tides',
    isSingle: true,
    args: ['--licence=/etc/almanac/licence'],
    mounts: { '/etc/almanac': { secret: { secretName: 'almanac-licence' } } },
  },
  // Its books lie on the disk of one node, as people do who have no storage class yet.
  {
    namespace: MOORINGS,
    name: 'ledgerbook',
    kind: 'StatefulSet',
    args: ['--wal-level=replica'],
    spec: { nodeSelector: { disk: 'books' } },
  },
  { namespace: MOORINGS, name: 'pilot', spec: { serviceAccountName: 'pilot' } },
  { namespace: MOORINGS, name: 'beacon', kind: 'DaemonSet' },
]

/** Everything that stands in the harbour on a calm day, in the order in which it is made. */
export function buildHarbour(): readonly KubernetesObject[] {
  return [...namespaces(), ...settings(), ...account(), ...PROGRAMS.map(buildWorkload), ...services(), ...oddities()]
}

function namespaces(): readonly KubernetesObject[] {
  return [SKERRY, MOORINGS].map((name) => object('v1', 'Namespace', { name, labels: { town: 'skerry-lines' } }))
}

/** Where bookings find what they need; `passage` takes all keys as variables. */
const PASSAGE_ROUTES = {
  FARES_ADDR: 'http://fares:8080',
  BERTHS_ADDR: 'http://berths.moorings:8080',
  PURSER_ADDR: 'http://purser:8080',
} as const

function settings(): readonly KubernetesObject[] {
  const routes = configMap(MOORINGS, 'summer-routes', { hethersay: 'quay-1 → hethersay', 'north-holm': 'quay-2 → north-holm' })
  return [
    configMap(SKERRY, 'passage-routes', PASSAGE_ROUTES),
    configMap(SKERRY, 'fare-table', { 'fares.csv': FARES }),
    configMap(SKERRY, 'notice-board', { notice: 'The last boat leaves at 21:40.' }),
    configMap(MOORINGS, 'berth-rules', { 'max-length-m': '42', 'night-mooring': 'allowed' }),
    { ...routes, metadata: { ...routes.metadata, labels: { routes: 'summer' } } },
    secret(SKERRY, 'purser-key', { 'card-key': 'an invented value' }),
    secret(MOORINGS, 'almanac-licence', { licence: 'an invented value' }),
  ]
}

const RBAC = 'rbac.authorization.k8s.io/v1'

/** The Role that lets `pilot` read its routes. */
export function pilotRole(verbs: readonly string[]): KubernetesObject {
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs }]
  return object(RBAC, 'Role', { namespace: MOORINGS, name: 'pilot-reads', rules })
}

function account(): readonly KubernetesObject[] {
  return [
    object('v1', 'ServiceAccount', { namespace: MOORINGS, name: 'pilot' }),
    pilotRole(['get', 'list', 'watch']),
    object(RBAC, 'RoleBinding', {
      namespace: MOORINGS,
      name: 'pilot-reads',
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pilot-reads' },
      subjects: [{ kind: 'ServiceAccount', name: 'pilot', namespace: MOORINGS }],
    }),
  ]
}

function services(): readonly KubernetesObject[] {
  return PROGRAMS.filter(({ name }) => name !== 'kiosk' && name !== 'beacon').map(({ namespace, name }) => buildService(namespace, name))
}

/** What hurts nobody and stands in every grown cluster: a Service kept for later, a suspended CronJob, a budget, a used-up Job. */
function oddities(): readonly KubernetesObject[] {
  return [
    buildService(SKERRY, 'storm-desk'),
    object('batch/v1', 'CronJob', {
      namespace: MOORINGS,
      name: 'year-end',
      spec: { schedule: '0 3 1 1 *', suspend: true, jobTemplate: { spec: closing('2025') } },
    }),
    object('policy/v1', 'PodDisruptionBudget', {
      namespace: SKERRY,
      name: 'quay',
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'quay' } } },
    }),
  ]
}

/** The Job that closes the books of a year. */
export function closeAccounts(year: string): KubernetesObject {
  return object('batch/v1', 'Job', { namespace: MOORINGS, name: 'close-accounts', spec: closing(year) })
}

function closing(year: string): Fields {
  const name = 'close-accounts'
  const env = { LEDGER_URL: 'http://ledgerbook:8080' }
  const pod = buildRun({ name, image: imageOf(name, '4.2.0'), command: ['ferry', name], args: [`--year=${year}`], env })
  return { backoffLimit: 2, template: { spec: pod } }
}
