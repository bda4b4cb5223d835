import type { Query, Reading } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { latest, shiftSeconds, windowSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import { NOT_HELD } from '../../environment.ts'
import type { Ask } from '../../http/ask.ts'
import type { Identify } from '../../identity/identities.ts'
import type { Telemetry } from '../../port.ts'
import { createClient, type Outcome } from './client.ts'
import { discoverNames, readPlaces } from './discover.ts'
import { readAlerts } from './read-alerts.ts'
import { readCallEdges } from './read-call-edges.ts'
import { readSeries } from './read-series.ts'
import { readServiceCalls, type SteppedQuery } from './read-service-calls.ts'
import type { Source } from './source.ts'

export interface PrometheusOptions {
  /** For people, for example `prometheus main`. Never an address with credentials. */
  readonly name: string
  readonly ask: Ask
  /** Of the run. */
  readonly window: TimeWindow
  /** The join with objects, which may have to be listed first; asked for once. */
  readonly identify: (signal: AbortSignal) => Promise<Identify>
  /** Said with the overview where the source's clock is far from ours; null or absent otherwise. */
  readonly clockNote?: string | null
}

/** Questions about longer periods than this ask for all time; the window of the run is meant. */
const MAX_WINDOW_SECONDS = 31 * 24 * 3600

/**
 * Opens a Prometheus, or what speaks its API, for one run. Nothing is asked before the first read. Service calls, call edges, series and alerts are answered;
 * everything else is `unknown` to it.
 */
export function openPrometheus({ name, ask, window, identify, clockNote = null }: PrometheusOptions): Telemetry {
  const client = createClient(name, ask)
  // What several questions wait for ends with the run, not with the first of them.
  const ending = new AbortController()
  const names = onceAnswered(() => discoverNames(client, window, ending.signal))
  const places = onceAnswered(async () => {
    const known = await names()
    return known.isAnswered ? readPlaces(client, known.value, { at: window.end, signal: ending.signal }) : known
  })
  let identities: Promise<Identify> | null = null
  const source: Source = { client, window, names, places, identify: () => (identities ??= identify(ending.signal)) }

  function answer(query: Query, signal: AbortSignal): Reading<unknown> | Promise<Reading<unknown>> {
    switch (query.kind) {
      case 'overview':
        return overview(source, clockNote, signal)
      case 'service_calls':
        return readServiceCalls(source, bounded(query), signal)
      case 'call_edges':
        return readCallEdges(source, bounded(query), signal)
      case 'series':
        return readSeries(source, bounded(query), signal)
      case 'alerts':
        return readAlerts(source, signal)
      default:
        return { status: 'unknown', why: NOT_HELD }
    }
  }

  function bounded({ window: asked, stepSeconds }: SteppedQuery): SteppedQuery {
    return { window: windowSeconds(asked) > MAX_WINDOW_SECONDS ? window : asked, stepSeconds }
  }

  return {
    label: name,
    read: (query, { signal }) => Promise.resolve(answer(query, signal)) as Promise<never>,
    close() {
      ending.abort()
      return Promise.resolve()
    },
  }
}

/** Moments at which the beginning of the data is looked for. */
const BEGINNING_STEPS = 60

/** From the first sample in the window, because before it nobody tells that anything was well. */
async function overview(
  { client, window, names }: Source,
  clockNote: string | null,
  signal: AbortSignal,
): Promise<Reading<Rows['overview']>> {
  const known = await names()
  if (!known.isAnswered) return known.ending
  const stepSeconds = Math.max(1, Math.ceil(windowSeconds(window) / BEGINNING_STEPS))
  const isTold = known.value.has(SCRAPED)
  const asked = { firstAt: window.start, stepSeconds, count: BEGINNING_STEPS }
  const samples = isTold ? await client.queryRange(`count(${SCRAPED})`, asked, signal) : null
  if (samples !== null && !samples.isAnswered) return samples.ending
  const firstAt = samples?.value[0]?.values[0]?.[0]
  const from = firstAt === undefined ? window.start : latest([window.start, shiftSeconds(new Date(firstAt * 1000), -stepSeconds)])
  const row = { locator: client.name, reported: null, from, to: window.end, scopes: [] }
  if (clockNote === null) return { status: 'ok', rows: [row], truncated: null, problems: [] }
  return {
    status: 'incomplete',
    rows: [row],
    truncated: null,
    problems: [{ where: client.name, record: null, what: clockNote }],
    why: null,
  }
}

/** Written by whatever scrapes, for each target. */
const SCRAPED = 'up'

/** Asks once for all reads of a run; what was not answered is asked again by the next. */
function onceAnswered<T extends Outcome<unknown>>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return () => {
    asked ??= ask().then((outcome) => {
      if (!outcome.isAnswered) asked = null
      return outcome
    })
    return asked
  }
}
