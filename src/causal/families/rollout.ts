import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { statedFailureIn } from '../../domain/stated-failures.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { citeFirst, rowsHeld } from '../scene/cite.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { symptomsOf } from '../weigh/explain.ts'
import { endsMiscalled } from '../scene/kubernetes/exit-codes.ts'
import { parseQuantity } from '../scene/kubernetes/quantity.ts'
import { lastWordsOf } from '../scene/last-words.ts'
import type { ObjectChange } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom, SymptomKind } from '../scene/symptoms/symptom.ts'
import { stillHeardFrom } from '../scene/still-heard.ts'
import { standing } from '../scene/undone.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { rollBack } from './actions.ts'
import type { Family } from './family.ts'
import { isOwnWords } from './new-error.ts'

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet'])
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
/** What a container runs. */
export const COMMAND = /\.(?:command|args)(?:\.|$)/
const IMAGE = /\.image$/
/** The clocks of the cluster and of the log may differ by this much. */
const ROLLOUT_LAG_SECONDS = 5
/** Above bare numbers, below whatever says what is wrong. */
const NAMED_FIT = 0.75
/** How many records a new error needs to speak against a rollout. */
const LEAST_RECORDS = 3

/**
 * A rollout after which its own workload fails while nothing it calls does. That a rollout is recent proves nothing, so it counts as an inference, unless
 * the workload fails and began with it to log an error of its own; a mechanism that says what in the rollout is wrong comes before it.
 */
export const rollout: Family = {
  name: 'rollout_regression',
  propose(scene) {
    const changes = scene.objects.changes.filter((change) => WORKLOADS.has(parseEntity(change.entity).kind) && isTemplateChange(change))
    return [...Map.groupBy(standing(changes), (change) => change.entity)].flatMap(([workload, own]) => proposalFor(workload, own, scene))
  },
}

/** A restart changes nothing, and labels only move pods between selectors. */
function isTemplateChange(change: ObjectChange): boolean {
  return change.kind === 'updated' && change.path.startsWith('spec.template.spec.') && !change.path.endsWith('restartedAt')
}

function proposalFor(workload: EntityId, changes: readonly ObjectChange[], scene: Scene): readonly Proposal[] {
  const unit = scene.graph.unitOf(workload)
  const since = changes[0]?.at ?? null
  const own = symptomsOf(scene).filter((symptom) => scene.graph.unitOf(symptom.entity) === unit && OWN_EFFECTS.includes(symptom.kind))
  const isAfter = own.some(
    (symptom) => since !== null && symptom.since !== null && symptom.since.getTime() >= since.getTime() - THRESHOLDS.lagSeconds * 1000,
  )
  if (!isAfter || isWaiting(unit, since, scene)) return []
  const isFailing = own.some(({ kind, strength }) => FAILING.has(kind) && strength >= THRESHOLDS.slight)
  const spoken = isFailing ? newErrorsSince(unit, since, scene) : []
  const isOther = isOtherProgram(workload, changes, scene)
  return [
    {
      entity: workload,
      mechanism: isOther ? 'image_changed' : nameOf(changes),
      since,
      ...weighed(spoken.length > 0 || isStarved(changes, own) || isMiscalled(changes, own, isOther), isCalledInVain(own, since)),
      for: [
        ...changes.slice(0, 3).map((change) => ({
          text: `${change.path} changed from ${change.from ?? 'nothing'} to ${change.to ?? 'nothing'}`,
          citations: change.citations,
        })),
        ...spoken,
      ],
      against: [],
      victims: [workload],
      effects: OWN_EFFECTS,
      disprovenBy: 'the same symptoms on pods of the earlier revision',
      disconfirmingQueries: [{ kind: 'object_versions', entity: workload }],
      action: rollBack(workload, changes[0]?.citations ?? []),
    },
  ]
}

/** What shows it itself weighs in full; that callers name it since then says who and when, and not what of it is wrong. */
function weighed(isShown: boolean, isNamed: boolean): Pick<Proposal, 'basis' | 'fit'> {
  if (isShown) return { basis: 'changed' }
  return isNamed ? { basis: 'changed', fit: NAMED_FIT } : { basis: 'inferred' }
}

