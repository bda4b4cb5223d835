import type { EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import type { Candidate } from './explain.ts'
import { isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import type { Scene } from '../scene/scene.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'

/** Somebody who is hurt and logs no error. */
export interface QuietSufferer {
  readonly unit: EntityId
  /** True when it waits on where the cause bites; else only its time and two sources tie it to the cause. */
  readonly isCaller: boolean
  readonly citations: readonly Citation[]
}

/** Most that are named: beyond it they are no longer read, and everything is down anyway. */
const MAX_SUFFERERS = 8

/**
 * Units that no error and no known measure shows to suffer, but new warnings do, since the symptoms of the cause began: of those who wait on it
 * one new warning is enough, of anybody else a warning and a measure that went bad must agree. In order of time; empty without times.
 */
export function quietSufferers(cause: Candidate, scene: Scene): readonly QuietSufferer[] {
  const first = earliest([cause.proposal.spreadsFrom ?? null, ...cause.explained.map(({ since }) => since)])
  if (first === null) return []
  const from = shiftSeconds(first, -THRESHOLDS.lagSeconds)
  const known = new Set([...cause.explained.map(({ unit }) => unit), cause.proposal.entity])
  const news = newsIn(scene).filter((one) => isTrouble(one) && one.since !== null && one.since >= from && !known.has(one.unit))
  const found = [...Map.groupBy(news, ({ unit }) => unit)].flatMap(([unit, own]) => sufferer(unit, own, cause) ?? [])
  return found.slice(0, MAX_SUFFERERS)
}

function sufferer(unit: EntityId, own: readonly Symptom[], cause: Candidate): QuietSufferer | null {
  const [warning, measure] = [own.find(({ source }) => source === 'log'), own.find(({ source }) => source === 'metric')]
  const isCaller = cause.reach.of(unit) === 'caller'
  if (warning === undefined || (!isCaller && measure === undefined)) return null
  return { unit, isCaller, citations: warning.citations.slice(0, 1) }
}
