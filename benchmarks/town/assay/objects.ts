import { buildRun, configMap, object, secret, type Fields, type KubernetesObject, type Labels } from '../objects.ts'
import { FLOOR, INTAKE, program } from './workload.ts'
import { WORKLOADS } from './workloads.ts'

/** Everything that stands in the laboratory on a calm day, in the order in which it is made. */
export function buildAssay(): readonly KubernetesObject[] {
  return [...namespaces(), ...settings(), ...secrets(), ...services(), ingress(), guard(), ...WORKLOADS, calibration()]
}

function namespaces(): readonly KubernetesObject[] {
  return [
    object('v1', 'Namespace', { name: INTAKE, labels: { zone: 'front' } }),
    object('v1', 'Namespace', { name: FLOOR, labels: { zone: 'floor' } }),
  ]
}

function settings(): readonly KubernetesObject[] {
  return [
    gatehouseRoutes({}),
    specimensConf({}),
    hotcacheConf('# no password: only the portal reaches it'),
    stockLots('2027-03-31'),
    analyserTuning(8),
    portalFlags(false),
    configMap(FLOOR, 'belt-conf', {
      'nats.conf': 'port: 4222\njetstream { streams: [{ name: SAMPLES, consumer: ANALYSERS, max_msgs: 14 }] }\n',
    }),
    configMap(INTAKE, 'opening-hours', { 'hours.txt': 'Blood is drawn from 07:00 to 11:30.' }),
  ]
}

/** What the gateway lets through, and where to; a route may be left out. */
export function gatehouseRoutes({ without }: { readonly without?: string }): KubernetesObject {
  const routes = [
    ['/orders', 'http://wardportal:8080'],
    ['/results', 'http://wardportal:8080'],
    ['/patients', 'http://wardportal:8080'],
    ['/labels', 'http://stickers:8000'],
  ].filter(([prefix]) => prefix !== without)
  const lines = routes.map(([prefix, to]) => `  - { match: { prefix: "${prefix}" }, route: { cluster_url: "${to}", timeout: 6s } }\n`)
  const limit = 'http_filters:\n  - local_ratelimit: { token_bucket: { tokens_per_second: 50 } }\n'
  return configMap(INTAKE, 'gatehouse-routes', { 'envoy.yaml': `${limit}routes:\n${lines.join('')}` })
}

/** The settings of the database. */
export function specimensConf({ readOnly = 'OFF' }: { readonly readOnly?: 'ON' | 'OFF' }): KubernetesObject {
  const text = `[mariadbd]\nmax_connections = 60\nread_only = ${readOnly}\ninnodb_lock_wait_timeout = 2\n`
  return configMap(FLOOR, 'specimens-cnf', { 'my.cnf': text })
}

/** The settings of the cache, with one line more. */
export function hotcacheConf(line: string): KubernetesObject {
  return configMap(INTAKE, 'hotcache-conf', { 'redis.conf': `port 6379\nmaxmemory 64mb\nmaxmemory-policy allkeys-lru\n${line}\n` })
}

/** The reagents in stock, all good until a day. */
export function stockLots(expires: string): KubernetesObject {
  const rows = ['CBC,L-2291', 'LIPID,L-1870', 'HBA1C,L-0933', 'CRP,L-4410', 'QC,L-0001'].map((one) => `${one},${expires}\n`)
  return configMap(FLOOR, 'stock-lots', { 'lots.csv': `panel,lot,expires\n${rows.join('')}` })
}

/** How many samples a worker prepares at once. */
export function analyserTuning(batchSize: number): KubernetesObject {
  return configMap(FLOOR, 'analyser-tuning', { 'tuning.toml': `[worker]\nbatch_size = ${batchSize}\nack_wait_s = 6\n` })
}

/** What the portal reads at each request. */
export function portalFlags(isMaintained: boolean): KubernetesObject {
  return configMap(INTAKE, 'portal-flags', { 'flags.json': JSON.stringify({ maintenance: isMaintained, darkMode: true }) })
}

