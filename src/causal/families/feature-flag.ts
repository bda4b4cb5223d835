import { nameOr } from '../../domain/command-names.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { type ObjectChange, standing, type Scene } from '../scene/scene.ts'
import { cite, rowsHeld, type Held } from '../scene/cite.ts'
import { plain, termsOf } from '../../diffs/terms.ts'
import { argumentsOf, isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import { family, because, type Finding, OVERLOADED, readLogsBefore } from './family.ts'
import { FLAG_SETTINGS, isFlagSwitch } from './shared/flag-switch.ts'
import { byHand, kubectl } from './shared/remedies.ts'

/** What names of services end in without being what people call them. */
const SERVICE_SUFFIX = /-?(?:service|svc|api)$/
/** Shorter words of a flag's name would match services by chance. */
const LEAST_WORD_CHARACTERS = 3

type HeldFlag = Held<'changes'> & { readonly row: Extract<Held<'changes'>['row'], { change: 'flag' }> }

/** A switched flag acts at once. */
const SHOWS_WITHIN_SECONDS = 60
/** Clocks of flag service and telemetry differ. */
const TOLERANCE_SECONDS = 90
/** What a flag may turn on. */
const EFFECTS: Finding['effects'] = [...OVERLOADED, 'workload_unready', 'traffic_surge']
/** Words of every second flag's name. */
const GENERAL = /^(?:new|enabled?|flag|feature|v\d|beta|rollout|experiment)$/

/**
 * A feature flag that was switched. In a ConfigMap the ConfigMap is the cause, and the services that read the flag are its victims; in the change history it
 * is the flag, where its service failed since and the errors speak of its name: the time alone never blames it, for flags are switched all day.
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
    effects: EFFECTS,
    disprovenBy: `the symptoms stay when the flag is switched back, or began before ${since?.toISOString() ?? 'it was switched'}`,
    remedy: {
      kind: 'flag_off',
      what: 'switch the flag back to the value that the receipts quote',
      commands: [kubectl('edit', entity)],
      risk: 'Whatever the flag was switched on for stops working.',
      undo: { what: 'Switch it again.', commands: [] },
    },
  }
}

/** What stands before the first setting on the way: `flags.fastPath.defaultVariant`, `switches.fastPath.enabled`; else the last key. */
function flagOf({ path }: ObjectChange): string {
  const parts = path.split('.')
  const setting = parts.findIndex((part) => FLAG_SETTINGS.test(`.${part}`))
  return parts.at(setting < 0 ? -1 : setting - 1) ?? path
}

/** Who reads the flag: services named in it; else everybody who asks the flag service. */
function victimsOf(entity: EntityId, changes: readonly ObjectChange[], scene: Scene): readonly EntityId[] {
  const mounting = [...scene.graph.to(entity, 'mounts'), ...scene.graph.to(entity, 'references')].map((one) => scene.graph.unitOf(one))
  const units = scene.symptoms.flatMap(({ unit, strength }) => (strength > 0 ? [unit] : []))
  const named = units.filter((unit) => changes.some((change) => isNamedIn(flagOf(change), parseEntity(unit).name)))
  return named.length > 0 ? named : [...mounting.flatMap((unit) => scene.graph.to(unit, 'calls')), ...mounting]
}

function isNamedIn(flag: string, service: string): boolean {
  const name = plain(service.replace(SERVICE_SUFFIX, ''))
  return name.length >= LEAST_WORD_CHARACTERS && plain(flag).startsWith(name)
}

function recordedFinding(flag: HeldFlag, failures: readonly Symptom[], scene: Scene): Finding | null {
  const { row } = flag
  const service = row.service === null ? null : scene.graph.unitOf(row.service)
  const words = wordsOfFlag(row.key, service)
  const since = shiftSeconds(row.at, -TOLERANCE_SECONDS)
  const own = failures.filter((one) => (service === null || one.unit === service) && one.since !== null && one.since >= since)
  const speaking = own.filter(({ source, said }) => source !== 'alert' && !words.isDisjointFrom(termsOf(said)))
  const [first] = speaking
  if (first === undefined) return null
  return {
    entity: formatEntity('env', 'FeatureFlag', row.key),
    mechanism: 'feature_flag_switched',
    since: row.at,
    basis: 'static',
    showsWithin: SHOWS_WITHIN_SECONDS,
    for: [
      because(
        `flag ${row.key} went from ${row.from ?? 'unknown'} to ${row.to ?? 'unknown'}`,
        cite(flag, row.key, { role: 'change', at: row.at }),
      ),
      ...argumentsOf(speaking, 3),
    ],
    victims: [first.unit],
    effects: EFFECTS,
    disprovenBy: 'the same errors before the flag was switched, or where it is still off',
    reads: readLogsBefore(first.unit, row.at, scene),
    remedy: {
      ...byHand('flag_off', `switch ${nameOr('flagKey', row.key, 'the flag')} back to ${nameOr('flagKey', row.from, 'its former value')}`, {
        risk: 'Whatever the flag was switched for stops.',
        undo: `Switch it to ${nameOr('flagKey', row.to, 'its present value')} again.`,
      }),
      target: row.key,
    },
  }
}

/** What a flag's name says, without the name of its service. */
function wordsOfFlag(key: string, service: EntityId | null): ReadonlySet<string> {
  const own = service === null ? '' : plain(parseEntity(service).name)
  return new Set([...termsOf(key)].filter((word) => !own.includes(word) && !GENERAL.test(word)))
}
