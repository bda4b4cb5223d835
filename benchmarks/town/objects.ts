/** An object as the Kubernetes API takes it; what is inside is the API server's to judge. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly [field: string]: unknown
}

/** What one program of the town needs to be told; the rest is the same for all. */
export interface Program {
  readonly namespace: string
  readonly name: string
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet'
  readonly replicas?: number
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, unknown>>
  /** ConfigMap whose keys all become variables. */
  readonly envFrom?: string
  /** Mounted folder by its volume source. */
  readonly mounts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly spec?: Readonly<Record<string, unknown>>
  /** One instance at a time: a rollout stops the old pod first. */
  readonly isSingle?: true
}

const PORT = 8080
const RELEASE = '4.2.0'
const MEMORY = { request: '64Mi', limit: '192Mi' }

/** A workload object. Probes are commands, because nothing may be sent to a pod's address (README of the servers). */
export function buildWorkload(program: Program): KubernetesObject {
  const { namespace, name, kind = 'Deployment' } = program
  const labels = { app: name }
  const counted = kind === 'DaemonSet' ? {} : { replicas: program.replicas ?? 1 }
  const strategy = kind === 'Deployment' && program.isSingle ? { strategy: { type: 'Recreate' } } : {}
  const template = { metadata: { labels: { ...labels, release: RELEASE } }, spec: podSpec(program) }
  const own = kind === 'StatefulSet' ? { serviceName: name } : {}
  const spec = { ...counted, ...strategy, ...own, selector: { matchLabels: labels }, template }
  return { apiVersion: 'apps/v1', kind, metadata: { namespace, name, labels }, spec }
}

function podSpec(program: Program): Readonly<Record<string, unknown>> {
  const mounts = Object.entries(program.mounts ?? {})
  const volumes = mounts.map(([, source], index) => ({ name: `files-${index}`, ...source }))
  return {
    terminationGracePeriodSeconds: 5,
    containers: [
      {
        name: program.name,
        image: imageOf(program.name, RELEASE),
        command: ['ferry', program.name],
        ...(program.args ? { args: program.args } : {}),
        ports: [{ name: 'http', containerPort: PORT }],
        env: Object.entries(program.env ?? {}).map(([key, value]) =>
          typeof value === 'string' ? { name: key, value } : { name: key, valueFrom: value },
        ),
        ...(program.envFrom ? { envFrom: [{ configMapRef: { name: program.envFrom } }] } : {}),
        resources: { requests: { cpu: '50m', memory: MEMORY.request }, limits: { memory: MEMORY.limit } },
        readinessProbe: { ...probe(PORT, '/readyz'), initialDelaySeconds: 2, periodSeconds: 5, failureThreshold: 2 },
        livenessProbe: { ...probe(PORT, '/healthz'), initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 5 },
        ...(mounts.length > 0
          ? { volumeMounts: mounts.map(([mountPath], index) => ({ name: `files-${index}`, mountPath, readOnly: true })) }
          : {}),
      },
    ],
    ...(volumes.length > 0 ? { volumes } : {}),
    ...program.spec,
  }
}

/** The image of a program in a release, as its manifest names it. */
export function imageOf(name: string, release: string): string {
  return `registry.skerry.example/ferry/${name}:${release}`
}

/** The handler of a probe that asks a program for a path. */
export function probe(
  port: number,
  path: string,
): { readonly exec: { readonly command: readonly string[] }; readonly timeoutSeconds: number } {
  return { exec: { command: ['sh', '-c', `curl -fsS -m 3 http://$POD_BIND:${port}${path}`] }, timeoutSeconds: 4 }
}

/** A Service in front of the program of the same name. */
export function buildService(namespace: string, name: string): KubernetesObject {
  const ports = [{ name: 'http', port: PORT, targetPort: PORT }]
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name, labels: { app: name } },
    spec: { selector: { app: name }, ports },
  }
}
