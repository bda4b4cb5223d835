import type { Random } from '../random.ts'
import type { ServiceUnit, Topology } from '../topology/topology.ts'
import { addressVariable } from '../traffic/connect.ts'
import { stepAutoscalers } from './autoscaler.ts'
import { type Cluster, createObject } from './cluster.ts'
import { stepDeployments } from './deployments.ts'
import { stepKubelet } from './kubelet.ts'
import type { Container, PodTemplate, Probe } from './objects.ts'
import { DATABASE_CLAIM, stepReplicaSets } from './replica-sets.ts'
import { stepScheduler } from './scheduler.ts'

/** How long the system has been running when the recording starts, so that nothing of its own start is in it. */
const AGE_SECONDS = 5400
const SETTLE_SECONDS = 90

/** Creates everything the topology needs, and what `furnish` adds to it, and lets it come up before the recording begins. */
export function bootstrap(cluster: Cluster, topology: Topology, { random, furnish }: { random: Random; furnish: () => void }): void {
  cluster.clock.now = -AGE_SECONDS
  createNodes(cluster, topology, random)
  for (const namespace of topology.namespaces) createNamespace(cluster, namespace)
  for (const unit of topology.services) createUnit(cluster, topology, unit)
  furnish()
  for (let second = 0; second < SETTLE_SECONDS; second++) {
    cluster.clock.now += 1
    stepControllers(cluster)
  }
  cluster.clock.now = 0
}

/** One second of the control plane. */
export function stepControllers(cluster: Cluster): void {
  stepAutoscalers(cluster)
  stepDeployments(cluster)
  stepReplicaSets(cluster)
  stepScheduler(cluster)
  stepKubelet(cluster)
}

export function createNamespace(cluster: Cluster, name: string): void {
  createObject(cluster, {
    apiVersion: 'v1',
    kind: 'Namespace',
    name,
    labels: { 'kubernetes.io/metadata.name': name },
    spec: { finalizers: ['kubernetes'] },
  })
  createObject(cluster, { apiVersion: 'v1', kind: 'ServiceAccount', namespace: name, name: 'default' })
  createObject(cluster, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: name,
    name: 'kube-root-ca.crt',
    data: { 'ca.crt': 'public certificate of the cluster' },
  })
}

function createNodes(cluster: Cluster, topology: Topology, random: Random): void {
  for (let index = 0; index < topology.nodes; index++) {
    const name = `worker-${index + 1}-${random.integer(100, 999)}`
    createObject(cluster, {
      apiVersion: 'v1',
      kind: 'Node',
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': `zone-${'abc'[index % 3]}`,
      },
      spec: { podCIDR: `10.244.${index}.0/24` },
      extra: {
        status: { allocatable: { cpu: '3920m', memory: '15360Mi', pods: '110' }, capacity: { cpu: '4', memory: '16384Mi', pods: '110' } },
      },
    })
  }
}

/** The workload of one service, with its Service, account, settings and claim. */
export function createUnit(cluster: Cluster, topology: Topology, unit: ServiceUnit): void {
  const { namespace, name } = unit
  cluster.images.set(unit.image, 'amd64')
  createObject(cluster, { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name })
  const labels = {
    app: name,
    'app.kubernetes.io/managed-by': 'helm',
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': namespace,
  }
  const isStateful = unit.role === 'database'
  if (isStateful) {
    createObject(cluster, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace,
      name: `data-${name}`,
      spec: DATABASE_CLAIM,
      extra: { status: { phase: 'Bound' } },
    })
  }
  if (unit.role === 'flags') createFlags(cluster, topology, unit)
  if (hasSettings(unit)) {
    const settings = { region: 'north', retries: 2, currency: 'EUR', pageSize: 24, [`${camel(name)}Mode`]: 'standard' }
    createObject(cluster, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace,
      name: `${name}-settings`,
      data: { 'settings.json': JSON.stringify(settings, null, 2) },
    })
  }
  createObject(cluster, {
    apiVersion: 'apps/v1',
    kind: isStateful ? 'StatefulSet' : 'Deployment',
    namespace,
    name: unit.workload,
    labels,
    annotations: { 'drill/workload': unit.workload },
    spec: {
      replicas: unit.replicas,
      selector: { matchLabels: { app: name } },
      template: templateOf(topology, unit, labels),
      ...(isStateful ? {} : { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } } }),
    },
  })
  if (unit.role === 'load') return
  createObject(cluster, {
    apiVersion: 'v1',
    kind: 'Service',
    namespace,
    name,
    labels,
    spec: {
      selector: { app: name },
      ports: [{ name: unit.protocol, port: unit.port, targetPort: unit.port, protocol: 'TCP' }],
      clusterIP: `10.100.${cluster.random.integer(1, 250)}.${cluster.random.integer(2, 250)}`,
      type: 'ClusterIP',
    },
  })
}

