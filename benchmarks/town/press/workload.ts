import {
  buildPod,
  GRACE_SECONDS,
  object,
  probe,
  USUAL_RESOURCES,
  type Container,
  type Fields,
  type KubernetesObject,
  type Labels,
} from '../objects.ts'

/** Where readers are served. */
export const WEB = 'courier-web'
/** Where the newspaper is made. */
export const CORE = 'courier-core'

interface Workload {
  readonly namespace: string
  readonly name: string
  readonly kind?: 'Deployment' | 'StatefulSet'
  readonly labels: Labels
  readonly main: Container
  readonly replicas?: number
  /** One instance at a time: a rollout stops the old pod first. */
  readonly isSingle?: true
  readonly serviceName?: string
  /** What the pod has beside its main container. */
  readonly pod?: Fields & { readonly containers?: readonly Fields[] }
}

/** A workload object. */
export function workload({ namespace, name, kind = 'Deployment', labels, main, pod, ...rest }: Workload): KubernetesObject {
  const { replicas = 1, isSingle, serviceName } = rest
  const spec = {
    replicas,
    ...(isSingle ? { strategy: { type: 'Recreate' } } : {}),
    ...(serviceName === undefined ? {} : { serviceName }),
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: buildPod(main, { terminationGracePeriodSeconds: GRACE_SECONDS, ...pod }) },
  }
  return object('apps/v1', kind, { namespace, name, labels: { 'app.kubernetes.io/part-of': 'courier' }, spec })
}

/** The image of a program in a release, as its manifest names it. */
export function imageOf(role: string, release: string): string {
  return `harbor.courier.example/press/${role}:${release}`
}

/** A container with one of the newspaper's programs. */
export function program(role: string, release: string, more: Partial<Container>): Container {
  return { name: role, image: imageOf(role, release), command: ['press', role], ...more }
}

/** A program that serves on a named port and says on a path whether it is ready. */
export function server(role: string, release: string, { ready, port: [name, port], ...more }: Served): Container {
  const readinessProbe = { ...probe(port, ready), initialDelaySeconds: 1, periodSeconds: 5, failureThreshold: 2 }
  return program(role, release, { port: { name, containerPort: port }, resources: USUAL_RESOURCES, readinessProbe, ...more })
}

interface Served extends Omit<Partial<Container>, 'port'> {
  readonly port: readonly [name: string, number: number]
  readonly ready: string
}

/** A liveness probe that asks a program for a path. */
export function live(port: number, path: string, timeoutSeconds?: number): Fields {
  return { ...probe(port, path, timeoutSeconds), initialDelaySeconds: 8, periodSeconds: 10 }
}
