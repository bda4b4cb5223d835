import type { Rows } from '../../../domain/telemetry-rows.ts'
import { citeSamples, type Held, rowsHeld } from '../cite.ts'
import type { SymptomKind } from './symptom.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { findDeparture, slowness, SLOWER, type Departure, type DepartureRule } from './departure.ts'
import { growthOf } from './running-count.ts'
import { baselineSamples, symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'
import { topicsOfMetric } from './topics.ts'
import type { Topic } from './topic-words.ts'

type Meaning = Rows['series']['meaning']
type Series = Held<'series'>

/** A departure that is wrong. */
interface Harm extends Pick<DepartureRule, 'floor' | 'isOut'> {
  readonly kind: SymptomKind
  readonly strength: (departure: Departure) => number
}

interface Measure {
  /** What it is about whatever it is called. */
  readonly topics: readonly Topic[]
  readonly words: string
  readonly harms: readonly Harm[]
}

const RESOURCE_RATIO = 0.85
/** A measure of which nobody knows what would be wrong must change by this share of itself. */
const LEAST_CHANGE = 0.2
const MEBIBYTE = 1024 * 1024

/** What a measure of each meaning says. Resource use is a weak sign: it follows traffic up and down on healthy systems. */
const MEASURES: Readonly<Partial<Record<Meaning, Measure>>> = {
  cpu_cores: { topics: ['cpu'], words: 'CPU use (cores)', harms: [grown('saturation', { floor: 0.02, factor: 2.5, least: 0.1 })] },
  cpu_ratio: {
    topics: ['cpu'],
    words: 'CPU use (ratio)',
    harms: [
      {
        kind: 'saturation',
        floor: 0.03,
        isOut: (value, normal) => value > normal * 2 || (value > RESOURCE_RATIO && value > normal + 0.2),
        strength: ({ typical }) => Math.min(0.8, 0.2 + typical / 2),
      },
    ],
  },
  cpu_throttled_ratio: {
    topics: ['cpu'],
    words: 'throttled share of CPU periods',
    harms: [
      {
        kind: 'throttling',
        floor: 0.02,
        isOut: (value, normal) => value > normal + 0.2,
        strength: ({ typical }) => Math.min(0.8, 0.3 + typical / 2),
      },
    ],
  },
  memory_bytes: {
    topics: ['memory'],
    words: 'memory use (bytes)',
    harms: [grown('saturation', { floor: 8 * MEBIBYTE, factor: 2, least: 64 * MEBIBYTE })],
  },
  memory_ratio: {
    topics: ['memory'],
    words: 'memory use (ratio)',
    harms: [always('saturation', 0.6, { floor: 0.03, isOut: (value, normal) => value > RESOURCE_RATIO && value > normal + 0.1 })],
  },
  requests_per_second: {
    topics: ['traffic'],
    words: 'requests per second',
    harms: [
      always('traffic_drop', 0.5, { floor: 0.1, isOut: (value, normal) => normal > 0.1 && value < normal * THRESHOLDS.dropRatio }),
      always('traffic_surge', 0.6, { floor: 0.1, isOut: (value, normal) => normal > 0.1 && value > normal * THRESHOLDS.surgeRatio }),
    ],
  },
  error_ratio: {
    topics: ['unavailable'],
    words: 'share of failing requests',
    harms: [
      {
        kind: 'error_rate',
        floor: 0.005,
        isOut: (value, normal) => value > normal + THRESHOLDS.errorRatio,
        strength: ({ typical }) => Math.min(1, 0.35 + typical),
      },
    ],
  },
  errors_per_second: {
    topics: ['unavailable'],
    words: 'errors per second',
    harms: [always('error_rate', 0.6, { floor: 0.02, isOut: (value, normal) => value > normal * 2 + 0.05 })],
  },
  latency_ms: { topics: ['latency'], words: 'latency (ms)', harms: [{ kind: 'latency', ...SLOWER, strength: slowness }] },
  queue_depth: { topics: [], words: 'queue depth', harms: [grown('saturation', { floor: 1, factor: 3, least: 10 })] },
  restarts: {
    topics: ['startup'],
    words: 'restarts',
    harms: [always('container_restart', 0.7, { floor: 0.1, isOut: (value, normal) => value > normal + 0.5 })],
  },
  ready_replicas: {
    topics: ['startup'],
    words: 'ready replicas',
    harms: [always('workload_unready', 0.7, { floor: 0.1, isOut: (value, normal) => value < normal - 0.5 })],
  },
  cost: { topics: ['cost'], words: 'cost', harms: [grown('cost', { floor: 0.01, factor: 1.5, least: 0.01 })] },
}

/** As strong however far it went. */
function always(kind: SymptomKind, strength: number, rule: Pick<Harm, 'floor' | 'isOut'>): Harm {
  return { kind, ...rule, strength: () => strength }
}

/** Grew by a factor and by a least amount. */
function grown(kind: SymptomKind, of: { readonly floor: number; readonly factor: number; readonly least: number }): Harm {
  const isOut = (value: number, normal: number) => value > normal * of.factor && value > normal + of.least
  const strength = ({ typical, from }: Departure) => Math.min(0.7, 0.2 + Math.log10(typical / Math.max(from, Number.MIN_VALUE)) / 2)
  return { kind, floor: of.floor, isOut, strength }
}

/**
 * What metrics say departed: by what is wrong with such a measure where its meaning and its size tell, else as trouble or news, by the direction that is bad
 * for a measure of that name.
 */
export function seriesSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  return rowsHeld(sources.facts, 'series').flatMap((held) => {
    const wrong = sources.isInScope(held.row.entity) ? (MEASURES[held.row.meaning]?.harms ?? []) : []
    const harms = wrong.flatMap((harm) => harmOf(held, harm, sources))
    return harms.length > 0 ? harms : newsOf(held, sources)
  })
}

