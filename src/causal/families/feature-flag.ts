import { isName } from '../../domain/command-names.ts'
import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import type { Proposal } from '../weigh/candidate.ts'
import type { ObjectChange } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { standing } from '../scene/undone.ts'
import { kubectl } from './kubectl.ts'
import type { Family } from './family.ts'

/** Settings of a flag definition that decide what it serves (flagd and OpenFeature name them so; others are close variants). */
const FLAG_SETTINGS = /\.(defaultVariant|state|enabled|value|variant|rollout|percentage|fallthrough)(\.|$)/i
/** A flag file is recognised by a collection of this name on the way to the setting. */
const FLAG_COLLECTIONS = /(^|\.)(flags?|features?|toggles?|featureFlags)\./i
/** Plain switches count as flags in a file, or under a key, that is called so. */
const FLAG_WORDS = /flag|feature|toggle|experiment|switch/i
const SWITCH_PAIRS: readonly (readonly string[])[] = [
  ['true', 'false'],
  ['on', 'off'],
  ['enabled', 'disabled'],
  ['yes', 'no'],
]
/** What names of services end in without being what people call them. */
const SERVICE_SUFFIX = /-?(?:service|svc|api)$/
/** A workload restarted this soon after the switch was restarted because of it. */
const RESTART_SECONDS = 180
/** Shorter words of a flag's name would match services by chance. */
const LEAST_WORD_CHARACTERS = 3
/** Flags named in one sentence; with more of them the receipts list them. */
const MAX_NAMED = 3

/** A feature flag in a ConfigMap that was switched: the ConfigMap is the cause, the services that read the flag are its victims. */
export const featureFlag: Family = {
  name: 'feature_flag_changed',
  propose(scene) {
    const switched = standing(scene.objects.changes.filter(isFlagSwitch))
    const byObject = Map.groupBy(switched, (change) => change.entity)
    return [...byObject].map(([entity, changes]) => proposalFor(entity, changes, scene))
  },
}

/** True when the change sets what a feature flag serves. */
export function isFlagSwitch(change: ObjectChange): boolean {
  const isConfig = parseEntity(change.entity).kind === 'ConfigMap' && change.kind === 'updated'
  if (!isConfig || change.from === null || change.to === null) return false
  const isSetting = FLAG_COLLECTIONS.test(change.path) && FLAG_SETTINGS.test(change.path)
  return isSetting || (isSwitched(change.from, change.to) && FLAG_WORDS.test(`${parseEntity(change.entity).name}.${change.path}`))
}

/** A switch that was thrown: one word of a pair became the other. */
function isSwitched(from: string, to: string): boolean {
  const [before, after] = [from, to].map((value) => value.toLowerCase().replaceAll(/["']/g, ''))
  return SWITCH_PAIRS.some((pair) => before !== after && pair.includes(before ?? '') && pair.includes(after ?? ''))
}

function proposalFor(entity: EntityId, changes: readonly ObjectChange[], scene: Scene): Proposal {
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
    against: [],
    victims: victimsOf(entity, changes, scene),
    effects: [
      'error_rate',
      'latency',
      'log_error',
      'saturation',
      'throttling',
      'container_restart',
      'workload_unready',
      'traffic_drop',
      'traffic_surge',
    ],
    disprovenBy: `the symptoms stay when the flag is switched back, or began before ${since?.toISOString() ?? 'it was switched'}`,
    disconfirmingQueries: [{ kind: 'object_versions', entity }],
    action: {
      kind: 'flag_off',
      target: entity,
      what: 'switch the flag back to the value that the receipts quote',
      commands: [kubectl('edit', entity)],
      risk: 'Whatever the flag was switched on for stops working.',
      undo: { what: `Switch ${flagWords(changes)} again.`, commands: [] },
      citations: changes[0]?.citations ?? [],
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