/** Which part of the template a rollout changed, where it is one part that says itself what it may break. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/\.readinessProbe(?:\.|$)/, 'readiness_probe_changed'],
  [/\.(?:livenessProbe|startupProbe)(?:\.|$)/, 'liveness_probe_changed'],
  [COMMAND, 'command_changed'],
  [/\.(?:volumes|volumeMounts)(?:\.|$)/, 'volume_changed'],
  [/\.(?:env|envFrom)(?:\.|$)/, 'env_changed'],
]

function nameOf(changes: readonly ObjectChange[]): string {
  const part = PARTS.find(([pattern]) => changes.every(({ path }) => pattern.test(path)))
  return part?.[1] ?? 'rollout_regression'
}

/** It was allowed less processor and is slow or throttled since: the change says itself what it does. */
function isStarved(changes: readonly ObjectChange[], own: readonly Symptom[]): boolean {
  const cut = changes.some(({ path, from, to }) => {
    const [before, after] = [parseQuantity(from), parseQuantity(to)]
    return path.endsWith('limits.cpu') && before !== null && after !== null && after < before
  })
  return cut && own.some(({ kind, strength }) => (kind === 'latency' || kind === 'throttling') && strength >= THRESHOLDS.slight)
}

/** It was told to start something else, or given another program, and its containers end since. */
function isMiscalled(changes: readonly ObjectChange[], own: readonly Symptom[], isOther: boolean): boolean {
  return (
    (isOther || changes.some(({ path }) => COMMAND.test(path))) &&
    own.some(({ kind, until }) => kind === 'container_restart' && until === null)
  )
}

/** True when there are changes, and all of them are of images. */
export function isImageAlone(changes: readonly ObjectChange[]): boolean {
  return changes.length > 0 && changes.every(({ path }) => IMAGE.test(path))
}

/**
 * True when nothing but the image was changed of a workload's template and its program says by the exit code, not by a crash, that it is another than the
 * one that is called.
 */
export function isOtherProgram(workload: EntityId, changes: readonly ObjectChange[], scene: Scene): boolean {
  if (!isImageAlone(changes)) return false
  const words = lastWordsOf(workload, scene)
  const hasCrashed = words !== null && statedFailureIn(words.line.row.example) === 'crash'
  const unit = scene.graph.unitOf(workload)
  return !hasCrashed && scene.objects.current('Pod').some((pod) => scene.graph.unitOf(pod.row.entity) === unit && endsMiscalled(pod))
}

/** Callers name it in their errors since the rollout, and did not stop when it was through. */
function isCalledInVain(own: readonly Symptom[], since: Date | null): boolean {
  return own.some(
    (symptom) =>
      symptom.kind === 'unreachable' && symptom.until === null && since !== null && symptom.since !== null && symptom.since >= since,
  )
}

/** Errors in the workload's own words that it did not log before the rollout and began with it. */
function newErrorsSince(unit: EntityId, since: Date | null, scene: Scene): readonly Argument[] {
  if (since === null) return []
  const began = shiftSeconds(since, -ROLLOUT_LAG_SECONDS)
  const held = rowsHeld(scene.facts, 'log_patterns').filter(({ row }) => scene.graph.unitOf(row.entity) === unit)
  const fresh = held.filter(
    (one) =>
      one.row.severity === 'error' &&
      (one.row.baselineCount ?? 0) === 0 &&
      one.row.incidentCount >= LEAST_RECORDS &&
      one.row.firstAt !== null &&
      one.row.firstAt >= began &&
      isStillLogged(one.row.lastAt, scene) &&
      isOwnWords(one),
  )
  return fresh.slice(0, 1).map((one) => ({
    text: `logs since then what it did not log before: ${one.row.example.slice(0, 120)}`,
    citations: citeFirst(one, [one.row.example, one.row.pattern], { role: 'symptom', at: one.row.firstAt }),
  }))
}

/** What stopped before the end of the data was got over, by itself or by a later rollout. */
function isStillLogged(lastAt: Date | null, { window }: Scene): boolean {
  return lastAt === null || window === null || lastAt >= stillHeardFrom(window)
}

/**
 * True when something that it calls fails by more than its own word: then it may be waiting and not wrong itself. A callee that failed well before the
 * rollout, while this workload did well, is not what it waits for.
 */
function isWaiting(unit: EntityId, since: Date | null, scene: Scene): boolean {
  const begins = since === null ? null : shiftSeconds(since, -THRESHOLDS.lagSeconds)
  const failing = symptomsOf(scene).filter(
    (symptom) =>
      OWN_EFFECTS.includes(symptom.kind) &&
      symptom.seenBy !== unit &&
      (begins === null || symptom.since === null || symptom.since >= begins),
  )
  const units = new Set(failing.map((symptom) => scene.graph.unitOf(symptom.entity)))
  return scene.graph.from(unit, 'calls').some((callee) => callee !== unit && units.has(callee))
}
