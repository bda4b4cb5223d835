import type { EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { BEFORE_ALERT_SECONDS, measureToldBy } from '../scene/below-alerts.ts'
import { rowsHeld, stepsUntil } from '../scene/cite.ts'
import type { Scene } from '../scene/scene.ts'
import { known, median } from '../scene/symptoms/robust.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import type { Candidate } from './explain.ts'

/** What people were woken for, in numbers: how much more of it there is a second since then. */
export interface Alarm {
  readonly unit: EntityId
  /** By unit: failing requests a second, or milliseconds of waiting a second, more than before. Without units of which no rate is known. */
  readonly loss: ReadonlyMap<EntityId, number>
}

/** A rule waits about this long before it fires: what is younger is as bad as what it fired on. */
const SINCE_SECONDS = 5 * 60
/** Halvings from which on less says no more. */
const MOST_HALVINGS = 5

/** The alerts on what users feel, with what is lost at each unit of which both a rate and such a measure were read. */
export function alarmsIn(symptoms: readonly Symptom[], scene: Scene): readonly Alarm[] {
  const read = new Map<string, ReadonlyMap<EntityId, Served>>()
  return symptoms.flatMap(({ source, kind, unit, since }) => {
    const meaning = measureToldBy(kind)
    if (source !== 'alert' || meaning === undefined || since === null) return []
    const key = `${meaning} ${since.getTime()}`
    const served = read.get(key) ?? servedSince(since, meaning, scene)
    read.set(key, served)
    const alarmed = served.get(unit)
    if (alarmed === undefined || alarmed.more <= 0 || alarmed.rate.since <= 0) return []
    const costOfLost = meaning === 'error_ratio' ? 1 : alarmed.more
    return [{ unit, loss: new Map([...served].map(([one, own]) => [one, lossOf(own, costOfLost)])) }]
  })
}

/** What was asked of a unit, in requests a second, and by how much each failed more or waited longer. */
interface Served {
  readonly rate: { readonly before: number; readonly since: number }
  readonly more: number
}

/** Calls that do not get through any more are counted nowhere: each is lost, and its caller waits at most as long as those who alarm. */
function lossOf({ rate, more }: Served, costOfLost: number): number {
  return rate.since * Math.max(more, 0) + Math.max(0, rate.before - rate.since) * costOfLost
}

/**
 * How often what is lost where it bites must be doubled to make up what people were woken for: a thing that is called once a minute cannot fail the requests of a front
 * that is called a hundred times a second. 0 where that is enough, where it bites at the very place, and where nobody counted.
 */
export function faintness({ proposal: { victims } }: Candidate, alarms: readonly Alarm[], { graph }: Scene): number {
  const units = new Set(victims.map((victim) => graph.unitOf(victim)))
  const halvings = alarms.flatMap(({ unit, loss }) => {
    const own = [...units].flatMap((one) => loss.get(one) ?? [])
    if (units.has(unit) || own.length === 0) return []
    return [Math.min(MOST_HALVINGS, Math.max(0, -Math.log2(Math.max(...own) / (loss.get(unit) ?? 0))))]
  })
  return halvings.length === 0 ? 0 : Math.min(...halvings)
}

function servedSince(at: Date, meaning: Rows['series']['meaning'], { facts, graph }: Scene): ReadonlyMap<EntityId, Served> {
  const byUnit = Map.groupBy(
    rowsHeld(facts, 'series').map(({ row }) => row),
    ({ entity }) => graph.unitOf(entity),
  )
  return new Map(
    [...byUnit].flatMap(([unit, rows]) => {
      const rate = rateOf(rows, at)
      const measured = rows.flatMap((row) => (row.meaning === meaning ? (partsOf(row, at) ?? []) : []))
      if (rate === null || measured.length === 0) return []
      return [[unit, { rate, more: Math.max(...measured.map(({ before, since }) => since - before)) }] as const]
    }),
  )
}

/** All that is asked of a unit: of its pods together where each has a series of its own, by the metric that counts most where several do. Null where none does. */
function rateOf(rows: readonly Rows['series'][], at: Date): Served['rate'] | null {
  const counting = rows.filter(({ meaning }) => meaning === 'requests_per_second')
  const rates = [...Map.groupBy(counting, ({ metric }) => metric).values()].flatMap((own) => {
    const parts = own.flatMap((row) => partsOf(row, at) ?? [])
    const total = (part: keyof Served['rate']) => parts.reduce((sum, one) => sum + one[part], 0)
    return parts.length === 0 ? [] : [{ before: total('before'), since: total('since') }]
  })
  return rates.toSorted((a, b) => b.before - a.before)[0] ?? null
}

/** The usual value before an alert and since then; null where one of them is not known. */
function partsOf(row: Rows['series'], at: Date): Served['rate'] | null {
  const [before, since] = [medianOf(row, at, 'before'), medianOf(row, at, 'since')]
  return before === null || since === null ? null : { before, since }
}

function medianOf(row: Rows['series'], at: Date, part: 'before' | 'since'): number | null {
  const border = shiftSeconds(at, part === 'before' ? -BEFORE_ALERT_SECONDS : -SINCE_SECONDS)
  const steps = stepsUntil(border, row)
  return median(known(row.values.filter((_, step) => step < steps === (part === 'before'))))
}
