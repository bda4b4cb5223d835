import { probe, USUAL_RESOURCES, variables, type KubernetesObject } from '../objects.ts'
import { FLOOR, imageOf, INTAKE, ONE_AT_A_TIME, program, server, workload } from './workload.ts'

const SPECIMENS = workload({
  namespace: FLOOR,
  name: 'specimens',
  kind: 'StatefulSet',
  serviceName: 'specimen-db',
  labels: { 'lab.example/store': 'specimens' },
  main: server('specimens', '11.4.3', {
    name: 'mariadb',
    args: ['--defaults-file=/etc/mysql/my.cnf'],
    port: { name: 'mysql', containerPort: 3306 },
    ready: '/ping',
    envFrom: { secretRef: { name: 'specimens-auth' } },
    mounts: [{ mountPath: '/etc/mysql', volume: { name: 'conf', configMap: { name: 'specimens-cnf' } } }],
  }),
  pod: { nodeSelector: { storage: 'nvme' } },
})

const BELT = workload({
  namespace: FLOOR,
  name: 'belt',
  kind: 'StatefulSet',
  serviceName: 'belt',
  labels: { stream: 'samples' },
  main: server('belt', '2.10.22', {
    name: 'nats',
    args: ['--config=/etc/nats/nats.conf'],
    port: { name: 'client', containerPort: 4222 },
    ready: '/healthz',
    mounts: [{ mountPath: '/etc/nats', volume: { name: 'config', configMap: { name: 'belt-conf' } } }],
  }),
})

const STOCK = workload({
  namespace: FLOOR,
  name: 'reagent-stock',
  labels: { component: 'reagents' },
  strategy: ONE_AT_A_TIME,
  main: server('stock', '1.19.0', {
    name: 'ktor',
    args: ['--lots=/etc/stock/lots.csv'],
    port: { name: 'http', containerPort: 8070 },
    ready: '/alive',
    mounts: [{ mountPath: '/etc/stock', volume: { name: 'lots', configMap: { name: 'stock-lots' } } }],
  }),
})

const RESULTS = workload({
  namespace: FLOOR,
  name: 'results-api',
  labels: { app: 'results-api' },
  replicas: 2,
  main: server('results', '3.1.4', {
    name: 'api',
    port: { name: 'rest', containerPort: 9090 },
    ready: '/healthz',
    livenessProbe: { ...probe(9090, '/healthz'), initialDelaySeconds: 8, periodSeconds: 10 },
    env: {
      DB_ADDR: 'http://specimen-db:3306',
      DB_PASSWORD: { secretKeyRef: { name: 'results-db', key: 'password' } },
      RELEASE: '3.1.4',
    },
  }),
})

const ORDERBOOK = workload({
  namespace: FLOOR,
  name: 'orderbook',
  labels: { 'app.kubernetes.io/name': 'orderbook' },
  strategy: ONE_AT_A_TIME,
  main: server('orderbook', '2.7.0', {
    name: 'quarkus',
    port: { name: 'http', containerPort: 8080 },
    ready: '/q/health/ready',
    startupProbe: { ...probe(8080, '/q/health/started'), periodSeconds: 3, failureThreshold: 5 },
    env: {
      DB_ADDR: 'http://specimen-db:3306',
      DB_PASSWORD: { secretKeyRef: { name: 'orders-db', key: 'password' } },
      BELT_ADDR: 'http://belt:4222',
      RELEASE: '2.7.0',
    },
  }),
})

const ANALYSERS = workload({
  namespace: FLOOR,
  name: 'analysers',
  labels: { worker: 'analyser' },
  replicas: 2,
  main: program('analyser', '5.3.0', {
    name: 'worker',
    args: ['--tuning=/etc/tuning/tuning.toml'],
    resources: USUAL_RESOURCES,
    env: {
      BELT_ADDR: 'http://belt:4222',
      STOCK_URL: 'http://stock:8070',
      RESULTS_URL: 'http://results:9090',
      RELEASE: '5.3.0',
    },
    mounts: [{ mountPath: '/etc/tuning', volume: { name: 'tuning', configMap: { name: 'analyser-tuning' } } }],
  }),
})

const NIGHTWATCH = workload({
  namespace: FLOOR,
  name: 'nightwatch',
  labels: { planner: 'nightwatch' },
  strategy: ONE_AT_A_TIME,
  main: program('nightwatch', '0.8.2', {
    name: 'planner',
    resources: USUAL_RESOURCES,
    env: { STOCK_URL: 'http://stock:8070', BELT_ADDR: 'http://belt:4222' },
  }),
})

const HL7_BRIDGE = workload({
  namespace: FLOOR,
  name: 'hl7-bridge',
  labels: { app: 'hl7-bridge' },
  main: program('hl7-bridge', '1.4.0', {
    name: 'bridge',
    resources: USUAL_RESOURCES,
    env: { RESULTS_URL: 'http://results:9090', PARTNER_HOST: 'hl7.stmary.example' },
  }),
})

