import { buildContainer, USUAL_RESOURCES, type KubernetesObject } from '../objects.ts'
import { CORE, live, program, server, WEB, workload } from './workload.ts'

const NEWSDB = workload({
  namespace: CORE,
  name: 'newsdb',
  kind: 'StatefulSet',
  serviceName: 'newsdb',
  labels: { db: 'news' },
  main: server('newsdb', '17.2', {
    name: 'postgres',
    port: ['pg', 5432],
    ready: '/pg_isready',
    envFrom: { secretRef: { name: 'newsdb-auth' } },
    mounts: [{ mountPath: '/etc/newsdb/tls', volume: { name: 'tls', secret: { secretName: 'newsdb-tls' } } }],
  }),
})

const SHELF = workload({
  namespace: CORE,
  name: 'shelf',
  kind: 'StatefulSet',
  serviceName: 'index-nodes',
  labels: { role: 'index' },
  main: server('shelf', '8.15.1', { name: 'engine', port: ['rest', 9200], ready: '/_cluster/health' }),
  pod: { nodeSelector: { disk: 'ssd' } },
})

const RABBIT = workload({
  namespace: CORE,
  name: 'rabbit',
  labels: { mq: 'rabbit' },
  isSingle: true,
  main: server('broker', '4.0.3', {
    name: 'rabbitmq',
    port: ['amqp', 5672],
    ready: '/alive',
    mounts: [{ mountPath: '/etc/broker', volume: { name: 'conf', configMap: { name: 'broker-config' } } }],
  }),
})

const MEDIA_STORE = workload({
  namespace: CORE,
  name: 'media-store',
  labels: { tier: 'pictures' },
  isSingle: true,
  main: server('media', '2.7.3', {
    port: ['http', 8088],
    ready: '/livez',
    livenessProbe: live(8088, '/livez'),
    mounts: [{ mountPath: '/var/cache/media', volume: { name: 'cache', emptyDir: { sizeLimit: '96Mi' } } }],
  }),
})

const STORY_SERVICE = workload({
  namespace: CORE,
  name: 'story-service',
  labels: { tier: 'content', component: 'newsroom' },
  isSingle: true,
  main: server('stories', '3.3.1', {
    name: 'app',
    args: ['--spring.config.location=/etc/stories/application.properties'],
    port: ['http', 8080],
    ready: '/actuator/health/readiness',
    livenessProbe: live(8080, '/actuator/health/liveness'),
    env: { DB_PASSWORD: { secretKeyRef: { name: 'stories-db', key: 'password' } } },
    mounts: [{ mountPath: '/etc/stories', volume: { name: 'settings', configMap: { name: 'stories-config' } } }],
  }),
})

const TARIFFS = { name: 'tariffs', items: [{ key: 'tariffs.json', path: 'tariffs.json' }] }
const SUBSCRIBER_ACCOUNTS = workload({
  namespace: CORE,
  name: 'subscriber-accounts',
  labels: { 'app.kubernetes.io/name': 'accounts' },
  isSingle: true,
  main: server('accounts', '5.0.2', {
    name: 'server',
    port: ['http-api', 8081],
    ready: '/healthz',
    livenessProbe: live(8081, '/healthz'),
    env: {
      DB_ADDR: 'http://newsdb:5432',
      DB_PASSWORD: { secretKeyRef: { name: 'accounts-db', key: 'password' } },
      BROKER_ADDR: 'http://broker:5672',
      CARD_HOST: 'api.cardhouse.example',
    },
    mounts: [
      { mountPath: '/etc/tariffs', volume: { name: 'tariffs', configMap: TARIFFS } },
      { mountPath: '/var/run/courier', volume: { name: 'token', secret: { secretName: 'cardhouse-token' } } },
    ],
  }),
})

const LAYOUT_WORKER = workload({
  namespace: CORE,
  name: 'layout-worker',
  labels: { worker: 'layout' },
  main: program('layout', '1.12.0', { name: 'worker', env: { BROKER_URL: 'http://broker:5672' }, resources: USUAL_RESOURCES }),
  pod: {
    initContainers: [buildContainer(program('waitfor', '1.0.0', { name: 'wait-for-broker', args: ['--url=http://broker:5672'] }))],
  },
})

const SEARCH = workload({
  namespace: WEB,
  name: 'search-v2',
  labels: { app: 'search', track: 'v2' },
  isSingle: true,
  main: server('finder', '2.4.0', {
    name: 'query',
    port: ['http', 7701],
    ready: '/alive',
    livenessProbe: live(7701, '/alive'),
    env: { INDEX_HOST: 'index-nodes.courier-core', INDEX_PORT: '9200', RELEASE: '2.4.0' },
  }),
})

const COMMENTS = workload({
  namespace: WEB,
  name: 'comments',
  labels: { app: 'comments' },
  replicas: 3,
  main: server('talk', '1.8.5', {
    name: 'gunicorn',
    port: ['http', 9001],
    ready: '/ping',
    // It is answered in turn with the requests, so that it says how long they wait.
    livenessProbe: { ...live(9001, '/healthz', 9), failureThreshold: 3 },
    envFrom: { secretRef: { name: 'comments-db' } },
  }),
})

const EDGE_GATEWAY = workload({
  namespace: WEB,
  name: 'edge-gateway',
  labels: { gateway: 'edge' },
  replicas: 2,
  main: server('edge', '1.27.2', {
    name: 'nginx',
    args: ['--routes=/etc/edge/routes.conf'],
    port: ['web', 8000],
    ready: '/-/ok',
    livenessProbe: live(8000, '/-/ok'),
    mounts: [{ mountPath: '/etc/edge', volume: { name: 'routes', configMap: { name: 'edge-routes' } } }],
  }),
  pod: {
    containers: [
      buildContainer(program('shipper', '0.9.1', { name: 'access-shipper', resources: { cpu: '10m', memory: '32Mi', limit: '128Mi' } })),
    ],
  },
})

const READERSHIP = workload({
  namespace: WEB,
  name: 'readership',
  labels: { load: 'readers' },
  main: program('walker', '1.0.0', { env: { SITE: 'http://www' }, resources: USUAL_RESOURCES }),
  // Away from the index, so that readers go on asking when its node is drained.
  pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } },
})

/** What runs on a calm day, callees before callers. */
export const WORKLOADS: readonly KubernetesObject[] = [
  NEWSDB,
  SHELF,
  RABBIT,
  MEDIA_STORE,
  STORY_SERVICE,
  SUBSCRIBER_ACCOUNTS,
  LAYOUT_WORKER,
  SEARCH,
  COMMENTS,
  EDGE_GATEWAY,
  READERSHIP,
]

/** What nobody asks for and no Service leads to: it never becomes ready. */
export const PREVIEW: KubernetesObject = workload({
  namespace: WEB,
  name: 'print-preview',
  labels: { app: 'print-preview' },
  main: server('preview', '0.3.0', { port: ['http', 8099], ready: '/ready' }),
})
