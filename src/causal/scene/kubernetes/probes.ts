import { listAt, mapAt, textAt, type JsonMap } from '../json.ts'

export type ProbeKind = 'liveness' | 'readiness' | 'startup'
type Protocol = 'http' | 'grpc' | 'tcp' | 'exec'

/** One probe of one container, as far as a failing one can be judged by it. */
export interface Probe {
  readonly kind: ProbeKind
  readonly protocol: Protocol | null
  /** A number, or the name of a container port; null for `exec`. */
  readonly port: string | null
  /** Seconds from the start of the container until failing probes count it as failed, with the defaults of Kubernetes filled in. */
  readonly patienceSeconds: number
}

const HANDLERS = { httpGet: 'http', grpc: 'grpc', tcpSocket: 'tcp', exec: 'exec' } as const satisfies Record<string, Protocol>
const KINDS: readonly ProbeKind[] = ['liveness', 'readiness', 'startup']
/** Defaults of the API (core/v1 Probe). */
const DEFAULTS = { initialDelaySeconds: 0, periodSeconds: 10, failureThreshold: 3 } as const

/** The probes that a container declares, liveness first. */
export function probesOf(container: unknown): readonly Probe[] {
  return KINDS.flatMap((kind) => {
    const fields = mapAt(container, `${kind}Probe`)
    return Object.keys(fields).length === 0 ? [] : [readProbe(kind, fields)]
  })
}

/** Port numbers and port names that a container declares; empty when it declares none, which says nothing about what it opens. */
export function declaredPorts(container: unknown): ReadonlySet<string> {
  return new Set(
    listAt(container, 'ports').flatMap((port) => [textAt(port, 'containerPort'), textAt(port, 'name')].filter((text) => text !== null)),
  )
}

function readProbe(kind: ProbeKind, fields: JsonMap): Probe {
  const handler = Object.keys(HANDLERS).find((name) => name in fields) as keyof typeof HANDLERS | undefined
  const number = (name: keyof typeof DEFAULTS) => Number(textAt(fields, name) ?? DEFAULTS[name])
  return {
    kind,
    protocol: handler === undefined ? null : HANDLERS[handler],
    port: handler === undefined ? null : textAt(fields, handler, 'port'),
    patienceSeconds: number('initialDelaySeconds') + (number('failureThreshold') - 1) * number('periodSeconds'),
  }
}
