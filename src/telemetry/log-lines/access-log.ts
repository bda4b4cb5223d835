import { servedInFields, type Served } from './access-fields.ts'
import { ACCESS_FORMS, inMilliseconds } from './access-forms.ts'
import { logfmtFields } from './logfmt.ts'
import { parsedObject, unwrapLine } from './wrappers.ts'

/** Characters of a line in which a call is looked for: addresses with long queries and agents fit. */
const MAX_ACCESS_CHARS = 4_000
const METHOD = /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/
/** Who asks whether a program is there, and scrapes its numbers: kubelet, load balancers of clouds, Prometheus. */
const PROBES = ['kube-probe/', 'GoogleHC/', 'ELB-HealthChecker/', 'Prometheus/']
/** Where programs answer that: Kubernetes' own names, Spring Boot Actuator, the exposition of Prometheus. */
const PROBED = /^\/(?:healthz?|livez?|readyz?|metrics|actuator\/(?:health|prometheus))(?:[/?]|$)/
/** A connection that is handed over stays open for as long as its ends like. */
const SWITCHING_PROTOCOLS = 101

/** A call that somebody made of a program, as its log has it. */
export interface AccessLine extends Served {
  /** True where a sidecar writes what its own program asked of others. */
  readonly isMade: boolean
}

/**
 * The call that a line of an access log tells of, from the line as it stands in the log and what of it is left without time and level. Null for every other line,
 * and for those of probes and scrapes, which nobody waits for.
 */
export function accessLineIn({ raw, body }: { readonly raw: string; readonly body: string }): AccessLine | null {
  const line = raw.slice(0, MAX_ACCESS_CHARS)
  const served = PROBES.some((probe) => line.includes(probe)) ? null : (servedInText(body) ?? servedInFields(fieldsOf(raw)))
  if (served === null || PROBED.test(served.path)) return null
  const durationMs = served.status === SWITCHING_PROTOCOLS ? null : served.durationMs
  // Istio names the cluster of the callee by direction, port, subset and host.
  return { ...served, durationMs, isMade: line.includes('outbound|') }
}

function servedInText(body: string): Served | null {
  const text = firstLine(body).slice(0, MAX_ACCESS_CHARS)
  if (!METHOD.test(text)) return null
  for (const { needs, pattern, beside, unit } of ACCESS_FORMS) {
    const found = text.includes(needs) ? pattern.exec(text) : null
    const more = found === null || beside === undefined ? found : beside.exec(text)
    if (found === null || more === null) continue
    const said = { ...more.groups, ...found.groups }
    return { path: said['path'] ?? '', status: Number(said['status']), durationMs: inMilliseconds(said['duration'], unit ?? said['unit']) }
  }
  return null
}

/** The fields of a line, JSON wherever in it that begins, or logfmt; none where no word of it is a status. */
function fieldsOf(raw: string): Readonly<Record<string, unknown>> {
  if (!/status|response_code|resp=/i.test(raw)) return {}
  const { text } = unwrapLine(firstLine(raw))
  const from = text.endsWith('}') ? text.indexOf('{"') : -1
  return from < 0 ? logfmtFields(text) : (parsedObject(text.slice(from)) ?? {})
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}
