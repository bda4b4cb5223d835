import type { Query, Reading } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { windowSeconds, type TimeWindow } from '../../../domain/time-window.ts'
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
        return overview(name, window, clockNote)
      case 'service_calls':
        return readServiceCalls(source, bounded(query), signal)
      case 'call_edges':
        return readCallEdges(source, bounded(query), signal)
      case 'series':
        return readSeries(source, bounded(query), signal)
      case 'alerts':
        return readAlerts(source, signal)
      default:
        return { status: 'unknown', why: 'a Prometheus holds none of these' }
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

function overview(name: string, { start, end }: TimeWindow, clockNote: string | null): Reading<Rows['overview']> {
  const row = { locator: name, reported: null, from: start, to: end, scopes: [] }
  if (clockNote === null) return { status: 'ok', rows: [row], truncated: null, problems: [] }
  return { status: 'incomplete', rows: [row], truncated: null, problems: [{ where: name, record: null, what: clockNote }], why: null }
}

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
