import type { Hazard } from '../../../diffs/hazard.ts'
import type { EntityId } from '../../../domain/entity.ts'
import { isTrouble, type Symptom } from '../../scene/symptoms/symptom.ts'
import { EFFECTS } from './effects.ts'
import { ALIGNED, alignment, hasStartedBefore, quantityFit, scheduleFit } from './amounts.ts'
import { type Shipment, WAY_TRUST } from './shipping.ts'
import { spokenWords, type SpokenInput } from './spoken.ts'
import type { Topic } from '../../scene/symptoms/topic-words.ts'

/** A hazard, the service that got it, and how the symptoms there fit it. Every part is 0 to 1. */
export interface Link {
  readonly hazard: Hazard
  readonly shipment: Shipment
  /** Where the symptoms of the hazard are seen: the service that got it, or a caller of it. */
  readonly victim: EntityId
  readonly parts: {
    /** How sure it is that the change came there, and that its harm would show there. */
    readonly where: number
    /** The symptoms are of the class that this hazard produces. */
    readonly what: number
    /** Error text or metric names speak of what the diff touches. */
    readonly words: number
    /** The new amount or time is met again, or a matching measure departed when it was shipped. */
    readonly amounts: number
  }
  readonly score: number
  /** Symptoms that fit, best first: they are quoted. */
  readonly fitting: readonly Symptom[]
  readonly shared: readonly string[]
}

export interface FitInput extends SpokenInput {
  readonly shipment: Shipment
  /** Symptoms of failures and news, all entities, ascending by time. */
  readonly symptoms: readonly Symptom[]
}

/** What each part adds when it holds; the sum with a plain hazard is 1. Chosen on invented diffs: words and class carry most. */
const SHARE = { what: 0.35, words: 0.3, amounts: 0.2, clarity: 0.15 } as const
/** Share of telling words from which a symptom counts without being of a class that the hazard makes. */
const TELLING_WORDS = 0.6

/** How a victim hangs together with the changed service. */
interface Tie {
  /** 0 to 1. */
  readonly nearness: number
  /** True when its load shows that the change reached it. */
  readonly isTraced?: boolean
}

/** How the symptoms of `victim` fit the hazard; null: no symptom, or an older one. */
export function fitAt(input: FitInput, victim: EntityId, { nearness, isTraced = false }: Tie): Link | null {
  const { hazard, shipment } = input
  const here = input.symptoms.filter((symptom) => symptom.unit === victim && isTrouble(symptom))
  const effect = EFFECTS[hazard.kind]
  const [direct = [], indirect = []] = [effect.direct, effect.indirect].map((kinds) => {
    return here.filter(({ about }) => kinds.some((kind) => about.has(kind)))
  })
  const spoken = spokenWords(input, here)
  const fitting = [direct, indirect, spoken.words >= TELLING_WORDS ? here : []].find((some) => some.length > 0)
  if (fitting === undefined || hasStartedBefore(fitting, shipment.at)) return null
  const parts = {
    where: WAY_TRUST[shipment.way] * nearness,
    what: direct.length > 0 || isTraced ? 1 : indirect.length > 0 ? 0.5 : 0,
    words: spoken.words,
    amounts: isTraced ? 1 : Math.max(quantityFit(hazard, here), scheduleFit(hazard, fitting), alignment(fitting, shipment.at)),
  }
  const sum = SHARE.what * parts.what + SHARE.words * parts.words + SHARE.amounts * parts.amounts + SHARE.clarity * hazard.clarity
  const score = parts.where * sum * doubtOf(hazard, parts, here)
  return { hazard, shipment, victim, parts, score, fitting: logsFirst(fitting), shared: spoken.shared }
}

/** A log line says more to whoever reads the quote than a measure. */
function logsFirst(symptoms: readonly Symptom[]): readonly Symptom[] {
  return symptoms.toSorted((a, b) => Number(b.source === 'log') - Number(a.source === 'log'))
}

/** One rare word, the package's name, is enough. */
const LEAST_PACKAGE_WORDS = 0.3
/** What is left of a fit that nothing bears out, or that the errors speak against. */
const UNPROVEN = 0.6
/** Clarity from which the lines themselves leave no doubt of what they do. */
const PLAIN = 0.8
/** Symptoms that name their fault; the others (slow, failing, busy) come with any. */
const SPECIFIC: ReadonlySet<Topic> = new Set([
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
  'resolve',
  'duplicate',
  'startup',
])

type Proof = Omit<Link['parts'], 'where'>

/** What a fit keeps, 0 to 1, when nothing bears it out or when the errors of the service speak of another fault. */
export function doubtOf(hazard: Hazard, proof: Proof, here: readonly Symptom[]): number {
  return (isBorneOut(hazard, proof) ? 1 : UNPROVEN) * (isContradicted(hazard, here) ? UNPROVEN : 1)
}

/**
 * A shape that innocent code has too must be borne out by words, or by amounts together with its very own symptom. Many packages get new versions in peace, so a new version
 * counts only when the error speaks of that package.
 */
function isBorneOut(hazard: Hazard, { what, words, amounts }: Proof): boolean {
  if (hazard.kind === 'dependency_bumped') return words >= LEAST_PACKAGE_WORDS
  // Neither its own symptom nor a word nor an amount: unless the lines leave no doubt, it only came at that time.
  if (hazard.clarity < PLAIN && what < 1 && words === 0 && amounts <= ALIGNED) return false
  return hazard.clarity >= 0.5 || words >= 0.5 || (what === 1 && amounts >= 0.7)
}

/**
 * The service names its trouble, and it is none that this hazard makes: a missing field is no matter of a time limit. A record that names the
 * hazard's very own symptom beside another one speaks for it.
 */
function isContradicted(hazard: Hazard, here: readonly Symptom[]): boolean {
  const { direct, indirect } = EFFECTS[hazard.kind]
  const fits = (kind: Topic) => direct.includes(kind) || (SPECIFIC.has(kind) && indirect.includes(kind))
  const isTold = ({ source, about }: Symptom) => source !== 'metric' && source !== 'alert' && [...about].some((kind) => SPECIFIC.has(kind))
  const told = here.filter(isTold)
  return direct.length + indirect.length > 0 && told.length > 0 && !told.some(({ about }) => [...about].some(fits))
}