const HOTCACHE = workload({
  namespace: INTAKE,
  name: 'hotcache',
  labels: { cache: 'hot' },
  strategy: ONE_AT_A_TIME,
  main: server('hotcache', '7.4.1', {
    name: 'redis',
    args: ['--config=/etc/redis/redis.conf'],
    port: { name: 'redis', containerPort: 6379 },
    ready: '/ping',
    mounts: [{ mountPath: '/etc/redis', volume: { name: 'conf', configMap: { name: 'hotcache-conf' } } }],
  }),
})

const STICKERS_LABELS = { app: 'stickers' }
const STICKERS = workload({
  namespace: INTAKE,
  name: 'stickers',
  labels: STICKERS_LABELS,
  more: { channel: 'stable' },
  replicas: 2,
  main: server('stickers', '0.9.7', {
    name: 'uvicorn',
    port: { name: 'http', containerPort: 8000 },
    ready: '/up',
    env: { STOCK_URL: 'http://stock.labfloor:8070' },
  }),
})

const WARDPORTAL = workload({
  namespace: INTAKE,
  name: 'wardportal',
  labels: { app: 'wardportal' },
  strategy: ONE_AT_A_TIME,
  main: server('portal', '6.2.0', {
    name: 'portal',
    port: { name: 'kestrel', containerPort: 5000 },
    ready: '/health',
    env: {
      PORTAL_PORT: '5000',
      CACHE_ADDR: 'http://hotcache:6379',
      ORDERS_URL: 'http://orders.labfloor:8080',
      RESULTS_URL: 'http://results.labfloor:9090',
    },
    mounts: [{ mountPath: '/etc/portal', volume: { name: 'flags', configMap: { name: 'portal-flags' } } }],
  }),
  beside: [
    server('oidc-sidecar', '7.7.1', {
      name: 'oauth2-proxy',
      args: ['--http-address=0.0.0.0:4180', '--upstream=http://127.0.0.1:5000'],
      port: { name: 'auth', containerPort: 4180 },
      ready: '/health',
      env: { OAUTH2_PROXY_COOKIE_SECRET: { secretKeyRef: { name: 'portal-oidc', key: 'cookie-secret' } } },
    }),
  ],
})

const GATEHOUSE = workload({
  namespace: INTAKE,
  name: 'gatehouse',
  labels: { gateway: 'gatehouse' },
  replicas: 2,
  // Both nodes lend it a port, so that one pod goes before the next comes.
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
  main: server('gatehouse', '1.32.1', {
    name: 'envoy',
    args: ['--config=/etc/envoy/envoy.yaml'],
    port: { name: 'ingress', containerPort: 10_000, hostPort: 8443 },
    ready: '/ready',
    mounts: [{ mountPath: '/etc/envoy', volume: { name: 'routes', configMap: { name: 'gatehouse-routes' } } }],
  }),
})

const WARD_TERMINALS = workload({
  namespace: INTAKE,
  name: 'ward-terminals',
  labels: { load: 'wards' },
  main: program('terminals', '2.1.0', { resources: USUAL_RESOURCES, env: { ENTRY: 'http://entry' } }),
})

/** What runs on a calm day, callees before callers. */
export const WORKLOADS: readonly KubernetesObject[] = [
  SPECIMENS,
  BELT,
  HOTCACHE,
  STOCK,
  RESULTS,
  ORDERBOOK,
  STICKERS,
  WARDPORTAL,
  GATEHOUSE,
  HL7_BRIDGE,
  NIGHTWATCH,
  ANALYSERS,
  WARD_TERMINALS,
]

/** A second Deployment of the stickers, with labels that the Service of the first one selects. */
export const STICKERS_CANARY: KubernetesObject = workload({
  namespace: INTAKE,
  name: 'stickers-canary',
  labels: { ...STICKERS_LABELS, channel: 'stable', track: 'canary' },
  replicas: 2,
  main: server('stickers', '1.0.0-rc2', {
    name: 'uvicorn',
    port: { name: 'http', containerPort: 8000 },
    ready: '/up',
    env: { STOCK_URL: 'http://stock.labfloor:8070', RENDERER: 'zpl3' },
  }),
})

/** What nobody misses: its device was carried away. */
export const FAX_GATEWAY: KubernetesObject = workload({
  namespace: INTAKE,
  name: 'fax-gateway',
  labels: { app: 'fax-gateway' },
  main: program('obsolete', '0.2.1', { name: 'fax', image: imageOf('fax-gateway', '0.2.1'), resources: USUAL_RESOURCES }),
})

/** Another release of one container, with variables that are new in it. */
export function release(name: string, role: string, [version, env]: readonly [string, Readonly<Record<string, string>>]) {
  return { name, image: imageOf(role, version), env: variables(env) }
}