/** Pretty-printed, as people keep it; whoever rewrites it by machine leaves one line. */
function createFlags(cluster: Cluster, topology: Topology, unit: ServiceUnit): void {
  const flagged = topology.services.filter((each) => each.role === 'service')
  const flags = Object.fromEntries(
    flagged.map((each) => [
      `${camel(each.name)}${each.operations.length > 1 ? 'Degraded' : 'Failure'}`,
      { defaultVariant: 'off', description: `Practice switch of ${each.name}`, state: 'ENABLED', variants: { off: false, on: true } },
    ]),
  )
  const data = { 'flags.json': JSON.stringify({ $schema: 'https://flagd.dev/schema/v0/flags.json', flags }, null, 4) }
  createObject(cluster, { apiVersion: 'v1', kind: 'ConfigMap', namespace: unit.namespace, name: `${unit.name}-config`, data })
}

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function templateOf(topology: Topology, unit: ServiceUnit, labels: Record<string, string>): PodTemplate {
  return {
    metadata: { labels: { ...labels }, annotations: {} },
    spec: {
      containers: [containerOf(topology, unit)],
      ...(hasSettings(unit) ? { initContainers: [settingsReader(unit)] } : {}),
      volumes: volumesOf(unit),
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: unit.name,
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
    },
  }
}

function volumesOf(unit: ServiceUnit): PodTemplate['spec']['volumes'] {
  if (unit.role === 'database') return [{ name: 'data', persistentVolumeClaim: { claimName: `data-${unit.name}` } }]
  if (unit.role === 'flags') return [{ name: 'config', configMap: { name: `${unit.name}-config` } }]
  return hasSettings(unit) ? [{ name: 'settings', configMap: { name: `${unit.name}-settings` } }] : []
}

function containerOf(topology: Topology, unit: ServiceUnit): Container {
  const env = unit.calls.flatMap((call) => {
    const callee = topology.byKey.get(call.to)
    const host = callee?.namespace === unit.namespace ? callee.name : `${callee?.name}.${callee?.namespace}`
    return callee ? [{ name: addressVariable(callee), value: `${host}:${callee.port}` }] : []
  })
  return {
    name: unit.name,
    image: unit.image,
    env: [{ name: 'PORT', value: String(unit.port) }, { name: 'LOG_LEVEL', value: 'info' }, ...env],
    ports: unit.role === 'load' ? [] : [{ containerPort: unit.port, name: unit.protocol, protocol: 'TCP' }],
    resources: {
      requests: { cpu: `${Math.round(unit.cpuMillis / 2)}m`, memory: `${Math.round(unit.memoryMib * 0.6)}Mi` },
      limits: { cpu: `${unit.cpuMillis}m`, memory: `${unit.memoryMib}Mi` },
    },
    ...(unit.role === 'load' ? {} : { readinessProbe: probeOf(unit) }),
    volumeMounts: volumesOf(unit).map((volume) => ({ name: volume.name, mountPath: `/${volume.name}` })),
    imagePullPolicy: 'IfNotPresent',
  }
}

/** Services in these languages read a settings file, checked by an init container before they start. */
export function hasSettings(unit: ServiceUnit): boolean {
  return unit.role === 'service' && (unit.language === 'java' || unit.language === 'python' || unit.language === 'nodejs')
}

function settingsReader(unit: ServiceUnit): Container {
  return {
    name: 'read-settings',
    image: unit.image,
    command: ['/app/validate', '/settings/settings.json'],
    env: [],
    ports: [],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '50m', memory: '32Mi' } },
    volumeMounts: [{ name: 'settings', mountPath: '/settings' }],
    imagePullPolicy: 'IfNotPresent',
  }
}

/** The probe that fits what the service speaks. */
function probeOf(unit: ServiceUnit): Probe {
  const timing = { initialDelaySeconds: 2, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 }
  if (unit.protocol === 'http') return { httpGet: { path: '/healthz', port: unit.port, scheme: 'HTTP' }, ...timing }
  return unit.protocol === 'grpc' ? { grpc: { port: unit.port }, ...timing } : { tcpSocket: { port: unit.port }, ...timing }
}
