import type { TimeWindow } from '../../../domain/time-window.ts'
import type { Labels } from '../../identity/telemetry-labels.ts'
import type { Client, Outcome } from './client.ts'
import { EDGE_FAMILIES } from './families/edges.ts'
import type { Counted, Histogram } from './families/family.ts'
import { MEASURES } from './families/measures.ts'
import { parts } from './promql.ts'
import { OTEL_LABELS, SERVED_FAMILIES } from './families/served.ts'

const TARGET_INFO = 'target_info'
/** Metrics that are not read for a row of their own. */
const ASIDES = [TARGET_INFO, 'ALERTS', 'ALERTS_FOR_STATE', 'up']

/** Asks the index, once, which of the metrics that the adapter knows are there. */
export async function discoverNames(client: Client, window: TimeWindow, signal: AbortSignal): Promise<Outcome<ReadonlySet<string>>> {
  const outcome = await client.metricNames(KNOWN.join('|'), window, signal)
  return outcome.isAnswered ? { ...outcome, value: new Set(outcome.value) } : outcome
}

const KNOWN: readonly string[] = [
  ...new Set([
    ...ASIDES,
    ...MEASURES.flatMap(({ needs }) => needs),
    ...SERVED_FAMILIES.flatMap((family) => [...countersOf(family), ...seriesOf(family.durations)]),
    ...EDGE_FAMILIES.flatMap((family) => [...countersOf(family), ...seriesOf([...family.callerDurations, ...family.calleeDurations])]),
  ]),
].sort()

function countersOf({ counter, failures }: Counted): readonly string[] {
  return failures.counter === null ? [counter] : [counter, failures.counter]
}

function seriesOf(histograms: readonly Histogram[]): readonly string[] {
  return histograms.flatMap(({ metric }) => [`${metric}_bucket`, metric])
}

/** Labels that say where a service runs. */
const PLACES = OTEL_LABELS.filter((label) => label.startsWith('k8s_'))
/** How far back a service may have spoken last. */
const RECENT_SECONDS = 3600

/**
 * Where services run, by `job` of an SDK and by `service_name`: the resource attributes of what an SDK measures stand only in `target_info` (OpenTelemetry,
 * "Prometheus and OpenMetrics Compatibility"), and a service graph has none, where span metrics may. What is said in several ways of one name is left out.
 */
export async function readPlaces(
  client: Client,
  names: ReadonlySet<string>,
  { at, signal }: { readonly at: Date; readonly signal: AbortSignal },
): Promise<Outcome<ReadonlyMap<string, Labels>>> {
  const told = [
    ...(names.has(TARGET_INFO) ? [[TARGET_INFO, ['job', 'exported_job']] as const] : []),
    ...SERVED_FAMILIES.filter(({ by, counter }) => by.includes('service_name') && names.has(counter)).map(
      ({ counter }) => [counter, ['service_name']] as const,
    ),
  ]
  if (told.length === 0) return { isAnswered: true, value: new Map(), problems: [] }
  const counted = told.map(
    ([name, keys], index) =>
      [String(index), `count by (${[...keys, ...PLACES].join(', ')}) (last_over_time(${name}[${RECENT_SECONDS}s]))`] as const,
  )
  const outcome = await client.query(parts(Object.fromEntries(counted)), at, signal)
  if (!outcome.isAnswered) return outcome
  const said = outcome.value.flatMap(({ labels: { job, exported_job: exported = job, service_name: name = exported, ...labels } }) => {
    const place = Object.fromEntries(PLACES.flatMap((label) => (labels[label] ? [[label, labels[label]] as const] : [])))
    return name === undefined || Object.keys(place).length === 0 ? [] : [{ name, place }]
  })
  const byName = [...Map.groupBy(said, ({ name }) => name)].flatMap(([name, all]) => {
    const [place, ...others] = new Map(all.map((one) => [JSON.stringify(one.place), one.place])).values()
    return place === undefined || others.length > 0 ? [] : [[name, place] as const]
  })
  return { ...outcome, value: new Map(byName) }
}
