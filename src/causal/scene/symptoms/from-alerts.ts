import { shiftSeconds } from '../../../domain/time-window.ts'
import { cite, rowsHeld, type Held } from '../cite.ts'
import { earlySeconds } from '../excerpt.ts'
import type { SymptomKind } from './symptom.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'
import { topicsOfMessage, topicsOfMetric } from './topics.ts'

/**
 * What an alert's own words say it measures, first match wins. The vocabulary is that of the kubernetes-mixin rules and of common
 * service-level rules; a rule named otherwise is read by its summary.
 */
const ALERT_WORDS: readonly (readonly [RegExp, SymptomKind])[] = [
  // An error budget counts failed requests, not money (Google SRE Workbook, chapter 5).
  [/error.?budget/i, 'error_rate'],
  [/spend|cost|budget/i, 'cost'],
  [/norequest|no.?traffic|no database|nooperations|requests? (?:dropp|fell)|(?:throughput|network|traffic).?drop/i, 'traffic_drop'],
  [/crash.?loop|restart/i, 'container_restart'],
  [/imagepull|errimage/i, 'image_pull_failed'],
  [/pending|unschedul/i, 'pod_pending'],
  [/nodenotready|node.{0,200}(?:unreachable|pressure|down)/i, 'node_unhealthy'],
  [/retransmi|packet.?loss/i, 'node_unhealthy'],
  [/throttl|cfs/i, 'throttling'],
  [/latency|slow|duration|p9\d|response.?time/i, 'latency'],
  [/error|5xx|fail(?:ure|ed)? ?(?:rate|ratio|requests)|success.?rate|availability/i, 'error_rate'],
  [/notready|failedpods|unavailable|replicasmismatch|waiting|podfail/i, 'workload_unready'],
  [/connectionclos/i, 'error_rate'],
  [/cpu|memory|saturat|disk|queue|lag|oom/i, 'saturation'],
  [/surge|traffic|request.?rate/i, 'traffic_surge'],
  [/down|unreachable|absent/i, 'unreachable'],
]

/** One symptom per activation of an alert that names an entity. Alerts of the platform about itself are background. */
export function alertSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const held = rowsHeld(sources.facts, 'alerts')
  const activations = Map.groupBy(
    held,
    ({ row }) => `${row.name} ${JSON.stringify(Object.entries(row.labels).sort(([a], [b]) => a.localeCompare(b)))}`,
  )
  return [...activations.values()].flatMap((rows) => rows.flatMap((one) => symptomOf(one, rows, sources)))
}

function symptomOf(held: Held<'alerts'>, activations: readonly Held<'alerts'>[], sources: SymptomSources): readonly RawSymptom[] {
  const { name, summary, entity, labels, startsAt, endsAt } = held.row
  const metric = labels['metric'] ?? ''
  // An alert on a measure that has no class of its own still says that something is wrong there.
  const kind = alertKind(name, summary) ?? (metric === '' ? null : 'error_rate')
  if (entity === null) return []
  const as = { role: 'symptom', at: startsAt } as const
  return [
    symptomFrom('alert', {
      kind: kind ?? 'trouble',
      entity,
      about: topicsOfMessage(summary).union(topicsOfMetric(metric)),
      said: `${name} ${summary} ${metric}`,
      since: startsAt,
      until: endsAt,
      strength: kind === null ? 0 : 0.6,
      isBackground: !sources.isInScope(entity) || wasAlwaysThere(startsAt, sources) || isFlapping(activations, sources),
      text: `alert ${name} on ${entity}`,
      citations: [...cite(held, `name: ${name}`, as), ...cite(held, summary, as)],
    }),
  ]
}

/** What an alert measures, by its name, else by its summary; null when neither says. */
export function alertKind(name: string, summary: string): SymptomKind | null {
  const byName = ALERT_WORDS.find(([words]) => words.test(name))
  return (byName ?? ALERT_WORDS.find(([words]) => words.test(summary)))?.[1] ?? null
}

/** Firing since the data began: nothing that this incident did. */
function wasAlwaysThere(startsAt: Date, sources: SymptomSources): boolean {
  const { facts, window, begunAt } = sources
  if (window === null) return false
  return startsAt < (begunAt ?? shiftSeconds(window.start, earlySeconds(facts, window, THRESHOLDS.backgroundAlertSeconds)))
}

/** Came and went already in the first part of the data, as it does without any incident. */
function isFlapping(activations: readonly Held<'alerts'>[], sources: SymptomSources): boolean {
  return activations.length > 1 && activations.some(({ row }) => wasAlwaysThere(row.startsAt, sources) && row.endsAt !== null)
}
