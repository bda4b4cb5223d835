import { variables, type KubernetesObject } from '../../objects.ts'
import { patch, patchContainer, remove, restart, type Step, type TownCase } from '../../town-case.ts'
import { brokerSettings, edgeRoutes, storySettings } from '../objects.ts'
import { CORE, WEB } from '../workload.ts'
import { ALL, COMMENTS, FRONT, SEARCH, SUBSCRIBE } from './questions.ts'

const CONFIG = 'config|content|setting|address|host|name|resol|dns|env|port|file|flag|feature|time'

/** What programs read when they start: files of ConfigMaps, Secrets, variables. */
export const SETTINGS: readonly TownCase[] = [
  {
    id: 'db-host-in-file',
    kind: 'config',
    fix: ['courier-core/ConfigMap/stories-config'],
    mechanism: CONFIG,
    near: ['stories-config', 'story-service'],
    question: FRONT,
    steps: [edit(storySettings({ 'datasource.url': 'http://news-db:5432' })), restart(CORE, 'deployment/story-service')],
  },
  {
    id: 'flag-calls-nothing',
    kind: 'config',
    fix: ['courier-core/ConfigMap/stories-config'],
    mechanism: CONFIG,
    near: ['stories-config', 'story-service'],
    question: FRONT,
    steps: [edit(storySettings({ 'features.related': 'true' })), restart(CORE, 'deployment/story-service')],
  },
  {
    id: 'timeout-too-low',
    kind: 'timeout',
    fix: ['courier-web/ConfigMap/edge-routes'],
    mechanism: 'time|config|setting|content',
    near: ['edge-routes', 'edge-gateway'],
    question: COMMENTS,
    steps: [edit(edgeRoutes('300ms')), restart(WEB, 'deployment/edge-gateway')],
  },
  {
    id: 'broker-watermark',
    kind: 'config',
    fix: ['courier-core/ConfigMap/broker-config'],
    mechanism: 'config|memory|watermark|setting|content|alarm|block',
    near: ['broker-config', 'rabbit', 'broker'],
    question: SUBSCRIBE,
    steps: [edit(brokerSettings('48MiB')), restart(CORE, 'deployment/rabbit')],
  },
  {
    id: 'item-key-missing',
    kind: 'reference',
    fix: ['courier-core/ConfigMap/tariffs', 'courier-core/Deployment/subscriber-accounts'],
    mechanism: 'reference|missing|not.found|config|key|volume|mount',
    near: ['tariffs', 'subscriber-accounts'],
    question: SUBSCRIBE,
    steps: [
      patch(CORE, 'configmap/tariffs', { data: { 'tariffs.json': null, 'tariffs-2027.json': '{"weekday": 13, "weekend": 8.5}' } }),
      restart(CORE, 'deployment/subscriber-accounts'),
    ],
  },
  {
    id: 'index-port-in-env',
    kind: 'address',
    fix: ['courier-web/Deployment/search-v2'],
    mechanism: 'address|env|config|port|host',
    near: ['search-v2'],
    question: SEARCH,
    steps: [patchContainer(WEB, 'deployment/search-v2', { name: 'query', env: variables({ INDEX_PORT: '9300' }) })],
  },
  {
    id: 'db-credential',
    kind: 'credential',
    fix: ['courier-web/Secret/comments-db', 'courier-web/Deployment/comments'],
    mechanism: 'secret|credential|password|auth|config|env',
    near: ['comments-db', 'comments', 'newsdb-auth'],
    question: COMMENTS,
    steps: [patch(WEB, 'secret/comments-db', { stringData: { DB_PASSWORD: 'heron-43' } }), renewComments()],
  },
  {
    id: 'envfrom-secret-gone',
    kind: 'reference',
    fix: ['courier-web/Secret/comments-db', 'courier-web/Deployment/comments'],
    mechanism: 'secret|reference|missing|not.found|config',
    near: ['comments-db', 'comments'],
    question: COMMENTS,
    steps: [remove(WEB, 'secret/comments-db'), renewComments()],
  },
  {
    id: 'token-expired',
    kind: 'credential',
    fix: ['courier-core/Secret/cardhouse-token'],
    mechanism: 'token|secret|credential|auth|expir',
    near: ['cardhouse-token', 'subscriber-accounts', 'cardhouse'],
    question: SUBSCRIBE,
    steps: [patch(CORE, 'secret/cardhouse-token', { stringData: { token: '{"sub":"courier","exp":"2026-11-30T06:00:00Z"}' } })],
    // The kubelet brings a changed Secret to a mounted folder within a minute or so.
    afterSeconds: 95,
  },
  {
    id: 'db-cert-expired',
    kind: 'certificate',
    fix: ['courier-core/Secret/newsdb-tls', 'courier-core/StatefulSet/newsdb'],
    mechanism: 'cert|tls|expir|secret|x509',
    near: ['newsdb-tls', 'newsdb'],
    question: ALL,
    steps: [
      patch(CORE, 'secret/newsdb-tls', { stringData: { 'tls.crt': 'notAfter=2026-11-29T22:00:00Z' } }),
      restart(CORE, 'statefulset/newsdb'),
    ],
  },
]

/** Other texts in a ConfigMap, as an editor writes them: the note of what was applied last keeps the old ones. */
export function edit({ metadata: { namespace, name }, ...fields }: KubernetesObject): Step {
  return patch(namespace ?? null, `configmap/${name}`, { data: fields['data'] })
}

/** New pods of the comments, which read their Secret when they start. */
export function renewComments(): Step {
  return { kubectl: ['delete', 'pod', '-n', WEB, '-l', 'app=comments', '--wait=false'] }
}
