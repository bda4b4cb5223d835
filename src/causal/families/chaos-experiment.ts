import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import type { Citation } from '../../domain/evidence.ts'
import { EARLY_SECONDS } from '../scene/background.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { symptomsOf } from '../weigh/explain.ts'
import type { Scene } from '../scene/scene.ts'
import type { SymptomKind } from '../scene/symptoms/symptom.ts'
import { removeObject } from './actions.ts'
import type { Family } from './family.ts'

type EventRow = Held<'kubernetes_events'>

/** Kinds of Chaos Mesh experiments end so; the objects themselves are often not recorded, their events are. */
const EXPERIMENT_KIND = /^(Network|Pod|Stress|HTTP|Http|JVM|Jvm|IO|Io|DNS|Dns|Time|Kernel|Block|PhysicalMachine|AWS|GCP|Azure)Chaos$/
/** A schedule appends five characters to the experiments that it spawns. */
const SPAWN_SUFFIX = /-[a-z0-9]{5}$/
/** `Successfully apply chaos for shop/quotes-7f9c-abcde` (Chaos Mesh, controllers/common). */
const TARGET = /(?:for|to|on) ([a-z0-9-]+)\/([a-z0-9.-]+)/
/** What an experiment does while it runs; before, it was only planned, and afterwards it is undone. */
const ACTIVE_REASONS = new Set(['Applied', 'Started', 'Updated', 'Spawned', 'FinalizerInited'])

/** Schedules spawn every few minutes at most; a longer pause before the end of the data is an end. */
const QUIET_SECONDS = 5 * 60

/** Nobody waits for a network that was cut or a pod that was killed; it shows with the next samples. */
const SHOWS_WITHIN_SECONDS = 60

const EFFECTS: readonly SymptomKind[] = [
  'latency',
  'error_rate',
  'traffic_drop',
  'saturation',
  'throttling',
  'container_restart',
  'workload_unready',
  'unreachable',
  'log_error',
  'no_endpoints',
  'pod_pending',
]

/** A fault injected on purpose: the experiment that was applied is the cause. The incarnations of one schedule are one experiment. */
export const chaosExperiment: Family = {
  name: 'chaos_experiment',
  propose(scene) {
    const events = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => EXPERIMENT_KIND.test(parseEntity(row.entity).kind))
    const active = events.filter(({ row }) => ACTIVE_REASONS.has(row.reason))
    const series = Map.groupBy(
      active,
      ({ row }) => `${parseEntity(row.entity).scope}/${parseEntity(row.entity).kind}/${stemOf(row.entity)}`,
    )
    return [...series.values()].flatMap((rows) => proposalFor(rows, scene))
  },
}

function stemOf(entity: EntityId): string {
  return parseEntity(entity).name.replace(SPAWN_SUFFIX, '')
}

function proposalFor(rows: readonly EventRow[], scene: Scene): readonly Proposal[] {
  const applied = rows.filter(({ row }) => row.reason === 'Applied')
  const shown = nearestOnset(applied.length > 0 ? applied : rows, scene)
  if (shown === undefined) return []
  const { entity } = shown.row
  const targets = targetsOf(applied)
  const since = earliest(sameRun(rows, shown).map(timeOf))
  const before = harmlessBefore(applied, scene)
  const citations: readonly Citation[] = citeFirst(shown, [`message: ${shown.row.message}`, `reason: ${shown.row.reason}`], {
    role: 'mechanism',
    at: timeOf(shown),
  })
  return [
    {
      entity,
      mechanism: `chaos_${parseEntity(entity).kind.replace('Chaos', '').toLowerCase()}`,
      since,
      endedAt: endOf(rows, scene),
      basis: 'witnessed',
      showsWithin: SHOWS_WITHIN_SECONDS,
      harmlessBefore: before,
      for: [{ text: targets.length > 0 ? `the experiment was applied to ${targets.join(', ')}` : 'the experiment was started', citations }],
      against: before === 0 ? [] : [{ text: `it was applied ${before} times before, and nothing was felt of that`, citations }],
      victims: targets.length > 0 ? targets : unwell(scene),
      effects: EFFECTS,
      disprovenBy: `the symptoms last although ${stemOf(entity)} has recovered`,
      disconfirmingQueries: [],
      action: removeObject(entity, citations),
    },
  ]
}

/** How often it was applied so long before onset that harm would have shown by then. */
function harmlessBefore(applied: readonly EventRow[], { onset }: Scene): number {
  const early = onset === null ? null : shiftSeconds(onset, -EARLY_SECONDS)
  const times = applied.flatMap((one) => timeOf(one)?.getTime() ?? [])
  return new Set(times.filter((at) => early !== null && at < early.getTime())).size
}

/** The last word about it, when that was well before the end of the data: it may be over, which its effects have to show. Null otherwise. */
function endOf(rows: readonly EventRow[], { window }: Scene): Date | null {
  const last = Math.max(...rows.map(lastTime), 0)
  return window !== null && last > 0 && last < window.end.getTime() - QUIET_SECONDS * 1000 ? new Date(last) : null
}

function lastTime({ row }: EventRow): number {
  return (row.lastAt ?? row.firstAt)?.getTime() ?? 0
}

/** The pods that the events name. The experiment's own name may say something else and is not believed. */
function targetsOf(applied: readonly EventRow[]): readonly EntityId[] {
  const pods = applied.flatMap(({ row }): EntityId[] => {
    const [, namespace, pod] = TARGET.exec(row.message) ?? []
    return namespace === undefined || pod === undefined ? [] : [formatEntity(namespace, 'Pod', pod.replace(/(?<![./])[./]+$/, ''))]
  })
  return [...new Set(pods)]
}

/** Nothing names a target: whoever is unwell may be it. */
function unwell(scene: Scene): readonly EntityId[] {
  return [...new Set(symptomsOf(scene).map((symptom) => scene.graph.unitOf(symptom.entity)))]
}

/** Of several incarnations the one closest to onset; a trial run long before is another matter. */
function nearestOnset(rows: readonly EventRow[], { onset }: Scene): EventRow | undefined {
  const distance = (one: EventRow) => Math.abs((timeOf(one)?.getTime() ?? 0) - (onset?.getTime() ?? Number.MAX_SAFE_INTEGER))
  return rows.toSorted((a, b) => distance(a) - distance(b))[0]
}

/** A pause longer than this between two incarnations means that the schedule was taken away and put back. */
const SAME_RUN_SECONDS = 10 * 60

function sameRun(rows: readonly EventRow[], shown: EventRow): readonly EventRow[] {
  const sorted = rows.filter((one) => timeOf(one) !== null).toSorted((a, b) => (timeOf(a)?.getTime() ?? 0) - (timeOf(b)?.getTime() ?? 0))
  const upTo = sorted.slice(0, sorted.indexOf(shown) + 1)
  const gap = upTo.findLastIndex((one, index) => index > 0 && secondsBetween(upTo[index - 1], one) > SAME_RUN_SECONDS)
  return upTo.slice(Math.max(0, gap))
}

function secondsBetween(before: EventRow | undefined, after: EventRow): number {
  return before === undefined ? 0 : ((timeOf(after)?.getTime() ?? 0) - (timeOf(before)?.getTime() ?? 0)) / 1000
}

function timeOf({ row }: EventRow): Date | null {
  return row.firstAt ?? row.lastAt
}
