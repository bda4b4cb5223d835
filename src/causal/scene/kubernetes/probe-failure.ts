import { declaredPorts, type Probe } from './probes.ts'

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

/** What is known of a failing probe: the container it belongs to, its siblings, and what the kubelet said. */
export interface FailingProbe {
  readonly probe: Probe
  /** The other probes of the container; `isPassing` when the container is up or in traffic because of it. */
  readonly siblings: readonly { readonly probe: Probe; readonly isPassing: boolean }[]
  readonly container: unknown
  readonly messages: readonly string[]
}

/** The server is there and has no such page. Source: HTTP probe of the kubelet (pkg/probe/http). */
const WRONG_PATH = /HTTP probe failed with status ?code: 404/i

/** Tells in what way a failing probe is wrong, by what the server answered, else by what the container declares and its siblings do. */
export function judgeProbe(failing: FailingProbe): ProbeFault {
  const { probe, siblings, container, messages } = failing
  const ports = declaredPorts(container)
  if (probe.port !== null && ports.size > 0 && !ports.has(probe.port)) return 'port'
  if (messages.some((message) => WRONG_PROTOCOL.some((words) => words.test(message)))) return 'protocol'
  if (messages.some((message) => WRONG_PATH.test(message))) return 'path'
  const same = siblings.filter((sibling) => sibling.probe.port === probe.port)
  if (same.some((sibling) => contradicts(sibling, probe))) return 'protocol'
  if (ports.size === 0 && siblings.some(({ probe: other, isPassing }) => isPassing && other.port !== null && other.port !== probe.port))
    return 'port'
  return probe.patienceSeconds < ENOUGH_PATIENCE_SECONDS && probe.kind !== 'readiness' ? 'timing' : 'unknown'
}

/** The same port is asked in two languages, and the other one is answered, or both cannot be right. A TCP probe only connects. */
function contradicts({ probe: other, isPassing }: FailingProbe['siblings'][number], probe: Probe): boolean {
  if (other.protocol === probe.protocol || probe.protocol === 'tcp' || probe.protocol === 'exec' || other.protocol === 'exec') return false
  return other.protocol === 'tcp' ? isPassing : true
}
