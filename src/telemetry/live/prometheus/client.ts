import type { z } from 'zod'
import type { Answered, Problem, Reading } from '../../../domain/reading.ts'
import type { TimeWindow } from '../../../domain/time-window.ts'
import type { Ask, HttpAnswer, HttpRequest } from '../../http/ask.ts'
import { JsonTooLarge, parseBoundedJson } from '../../shared/bounded-json.ts'
import { buildInfo, envelope, matrix, names, refusal, rules, vector, type BuildInfo, type Matrix, type RuleGroups } from './schema.ts'

/** How a request ended that gave nothing. */
type Unanswered = Exclude<Reading<never>, Answered<never> | { readonly status: 'no_data' }>

/** What came back, with what the server warned of; or how it ended instead. */
export type Outcome<T> =
  | { readonly isAnswered: true; readonly value: T; readonly problems: readonly Problem[] }
  | { readonly isAnswered: false; readonly ending: Unanswered }

type Vector = z.infer<typeof vector>

/** Moments at which an expression is evaluated: `count` of them, `stepSeconds` apart, from `firstAt` (UTC). */
export interface Moments {
  readonly firstAt: Date
  readonly stepSeconds: number
  readonly count: number
}

/** The reads of one Prometheus or of what speaks its API. None throws. */
export interface Client {
  /** For people: what the source is called. */
  readonly name: string
  /** Names of the metrics that have a sample in the window and fit the regular expression (of the whole name). From an index; no sample is read. */
  metricNames(pattern: string, window: TimeWindow, signal: AbortSignal): Promise<Outcome<readonly string[]>>
  query(expression: string, at: Date, signal: AbortSignal): Promise<Outcome<Vector>>
  queryRange(expression: string, moments: Moments, signal: AbortSignal): Promise<Outcome<Matrix>>
  alertRules(signal: AbortSignal): Promise<Outcome<RuleGroups>>
  buildInfo(signal: AbortSignal): Promise<Outcome<BuildInfo>>
}

/** An expression longer than this goes by POST: common servers and proxies refuse addresses of 8 KiB, and percent-encoding triples some characters. */
const MAX_GET_CHARS = 1500
/** What one message of a server may add to an answer, in characters. */
const MAX_WORDS_CHARS = 500

/** Speaks Prometheus' HTTP API through `ask`. */
export function createClient(name: string, ask: Ask): Client {
  async function read<T>(request: HttpRequest, shape: z.ZodType<T>, signal: AbortSignal): Promise<Outcome<T>> {
    const answer = await ask(request, signal)
    return answer.ending === 'ok' ? parsed(name, answer.body, shape) : { isAnswered: false, ending: endingOf(answer) }
  }

  function evaluate<T>(path: string, parameters: Parameters, { shape, signal }: Evaluation<T>): Promise<Outcome<T>> {
    const isLong = (parameters[0]?.[1] ?? '').length > MAX_GET_CHARS
    return read({ method: isLong ? 'POST' : 'GET', path, parameters }, shape, signal)
  }

  return {
    name,
    metricNames(pattern, window, signal) {
      const parameters: Parameters = [
        ['match[]', `{__name__=~"${pattern}"}`],
        ['start', seconds(window.start)],
        ['end', seconds(window.end)],
      ]
      return read({ method: 'GET', path: '/api/v1/label/__name__/values', parameters }, names, signal)
    },
    query: (expression, at, signal) =>
      evaluate('/api/v1/query', [['query', expression], ['time', seconds(at)], EXACT], { shape: vector, signal }),
    queryRange(expression, { firstAt, stepSeconds, count }, signal) {
      const parameters: Parameters = [
        ['query', expression],
        ['start', seconds(firstAt)],
        ['end', seconds(new Date(firstAt.getTime() + (count - 1) * stepSeconds * 1000))],
        ['step', String(stepSeconds)],
        EXACT,
      ]
      return evaluate('/api/v1/query_range', parameters, { shape: matrix, signal })
    },
    alertRules: (signal) => read({ method: 'GET', path: '/api/v1/rules', parameters: [['type', 'alert']] }, rules, signal),
    buildInfo: (signal) => read({ method: 'GET', path: '/api/v1/status/buildinfo' }, buildInfo, signal),
  }
}

/** What of several reads was answered, the others as problems; an ending where none was. */
export function allOf<T>({ name }: Client, outcomes: readonly Outcome<T>[]): Outcome<readonly T[]> {
  const answered = outcomes.filter((outcome) => outcome.isAnswered)
  const failed = outcomes.filter((outcome) => !outcome.isAnswered)
  if (answered.length === 0 && failed[0] !== undefined) return failed[0]
  const lost = failed.map(({ ending }) => ({ where: name, record: null, what: ending.why }))
  return {
    isAnswered: true,
    value: answered.map(({ value }) => value),
    problems: [...answered.flatMap(({ problems }) => problems), ...lost],
  }
}

interface Evaluation<T> {
  readonly shape: z.ZodType<T>
  readonly signal: AbortSignal
}

type Parameters = readonly (readonly [name: string, value: string])[]

/** VictoriaMetrics moves the moments of a range to multiples of the step unless told not to cache; Prometheus does not know the parameter. */
const EXACT = ['nocache', '1'] as const

function seconds(at: Date): string {
  return String(at.getTime() / 1000)
}

function parsed<T>(name: string, body: string, shape: z.ZodType<T>): Outcome<T> {
  const failed = (why: string): Outcome<T> => ({
    isAnswered: false,
    ending: { status: 'error', code: 'telemetry_damaged', why: `${name}: ${why}` },
  })
  try {
    const content = parseBoundedJson(body)
    const answer = envelope.safeParse(content)
    if (!answer.success) return failed(refusedWords(content) ?? 'the answer is not one of the Prometheus API')
    const data = shape.safeParse(answer.data.data)
    if (!data.success) return failed('the data of the answer has another shape than the Prometheus API gives it')
    return { isAnswered: true, value: data.data, problems: problemsOf(name, answer.data) }
  } catch (error) {
    return failed(error instanceof JsonTooLarge ? error.message : 'the answer is not readable JSON')
  }
}

/** Remarks about how a metric is named, which are no loss: some exporters' counters do not end in `_total` (Prometheus, util/annotations). */
const REMARKS = [/metric might not be a counter/]

function problemsOf(name: string, { warnings = [], infos = [], isPartial = false }: z.infer<typeof envelope>): readonly Problem[] {
  const told = [...warnings, ...infos.filter((info) => !REMARKS.some((remark) => remark.test(info)))]
  const words = [
    ...told.map((warning) => `the server warns: ${warning}`),
    ...(isPartial ? ['the server says that its answer is partial'] : []),
  ]
  return words.map((what) => ({ where: name, record: null, what: cut(what) }))
}

function endingOf(answer: Exclude<HttpAnswer, { readonly ending: 'ok' }>): Unanswered {
  if (answer.ending !== 'error') return { status: answer.ending, why: answer.why }
  const words = wordsOf(answer.body)
  return { status: 'error', code: answer.code, why: words === null ? answer.why : `${answer.why}: ${words}` }
}

/** The server's own words for why it refused; null when its body holds none. */
function wordsOf(body: string): string | null {
  try {
    return refusedWords(parseBoundedJson(body))
  } catch {
    return null
  }
}

function refusedWords(content: unknown): string | null {
  const refused = refusal.safeParse(content)
  return refused.success ? cut(`${refused.data.errorType}: ${refused.data.error}`) : null
}

function cut(words: string): string {
  return words.length > MAX_WORDS_CHARS ? `${words.slice(0, MAX_WORDS_CHARS)}…` : words
}
