import type { Rows } from '../../../domain/telemetry-rows.ts'
import { citeSamples } from '../cite-samples.ts'
import { rowsHeld, type Held } from '../cite.ts'
import type { SymptomKind } from './symptom.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { findDeparture, type Departure } from './departure.ts'
import { departureOf } from './news-departure.ts'
import { baselineSamples, symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'
import { topicsOfMetric, type Topic } from './topics.ts'

type Meaning = Rows['series']['meaning']

interface SeriesRule {
  readonly kind: SymptomKind
  /** Smallest spread that counts, in the unit of the meaning. */
  readonly floor: number
  readonly isOut: (value: number, normal: number) => boolean
  readonly strength: (departure: Departure) => number
  readonly words: string
}

const RESOURCE_RATIO = 0.85
const MEBIBYTE = 1024 * 1024

/** What a departure of each meaning says. Resource use is a weak sign: it follows traffic up and down on healthy systems. */
const RULES: Readonly<Partial<Record<Meaning, readonly SeriesRule[]>>> = {
  cpu_cores: [grown('saturation', { floor: 0.02, factor: 2.5, least: 0.1, words: 'CPU use (cores)' })],
  cpu_ratio: [
    {
      kind: 'saturation',
      floor: 0.03,
      isOut: (value, normal) => value > normal * 2 || (value > RESOURCE_RATIO && value > normal + 0.2),
      strength: ({ typical }) => Math.min(0.8, 0.2 + typical / 2),
      words: 'CPU use (ratio)',
    },
  ],
  cpu_throttled_ratio: [
    {
      kind: 'throttling',
      floor: 0.02,
      isOut: (value, normal) => value > normal + 0.2,
      strength: ({ typical }) => Math.min(0.8, 0.3 + typical / 2),
      words: 'throttled share of CPU periods',
    },
  ],
  memory_bytes: [grown('saturation', { floor: 8 * MEBIBYTE, factor: 2, least: 64 * MEBIBYTE, words: 'memory use (bytes)' })],
  memory_ratio: [
    {
      kind: 'saturation',
      floor: 0.03,
      isOut: (value, normal) => value > RESOURCE_RATIO && value > normal + 0.1,
      strength: () => 0.6,
      words: 'memory use (ratio)',
    },
  ],
  requests_per_second: [
    {
      kind: 'traffic_drop',
      floor: 0.1,
      isOut: (value, normal) => normal > 0.1 && value < normal * THRESHOLDS.dropRatio,
      strength: () => 0.5,
      words: 'requests per second',
    },
    {
      kind: 'traffic_surge',
      floor: 0.1,
      isOut: (value, normal) => normal > 0.1 && value > normal * THRESHOLDS.surgeRatio,
      strength: () => 0.6,
      words: 'requests per second',
    },
  ],
  error_ratio: [
    {
      kind: 'error_rate',
      floor: 0.005,
      isOut: (value, normal) => value > normal + THRESHOLDS.errorRatio,
      strength: ({ typical }) => Math.min(1, 0.35 + typical),
      words: 'share of failing requests',
    },
  ],
  errors_per_second: [
    {
      kind: 'error_rate',
      floor: 0.02,
      isOut: (value, normal) => value > normal * 2 + 0.05,
      strength: () => 0.6,
      words: 'errors per second',
    },
  ],
  latency_ms: [
    {
      kind: 'latency',
      floor: 2,
      isOut: (value, normal) => value > normal * THRESHOLDS.latencyRatio && value > normal + THRESHOLDS.latencyMs,
      strength: ({ typical, from }) => Math.min(1, 0.3 + Math.log10(typical / Math.max(from, 1)) / 2),
      words: 'latency (ms)',
    },
  ],
  queue_depth: [grown('saturation', { floor: 1, factor: 3, least: 10, words: 'queue depth' })],
  restarts: [
    { kind: 'container_restart', floor: 0.1, isOut: (value, normal) => value > normal + 0.5, strength: () => 0.7, words: 'restarts' },
  ],
  ready_replicas: [
    { kind: 'workload_unready', floor: 0.1, isOut: (value, normal) => value < normal - 0.5, strength: () => 0.7, words: 'ready replicas' },
  ],
  cost: [grown('cost', { floor: 0.01, factor: 1.5, least: 0.01, words: 'cost' })],
}

function grown(
  kind: SymptomKind,
  of: { readonly floor: number; readonly factor: number; readonly least: number; readonly words: string },
): SeriesRule {
  const isOut = (value: number, normal: number) => value > normal * of.factor && value > normal + of.least
  return {
    kind,
    floor: of.floor,
    isOut,
    strength: ({ typical, from }) => Math.min(0.7, 0.2 + Math.log10(typical / Math.max(from, Number.MIN_VALUE)) / 2),
    words: of.words,
  }
}

/**
 * What metrics say departed: by what is wrong with such a measure where its meaning and its size tell, else as trouble or news, by the direction that is bad
 * for a measure of that name.
 */
export function seriesSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  return rowsHeld(sources.facts, 'series').flatMap((held) => {
    const harms = sources.isInScope(held.row.entity) ? (RULES[held.row.meaning] ?? []).flatMap((rule) => harmOf(held, rule, sources)) : []
    return harms.length > 0 ? harms : newsOf(held)
  })
}

