import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { shiftSeconds, windowSeconds } from '../../../domain/time-window.ts'
import { cite, citeFirst, rowsHeld, type Held } from '../cite.ts'
import type { Scene } from '../scene.ts'
import { departureOf } from './departures.ts'
import type { Observation } from './observation.ts'
import { classesOfMessage, classesOfMetric, type SymptomClass } from './symptom-class.ts'

/** A pattern counts as risen when it is this many times as frequent as in the baseline. */
const RISEN_FACTOR = 3
/** A pattern first seen after this share of the data is new, wherever the baseline was drawn. */
const EARLY_SHARE = 0.15

/** Several mechanisms ask what is new in the same scene; reading the words of every record again for each would cost ten times as much. */
const known = new WeakMap<Scene, readonly Observation[]>()

/** What alerts, logs, metrics and spans say that they did not say before, in order of time (unknown times last). The same list for the same scene. */
export function readObservations(scene: Scene): readonly Observation[] {
  const observations = known.get(scene) ?? observationsIn(scene)
  known.set(scene, observations)
  return observations
}

function observationsIn(scene: Scene): readonly Observation[] {
  const all = [...alertNews(scene), ...logNews(scene), ...metricNews(scene), ...spanNews(scene)]
  return all.sort((a, b) => timeOf(a.since) - timeOf(b.since))
}

function timeOf(at: Date | null): number {
  return at?.getTime() ?? Number.MAX_SAFE_INTEGER
}

function alertNews(scene: Scene): readonly Observation[] {
  return rowsHeld(scene.facts, 'alerts').flatMap((held) => {
    const { row } = held
    if (row.entity === null) return []
    const metric = row.labels['metric'] ?? ''
    return [
      {
        source: 'alert' as const,
        entity: scene.graph.unitOf(row.entity),
        text: `${row.name} ${row.summary} ${metric}`,
        classes: new Set([...classesOfMessage(row.summary), ...classesOfMetric(metric)]),
        since: row.startsAt,
        isFailure: true,
        departure: null,
        citations: citeFirst(held, [row.summary, row.name], { role: 'symptom', at: row.startsAt }),
      },
    ]
  })
}

function logNews(scene: Scene): readonly Observation[] {
  return rowsHeld(scene.facts, 'log_patterns')
    .filter((held) => isNews(held, scene))
    .map((held) => {
      const { row } = held
      const classes = classesOfMessage(row.example)
      return {
        source: 'log' as const,
        entity: scene.graph.unitOf(row.entity),
        text: row.example,
        classes,
        since: row.firstAt,
        isFailure: row.severity === 'error' || row.severity === 'warning',
        departure: null,
        citations: cite(held, row.example, { role: 'symptom', at: row.firstAt }),
      }
    })
}

function isNews({ row }: Held<'log_patterns'>, scene: Scene): boolean {
  if (row.incidentCount === 0) return false
  const isLate =
    row.firstAt !== null &&
    scene.window !== null &&
    row.firstAt >= shiftSeconds(scene.window.start, windowSeconds(scene.window) * EARLY_SHARE)
  return isLate || row.baselineCount === 0 || (row.baselineCount !== null && row.incidentCount > RISEN_FACTOR * row.baselineCount)
}

function metricNews(scene: Scene): readonly Observation[] {
  return rowsHeld(scene.facts, 'series').flatMap((held) => {
    const { row } = held
    const departure = departureOf(row)
    if (departure === null) return []
    const classes = new Set([...classesOfMetric(row.metric), ...classesOfMeaning(row.meaning)])
    const isBad = isBadDirection(row.meaning, row.metric, departure.direction)
    return [
      {
        source: 'metric' as const,
        entity: ownerOf(row.entity, scene),
        text: row.metric,
        classes,
        since: departure.since,
        isFailure: isBad,
        departure,
        citations: cite(held, row.metric, { role: 'symptom', at: departure.since }),
      },
    ]
  })
}

function ownerOf(entity: EntityId, scene: Scene): EntityId {
  return parseEntity(entity).kind === 'Node' ? entity : scene.graph.unitOf(entity)
}

function classesOfMeaning(meaning: Held<'series'>['row']['meaning']): readonly SymptomClass[] {
  switch (meaning) {
    case 'cpu_cores':
    case 'cpu_ratio':
    case 'cpu_throttled_ratio':
      return ['cpu']
    case 'memory_bytes':
    case 'memory_ratio':
      return ['memory']
    case 'requests_per_second':
      return ['traffic']
    case 'error_ratio':
    case 'errors_per_second':
      return ['unavailable']
    case 'latency_ms':
      return ['latency']
    case 'restarts':
    case 'ready_replicas':
      return ['startup']
    case 'cost':
      return ['cost']
    case 'queue_depth':
    case 'network_bytes_per_second':
    case 'other':
      return []
  }
}

/** Most measures are bad when they rise; these are bad when they fall. Traffic is news either way and a failure in neither. */
function isBadDirection(meaning: Held<'series'>['row']['meaning'], metric: string, direction: 'up' | 'down'): boolean {
  if (meaning === 'requests_per_second') return false
  if (
    /ready|available|availability|success|succeed|hits?_(?:ratio|rate|pct|percent)|free|remaining|until_expir|healthy|(?<!un)processed|completed|(?<!un)delivered|published|selected|conversion|_sent(?:_|$)/i.test(
      metric,
    )
  )
    return direction === 'down'
  return direction === 'up'
}

function spanNews(scene: Scene): readonly Observation[] {
  return rowsHeld(scene.facts, 'span_examples')
    .filter(({ row }) => row.isError)
    .map((held) => {
      const { row } = held
      const text = [row.operation, row.statusMessage, ...Object.values(row.attributes)].join(' ')
      const citations = citeFirst(held, [row.statusMessage, row.operation], { role: 'symptom', at: row.startedAt })
      const entity = scene.graph.unitOf(row.service)
      return {
        source: 'span' as const,
        entity,
        text,
        classes: classesOfMessage(text),
        since: row.startedAt,
        isFailure: true,
        departure: null,
        citations,
      }
    })
}
