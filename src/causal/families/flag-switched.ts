import { nameOr } from '../../domain/command-names.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { cite, rowsHeld, type Held } from '../scene/cite.ts'
import { termsOf } from '../../diffs/terms.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { argumentsOf, isTrouble, newsIn } from '../scene/symptoms/news.ts'
import type { Scene } from '../scene/scene.ts'
import type { Family } from './family.ts'

type HeldFlag = Held<'changes'> & { readonly row: Extract<Held<'changes'>['row'], { change: 'flag' }> }

/** A switched flag acts at once; later symptoms need words of their own. */
const SOON_SECONDS = 15 * 60
/** Clocks of flag service and telemetry differ. */
const TOLERANCE_SECONDS = 90
/** Words that the flag's name must share with the errors: one rare word, or it coincides. */
const LEAST_SHARED = 1

/**
 * A feature flag in the change history that was switched shortly before its service failed, whose name the errors speak of. The time
 * alone never blames it: flags are switched all day.
 */
export const flagSwitched: Family = {
  name: 'feature_flag_switched',
  propose(scene) {
    const failures = newsIn(scene).filter(isTrouble)
    const flags = rowsHeld(scene.facts, 'changes').filter((held): held is HeldFlag => held.row.change === 'flag')
    return flags.flatMap((flag) => proposalFor(flag, failures, scene) ?? [])
  },
}

function proposalFor(flag: HeldFlag, failures: readonly Symptom[], scene: Scene): Proposal | null {
  const { row } = flag
  const service = row.service === null ? null : scene.graph.unitOf(row.service)
  const own = failures.filter((one) => (service === null || one.unit === service) && one.since !== null && isAfter(one.since, row.at))
  const words = wordsOfFlag(row.key, service)
  const speaking = own.filter((one) => one.source !== 'alert' && sharesWords(one.said, words))
  const [first] = speaking
  const earlier = failures.filter(
    (one) => one.unit === service && one.since !== null && one.since < shiftSeconds(row.at, -TOLERANCE_SECONDS),
  )
  if (first === undefined || earlier.length > 0 || !isSoon(first, row.at)) return null
  return {
    entity: formatEntity('env', 'FeatureFlag', row.key),
    mechanism: 'feature_flag_switched',
    since: row.at,
    basis: 'static',
    for: [
      {
        text: `flag ${row.key} went from ${row.from ?? 'unknown'} to ${row.to ?? 'unknown'}`,
        citations: cite(flag, row.key, { role: 'change', at: row.at }),
      },
      ...argumentsOf(speaking, 3),
    ],
    against: [],
    victims: [first.unit],
    effects: ['error_rate', 'latency', 'log_error', 'saturation', 'container_restart', 'traffic_drop', 'throttling'],
    disprovenBy: 'the same errors before the flag was switched, or where it is still off',
    disconfirmingQueries: beforeSwitch(first.unit, row.at, scene),
    action: {
      kind: 'flag_off',
      target: row.key,
      what: `switch ${nameOr('flagKey', row.key, 'the flag')} back to ${nameOr('flagKey', row.from, 'its former value')}`,
      commands: [],
      risk: 'Whatever the flag was switched for stops.',
      undo: { what: `Switch it to ${nameOr('flagKey', row.to, 'its present value')} again.`, commands: [] },
      citations: cite(flag, row.key, { role: 'change', at: row.at }),
    },
  }
}

function isAfter(since: Date, at: Date): boolean {
  return since >= shiftSeconds(at, -TOLERANCE_SECONDS)
}

function isSoon(one: Symptom, at: Date): boolean {
  return one.since !== null && one.since <= shiftSeconds(at, SOON_SECONDS)
}

function wordsOfFlag(key: string, service: EntityId | null): ReadonlySet<string> {
  const own =
    service === null
      ? ''
      : parseEntity(service)
          .name.toLowerCase()
          .replace(/[^a-z0-9]/g, '')
  return new Set(
    [...termsOf(key)].filter((word) => !own.includes(word) && !/^(?:new|enable[d]?|flag|feature|v\d|beta|rollout|experiment)$/.test(word)),
  )
}

function sharesWords(text: string, words: ReadonlySet<string>): boolean {
  const spoken = termsOf(text)
  return [...words].filter((word) => spoken.has(word)).length >= LEAST_SHARED || text.includes([...words].join('_') || '\n')
}

function beforeSwitch(entity: EntityId, at: Date, scene: Scene): Proposal['disconfirmingQueries'] {
  if (scene.window === null || at <= scene.window.start) return []
  return [{ kind: 'log_examples', entity, window: { start: scene.window.start, end: at }, onlyErrors: true, offset: 0, limit: 20 }]
}
