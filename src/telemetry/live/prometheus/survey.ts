import { windowSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import type { Client, Outcome } from './client.ts'
import type { Counted } from './families/family.ts'
import { parts, selector } from './promql.ts'

/** The longest period over which groups are counted before they are read; counting looks at every sample. */
const MAX_COUNTED_SECONDS = 3600
/** The period in which the distance of samples is measured: ten of the usual ones, at least. */
const SPACING_SECONDS = 600
/** What is assumed where fewer than two samples show a distance: Prometheus' own default. */
const DEFAULT_INTERVAL_SECONDS = 60
/** Flushes of the collector's connectors and of Tempo are at most this far apart unless somebody set them so (60 s in code). */
const MAX_FLUSH_SECONDS = 60

/** What a metric is like before it is read. */
export interface Survey {
  /** Groups that have samples. */
  readonly groups: number
  /** Seconds between two values of one series. */
  readonly intervalSeconds: number
  /** Whether any series says if a request failed. */
  readonly tellsFailures: boolean
}

export type Surveyed = Pick<Counted, 'counter' | 'only' | 'isFlushed'> & {
  readonly by: readonly string[]
  readonly failures?: Counted['failures']
}

/**
 * Counts the groups of each of the metrics and the distance of their samples at the end of the window, in one request. A metric that no series has is not in
 * the answer.
 */
export async function survey<T extends Surveyed>(
  client: Client,
  asked: readonly T[],
  { window, signal }: { readonly window: TimeWindow; readonly signal: AbortSignal },
): Promise<Outcome<ReadonlyMap<T, Survey>>> {
  if (asked.length === 0) return { isAnswered: true, value: new Map(), problems: [] }
  const period = Math.ceil(Math.min(Math.max(windowSeconds(window), SPACING_SECONDS), MAX_COUNTED_SECONDS))
  const expressions = asked.flatMap((one, index) =>
    Object.entries(expressionsOf(one, period)).map(([part, text]) => [`${part}${index}`, text] as const),
  )
  const outcome = await client.query(parts(Object.fromEntries(expressions)), window.end, signal)
  if (!outcome.isAnswered) return outcome
  const found = new Map(outcome.value.map(({ labels, value }) => [labels['part'] ?? '', value]))
  const surveys = asked.flatMap((one, index) => {
    const groups = found.get(`groups${index}`) ?? 0
    if (groups === 0) return []
    const said = one.failures?.counter != null || (found.get(`told${index}`) ?? 0) > 0
    return [[one, { groups, tellsFailures: said, intervalSeconds: intervalOf(found, index) }] as const]
  })
  return { ...outcome, value: new Map(surveys) }
}

function expressionsOf({ counter, only, by, failures, isFlushed }: Surveyed, period: number): Readonly<Record<string, string>> {
  const all = selector(counter, only)
  const told = (failures?.told ?? []).map((matcher) => selector(counter, only, matcher))
  return {
    groups: `count(count by (${by.join(', ')}) (last_over_time(${all}[${period}s])))`,
    samples: `max(count_over_time(${all}[${SPACING_SECONDS}s]))`,
    ...(isFlushed === true ? { changes: `max(changes(${all}[${SPACING_SECONDS}s]))` } : {}),
    ...(told.length > 0 ? { told: `count(${told.map((one) => `last_over_time(${one}[${period}s])`).join(' or ')})` } : {}),
  }
}

/** Where values come by a flush, the busiest series shows its distance by how often it changed; quiet ones show nothing. */
function intervalOf(found: ReadonlyMap<string, number>, index: number): number {
  const samples = found.get(`samples${index}`) ?? 0
  const changes = found.get(`changes${index}`) ?? 0
  const scraped = samples < 2 ? DEFAULT_INTERVAL_SECONDS : SPACING_SECONDS / samples
  const flushed = changes === 0 ? 0 : Math.min(MAX_FLUSH_SECONDS, SPACING_SECONDS / changes)
  return Math.max(scraped, flushed)
}
