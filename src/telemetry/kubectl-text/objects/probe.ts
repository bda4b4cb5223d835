// The one-line probe notation of `kubectl describe`, for example
// `http-get http://:8080/healthz delay=5s timeout=1s period=5s #success=1 #failure=3`.
// Source: DescribeProbe in k8s.io/kubectl/pkg/describe.

const HTTP = /^http-get (https?):\/\/([^:/]*):?([^/\s]*)(\S*)/i
const TCP = /^tcp-socket (?:tcp:\/\/)?([^:\s]*):(\S+)/i
const GRPC = /^grpc <pod>:(\S+)(?: ((?!delay=)\S+))?/i
const EXEC = /^exec \[(.*?)\] delay=/i
const NUMBERS = {
  initialDelaySeconds: /delay=(\d+)s/,
  timeoutSeconds: /timeout=(\d+)s/,
  periodSeconds: /period=(\d+)s/,
  successThreshold: /#success=(\d+)/,
  failureThreshold: /#failure=(\d+)/,
} as const

/** The probe in Kubernetes' own shape. A handler that is not recognised leaves only the numbers. Never throws. */
export function parseProbe(text: string): Record<string, unknown> {
  const numbers = Object.entries(NUMBERS).flatMap(([name, pattern]) => {
    const value = pattern.exec(text)?.[1]
    return value === undefined ? [] : [[name, Number(value)] as const]
  })
  return { ...handlerOf(text), ...Object.fromEntries(numbers) }
}

/** A port as Kubernetes writes it: a number, or the name of a container port. */
export function parsePort(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text
}

function handlerOf(text: string): Record<string, unknown> {
  const [http, tcp, grpc, exec] = [HTTP.exec(text), TCP.exec(text), GRPC.exec(text), EXEC.exec(text)]
  if (http) return { httpGet: { scheme: (http[1] ?? '').toUpperCase(), port: parsePort(http[3] ?? ''), path: http[4] ?? '' } }
  if (tcp) return { tcpSocket: { port: parsePort(tcp[2] ?? '') } }
  if (grpc) return { grpc: { port: parsePort(grpc[1] ?? ''), service: grpc[2] ?? '' } }
  return exec ? { exec: { command: (exec[1] ?? '').split(' ') } } : {}
}