function harmOf(held: Held<'series'>, rule: SeriesRule, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  const found = findDeparture(row, { ...rule, baselineSamples: baselineSamples(row, sources) })
  if (found === null) return []
  const text = `${row.entity}: ${rule.words} went from ${short(found.from)} to ${short(found.typical)}`
  return [symptomOf(held, found, { kind: rule.kind, strength: rule.strength(found), text })]
}

function newsOf(held: Held<'series'>): readonly RawSymptom[] {
  const { row } = held
  const found = departureOf(row)
  if (found === null) return []
  const text = `${row.entity}: ${row.metric} went from ${short(found.from)} to ${short(found.to)}`
  return [symptomOf(held, found, { kind: isBad(row, found) ? 'trouble' : 'news', strength: 0, text })]
}

function symptomOf(held: Held<'series'>, departure: Departure, shown: Pick<RawSymptom, 'kind' | 'strength' | 'text'>): RawSymptom {
  const { entity, metric, meaning } = held.row
  const { since, until } = departure
  const about = topicsOfMetric(metric).union(new Set(TOPICS_OF_MEANING[meaning]))
  const citations = citeSamples(held, 'values', departure.first)
  return symptomFrom('metric', { ...shown, entity, about, said: metric, since, until, departure, citations })
}

/** What a measure is about whatever it is called; for the others its name tells. */
const TOPICS_OF_MEANING: Readonly<Partial<Record<Meaning, readonly Topic[]>>> = {
  cpu_cores: ['cpu'],
  cpu_ratio: ['cpu'],
  cpu_throttled_ratio: ['cpu'],
  memory_bytes: ['memory'],
  memory_ratio: ['memory'],
  requests_per_second: ['traffic'],
  error_ratio: ['unavailable'],
  errors_per_second: ['unavailable'],
  latency_ms: ['latency'],
  restarts: ['startup'],
  ready_replicas: ['startup'],
  cost: ['cost'],
}

/** Measures that are bad when they fall, by the words that exporters end names with. */
const BAD_WHEN_LESS =
  /ready|available|availability|success|succeed|hits?_(?:ratio|rate|pct|percent)|free|remaining|until_expir|healthy|(?<!un)processed|completed|(?<!un)delivered|published|selected|conversion|_sent(?:_|$)/i

/** Most measures are bad when they rise, some when they fall. Traffic is news either way. */
function isBad({ meaning, metric }: Held<'series'>['row'], { from, to }: Departure): boolean {
  return meaning !== 'requests_per_second' && BAD_WHEN_LESS.test(metric) === to < from
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
