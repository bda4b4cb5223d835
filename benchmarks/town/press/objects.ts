import { buildRun, configMap, object, secret, type Fields, type KubernetesObject, type Labels } from '../objects.ts'
import { CORE, program, WEB } from './workload.ts'
import { WORKLOADS } from './workloads.ts'

/** Everything that stands in the newspaper on a calm day, in the order in which it is made. */
export function buildPress(): readonly KubernetesObject[] {
  return [...namespaces(), ...settings(), ...secrets(), ...services(), budget(), ...WORKLOADS, digest('morning')]
}

function namespaces(): readonly KubernetesObject[] {
  return [WEB, CORE].map((name) => object('v1', 'Namespace', { name, labels: { team: name } }))
}

function settings(): readonly KubernetesObject[] {
  return [
    edgeRoutes('6s'),
    storySettings({}),
    brokerSettings('512MiB'),
    configMap(CORE, 'tariffs', { 'tariffs.json': '{"weekday": 12.5, "weekend": 8}' }),
    configMap(WEB, 'masthead', { motto: 'All the news that fens to print' }),
  ]
}

/** Where the edge sends what readers ask for. */
export function edgeRoutes(commentsTimeout: string): KubernetesObject {
  const routes = `# front door of the Courier
resolver 10.96.0.10;
location /front { proxy_pass http://stories.courier-core:8080/list; proxy_read_timeout 6s; }
location /search { proxy_pass http://finder:7700/query; proxy_read_timeout 6s; }
location /subscribe { proxy_pass http://accounts-api.courier-core.svc.cluster.local:8081/subscribe; proxy_read_timeout 7s; }
location /comments { proxy_pass http://talk:9000/thread; proxy_read_timeout ${commentsTimeout}; }
`
  return configMap(WEB, 'edge-routes', { 'routes.conf': routes })
}

const STORY_SETTINGS = {
  'server.port': '8080',
  'logging.level': 'INFO',
  'datasource.url': 'http://newsdb:5432',
  'datasource.pool': '10',
  'media.url': 'http://media:8088',
  'features.related': 'false',
  // Nobody ever made that Service; the feature is off.
  'related.url': 'http://related-stories:8085',
} as const

/** The settings of the stories, some of them changed. */
export function storySettings(changed: Partial<Record<keyof typeof STORY_SETTINGS, string>>): KubernetesObject {
  const lines = Object.entries({ ...STORY_SETTINGS, ...changed }).map(([key, value]) => `${key}=${value}\n`)
  return configMap(CORE, 'stories-config', { 'application.properties': lines.join('') })
}

/** The settings of the broker: above the watermark it takes nothing more. */
export function brokerSettings(watermark: string): KubernetesObject {
  const text = `listeners.tcp.default = 5672\nvm_memory_high_watermark.absolute = ${watermark}\nconsumer_timeout = 1800000\n`
  return configMap(CORE, 'broker-config', { 'broker.conf': text })
}

function secrets(): readonly KubernetesObject[] {
  return [
    secret(CORE, 'newsdb-auth', { PW_COMMENTS: 'heron-42', PW_STORIES: 'bittern-7', PW_ACCOUNTS: 'reed-19' }),
    secret(CORE, 'newsdb-tls', { 'tls.crt': 'notAfter=2027-06-01T00:00:00Z' }),
    secret(CORE, 'stories-db', { password: 'bittern-7' }),
    secret(CORE, 'accounts-db', { password: 'reed-19' }),
    secret(CORE, 'cardhouse-token', { token: '{"sub":"courier","exp":"2027-01-01T00:00:00Z"}' }),
    secret(WEB, 'comments-db', { DATABASE_URL: 'http://newsdb.courier-core:5432', DB_USER: 'comments', DB_PASSWORD: 'heron-42' }),
  ]
}

function services(): readonly KubernetesObject[] {
  const headless = { clusterIP: 'None' }
  return [
    service({ namespace: WEB, name: 'www', port: 80 }, { gateway: 'edge' }, 'web'),
    service({ namespace: WEB, name: 'finder', port: 7700 }, { app: 'search' }, 'http'),
    service({ namespace: WEB, name: 'talk', port: 9000 }, { app: 'comments' }, 'http'),
    service({ namespace: CORE, name: 'stories', port: 8080 }, { component: 'newsroom' }, 'http'),
    service({ namespace: CORE, name: 'newsdb', port: 5432, ...headless }, { db: 'news' }, 'pg'),
    service({ namespace: CORE, name: 'index-nodes', port: 9200, ...headless }, { role: 'index' }, 'rest'),
    service({ namespace: CORE, name: 'media', port: 8088 }, { tier: 'pictures' }, 8088),
    service({ namespace: CORE, name: 'accounts-api', port: 8081 }, { 'app.kubernetes.io/name': 'accounts' }, 'http-api'),
    service({ namespace: CORE, name: 'broker', port: 5672 }, { mq: 'rabbit' }, 5672),
    object('v1', 'Service', { namespace: CORE, name: 'cardhouse', spec: { type: 'ExternalName', externalName: 'api.cardhouse.example' } }),
  ]
}

interface Front {
  readonly namespace: string
  readonly name: string
  readonly port: number
  readonly clusterIP?: string
}

function service({ namespace, name, port, ...more }: Front, selector: Labels, targetPort: number | string): KubernetesObject {
  return object('v1', 'Service', { namespace, name, spec: { selector, ports: [{ name: 'main', port, targetPort }], ...more } })
}

function budget(): KubernetesObject {
  const spec = { maxUnavailable: 1, selector: { matchLabels: { app: 'comments' } } }
  return object('policy/v1', 'PodDisruptionBudget', { namespace: WEB, name: 'comments', spec })
}

/** What is sent to readers each minute. */
export function digest(edition: string): KubernetesObject {
  const main = program('digest', '2.0.4', { args: [`--edition=${edition}`], env: { STORIES_URL: 'http://stories:8080' } })
  const template = { metadata: { labels: { cron: 'digest' } }, spec: buildRun(main) }
  const jobTemplate = { spec: { backoffLimit: 1, template } }
  const spec = { schedule: '* * * * *', concurrencyPolicy: 'Forbid', jobTemplate }
  return object('batch/v1', 'CronJob', { namespace: CORE, name: 'morning-digest', spec })
}

/** A Job that somebody starts by hand; `spec` says how often it runs. */
export function job(name: string, role: string, { env = {}, ...spec }: Fields & { readonly env?: Labels }): KubernetesObject {
  const template = { spec: buildRun(program(role, '1.1.0', { env })) }
  return object('batch/v1', 'Job', { namespace: WEB, name, spec: { backoffLimit: 1, ...spec, template } })
}
