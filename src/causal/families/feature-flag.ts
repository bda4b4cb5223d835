import { isName, nameOr } from '../../domain/command-names.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { type ObjectChange, standing } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { cite, rowsHeld, type Held } from '../scene/cite.ts'
import { termsOf } from '../../diffs/terms.ts'
import { argumentsOf, isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import { family } from './family.ts'
import { type Finding, OVERLOADED } from './shared/finding.ts'
import { FLAG_SETTINGS, isFlagSwitch } from './shared/flag-switch.ts'
import { kubectl } from './shared/remedies.ts'

/** What names of services end in without being what people call them. */
const SERVICE_SUFFIX = /-?(?:service|svc|api)$/
/** A workload restarted this soon after the switch was restarted because of it. */
const RESTART_SECONDS = 180
/** Shorter words of a flag's name would match services by chance. */
const LEAST_WORD_CHARACTERS = 3
/** Flags named in one sentence; with more of them the receipts list them. */
const MAX_NAMED = 3

type HeldFlag = Held<'changes'> & { readonly row: Extract<Held<'changes'>['row'], { change: 'flag' }> }

/** A switched flag acts at once; later symptoms need words of their own. */
const SOON_SECONDS = 15 * 60
/** Clocks of flag service and telemetry differ. */
const TOLERANCE_SECONDS = 90
/** Words that the flag's name must share with the errors: one rare word, or it coincides. */
const LEAST_SHARED = 1

/**
 * A feature flag that was switched. In a ConfigMap the ConfigMap is the cause, and the services that read the flag are its victims; in the change history it
 * is the flag, where it was switched shortly before its service failed and the errors speak of its name: the time alone never blames it, for flags are
 * switched all day.
 */
export const featureFlag = family('feature_flag_changed', (scene) => {
  const switched = standing(scene.objects.changes.filter(isFlagSwitch))
  const byObject = Map.groupBy(switched, (change) => change.entity)
  const failures = newsIn(scene).filter(isTrouble)
  const recorded = rowsHeld(scene.facts, 'changes').filter((held): held is HeldFlag => held.row.change === 'flag')
  return [
    ...[...byObject].map(([entity, changes]) => storedFinding(entity, changes, scene)),
    ...recorded.flatMap((flag) => recordedFinding(flag, failures, scene) ?? []),
  ]
})

function storedFinding(entity: EntityId, changes: readonly ObjectChange[], scene: Scene): Finding {
  const since = changes[0]?.at ?? null
  return {
    entity,
    mechanism: 'feature_flag_changed',
    since,
    basis: 'changed',
    for: changes.map((change) => ({
      text: `flag ${flagOf(change)} changed from ${change.from} to ${change.to}`,
      citations: change.citations,
    })),
    victims: victimsOf(entity, changes, scene),
    effects: [...OVERLOADED, 'workload_unready', 'traffic_surge'],
    disprovenBy: `the symptoms stay when the flag is switched back, or began before ${since?.toISOString() ?? 'it was switched'}`,
    remedy: {
      kind: 'flag_off',
      what: 'switch the flag back to the value that the receipts quote',
      commands: [kubectl('edit', entity)],
      risk: 'Whatever the flag was switched on for stops working.',
      undo: { what: `Switch ${flagWords(changes)} again.`, commands: [] },
    },
  }
}

/** The flags by name where they have one that may be shown; a sentence holds only so many. */
function flagWords(changes: readonly ObjectChange[]): string {
  const names = [...new Set(changes.map(flagOf))].filter((flag) => isName('flagKey', flag))
  return names.length === 0 || names.length > MAX_NAMED ? 'the flag' : names.join(', ')
}

function flagOf(change: ObjectChange): string {
  const parts = change.path.split('.')
  // The file itself may be called flags.json: the collection is the last such word on the way.
  const at = parts.findLastIndex((part) => /^(flags?|features?|toggles?|featureFlags)$/i.test(part))
  return at < 0 ? nameOfPlainFlag(parts, change.path) : (parts[at + 1] ?? change.path)
}

/** `data.CHECKOUT_FAST: true` or `data.switches.yaml.checkoutFast.enabled: true`: the last key that is no setting of a flag. */
function nameOfPlainFlag(parts: readonly string[], path: string): string {
  return parts.findLast((part) => !FLAG_SETTINGS.test(`.${part}`)) ?? path
}

/** Who reads the flag: workloads restarted right after the switch and services named in it; else everybody who asks the flag service. */
function victimsOf(entity: EntityId, changes: readonly ObjectChange[], scene: Scene): readonly EntityId[] {
  const mounting = [...scene.graph.to(entity, 'mounts'), ...scene.graph.to(entity, 'references')].map((one) => scene.graph.unitOf(one))
  const readers = mounting.flatMap((unit) => scene.graph.to(unit, 'calls'))
  const units = [...new Set(scene.symptoms.flatMap(({ unit, strength }) => (strength > 0 ? [unit] : [])))]
  const named = units.filter((unit) => changes.some((change) => isNamedIn(flagOf(change), parseEntity(unit).name)))
  const precise = [...new Set([...named, ...restartedAfter(changes, scene)])]
  return precise.length > 0 ? precise : [...new Set([...readers, ...mounting])]
}

function isNamedIn(flag: string, service: string): boolean {
  const words = flag.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
  const plain = service.toLowerCase().replace(SERVICE_SUFFIX, '')
  return (
    plain.length >= LEAST_WORD_CHARACTERS &&
    (words.startsWith(plain) || words.replaceAll(/[-_]/g, '').startsWith(plain.replaceAll('-', '')))
  )
}

function restartedAfter(changes: readonly ObjectChange[], scene: Scene): readonly EntityId[] {
  const at = changes[0]?.at ?? null
  if (at === null) return []
  const until = shiftSeconds(at, RESTART_SECONDS)
  const restarts = scene.objects.changes.filter(
    (change) => change.path.endsWith('restartedAt') && restartTime(change) >= at && restartTime(change) <= until,
  )
  return restarts.map((change) => scene.graph.unitOf(change.entity))
}

function restartTime(change: ObjectChange): Date {
  return new Date(change.to ?? 0)
}

function recordedFinding(flag: HeldFlag, failures: readonly Symptom[], scene: Scene): Finding | null {
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
    victims: [first.unit],
    effects: [...OVERLOADED, 'workload_unready', 'traffic_surge'],
    disprovenBy: 'the same errors before the flag was switched, or where it is still off',
    reads: beforeSwitch(first.unit, row.at, scene),
    remedy: {
      kind: 'flag_off',
      target: row.key,
      what: `switch ${nameOr('flagKey', row.key, 'the flag')} back to ${nameOr('flagKey', row.from, 'its former value')}`,
      commands: [],
      risk: 'Whatever the flag was switched for stops.',
      undo: { what: `Switch it to ${nameOr('flagKey', row.to, 'its present value')} again.`, commands: [] },
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

function beforeSwitch(entity: EntityId, at: Date, scene: Scene): NonNullable<Finding['reads']> {
  if (scene.window === null || at <= scene.window.start) return []
  return [{ kind: 'log_examples', entity, window: { start: scene.window.start, end: at }, onlyErrors: true, offset: 0, limit: 20 }]
}
