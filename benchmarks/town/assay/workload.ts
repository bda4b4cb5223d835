import {
  buildContainer,
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

/** Where wards are served. */
export const INTAKE = 'intake'
/** Where samples are analysed. */
export const FLOOR = 'labfloor'

interface Workload {
  readonly namespace: string
  readonly name: string
  readonly kind?: 'Deployment' | 'StatefulSet'
  /** By which its pods are selected. */
  readonly labels: Labels
  /** Labels of its pods beside those, which a rollout may change. */
  readonly more?: Labels
  readonly main: Container
  readonly replicas?: number
  /** How a rollout goes; usually pod by pod as Kubernetes does. */
  readonly strategy?: Fields
  readonly serviceName?: string
  /** Containers beside the main one. */
  readonly beside?: readonly Container[]
  readonly pod?: Fields
}

/** One instance at a time: a rollout stops the old pod first. */
export const ONE_AT_A_TIME = { type: 'Recreate' } as const

/** A workload object. */
export function workload({
  namespace,
  name,
  kind = 'Deployment',
  labels,
  more = {},
  main,
  beside = [],
  pod,
  ...rest
}: Workload): KubernetesObject {
  const { replicas = 1, strategy, serviceName } = rest
  const metadata = {
    labels: { ...labels, ...more },
    annotations: { 'prometheus.io/scrape': 'true', 'lab.example/owner': `team-${namespace}` },
  }
  const containers = beside.map(buildContainer)
  const spec = {
    replicas,
    ...(strategy ? { strategy } : {}),
    ...(serviceName === undefined ? {} : { serviceName }),
    selector: { matchLabels: labels },
    template: { metadata, spec: buildPod(main, { containers, terminationGracePeriodSeconds: GRACE_SECONDS, ...pod }) },
  }
  return object('apps/v1', kind, { namespace, name, labels: { 'helm.sh/chart': 'laboratory-7.4.1' }, spec })
}

/** The image of a program in a release, as its manifest names it. */
export function imageOf(role: string, release: string): string {
  return `quay.lab.example/assay/${role}:v${release}`
}

/** A container with one of the laboratory's programs. */
export function program(role: string, release: string, more: Partial<Container>): Container {
  return { name: role, image: imageOf(role, release), command: ['assay', role], ...more }
}

interface Served extends Omit<Partial<Container>, 'port'> {
  readonly port: NonNullable<Container['port']>
  readonly ready: string
}

/** A program that serves on a named port and says on a path whether it is ready. */
export function server(role: string, release: string, { ready, port, ...more }: Served): Container {
  const readinessProbe = { ...probe(port.containerPort, ready), initialDelaySeconds: 1, periodSeconds: 5, failureThreshold: 2 }
  return program(role, release, { port, resources: USUAL_RESOURCES, readinessProbe, ...more })
}
