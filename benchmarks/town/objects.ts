/** An object as the Kubernetes API takes it; what is inside is the API server's to judge. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Labels
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly [field: string]: unknown
}

export type Fields = Readonly<Record<string, unknown>>
export type Labels = Readonly<Record<string, string>>

interface Identity {
  readonly namespace?: string
  readonly name: string
  readonly labels?: Labels
  readonly [field: string]: unknown
}

/** An object by its identity; what is neither name, namespace nor labels stands beside the metadata. */
export function object(apiVersion: string, kind: string, { namespace, name, labels, ...fields }: Identity): KubernetesObject {
  const scope = namespace === undefined ? {} : { namespace }
  return { apiVersion, kind, metadata: { ...scope, name, ...(labels ? { labels } : {}) }, ...fields }
}

/** A ConfigMap with these texts. */
export function configMap(namespace: string, name: string, data: Readonly<Record<string, string>>): KubernetesObject {
  return object('v1', 'ConfigMap', { namespace, name, data })
}

/** A Secret with these texts. */
export function secret(namespace: string, name: string, stringData: Readonly<Record<string, string>>): KubernetesObject {
  return object('v1', 'Secret', { namespace, name, stringData })
}

/** One container. What is not said is left out of the manifest. */
export interface Container {
  readonly name: string
  readonly image: string
  readonly command: readonly string[]
  readonly args?: readonly string[]
  readonly port?: { readonly name: string; readonly containerPort: number; readonly hostPort?: number }
  /** Variables: a text, or where the value comes from. */
  readonly env?: Fields
  /** The ConfigMap or Secret whose keys all become variables. */
  readonly envFrom?: Fields
  /** Requests of CPU and memory, and the limit of memory. */
  readonly resources?: { readonly cpu: string; readonly memory: string; readonly limit: string }
  readonly readinessProbe?: Fields
  readonly livenessProbe?: Fields
  readonly startupProbe?: Fields
  readonly mounts?: readonly Mount[]
}

interface Mount {
  readonly mountPath: string
  readonly volume: { readonly name: string; readonly [source: string]: unknown }
  readonly readOnly?: true
}

/** The resources of a program that nobody measured. */
export const USUAL_RESOURCES = { cpu: '50m', memory: '64Mi', limit: '192Mi' } as const

/** A container as a pod holds it; its volumes are the pod's. */
export function buildContainer({ port, env, envFrom, resources, mounts = [], ...container }: Container): Fields {
  return {
    ...container,
    ...(port ? { ports: [port] } : {}),
    ...(env ? { env: variables(env) } : {}),
    ...(envFrom ? { envFrom: [envFrom] } : {}),
    ...(resources
      ? { resources: { requests: { cpu: resources.cpu, memory: resources.memory }, limits: { memory: resources.limit } } }
      : {}),
    ...(mounts.length > 0 ? { volumeMounts: mounts.map(({ volume, ...mount }) => ({ name: volume.name, ...mount })) } : {}),
  }
}

/** Variables as a container lists them. */
export function variables(env: Fields): readonly Fields[] {
  return Object.entries(env).map(([name, value]) => (typeof value === 'string' ? { name, value } : { name, valueFrom: value }))
}

/** A pod around one main container, with its volumes; `spec` adds to it. */
export function buildPod(main: Container, { containers = [], ...spec }: Fields & { readonly containers?: readonly Fields[] }): Fields {
  const volumes = (main.mounts ?? []).map(({ volume }) => volume)
  return { containers: [buildContainer(main), ...containers], ...(volumes.length > 0 ? { volumes } : {}), ...spec }
}

/** The pod of a Job: it runs one container to its end. */
export function buildRun(container: Container): Fields {
  return buildPod(container, { restartPolicy: 'Never', terminationGracePeriodSeconds: GRACE_SECONDS })
}

/** A program has little to close. */
export const GRACE_SECONDS = 5

/** The handler of a probe that asks a program for a path. It is a command, because nothing may be sent to a pod's address (README of the servers). */
export function probe(port: number, path: string, timeoutSeconds = 3): Fields {
  const ask = `curl -fsS -m ${timeoutSeconds} http://$POD_BIND:${port}${path}`
  return { exec: { command: ['sh', '-c', ask] }, timeoutSeconds: timeoutSeconds + 1 }
}

const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet']

/** The workloads among these objects, as `kubectl rollout status` names them. */
export function workloadNames(objects: readonly KubernetesObject[]): readonly { readonly namespace: string; readonly name: string }[] {
  return objects
    .filter(({ kind }) => WORKLOADS.includes(kind))
    .map(({ kind, metadata: { namespace = '', name } }) => ({ namespace, name: `${kind.toLowerCase()}/${name}` }))
}
