import type { Query } from '../../../../src/domain/reading.ts'
import type { Ask, HttpAnswer, HttpRequest } from '../../../../src/telemetry/http/ask.ts'
import { createIdentities, type Identify } from '../../../../src/telemetry/identity/identities.ts'
import { openPrometheus } from '../../../../src/telemetry/live/prometheus/open.ts'

// Answers in the shapes of the Prometheus documentation ("HTTP API", Format overview and Expression query result formats).

export type Labels = Readonly<Record<string, string>>

export const WINDOW = { start: new Date('2026-05-27T13:00:00Z'), end: new Date('2026-05-27T13:10:00Z') }
const FIRST_STEP = WINDOW.start.getTime() / 1000 + 60

export function success(data: unknown, more: object = {}): HttpAnswer {
  return { ending: 'ok', body: JSON.stringify({ status: 'success', data, ...more }), isCut: false, date: null }
}

export function vector(...series: readonly (readonly [Labels, number])[]): HttpAnswer {
  return success({ resultType: 'vector', result: series.map(([metric, value]) => ({ metric, value: [FIRST_STEP, String(value)] })) })
}

/** Values of the steps of one minute from the first on; null for a step that is missing. */
export function matrix(series: readonly (readonly [Labels, readonly (number | string | null)[]])[], more: object = {}): HttpAnswer {
  const result = series.map(([metric, values]) => ({
    metric,
    values: values.flatMap((value, step) => (value === null ? [] : [[FIRST_STEP + step * 60, String(value)]])),
  }))
  return success({ resultType: 'matrix', result }, more)
}

/** What a survey answers of the one metric that is there: so many groups, a sample each 15 s. */
export function surveyed(groups: number, tells = true): HttpAnswer {
  return vector([{ part: 'groups0' }, groups], [{ part: 'samples0' }, 40], ...(tells ? [[{ part: 'told0' }, 1] as const] : []))
}

interface Script {
  readonly names: readonly string[]
  /** What the index answers to the first requests, before it gives the names. */
  readonly first?: readonly HttpAnswer[]
  readonly survey?: HttpAnswer
  /** `target_info` and the like. */
  readonly places?: HttpAnswer
  readonly range?: (expression: string) => HttpAnswer
  readonly rules?: HttpAnswer
  readonly buildInfo?: HttpAnswer
}

export const NOTHING = matrix([])

function answerOf(
  { names, survey = vector(), places = vector(), range = () => NOTHING, rules, buildInfo }: Script,
  request: HttpRequest,
): HttpAnswer {
  const expression = request.parameters?.find(([name]) => name === 'query')?.[1] ?? ''
  if (request.path === '/api/v1/label/__name__/values') return success(names)
  if (request.path === '/api/v1/query') return expression.includes('groups0') ? survey : places
  if (request.path === '/api/v1/query_range') return range(expression)
  if (request.path === '/api/v1/rules') return rules ?? success({ groups: [] })
  return buildInfo ?? success({ version: '3.13.0', goVersion: 'go1.26' })
}

/** A Prometheus that answers as it is told, and what was asked of it. */
export function scripted(script: Script, identify: Identify = createIdentities([])) {
  const asked: HttpRequest[] = []
  const first = [...(script.first ?? [])]
  const ask: Ask = (request) => {
    asked.push(request)
    return Promise.resolve(first.shift() ?? answerOf(script, request))
  }
  const telemetry = openPrometheus({ name: 'metrics', ask, window: WINDOW, identify: () => Promise.resolve(identify) })
  const read = async (query: Query) => telemetry.read(query, { signal: new AbortController().signal })
  const stepped = (kind: 'service_calls' | 'call_edges' | 'series', stepSeconds = 60) => read({ kind, window: WINDOW, stepSeconds })
  return { asked, ask, telemetry, read, stepped }
}
