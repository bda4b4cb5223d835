import { shiftSeconds } from '../../../domain/time-window.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import type { SymptomKind } from './symptom.ts'
import { THRESHOLDS } from '../thresholds.ts'
import type { RawSymptom, SymptomSources } from './symptom-sources.ts'

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

/** One symptom per activation of an alert that names an entity in scope. Alerts of the platform about itself are background. */
export function alertSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const held = rowsHeld(sources.facts, 'alerts')
  const activations = Map.groupBy(
    held,
    ({ row }) => `${row.name} ${JSON.stringify(Object.entries(row.labels).sort(([a], [b]) => a.localeCompare(b)))}`,
  )
  return [...activations.values()].flatMap((rows) => rows.flatMap((one) => symptomOf(one, rows, sources)))
}

function symptomOf(held: Held<'alerts'>, activations: readonly Held<'alerts'>[], sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  // An alert on a measure that has no class of its own still says that something is wrong there.
  const kind = alertKind(row.name, row.summary) ?? (row.labels['metric'] === undefined ? null : 'error_rate')
  if (row.entity === null || kind === null) return []
  const isBackground = !sources.isInScope(row.entity) || wasAlwaysThere(row.startsAt, sources) || isFlapping(activations, sources)
  return [
    {
      kind,
      entity: row.entity,
      since: row.startsAt,
      until: row.endsAt,
      strength: 0.6,
      isBackground,
      text: `alert ${row.name} on ${row.entity}`,
      citations: citeFirst(held, [`name: ${row.name}`], { role: 'symptom', at: row.startsAt }),
    },
  ]
}

/** What an alert measures, by its name, else by its summary; null when neither says. */
export function alertKind(name: string, summary: string): SymptomKind | null {
  const byName = ALERT_WORDS.find(([words]) => words.test(name))
  return (byName ?? ALERT_WORDS.find(([words]) => words.test(summary)))?.[1] ?? null
}

/** Firing since the data began: nothing that this incident did. */
function wasAlwaysThere(startsAt: Date, sources: SymptomSources): boolean {
  return sources.window !== null && startsAt < shiftSeconds(sources.window.start, THRESHOLDS.backgroundAlertSeconds)
}

/** Came and went already in the first part of the data, as it does without any incident. */
function isFlapping(activations: readonly Held<'alerts'>[], sources: SymptomSources): boolean {
  return activations.length > 1 && activations.some(({ row }) => wasAlwaysThere(row.startsAt, sources) && row.endsAt !== null)
}