function harmOf(held: Series, harm: Harm, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  const found = findDeparture(row, { ...harm, baselineSamples: baselineSamples(row, sources) })
  if (found === null) return []
  const text = `${row.entity}: ${MEASURES[row.meaning]?.words} went from ${short(found.from)} to ${short(found.typical)}`
  return [symptomOf(held, found, { kind: harm.kind, strength: harm.strength(found), text, since: found.seenAt })]
}

function newsOf(held: Series, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  const calm = baselineSamples(row, sources)
  const isOut = (value: number, normal: number) => Math.abs(value - normal) > Math.abs(normal) * LEAST_CHANGE
  const found = findDeparture({ ...row, values: growthOf(row, calm) }, { floor: 0, isOut, baselineSamples: calm })
  if (found === null) return []
  const text = `${row.entity}: ${row.metric} went from ${short(found.from)} to ${short(found.to)}`
  return [symptomOf(held, found, { kind: isBad(row, found) ? 'trouble' : 'news', strength: 0, text, since: found.since })]
}

function symptomOf(held: Series, departure: Departure, shown: Pick<RawSymptom, 'kind' | 'strength' | 'text' | 'since'>): RawSymptom {
  const { entity, metric, meaning } = held.row
  const { until } = departure
  const about = topicsOfMetric(metric).union(new Set(MEASURES[meaning]?.topics))
  const citations = citeSamples(held, 'values', departure.first)
  return symptomFrom('metric', { ...shown, entity, about, said: metric, until, departure, citations })
}

/** Measures that are bad when they fall, by the words that exporters end names with. */
const BAD_WHEN_LESS =
  /ready|available|availability|success|succeed|hits?_(?:ratio|rate|pct|percent)|free|remaining|until_expir|healthy|(?<!un)processed|completed|(?<!un)delivered|published|selected|conversion|_sent(?:_|$)/i

/** Most measures are bad when they rise, some when they fall. Traffic is news either way. */
function isBad({ meaning, metric }: Series['row'], { from, to }: Departure): boolean {
  return meaning !== 'requests_per_second' && BAD_WHEN_LESS.test(metric) === to < from
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
