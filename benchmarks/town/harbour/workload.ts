import { buildPod, GRACE_SECONDS, object, probe, USUAL_RESOURCES, type Container, type Fields, type KubernetesObject } from '../objects.ts'

/** What one program of the harbour needs to be told; the rest is the same for all. */
export interface Program {
  readonly namespace: string
  readonly name: string
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet'
  readonly replicas?: number
  readonly args?: readonly string[]
  readonly env?: Fields
  /** ConfigMap whose keys all become variables. */
  readonly envFrom?: string
  /** Mounted folder by its volume source. */
  readonly mounts?: Readonly<Record<string, Fields>>
  readonly spec?: Fields
  /** One instance at a time: a rollout stops the old pod first. */
  readonly isSingle?: true
}

const PORT = 8080
const RELEASE = '4.2.0'

/** A workload object. */
export function buildWorkload(program: Program): KubernetesObject {
  const { namespace, name, kind = 'Deployment' } = program
  const labels = { app: name }
  const counted = kind === 'DaemonSet' ? {} : { replicas: program.replicas ?? 1 }
  const strategy = kind === 'Deployment' && program.isSingle ? { strategy: { type: 'Recreate' } } : {}
  const pod = buildPod(container(program), { terminationGracePeriodSeconds: GRACE_SECONDS, ...program.spec })
  const template = { metadata: { labels: { ...labels, release: RELEASE } }, spec: pod }
  const own = kind === 'StatefulSet' ? { serviceName: name } : {}
  const spec = { ...counted, ...strategy, ...own, selector: { matchLabels: labels }, template }
  return object('apps/v1', kind, { namespace, name, labels, spec })
}

function container({ name, args, env = {}, envFrom, mounts = {} }: Program): Container {
  return {
    name,
    image: imageOf(name, RELEASE),
    command: ['ferry', name],
    ...(args ? { args } : {}),
    port: { name: 'http', containerPort: PORT },
    env,
    ...(envFrom === undefined ? {} : { envFrom: { configMapRef: { name: envFrom } } }),
    resources: USUAL_RESOURCES,
    readinessProbe: { ...probe(PORT, '/readyz'), initialDelaySeconds: 2, periodSeconds: 5, failureThreshold: 2 },
    livenessProbe: { ...probe(PORT, '/healthz'), initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 5 },
    mounts: Object.entries(mounts).map(([mountPath, source], index) => ({
      mountPath,
      volume: { name: `files-${index}`, ...source },
      readOnly: true,
    })),
  }
}

/** The image of a program in a release, as its manifest names it. */
export function imageOf(name: string, release: string): string {
  return `registry.skerry.example/ferry/${name}:${release}`
}

/** A Service in front of the program of the same name. */
export function buildService(namespace: string, name: string): KubernetesObject {
  const ports = [{ name: 'http', port: PORT, targetPort: PORT }]
  return object('v1', 'Service', { namespace, name, labels: { app: name }, spec: { selector: { app: name }, ports } })
}
