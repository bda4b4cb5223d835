import { columnTime } from '../clock.ts'
import type { Language } from '../topology/topology.ts'
import type { World } from '../world.ts'
import type { ServedSpan } from '../writers/sinks.ts'

const WORDINGS: readonly string[] = ['handled', 'done with', 'completed', 'finished']

/** Small drills leave some ordinary records out: nobody misses them, and the file stays small. */
const LOGGED_SHARE = 0.7

/** The records that one served request leaves: an access line at the edge, ordinary and error lines elsewhere. */
export function serviceLogs(world: World, span: ServedSpan): void {
  const { pod, unit } = span
  if (unit.role === 'edge') return accessLine(world, span)
  const at = span.at + span.seconds
  const base = { pod, unit, traceId: span.traceId, spanId: span.spanId }
  if (world.isTalkative) {
    world.sinks.log({
      ...base,
      at: span.at,
      severity: 'INFO',
      body: render(world, span, { level: 'info', text: `received ${span.operation}`, at: span.at }),
    })
  }
  const wording = WORDINGS[unit.name.length % WORDINGS.length] ?? 'handled'
  if (span.failure) {
    world.sinks.log({
      ...base,
      at,
      severity: 'ERROR',
      body: render(world, span, { level: 'error', text: `${span.operation} failed: ${span.failure.message}`, at }),
    })
  } else if (world.isTalkative || world.random.chance(LOGGED_SHARE)) {
    const text = `${wording} ${span.operation} in ${(span.seconds * 1000).toFixed(1)} ms`
    world.sinks.log({ ...base, at, severity: 'INFO', body: render(world, span, { level: 'info', text, at }) })
  }
  for (const condition of world.conditions) {
    if (!condition.logLine || condition.service !== unit.key || condition.from > at || condition.to <= at) continue
    if (condition.when && !condition.when(pod)) continue
    const { severity, text } = condition.logLine
    world.sinks.log({ ...base, at, severity, body: render(world, span, { level: severity.toLowerCase(), text, at }) })
  }
}

/** The proxy at the edge: no severity, two lines, flags where a request did not get its answer. */
function accessLine(world: World, span: ServedSpan): void {
  const at = span.at + span.seconds
  const status = span.failure?.httpStatus ?? 200
  const flags = flagsOf(status)
  const time = columnTime(world.clock, span.at).slice(0, 23).replace(' ', 'T')
  const line = `[${time}Z] "${world.random.pick(['GET /', 'GET /item/', 'POST /buy'])}${world.random.integer(10, 99)} HTTP/1.1" ${status} ${flags} via_upstream - "-" ${world.random.integer(0, 900)} ${world.random.integer(80, 20_000)} ${Math.round(span.seconds * 1000)} "-" "${span.unit.name}" "${span.traceId}" "${span.pod.ip}"\n`
  world.sinks.log({ pod: span.pod, unit: span.unit, traceId: '', spanId: '', at, severity: '', body: line })
}

function flagsOf(status: number): string {
  if (status === 504) return 'UT'
  return status === 503 ? 'UF' : '-'
}

/** Each language has its habit; readers must not depend on one. */
function render(world: World, span: ServedSpan, line: { level: string; text: string; at: number }): string {
  const time = columnTime(world.clock, line.at).slice(0, 23)
  const habits: Readonly<Record<Language, () => string>> = {
    go: () => JSON.stringify({ time: `${time.replace(' ', 'T')}Z`, level: line.level.toUpperCase(), msg: line.text, trace: span.traceId }),
    nodejs: () => JSON.stringify({ level: line.level === 'error' ? 50 : 30, msg: line.text, pid: 1, hostname: span.pod.metadata.name }),
    java: () =>
      `${time} ${line.level.toUpperCase().padEnd(5)} [worker-${world.random.integer(1, 8)}] c.e.${span.unit.name}.Handler - ${line.text}`,
    python: () =>
      `${time.replace('.', ',')} ${line.level.toUpperCase()} [${span.unit.name}] [main.py:${world.random.integer(40, 60)}] - ${line.text}`,
    dotnet: () => line.text,
    rust: () => `${time.replace(' ', 'T')}Z ${line.level.toUpperCase()} ${span.unit.name}::http: ${line.text}`,
  }
  return habits[span.unit.language]()
}
