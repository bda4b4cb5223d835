import type { Random } from '../random.ts'

/** What may surround a fault, with the share of drills that have it. Sources that are gone are rarer: where two are missing, little is left to find. */
const SHARES = {
  strangers: 0.5,
  edits: 0.6,
  experiments: 0.35,
  jobs: 0.4,
  old_failures: 0.45,
  restarts: 0.4,
  hiccups: 0.3,
  tide: 0.25,
  false_alarms: 0.35,
  native_errors: 0.5,
  other_alerts: 0.55,
  other_topology: 0.55,
  no_alerts: 0.08,
  no_traces: 0.1,
  no_metrics: 0.08,
  no_logs: 0.08,
  no_events: 0.06,
  events_expired: 0.14,
  objects_once: 0.12,
  objects_cut: 0.06,
  late_start: 0.14,
} as const

export type LifeElement = keyof typeof SHARES

/** What has no effect beside another element. */
const OUTDONE_BY: Partial<Readonly<Record<LifeElement, readonly LifeElement[]>>> = {
  objects_cut: ['objects_once'],
  events_expired: ['no_events'],
  other_alerts: ['no_alerts'],
  false_alarms: ['no_alerts'],
}

export const LIFE_ELEMENTS = Object.keys(SHARES).filter((name): name is LifeElement => name in SHARES)

/**
 * The elements of one drill. `level` 0 gives none; at 1 a drill has between none and nearly all of them, about six on average: how lively a drill
 * is is drawn first, so that calm and crowded ones are both common.
 */
export function drawLife(random: Random, level: number): readonly LifeElement[] {
  const liveliness = 2 * random.next() * level
  const drawn = LIFE_ELEMENTS.filter((element) => random.chance(SHARES[element] * liveliness))
  return drawn.filter((element) => !(OUTDONE_BY[element] ?? []).some((other) => drawn.includes(other)))
}
