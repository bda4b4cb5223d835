import { type JsonMap, listAt, mapAt, textAt } from './fields.ts'

export type ProbeKind = 'liveness' | 'readiness' | 'startup'

/** One probe of one container, as far as a failing one can be judged by it. */
export interface Probe {
  readonly kind: ProbeKind
  /** A number, or the name of a container port; null for `exec`. */
  readonly port: string | null
  /** Seconds from the start of the container until failing probes count it as failed, with the defaults of Kubernetes filled in. */
  readonly patienceSeconds: number
}

/** Ways of asking that name a port. */
const HANDLERS = ['httpGet', 'grpc', 'tcpSocket'] as const
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
function declaredPorts(container: unknown): ReadonlySet<string> {
  return new Set(
    listAt(container, 'ports').flatMap((port) => [textAt(port, 'containerPort'), textAt(port, 'name')].filter((text) => text !== null)),
  )
}

function readProbe(kind: ProbeKind, fields: JsonMap): Probe {
  const number = (name: keyof typeof DEFAULTS) => Number(textAt(fields, name) ?? DEFAULTS[name])
  return {
    kind,
    port: HANDLERS.map((handler) => textAt(fields, handler, 'port')).find((port) => port !== null) ?? null,
    patienceSeconds: number('initialDelaySeconds') + (number('failureThreshold') - 1) * number('periodSeconds'),
  }
}

/** In what way a probe is wrong. `unknown` means that it may be right and the container ill. */
export type ProbeFault = 'protocol' | 'port' | 'path' | 'timing' | 'unknown'

/**
 * What a server answers to the wrong protocol. Sources: net/http and crypto/tls of Go (HTTP probes), grpc-go and the health
 * checking protocol (gRPC probes), as the kubelet (pkg/probe) passes them on.
 */
const WRONG_PROTOCOL: readonly RegExp[] = [
  /malformed HTTP (?:response|status code|version)|transport connection broken|HTTP\/1\.x transport/i,
  /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake|tls: |client sent an HTTP request to an HTTPS server/i,
  /error reading server preface|http2: (?:frame too large|failed reading)|connection closed before server preface|unexpected HTTP status code received from server/i,
  /code = Unimplemented|unknown service grpc\.health|does not implement the grpc health protocol|status code: (?:415|426|505)/i,
]
/** A container that needs longer than this for its first answer is slow to start, not badly probed: 15 s covers JVM services with little CPU. */
const ENOUGH_PATIENCE_SECONDS = 15

/** A failing probe, the container it belongs to, and what the kubelet said. */
export interface FailingProbe {
  readonly probe: Probe
  readonly container: unknown
  readonly messages: readonly string[]
}

/** The server is there and has no such page. Source: HTTP probe of the kubelet (pkg/probe/http). */
const WRONG_PATH = /HTTP probe failed with status ?code: 404/i

/** Tells in what way a failing probe is wrong, by what the server answered, else by what the container declares. */
export function judgeProbe({ probe, container, messages }: FailingProbe): ProbeFault {
  const ports = declaredPorts(container)
  if (probe.port !== null && ports.size > 0 && !ports.has(probe.port)) return 'port'
  if (messages.some((message) => WRONG_PROTOCOL.some((words) => words.test(message)))) return 'protocol'
  if (messages.some((message) => WRONG_PATH.test(message))) return 'path'
  return probe.patienceSeconds < ENOUGH_PATIENCE_SECONDS && probe.kind !== 'readiness' ? 'timing' : 'unknown'
}