function secrets(): readonly KubernetesObject[] {
  return [
    secret(FLOOR, 'specimens-auth', { PW_ORDERS: 'pipette-31', PW_RESULTS: 'centrifuge-8', PW_ADMIN: 'burette-77' }),
    secret(FLOOR, 'orders-db', { password: 'pipette-31' }),
    secret(FLOOR, 'results-db', { password: 'centrifuge-8' }),
    secret(FLOOR, 'admin-db', { password: 'burette-77' }),
    secret(INTAKE, 'portal-oidc', { 'cookie-secret': '0123456789abcdef', 'client-id': 'wardportal' }),
  ]
}

function services(): readonly KubernetesObject[] {
  return [
    service({ namespace: INTAKE, name: 'entry', port: 80 }, { gateway: 'gatehouse' }, 'ingress'),
    service({ namespace: INTAKE, name: 'wardportal', port: 8080 }, { app: 'wardportal' }, 'auth'),
    service({ namespace: INTAKE, name: 'hotcache', port: 6379 }, { cache: 'hot' }, 'redis'),
    service({ namespace: INTAKE, name: 'stickers', port: 8000 }, { app: 'stickers', channel: 'stable' }, 8000),
    service({ namespace: FLOOR, name: 'orders', port: 8080 }, { 'app.kubernetes.io/name': 'orderbook' }, 'http'),
    service({ namespace: FLOOR, name: 'results', port: 9090 }, { app: 'results-api' }, 'rest'),
    service({ namespace: FLOOR, name: 'stock', port: 8070 }, { component: 'reagents' }, 'http'),
    service({ namespace: FLOOR, name: 'belt', port: 4222 }, { stream: 'samples' }, 'client'),
    service({ namespace: FLOOR, name: 'specimen-db', port: 3306, clusterIP: 'None' }, { 'lab.example/store': 'specimens' }, 'mysql'),
  ]
}

interface Front {
  readonly namespace: string
  readonly name: string
  readonly port: number
  readonly clusterIP?: string
}

function service({ namespace, name, port, ...more }: Front, selector: Labels, targetPort: number | string): KubernetesObject {
  return object('v1', 'Service', { namespace, name, spec: { selector, ports: [{ name: 'tcp', port, targetPort }], ...more } })
}

function ingress(): KubernetesObject {
  const backend = { service: { name: 'entry', port: { number: 80 } } }
  const rule = { host: 'wards.lab.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }
  return object('networking.k8s.io/v1', 'Ingress', {
    namespace: INTAKE,
    name: 'wards',
    spec: { ingressClassName: 'gatehouse', rules: [rule] },
  })
}

/** Only the front and the floor itself reach the floor. */
function guard(): KubernetesObject {
  const ingressRules = [{ from: [{ podSelector: {} }] }, { from: [{ namespaceSelector: { matchLabels: { zone: 'front' } } }] }]
  const spec = { podSelector: {}, policyTypes: ['Ingress'], ingress: ingressRules }
  return object('networking.k8s.io/v1', 'NetworkPolicy', { namespace: FLOOR, name: 'from-front', spec })
}

/** Each minute a station is calibrated; without it the stock gives nothing out. */
function calibration(): KubernetesObject {
  const main = program('calibrate', '1.2.0', { env: { STOCK_URL: 'http://stock:8070' } })
  const jobTemplate = { spec: { backoffLimit: 1, template: { metadata: { labels: { cron: 'calibration' } }, spec: buildRun(main) } } }
  const spec = { schedule: '* * * * *', concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 2, jobTemplate }
  return object('batch/v1', 'CronJob', { namespace: FLOOR, name: 'calibration', spec })
}

/** A Job that somebody starts by hand. */
export function job(name: string, role: string, env: Fields): KubernetesObject {
  const template = { metadata: { labels: { 'started-by': 'hand' } }, spec: buildRun(program(role, '1.0.3', { env })) }
  return object('batch/v1', 'Job', { namespace: FLOOR, name, spec: { backoffLimit: 3, template } })
}

/** A Job on the database, with the rights of its administrators. */
export function databaseJob(name: string, role: string): KubernetesObject {
  return job(name, role, { DB_ADDR: 'http://specimen-db:3306', DB_PASSWORD: { secretKeyRef: { name: 'admin-db', key: 'password' } } })
}
