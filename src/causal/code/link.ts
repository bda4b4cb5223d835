import type { EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import type { Observation } from '../observations/observation.ts'
import type { SymptomClass } from '../observations/symptom-class.ts'
import { isDosed } from './dose-fit.ts'
import { EFFECTS } from './effects.ts'
import type { Hazard, HazardKind } from './hazard.ts'
import { quantityFit } from './quantity-fit.ts'
import { scheduleFit } from './schedule-fit.ts'
import { WAY_TRUST, type Shipment } from './shipping.ts'
import { spokenWords } from './spoken.ts'
import { termsOf } from './terms.ts'
import type { TouchedFile } from './touched.ts'

/** A hazard, the service that got it, and how the symptoms there fit it. Every part is 0 to 1. */
export interface Link {
  readonly hazard: Hazard
  readonly shipment: Shipment
  /** Where the symptoms of the hazard are seen: the service that got it, or a caller of it. */
  readonly victim: EntityId
  readonly parts: {
    readonly where: number
    readonly when: number
    /** The symptoms are of the class that this hazard produces. */
    readonly what: number
    /** Error text or metric names speak of what the diff touches. */
    readonly words: number
    /** The old and new amounts fit what was measured, or a matching measure departed when it was shipped. */
    readonly amounts: number
  }
  readonly score: number
  /** Observations that fit, best first: they are quoted. */
  readonly fitting: readonly Observation[]
  readonly shared: readonly string[]
}

export interface LinkInput {
  readonly hazard: Hazard
  readonly touched: readonly TouchedFile[]
  readonly message: string
  readonly shipment: Shipment
  /** Observations of failures and news, all entities, ascending by time. */
  readonly observations: readonly Observation[]
  readonly rarity: (term: string) => number
  /** Services that call, or depend on, the given one. */
  readonly callersOf: (service: EntityId) => readonly EntityId[]
}

/** Clocks of pipeline and telemetry differ, and series are gridded: a symptom this much before the deploy may still follow it. */
const TOLERANCE_SECONDS = 90
/** A measure that departs within this of the deploy departed because of it, if anything did. */
const ALIGNED_SECONDS = 6 * 60
/** What such an alignment counts for: less than an amount that the error names. */
const ALIGNED = 0.8
/** One rare word, the package's name, is enough. */
const LEAST_PACKAGE_WORDS = 0.3
/** What each part adds when it holds; the sum with a plain hazard is 1. Chosen on invented diffs: words and class carry most. */
const SHARE = { what: 0.35, words: 0.3, amounts: 0.2, clarity: 0.15 } as const
/** A fault seen only at a caller is less sure to be this one. */
const AT_CALLER = 0.6
/** Data travels further than calls: through topics, tables and files to readers that never call their writer. */
const AT_READER = 0.75
const TRAVELLING: ReadonlySet<HazardKind> = new Set([
  'contract_changed',
  'serialisation_changed',
  'unit_changed',
  'time_changed',
  'logic_changed',
  'parse_changed',
  'call_removed',
  'cardinality_raised',
  'log_volume_raised',
])
/** What fills a store that everybody writes to shows there when it is shipped, whatever it is called. */
const FILLING: ReadonlySet<HazardKind> = new Set(['cardinality_raised', 'log_volume_raised'])
/** What is left of a fit that nothing bears out, or that the errors speak against. */
const UNPROVEN = 0.6
/** Symptoms that name their fault; the others (slow, failing, busy) come with any. */
const SPECIFIC: ReadonlySet<SymptomClass> = new Set([
  'race',
  'lock_wait',
  'memory',
  'null',
  'pool',
  'handles',
  'disk',
  'slow_query',
  'too_large',
  'parse',
  'contract',
  'auth',
  'tls',
  'duplicate',
  'startup',
])
/** Clarity from which the lines themselves leave no doubt of what they do. */
const PLAIN = 0.8
/** What a reader must share with the diff in words, for it is tied to the writer by nothing else. */
const LEAST_READER_WORDS = 0.3

/** How well the symptoms fit the hazard; null when nothing does: wrong place, wrong time, or no symptom of its kind. */
export function linkOf(input: LinkInput): Link | null {
  const { service } = input.shipment
  const own = bestAt(input, service, 1)
  const callers = input.callersOf(service).filter((caller) => caller !== service)
  const others = callers
    .map((caller) => bestAt(input, caller, TRAVELLING.has(input.hazard.kind) ? AT_READER : AT_CALLER))
    .filter((link) => link !== null)
  const readers = TRAVELLING.has(input.hazard.kind) ? readersOf(input, [service, ...callers]) : []
  return [own, ...others, ...readers, ...dosed(input)].filter((link) => link !== null).sort((a, b) => b.score - a.score)[0] ?? null
}

/** Services behind the changed one whose traffic moved by the factor of the change: the pain is theirs, the cause with their caller. */
function dosed(input: LinkInput): readonly (Link | null)[] {
  const { service, at } = input.shipment
  const entities = [...new Set(input.observations.map(({ entity }) => entity))]
  const behind = entities.filter((entity) => entity !== service && input.callersOf(entity).includes(service))
  const moved = behind.filter((entity) => isDosed(input.hazard, input.observations.filter(isOf(entity)), at))
  return moved.map((entity) => bestAt(input, entity, 1))
}

function isOf(entity: EntityId): (observation: Observation) => boolean {
  return (observation) => observation.entity === entity
}

/** Other services that show the very symptom and speak of what the diff touches. */
function readersOf(input: LinkInput, nearer: readonly EntityId[]): readonly Link[] {
  const far = [...new Set(input.observations.map(({ entity }) => entity))].filter((entity) => !nearer.includes(entity))
  return far
    .map((entity) => bestAt(input, entity, AT_READER))
    .filter((link) => link !== null)
    .filter(({ parts, hazard }) => {
      const isTied = parts.words >= LEAST_READER_WORDS || (FILLING.has(hazard.kind) && parts.amounts >= 0.8)
      return parts.what === 1 && isTied && hazard.clarity >= 0.5
    })
}

function bestAt(input: LinkInput, victim: EntityId, nearness: number): Link | null {
  const { hazard, shipment } = input
  const here = input.observations.filter((observation) => observation.entity === victim && observation.isFailure)
  const effect = EFFECTS[hazard.kind]
  const direct = here.filter((observation) => effect.direct.some((kind) => observation.classes.has(kind)))
  const indirect = here.filter((observation) => effect.indirect.some((kind) => observation.classes.has(kind)))
  const spoken = spokenWords(input, here)
  const candidates = direct.length > 0 ? direct : indirect.length > 0 ? indirect : spoken.words >= 0.6 ? here : []
  if (candidates.length === 0 || hasStartedBefore(candidates, shipment.at)) return null
  const when = timeFit(input, candidates)
  const hasDose = isDosed(hazard, input.observations.filter(isOf(victim)), shipment.at)
  const what = direct.length > 0 || hasDose ? 1 : indirect.length > 0 ? 0.5 : 0
  const amounts = Math.max(hasDose ? 1 : 0, quantityFit(hazard, here), scheduleFit(hazard, candidates), alignment(candidates, shipment.at))
  const where = WAY_TRUST[shipment.way] * nearness
  const parts = { where, when, what, words: spoken.words, amounts }
  const sum = SHARE.what * what + SHARE.words * parts.words + SHARE.amounts * amounts + SHARE.clarity * hazard.clarity
  const doubt = (isBorneOut(hazard, parts) ? 1 : UNPROVEN) * (isContradicted(hazard, here) ? UNPROVEN : 1)
  const fitting = [...candidates].sort((a, b) => fitOf(b, input, direct) - fitOf(a, input, direct))
  return { hazard, shipment, victim, parts, score: where * when * sum * doubt, fitting, shared: spoken.shared }
}

/**
 * A shape that innocent code has too must be borne out by words, or by amounts together with its very own symptom. Many packages get new versions in peace, so a new version
 * counts only when the error speaks of that package.
 */
function isBorneOut(hazard: Hazard, { what, words, amounts }: Pick<Link['parts'], 'what' | 'words' | 'amounts'>): boolean {
  if (hazard.kind === 'dependency_bumped') return words >= LEAST_PACKAGE_WORDS
  // Neither its own symptom nor a word nor an amount: unless the lines leave no doubt, it only came at that time.
  if (hazard.clarity < PLAIN && what < 1 && words === 0 && amounts <= ALIGNED) return false
  return hazard.clarity >= 0.5 || words >= 0.5 || (what === 1 && amounts >= 0.7)
}

/** The service names its trouble, and it is none that this hazard makes: a missing field is no matter of a time limit. */
function isContradicted(hazard: Hazard, here: readonly Observation[]): boolean {
  const { direct, indirect } = EFFECTS[hazard.kind]
  const known = new Set([...direct, ...indirect])
  const named = here
    .filter(({ source }) => source === 'log' || source === 'span')
    .flatMap(({ classes }) => [...classes].filter((kind) => SPECIFIC.has(kind)))
  return known.size > 0 && named.length > 0 && !named.some((kind) => known.has(kind))
}

/** The earliest symptom of the kind is older than the change: whatever began it, this did not. */
function hasStartedBefore(candidates: readonly Observation[], shippedAt: Date): boolean {
  const limit = shiftSeconds(shippedAt, -TOLERANCE_SECONDS)
  const timed = candidates.filter((observation) => observation.since !== null)
  const early = timed.filter(({ departure, since }) => (departure?.seenAt ?? since ?? limit) < limit)
  return timed.length > 0 && early.length > 0 && (early.some(({ source }) => source === 'metric') || early.length === timed.length)
}

function timeFit(input: LinkInput, candidates: readonly Observation[]): number {
  const first = candidates.map(({ since }) => since).find((since) => since !== null)
  if (first === undefined || first === null) return 0.7
  const delayMinutes = (first.getTime() - input.shipment.at.getTime()) / 60_000
  switch (EFFECTS[input.hazard.kind].pace) {
    case 'at_once':
      return delayMinutes <= 15 ? 1 : delayMinutes <= 60 ? 0.85 : 0.65
    case 'under_load':
      return delayMinutes <= 60 ? 1 : 0.9
    case 'builds_up':
      return delayMinutes <= 240 ? 1 : 0.9
  }
}

/** 1 when a measure that fits departed just after the change was shipped. */
function alignment(candidates: readonly Observation[], shippedAt: Date): number {
  const measured = candidates.filter((observation) => observation.departure !== null && observation.since !== null)
  const delays = measured.map((observation) => ((observation.since?.getTime() ?? 0) - shippedAt.getTime()) / 1000)
  if (delays.some((delay) => delay >= -TOLERANCE_SECONDS && delay <= ALIGNED_SECONDS)) return ALIGNED
  return delays.some((delay) => delay > 0 && delay <= 2 * ALIGNED_SECONDS) ? 0.4 : 0
}

function fitOf(observation: Observation, input: LinkInput, direct: readonly Observation[]): number {
  const file = input.touched.find((touched) => touched.diff.path === input.hazard.path)
  const terms = termsOf([...(file?.removed ?? []), ...(file?.added ?? [])].join('\n'))
  const shared = [...termsOf(observation.text)].filter((term) => terms.has(term)).length
  return (direct.includes(observation) ? 2 : 0) + shared + (observation.source === 'log' ? 0.5 : 0)
}
