import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { rowsHeld } from '../scene/cite.ts'
import { isClear, symptomsOf, type Symptom, type SymptomKind } from '../scene/symptoms/symptom.ts'
import { parseQuantity } from '../scene/kubernetes/quantity.ts'
import { type ObjectChange, standing, type Scene } from '../scene/scene.ts'
import { overSince } from '../scene/still-heard.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { family, because, changeArguments, type Finding, quoteLine } from './family.ts'
import { isOwnWords } from './shared/new-errors.ts'
import { rollBack } from './shared/remedies.ts'
import { keepsPodsRunning } from './shared/workloads.ts'

/** Only what begins at the changed workload itself speaks against its rollout. */
const OWN_EFFECTS: readonly SymptomKind[] = [
  'container_restart',
  'workload_unready',
  'pod_pending',
  'error_rate',
  'latency',
  'log_error',
  'saturation',
  'throttling',
  'no_endpoints',
  'unreachable',
]

/** What a workload shows that really fails; one that is only slow, or logs more because more is asked of it, may be overrun. */
const FAILING: ReadonlySet<SymptomKind> = new Set(['error_rate', 'container_restart'])
/** What its pods show themselves when they do not come up. */
const DOWN: ReadonlySet<SymptomKind> = new Set(['container_restart', 'workload_unready'])
/** The clocks of the cluster and of the log may differ by this much. */
const ROLLOUT_LAG_SECONDS = 5
/** How many records a new error needs to speak against a rollout. */
const LEAST_RECORDS = 3

/**
 * A rollout after which its own workload fails while nothing it calls does. That a rollout is recent proves nothing, so it counts as an inference, unless
 * the workload fails and began with it to log an error of its own; a mechanism that says what in the rollout is wrong comes before it.
 */
export const rollout = family('rollout_regression', (scene) => {
  const changes = scene.objects.changes.filter((change) => keepsPodsRunning(change.entity) && isTemplateChange(change))
  return [...Map.groupBy(standing(changes), (change) => change.entity)].map(([workload, own]) => findingFor(workload, own, scene))
})

/** A restart changes nothing, and labels only move pods between selectors. */
function isTemplateChange(change: ObjectChange): boolean {
  return change.kind === 'updated' && change.path.startsWith('spec.template.spec.') && !change.path.endsWith('restartedAt')
}

function findingFor(workload: EntityId, changes: readonly ObjectChange[], scene: Scene): Finding | null {
  const unit = scene.graph.unitOf(workload)
  const since = changes[0]?.at ?? null
  const own = symptomsOf(scene).filter((one) => one.unit === unit && OWN_EFFECTS.includes(one.kind))
  const isAfter = own.some((one) => since !== null && one.since !== null && one.since >= shiftSeconds(since, -THRESHOLDS.lagSeconds))
  if (!isAfter || isWaiting(unit, since, scene)) return null
  const isFailing = own.some((one) => FAILING.has(one.kind) && isClear(one))
  const spoken = isFailing ? newErrorsSince(unit, since, scene) : []
  const isShown = spoken.length > 0 || isStarved(changes, own) || isDown(own, since)
  return {
    entity: workload,
    mechanism: PARTS.find(([pattern]) => changes.every(({ path }) => pattern.test(path)))?.[1] ?? 'rollout_regression',
    since,
    basis: isShown ? 'changed' : 'inferred',
    for: [...changeArguments(...changes.slice(0, 3)), ...spoken],
    effects: OWN_EFFECTS,
    disprovenBy: 'the same symptoms on pods of the earlier revision',
    remedy: rollBack(workload),
  }
}

/** Which part of the template a rollout changed, where it is one part that says itself what it may break. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/\.readinessProbe(?:\.|$)/, 'readiness_probe_changed'],
  [/\.(?:livenessProbe|startupProbe)(?:\.|$)/, 'liveness_probe_changed'],
  [/\.(?:command|args)(?:\.|$)/, 'command_changed'],
  [/\.(?:volumes|volumeMounts)(?:\.|$)/, 'volume_changed'],
  [/\.(?:env|envFrom)(?:\.|$)/, 'env_changed'],
]

/** It was allowed less processor and is slow or throttled since: the change says itself what it does. */
function isStarved(changes: readonly ObjectChange[], own: readonly Symptom[]): boolean {
  const cut = changes.some(({ path, from, to }) => {
    const [before, after] = [parseQuantity(from), parseQuantity(to)]
    return path.endsWith('limits.cpu') && before !== null && after !== null && after < before
  })
  return cut && own.some((one) => (one.kind === 'latency' || one.kind === 'throttling') && isClear(one))
}

/** Its pods end, or do not get ready, since then. */
function isDown(own: readonly Symptom[], since: Date | null): boolean {
  const began = since === null ? null : shiftSeconds(since, -THRESHOLDS.lagSeconds)
  return own.some((one) => DOWN.has(one.kind) && one.until === null && began !== null && one.since !== null && one.since >= began)
}

/** Errors in the workload's own words that it did not log before the rollout and began with it. What stopped before the end of the data was got over. */
function newErrorsSince(unit: EntityId, since: Date | null, { facts, graph, window }: Scene): readonly Argument[] {
  if (since === null) return []
  const began = shiftSeconds(since, -ROLLOUT_LAG_SECONDS)
  const fresh = rowsHeld(facts, 'log_patterns').filter((one) => {
    const { entity, severity, baselineCount, incidentCount, firstAt, lastAt } = one.row
    const isNew = severity === 'error' && (baselineCount ?? 0) === 0 && incidentCount >= LEAST_RECORDS
    const isSince = firstAt !== null && firstAt >= began && overSince(lastAt, window) === null
    return graph.unitOf(entity) === unit && isNew && isSince && isOwnWords(one)
  })
  return fresh
    .slice(0, 1)
    .map((one) => because(`logs since then what it did not log before: ${one.row.example.slice(0, 120)}`, quoteLine(one, 'symptom')))
}

/**
 * True when something that it calls fails by more than its own word: then it may be waiting and not wrong itself. A callee that failed well before the
 * rollout, while this workload did well, is not what it waits for.
 */
function isWaiting(waiting: EntityId, since: Date | null, scene: Scene): boolean {
  const begins = since === null ? null : shiftSeconds(since, -THRESHOLDS.lagSeconds)
  const failing = symptomsOf(scene).filter(
    (one) => OWN_EFFECTS.includes(one.kind) && one.seenBy !== waiting && (begins === null || one.since === null || one.since >= begins),
  )
  const units = new Set(failing.map(({ unit }) => unit))
  return scene.graph.from(waiting, 'calls').some((callee) => callee !== waiting && units.has(callee))
}
