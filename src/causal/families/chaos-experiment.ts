import { howOften } from '../../domain/how-often.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { EARLY_SECONDS } from '../scene/background.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { symptomsOf } from '../scene/symptoms/symptom.ts'
import type { Scene } from '../scene/scene.ts'
import { family, because, type Finding, PROGRAM_FAILS } from './family.ts'
import { removeObject } from './shared/remedies.ts'

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

/** A pause longer than this between two incarnations means that the schedule was taken away and put back. */
const SAME_RUN_SECONDS = 10 * 60

/** A fault injected on purpose: the experiment that was applied is the cause. The incarnations of one schedule are one experiment. */
export const chaosExperiment = family('chaos_experiment', (scene) => {
  const events = rowsHeld(scene.facts, 'kubernetes_events').filter(
    ({ row }) => EXPERIMENT_KIND.test(parseEntity(row.entity).kind) && ACTIVE_REASONS.has(row.reason),
  )
  return [...Map.groupBy(events, ({ row }) => row.entity.replace(SPAWN_SUFFIX, '')).values()].map((rows) => findingFor(rows, scene))
})

function findingFor(rows: readonly EventRow[], scene: Scene): Finding | null {
  const applied = rows.filter(({ row }) => row.reason === 'Applied')
  const [shown] = (applied.length > 0 ? applied : rows).toSorted((a, b) => fromOnset(a, scene) - fromOnset(b, scene))
  if (shown === undefined) return null
  const { entity, message, reason } = shown.row
  const { kind, name } = parseEntity(entity)
  const targets = targetsOf(applied)
  const before = harmlessBefore(applied, scene)
  const quote = citeFirst(shown, [`message: ${message}`, `reason: ${reason}`], { role: 'mechanism', at: startOf(shown) })
  return {
    entity,
    mechanism: `chaos_${kind.replace('Chaos', '').toLowerCase()}`,
    since: runStart(rows, shown),
    endedAt: endOf(rows, scene),
    basis: 'witnessed',
    showsWithin: SHOWS_WITHIN_SECONDS,
    harmlessBefore: before,
    for: [because(targets.length > 0 ? `the experiment was applied to ${targets.join(', ')}` : 'the experiment was started', quote)],
    against: before === 0 ? [] : [because(`it was applied ${howOften(before)} before, and nothing was felt of that`, quote)],
    // Where nothing names a target, whoever is unwell may be it.
    victims: targets.length > 0 ? targets : symptomsOf(scene).map(({ unit }) => unit),
    effects: [...PROGRAM_FAILS, 'saturation', 'throttling', 'pod_pending'],
    disprovenBy: `the symptoms last although ${name.replace(SPAWN_SUFFIX, '')} has recovered`,
    reads: [],
    remedy: removeObject(entity),
  }
}

/** How often it was applied so long before onset that harm would have shown by then. */
function harmlessBefore(applied: readonly EventRow[], { onset }: Scene): number {
  const early = onset === null ? null : shiftSeconds(onset, -EARLY_SECONDS)
  const times = applied.flatMap((one) => startOf(one)?.getTime() ?? [])
  return new Set(times.filter((at) => early !== null && at < early.getTime())).size
}

/** The last word about it, when that was well before the end of the data: it may be over, which its effects have to show. Null otherwise. */
function endOf(rows: readonly EventRow[], { window }: Scene): Date | null {
  const last = Math.max(...rows.map(({ row }) => (row.lastAt ?? row.firstAt)?.getTime() ?? 0), 0)
  return window !== null && last > 0 && last < window.end.getTime() - QUIET_SECONDS * 1000 ? new Date(last) : null
}

/** The pods that the events name. The experiment's own name may say something else and is not believed. */
function targetsOf(applied: readonly EventRow[]): readonly EntityId[] {
  const pods = applied.flatMap(({ row }): EntityId[] => {
    const [, namespace, pod] = TARGET.exec(row.message) ?? []
    return namespace === undefined || pod === undefined ? [] : [formatEntity(namespace, 'Pod', pod.replace(/(?<![./])[./]+$/, ''))]
  })
  return [...new Set(pods)]
}

/** Of several incarnations the one closest to onset counts; a trial run long before is another matter. */
function fromOnset(event: EventRow, { onset }: Scene): number {
  return Math.abs((startOf(event)?.getTime() ?? 0) - (onset?.getTime() ?? Number.MAX_SAFE_INTEGER))
}

/** When the run of incarnations began that the shown one belongs to; null when nothing has a time. */
function runStart(rows: readonly EventRow[], shown: EventRow): Date | null {
  const until = startOf(shown)
  const times = rows.map(startOf).filter((at) => at !== null && until !== null && at <= until)
  const sorted = times.flatMap((at) => at ?? []).toSorted((a, b) => a.getTime() - b.getTime())
  const gap = sorted.findLastIndex((at, index) => index > 0 && at > shiftSeconds(sorted[index - 1] ?? at, SAME_RUN_SECONDS))
  return sorted[Math.max(0, gap)] ?? null
}

function startOf({ row }: EventRow): Date | null {
  return row.firstAt ?? row.lastAt
}
